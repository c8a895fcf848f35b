// What it answers: "missing return", and an expression whose value "is not used" at the end of a function.
// What it changes: writes "return" before the expression; else returns a local variable that looks like the result,
// or the zero value (placeholder). When it declines: the function returns nothing.
#include <algorithm>

#include "base/text.hpp"
#include "propose/fixers/go/_code.hpp"

namespace fixpoint::propose::fixers::go::missing_return {
namespace {

/// Variables declared directly in the body, likeliest result first.
std::vector<std::string> locals(const source::Code& file, TSNode function) {
  static constexpr std::string_view kUsual[] = {"result", "res", "ret", "out", "results", "total", "sum", "answer"};
  std::vector<std::string> names;
  const auto body = source::span(field(function, "body"));
  for (const auto& symbol : file.symbols) {
    if (symbol.kind != languages::SymbolKind::variable || symbol.place.begin < body.begin ||
        symbol.place.begin >= body.end || symbol.name == "_" || symbol.name == "err")
      continue;
    if (symbol.scope.begin > body.begin) continue;  // of an inner block
    names.insert(names.begin(), std::string(symbol.name));
  }
  std::ranges::stable_partition(names,
                                [](const auto& name) { return std::ranges::find(kUsual, name) != std::end(kUsual); });
  return names;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto node = file.syntax.at(context.at.begin, context.at.begin + 1);
  const auto function = enclosing_function(node);
  if (ts_node_is_null(function)) return {};
  bool named = false;
  const auto types = result_types(file, function, &named);
  std::vector<Proposal> found;

  if (!context.problem.primary.message.starts_with("missing return")) {
    const auto statement = enclosing(node, {"expression_statement"});
    if (ts_node_is_null(statement)) return {};
    const auto text = file.syntax.text(statement);
    if (!types.empty())
      found.push_back(
          insert(file, source::span(statement).begin, "return ", 0.85, "the value is meant to be returned"));
    if (const auto equals = text.find(" == "); equals != std::string_view::npos) {
      const auto at = source::span(statement).begin + equals + 1;
      found.push_back(replace(file, {at, at + 2}, "=", types.empty() ? 0.85 : 0.6, "an assignment is meant"));
    }
    return found;
  }
  if (types.empty()) return {};
  // The place is the function's closing brace.
  const auto body = source::span(field(function, "body"));
  if (body.end == 0 || file.text[body.end - 1] != '}') return {};
  const auto brace_line = file.lines.line_of(body.end - 1);
  const std::string indent(indentation(file.lines.line(file.lines.line_of(source::span(function).begin))));
  std::string rest;
  for (std::size_t i = 1; i < types.size(); ++i) rest += ", " + zero_value(types[i]);
  const auto add = [&](const std::string& value, double confidence, const std::string& reason, Safety safety) {
    const auto line = "return" + (value.empty() ? "" : " " + value);
    if (file.lines.line_of(body.begin) == brace_line) {
      found.push_back(insert(file, body.end - 1, line + " ", confidence, reason, safety));
    } else {
      found.push_back(insert_line(file, brace_line, indent + "\t" + line, confidence, reason, safety));
    }
  };
  if (named) {
    add("", 0.8, "the results have names", Safety::likely);
    return found;
  }
  // The last statement is the value itself.
  if (const auto children = named_children(field(function, "body")); !children.empty()) {
    auto statements = children;
    if (source::type(children.back()) == "statement_list") statements = named_children(children.back());
    if (!statements.empty() && source::type(statements.back()) == "expression_statement")
      found.push_back(insert(file, source::span(statements.back()).begin, "return ", 0.88,
                             "the last value is meant to be returned"));
  }
  double confidence = 0.65;
  for (const auto& name : locals(file, function)) {
    if (found.size() >= 4) break;
    add(name + rest, confidence, name + " looks like the result", Safety::likely);
    confidence *= 0.7;
  }
  add(zero_value(types.front()) + rest, 0.3, "the function must return a value", Safety::placeholder);
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "go/missing_return",
          .languages = kGo,
          .answers = R"(^go\w*  missing return|is not used$)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::missing_return
