// What it answers: "x redeclared in this block", duplicate cases, methods, fields.
// What it changes: removes the second declaration when it is the same text as another one.
// When it declines: the two differ.
#include "base/text.hpp"
#include "propose/fixers/go/_code.hpp"

namespace fixpoint::propose::fixers::go::duplicate {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto node = file.syntax.at(context.at.begin, context.at.begin + 1);
  const auto statement = enclosing(
      node, {"function_declaration", "method_declaration", "type_declaration", "var_declaration", "const_declaration",
             "const_spec", "var_spec", "field_declaration", "import_spec", "short_var_declaration", "expression_case",
             "keyed_element", "type_case", "method_elem", "parameter_declaration"});
  if (ts_node_is_null(statement)) return {};
  const auto text = file.syntax.text(statement);
  bool twin = false;
  const auto parent = ts_node_parent(statement);
  for (const auto one : named_children(parent))
    twin = twin || (!ts_node_eq(one, statement) && file.syntax.text(one) == text);
  if (!twin) return {};
  if (source::type(statement) == "keyed_element" || source::type(statement) == "parameter_declaration") {
    auto end = source::span(statement).end;
    while (end < file.text.size() && (file.text[end] == ',' || file.text[end] == ' ')) ++end;
    return std::vector{erase(file, {source::span(statement).begin, end}, 0.8, "it is there twice")};
  }
  return std::vector{
      erase(file, whole_line(file, source::span(statement)), 0.9, "it is declared twice, in the same words")};
}

}  // namespace

Fixer fixer() {
  return {.id = "go/duplicate",
          .languages = kGo,
          .answers = R"(redeclared|already declared|^go\w*  duplicate |duplicate case|duplicate key|duplicate field)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::duplicate
