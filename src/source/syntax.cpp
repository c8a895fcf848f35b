#include "source/syntax.hpp"

namespace fixpoint::source {

SyntaxTree::SyntaxTree(std::string_view text, const languages::LanguageFacts& facts)
    : text_(text), tree_(nullptr, ts_tree_delete) {
  if (facts.grammar == nullptr) return;
  const std::unique_ptr<TSParser, void (*)(TSParser*)> parser(ts_parser_new(), ts_parser_delete);
  if (!ts_parser_set_language(parser.get(), facts.grammar())) return;
  tree_.reset(ts_parser_parse_string(parser.get(), nullptr, text.data(), static_cast<std::uint32_t>(text.size())));
}

TSNode SyntaxTree::root() const { return tree_ ? ts_tree_root_node(tree_.get()) : TSNode{}; }

std::string_view SyntaxTree::text(TSNode node) const {
  const auto where = span(node);
  return text_.substr(where.begin, where.end - where.begin);
}

TSNode SyntaxTree::at(std::uint64_t begin, std::uint64_t end) const {
  if (!tree_) return {};
  return ts_node_descendant_for_byte_range(root(), static_cast<std::uint32_t>(begin),
                                           static_cast<std::uint32_t>(end));
}

std::vector<TSNode> SyntaxTree::errors() const {
  std::vector<TSNode> found;
  if (!tree_) return found;
  walk(root(), [&](TSNode node) {
    if (ts_node_is_error(node) || ts_node_is_missing(node)) {
      found.push_back(node);
      return false;
    }
    return ts_node_has_error(node);
  });
  return found;
}

ErrorScore error_score(std::string_view text, const languages::LanguageFacts& facts) {
  const SyntaxTree tree(text, facts);
  ErrorScore score;
  for (const auto node : tree.errors()) {
    ++score.errors;
    score.bytes += span(node).end - span(node).begin;
  }
  return score;
}

void walk(TSNode node, const std::function<bool(TSNode)>& visit) {
  if (ts_node_is_null(node)) return;
  TSTreeCursor cursor = ts_tree_cursor_new(node);
  for (bool more = true; more;) {
    if (visit(ts_tree_cursor_current_node(&cursor)) && ts_tree_cursor_goto_first_child(&cursor)) continue;
    while (!(more = ts_tree_cursor_goto_next_sibling(&cursor)) && ts_tree_cursor_goto_parent(&cursor)) {
    }
  }
  ts_tree_cursor_delete(&cursor);
}

}  // namespace fixpoint::source
