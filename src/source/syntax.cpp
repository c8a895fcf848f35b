#include "source/syntax.hpp"

namespace fixpoint::source {

namespace {

/// Deepest nesting of brackets, those in strings included: the parser's recovery is quadratic in it, within one step.
bool too_deep(std::string_view text) {
  constexpr int kDeepest = 3000;
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[' || c == '{') ++depth;
    if ((c == ')' || c == ']' || c == '}') && depth > 0) --depth;
    if (depth > kDeepest) return true;
  }
  return false;
}

}  // namespace

SyntaxTree::SyntaxTree(std::string_view text, const languages::LanguageFacts& facts)
    : text_(text), tree_(nullptr, ts_tree_delete) {
  if (facts.grammar == nullptr) return;
  const std::unique_ptr<TSParser, void (*)(TSParser*)> parser(ts_parser_new(), ts_parser_delete);
  if (!ts_parser_set_language(parser.get(), facts.grammar())) return;
  // Error recovery takes very long on hostile text: steps while in error cost more of a budget that grows with the
  // text. Past it the tree is an empty one.
  std::int64_t budget = 2000 + static_cast<std::int64_t>(text.size() / 50);
  const TSInput input{&text_,
                      [](void* payload, std::uint32_t offset, TSPoint, std::uint32_t* size) -> const char* {
                        const auto& bytes = *static_cast<const std::string_view*>(payload);
                        *size = offset < bytes.size() ? static_cast<std::uint32_t>(bytes.size() - offset) : 0;
                        return offset < bytes.size() ? bytes.data() + offset : "";
                      },
                      TSInputEncodingUTF8, nullptr};
  const TSParseOptions limits{&budget, [](TSParseState* state) {
                                constexpr std::int64_t kErrorWeight = 25;
                                auto& left = *static_cast<std::int64_t*>(state->payload);
                                return (left -= state->has_error ? kErrorWeight : 1) < 0;
                              }};
  if (!too_deep(text)) tree_.reset(ts_parser_parse_with_options(parser.get(), nullptr, input, limits));
  if (tree_) return;
  ts_parser_reset(parser.get());
  tree_.reset(ts_parser_parse_string(parser.get(), nullptr, "", 0));
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
