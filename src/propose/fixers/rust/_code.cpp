#include "propose/fixers/rust/_code.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace fixpoint::propose::fixers::rust {
namespace {

constexpr std::size_t kMaxFiles = 600;

}  // namespace

std::vector<const source::Code*> project_files(const FixContext& context) {
  std::vector<const source::Code*> files;
  if (context.file != nullptr) files.push_back(context.file);
  for (const auto& path : context.tree.files()) {
    if (!path.ends_with(".rs") || files.size() >= kMaxFiles) continue;
    if (context.file != nullptr && path == context.file->path) continue;
    if (const auto* file = context.code.code(path)) files.push_back(file);
  }
  return files;
}

std::optional<Types> mismatch(const Diagnostic& diagnostic) {
  if (diagnostic.code != "E0308" || diagnostic.arguments.size() < 2) return std::nullopt;
  return Types{diagnostic.arguments[diagnostic.arguments.size() - 2], diagnostic.arguments.back()};
}

TSNode expression(const FixContext& context) {
  if (context.file == nullptr) return {};
  if (context.at.end <= context.at.begin) {
    // A message over several lines: the largest expression that starts there.
    TSNode best{};
    for (TSNode up = context.file->syntax.at(context.at.begin, context.at.begin + 1);
         !ts_node_is_null(up) && source::span(up).begin == context.at.begin; up = ts_node_parent(up)) {
      const auto kind = source::type(up);
      if (kind.ends_with("statement") || kind.ends_with("declaration") || kind.ends_with("item") || kind == "block" ||
          kind == "arguments")
        break;
      best = up;
    }
    return best;
  }
  TSNode node = context.file->syntax.at(context.at.begin, context.at.end);
  // The largest node with just this range.
  for (TSNode up = node; !ts_node_is_null(up) && source::span(up) == context.at; up = ts_node_parent(up)) node = up;
  if (!ts_node_is_null(node) && source::type(node) == "expression_statement") node = ts_node_named_child(node, 0);
  return ts_node_is_null(node) || source::span(node) != context.at ? TSNode{} : node;
}

TSNode enclosing_function(TSNode node) { return enclosing(node, {"function_item", "closure_expression"}); }

bool is_integer(std::string_view type) {
  static constexpr std::string_view kTypes[] = {"i8", "i16", "i32", "i64", "i128", "isize",
                                                "u8", "u16", "u32", "u64", "u128", "usize"};
  return std::ranges::find(kTypes, type) != std::end(kTypes);
}

bool is_number(std::string_view type) { return is_integer(type) || type == "f32" || type == "f64"; }

bool is_simple(TSNode expression) {
  const auto kind = source::type(expression);
  return kind == "identifier" || kind.ends_with("_literal") || kind == "call_expression" ||
         kind == "field_expression" || kind == "index_expression" || kind == "parenthesized_expression" ||
         kind == "macro_invocation" || kind == "try_expression" || kind == "scoped_identifier" || kind == "self";
}

std::vector<std::string> quoted_parts(std::string_view message) {
  std::vector<std::string> names;
  for (std::size_t at = 0; names.size() < 16;) {
    const auto open = message.find('`', at);
    const auto close = open == std::string_view::npos ? open : message.find('`', open + 1);
    if (close == std::string_view::npos) break;
    names.emplace_back(message.substr(open + 1, close - open - 1));
    at = close + 1;
  }
  return names;
}

Edit use_edit(const source::Code& file, std::string_view path) {
  const std::string end(line_end(file));
  const auto line = "use " + std::string(path) + ";" + end;
  // Among the plain uses, wherever they stand; `pub use` lists are left alone.
  std::uint64_t at = 0, first_item = file.text.size();
  for (const auto node : named_children(file.syntax.root())) {
    const auto kind = source::type(node);
    const auto begin = source::span(node).begin;
    if (kind == "use_declaration") {
      const auto text = file.syntax.text(node);
      if (text.starts_with("pub")) continue;
      if (text > line) return {file.path, begin, begin, line};
      at = file.lines.line_span_full(file.lines.line_of(source::span(node).end)).end;
    } else if (kind != "inner_attribute_item" && !kind.ends_with("comment") && first_item == file.text.size()) {
      first_item = file.lines.line_span_full(file.lines.line_of(begin)).begin;
    }
  }
  if (at == 0) return {file.path, first_item, first_item, line + end};
  return {file.path, at, at, line};
}

std::vector<Item> items(const FixContext& context, std::string_view name,
                        std::initializer_list<std::string_view> types) {
  std::vector<Item> found;
  for (const auto* file : project_files(context)) {
    if (file->text.find(name) == std::string_view::npos) continue;
    source::walk(file->syntax.root(), [&](TSNode node) {
      if (std::ranges::find(types, source::type(node)) != types.end() &&
          file->syntax.text(field(node, "name")) == name)
        found.push_back({file, node});
      return found.size() < 50;
    });
  }
  return found;
}

source::Span whole_line(const source::Code& file, source::Span what) {
  const auto first = file.lines.line_of(what.begin);
  const auto last = file.lines.line_of(what.end > what.begin ? what.end - 1 : what.end);
  return {file.lines.line_span_full(first).begin, file.lines.line_span_full(last).end};
}

}  // namespace fixpoint::propose::fixers::rust
