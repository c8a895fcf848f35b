// What it answers: TS2366, TS2355: a function with a result type does not return on every path.
// What it changes: returns the value of a last expression statement, else says in the type that the result may be
// undefined.
// When it declines: the function has no result type.
#include "../javascript/_names.hpp"
#include "base/text.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::typescript::lacks_return {
namespace {

using namespace fixpoint::propose::fixers::javascript;
using source::type;
constexpr Language kLanguages[] = {Language::typescript};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr || context.at.begin == 0) return {};
  const auto& file = *context.file;
  const auto function =
      enclosing(file.syntax.at(context.at.begin, context.at.begin + 1),
                {"function_declaration", "arrow_function", "function_expression", "method_definition"});
  const auto result = field(function, "return_type");
  const auto body = field(function, "body");
  if (is_null(result) || is_null(body)) return {};
  std::vector<Proposal> proposals;
  const auto statements = children(body);
  if (!statements.empty() && type(statements.back()) == "expression_statement") {
    const auto parts = children(statements.back());
    if (!parts.empty() && type(parts[0]) != "assignment_expression")
      proposals.push_back(
          insert(file, source::span(statements.back()).begin, "return ", 0.75, "the last value is the result"));
  }
  // A value computed last and dropped.
  if (!statements.empty() &&
      (type(statements.back()) == "lexical_declaration" || type(statements.back()) == "for_in_statement" ||
       type(statements.back()) == "for_statement" || type(statements.back()) == "expression_statement")) {
    std::string_view name;
    for (const auto statement : statements)
      if (type(statement) == "lexical_declaration" && !children(statement).empty()) {
        const auto declared = field(children(statement)[0], "name");
        const bool last = source::span(statement) == source::span(statements.back());
        if (type(declared) == "identifier" && (name.empty() || last)) name = text(file, declared);
      }
    if (!name.empty()) {
      const auto row = file.lines.line(file.lines.line_of(source::span(statements.back()).begin));
      proposals.push_back(
          insert(file, source::span(statements.back()).end,
                 std::string(line_end(file)) + std::string(indentation(row)) + "return " + std::string(name) + ";",
                 0.6, std::string(name) + " is what the function computes", Safety::choice));
    }
  }
  if (context.problem.primary.code == "TS2366")
    proposals.push_back(insert(file, source::span(result).end, " | undefined", 0.35,
                               "the function does not always return a value", Safety::choice));
  else
    proposals.push_back(
        replace(file, source::span(result), ": void", 0.35, "the function returns nothing", Safety::choice));
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "typescript/lacks_return",
          .languages = kLanguages,
          .answers = R"(^\S+ TS(2366|2355|7030) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::typescript::lacks_return
