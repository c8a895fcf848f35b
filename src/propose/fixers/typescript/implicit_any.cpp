// What it answers: TS7006, TS7031: a parameter without a type.
// What it changes: annotates it with the type that its uses in the function or its arguments in the project show.
// When it declines: neither shows one.
#include <map>

#include "../javascript/_names.hpp"
#include "base/text.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::typescript::implicit_any {
namespace {

using namespace fixpoint::propose::fixers::javascript;
using source::type;
constexpr Language kLanguages[] = {Language::typescript};

std::string type_of_literal(const source::Code& file, TSNode value) {
  const auto kind = type(value);
  if (kind == "number" || (kind == "unary_expression" && text(file, value).starts_with('-'))) return "number";
  if (kind == "string" || kind == "template_string") return "string";
  if (kind == "true" || kind == "false") return "boolean";
  if (kind == "array") {
    const auto items = children(value);
    const auto item = items.empty() ? std::string() : type_of_literal(file, items[0]);
    return item.empty() ? "" : item + "[]";
  }
  if (kind == "new_expression") return std::string(text(file, field(value, "constructor")));
  if (kind == "identifier")
    for (const auto& one : bindings(file))
      if (one.name == text(file, value) && source::type(ts_node_parent(one.node)) == "variable_declarator") {
        const auto declarator = ts_node_parent(one.node);
        if (const auto annotation = field(declarator, "type"); !is_null(annotation))
          return std::string(base::trim(text(file, annotation).substr(1)));
        const auto initial = field(declarator, "value");
        if (!is_null(initial) && type(initial) != "identifier") return type_of_literal(file, initial);
      }
  return "";
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr || context.at.begin == 0 || context.problem.primary.arguments.empty()) return {};
  const auto& file = *context.file;
  const auto name = context.problem.primary.arguments[0];
  const auto leaf = leaf_at(file, context.at.begin);
  const auto function =
      enclosing(leaf, {"function_declaration", "arrow_function", "function_expression", "method_definition"});
  if (is_null(function) || text(file, leaf) != name) return {};
  std::map<std::string, double> votes;
  // What the function does with it.
  source::walk(field(function, "body"), [&](TSNode node) {
    const auto kind = type(node);
    if (kind == "binary_expression") {
      const auto left = field(node, "left"), right = field(node, "right");
      const auto sign = text(file, field(node, "operator"));
      const bool used = text(file, left) == name || text(file, right) == name;
      if (used && (sign == "*" || sign == "-" || sign == "/" || sign == "%" || sign == "<" || sign == ">" ||
                   sign == "<=" || sign == ">="))
        votes["number"] += 1;
      if (used && (sign == "+" || sign == "===" || sign == "!==")) {
        const auto other = type_of_literal(file, text(file, left) == name ? right : left);
        votes[other.empty() ? "number" : other] += other.empty() ? 0.3 : 1;
      }
    } else if (kind == "member_expression" && text(file, field(node, "object")) == name) {
      const auto member = text(file, field(node, "property"));
      for (const std::string_view one : {"toUpperCase", "toLowerCase", "trim", "split", "startsWith", "endsWith",
                                         "charAt", "replace", "padStart", "padEnd", "charCodeAt"})
        if (member == one) votes["string"] += 1;
      for (const std::string_view one : {"toFixed", "toPrecision"})
        if (member == one) votes["number"] += 1;
    } else if (kind == "if_statement" || kind == "unary_expression") {
      if (text(file, kind == "if_statement" ? field(node, "condition") : node) ==
          (kind == "if_statement" ? "(" + name + ")" : "!" + name))
        votes["boolean"] += 0.5;
    }
    return true;
  });
  // What it is called with.
  const auto parameters = children(field(function, "parameters"));
  std::size_t index = 0;
  while (index < parameters.size() && (source::span(parameters[index]).begin > source::span(leaf).begin ||
                                       source::span(parameters[index]).end < source::span(leaf).end))
    ++index;
  auto called = text(file, field(function, "name"));
  if (called.empty() && type(ts_node_parent(function)) == "variable_declarator")
    called = text(file, field(ts_node_parent(function), "name"));
  if (!called.empty()) {
    int looked = 0;
    for (const auto& path : script_files(context.code)) {
      const auto* other = ++looked > 100 ? nullptr : context.code.code(path);
      if (other == nullptr || other->text.find(called) == std::string_view::npos) continue;
      source::walk(other->syntax.root(), [&](TSNode node) {
        if (type(node) != "call_expression") return true;
        const auto callee = text(*other, field(node, "function"));
        if (callee != called && !callee.ends_with("." + std::string(called))) return true;
        const auto arguments = children(field(node, "arguments"));
        if (index < arguments.size())
          if (auto found = type_of_literal(*other, arguments[index]); !found.empty()) votes[found] += 2;
        return true;
      });
    }
  }
  std::vector<Proposal> proposals;
  const auto arrow = type(function) == "arrow_function" && is_null(field(function, "parameters"));
  for (const auto& [what, weight] : votes) {
    if (what.empty()) continue;
    const auto belief = std::min(0.9, 0.5 + 0.15 * weight);
    const auto span = source::span(leaf);
    const auto reason = name + " is used as a " + what;
    if (arrow)
      proposals.push_back(replace(file, span, "(" + name + ": " + what + ")", belief, reason));
    else
      proposals.push_back(insert(file, span.end, ": " + what, belief, reason));
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "typescript/implicit_any",
          .languages = kLanguages,
          .answers = R"(^\S+ TS(7006|7031) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::typescript::implicit_any
