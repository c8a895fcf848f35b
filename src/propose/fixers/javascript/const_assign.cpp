// What it answers: "Assignment to constant variable", "Missing initializer in const declaration", TS2588, TS1155.
// What it changes: the declaration's "const" to "let"; in a condition "=" to "===".
// When it declines: the name is an import or its declaration is not in the file.
#include "_names.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::const_assign {
namespace {

using source::type;

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr || context.at.begin == 0) return {};
  const auto& file = *context.file;
  // The assignment at the place: node points at the operator or the name, tsc at the name.
  TSNode assignment = enclosing(file.syntax.at(context.at.begin, context.at.begin),
                                {"assignment_expression", "augmented_assignment_expression", "update_expression"});
  const auto line = file.lines.line_span(file.lines.line_of(context.at.begin));
  if (is_null(assignment))
    source::walk(file.syntax.root(), [&](TSNode node) {
      const auto span = source::span(node);
      if (span.end < line.begin || span.begin > line.end) return false;
      const auto kind = type(node);
      if (is_null(assignment) && (kind == "assignment_expression" || kind == "augmented_assignment_expression" ||
                                  kind == "update_expression"))
        assignment = node;
      return true;
    });
  if (context.problem.primary.message.starts_with("Missing initializer") ||
      context.problem.primary.code == "TS1155") {
    const auto declaration = enclosing(file.syntax.at(context.at.begin, context.at.begin), {"lexical_declaration"});
    const auto word = field(declaration, "kind");
    if (is_null(word) || text(file, word) != "const") return {};
    return std::vector{replace(file, source::span(word), "let", 0.9, "a constant needs its value at once")};
  }
  if (is_null(assignment)) return {};
  const auto target =
      type(assignment) == "update_expression" ? field(assignment, "argument") : field(assignment, "left");
  const auto name = text(file, target);
  std::vector<Proposal> proposals;
  const Binding* declared = nullptr;
  const auto all = bindings(file);
  for (const auto& one : all)
    if (one.name == name && one.how == "const" && one.scope.begin <= context.at.begin &&
        context.at.begin <= one.scope.end && (declared == nullptr || one.scope.begin >= declared->scope.begin))
      declared = &one;
  const auto condition = ts_node_parent(assignment);
  const bool compared =
      type(assignment) == "assignment_expression" && type(condition) == "parenthesized_expression" &&
      (type(ts_node_parent(condition)) == "if_statement" || type(ts_node_parent(condition)) == "while_statement");
  if (compared) {
    const auto left = source::span(field(assignment, "left")).end,
               right = source::span(field(assignment, "right")).begin;
    const auto equals = file.text.find('=', left);
    if (equals < right) proposals.push_back(replace(file, {equals, equals + 1}, "===", 0.9, "a comparison is meant"));
  }
  if (declared != nullptr) {
    const auto declaration = enclosing(declared->node, {"lexical_declaration", "for_in_statement"});
    const auto word = field(declaration, "kind");
    if (!is_null(word) && text(file, word) == "const")
      proposals.push_back(replace(file, source::span(word), "let", compared ? 0.4 : 0.93,
                                  std::string(name) + " is assigned again, so it is not a constant"));
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "javascript/const_assign",
          .languages = kBoth,
          .answers = R"(Assignment to constant variable|Missing initializer in const|^\S+ TS(2588|1155) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::const_assign
