// What it answers: TS2322 and TS2345 where a value of one basic type stands for another: "5" for 5, 5 for "5", a
// number where text is needed. What it changes: the literal, or wraps the value in Number(), String() or Boolean().
// When it declines: the types are not basic ones.
#include "../javascript/_names.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::typescript::literal_type {
namespace {

using namespace fixpoint::propose::fixers::javascript;
using source::type;
constexpr Language kLanguages[] = {Language::typescript};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto& diagnostic = context.problem.primary;
  static const base::Regex kTypes(
      R"((?:Type|type) '([^']+)' is not assignable to (?:type|parameter of type) '([^']+)')");
  std::string from, to;
  if (!kTypes.find(diagnostic.message, &from, &to)) return {};
  const auto basic = [](std::string_view name) -> std::string {
    if (name == "number" || base::is_digit(name.empty() ? 'x' : name[0])) return "number";
    if (name == "string" || name.starts_with('"')) return "string";
    if (name == "boolean" || name == "true" || name == "false") return "boolean";
    return "";
  };
  const auto have = basic(from), want = basic(to);
  if (have.empty() || want.empty() || have == want) return {};
  // The value: for a declaration tsc points at the name, for arguments and properties at the value or its key.
  auto node = leaf_at(file, context.at.begin);
  const auto wide = file.syntax.at(context.at.begin, std::max(context.at.end, context.at.begin + 1));
  TSNode value = wide;
  if (type(node) == "string_fragment" || (!is_null(ts_node_parent(node)) && type(ts_node_parent(node)) == "string"))
    node = ts_node_parent(node);
  auto parent = ts_node_parent(node);
  TSNode annotation{};
  if (!is_null(parent) && type(parent) == "variable_declarator") {
    value = field(parent, "value");
    annotation = field(parent, "type");
  } else if (!is_null(parent) && type(parent) == "pair" && source::span(field(parent, "key")) == source::span(node)) {
    value = field(parent, "value");
  } else if (!is_null(parent) && type(parent) == "assignment_expression") {
    value = field(parent, "right");
  } else if (!is_null(parent) && type(parent) == "public_field_definition") {
    value = field(parent, "value");
    annotation = field(parent, "type");
  } else if (text(file, node) == "return") {
    const auto parts = children(parent);
    if (!parts.empty()) value = parts[0];
  } else {
    // The whole expression that starts here.
    value = node;
    while (!is_null(ts_node_parent(value)) && source::span(ts_node_parent(value)).begin == source::span(node).begin &&
           type(ts_node_parent(value)).ends_with("expression"))
      value = ts_node_parent(value);
    if (!is_null(ts_node_parent(value)) && type(ts_node_parent(value)) == "string") value = ts_node_parent(value);
  }
  if (is_null(value)) return {};
  const auto span = source::span(value);
  const auto shown = text(file, value);
  std::vector<Proposal> proposals;
  const auto reason = "a " + want + " is needed, not a " + have;
  if (type(value) == "string" && want == "number" && shown.size() > 2) {
    const auto inner = shown.substr(1, shown.size() - 2);
    if (inner.find_first_not_of("0123456789.") == std::string_view::npos)
      proposals.push_back(replace(file, span, inner, 0.85, reason));
  }
  if (type(value) == "string" && want == "boolean" &&
      (shown == "\"true\"" || shown == "'true'" || shown == "\"false\"" || shown == "'false'"))
    proposals.push_back(replace(file, span, shown.substr(1, shown.size() - 2), 0.85, reason));
  if ((type(value) == "number" || type(value) == "true" || type(value) == "false") && want == "string")
    proposals.push_back(replace(file, span, "'" + std::string(shown) + "'", 0.7, reason));
  if (type(value) != "string" || want != "number") {
    const std::string wrap = want == "number" ? "Number" : want == "string" ? "String" : "Boolean";
    Proposal proposal = insert(file, span.begin, wrap + "(", 0.55, reason, Safety::choice);
    proposal.edits.push_back({file.path, span.end, span.end, ")"});
    proposals.push_back(std::move(proposal));
  }
  if (!is_null(annotation))
    proposals.push_back(
        replace(file, source::span(annotation), ": " + have, 0.5, "what it gets is a " + have, Safety::choice));
  // A function's declared result.
  const auto function =
      enclosing(node, {"function_declaration", "arrow_function", "function_expression", "method_definition"});
  if (text(file, node) == "return" || (!is_null(parent) && type(parent) == "return_statement"))
    if (const auto result = field(function, "return_type");
        !is_null(result) && basic(base::trim(text(file, result).substr(1))) == want)
      proposals.push_back(
          replace(file, source::span(result), ": " + have, 0.6, "the function returns a " + have, Safety::choice));
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "typescript/literal_type",
          .languages = kLanguages,
          .answers = R"(^tsc TS(2322|2345) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::typescript::literal_type
