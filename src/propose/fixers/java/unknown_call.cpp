// What it answers: "cannot find symbol" for a method that exists nowhere and is like none that does.
// What it changes: leaves the call away: the statement, or the call around its argument. A last resort that a person
// should look at: it is never claimed to keep the meaning.
// When it declines: the call's value is needed and no argument can stand for it.
#include <fmt/format.h>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_code.hpp"

namespace fixpoint::propose::fixers::java::unknown_call {
namespace {

constexpr Language kLanguages[] = {Language::java};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  const auto missing = missing_symbol(context.problem.primary);
  if (context.file == nullptr || !missing || missing->kind != "method") return proposals;
  const auto& file = *context.file;
  const World world(context);
  auto at = context.at.begin;
  if (at < file.text.size() && file.text[at] == '.') ++at;
  const auto call = enclosing(world.node_at(at), {"method_invocation"});
  if (null(call) || world.text(field(call, "name")) != missing->name) return proposals;
  const auto around = parent_of(call);
  const auto object = field(call, "object");
  if (is(around, "expression_statement")) {
    const auto line = file.lines.line_span_full(file.lines.line_of(span(around).begin));
    const bool alone = base::trim(file.text.substr(line.begin, line.end - line.begin)) == world.text(around);
    const bool chained = !null(object) && !is(object, "identifier") && !is(object, "this");
    if (!chained) {
      // The whole body of an if or a loop stays a statement.
      const bool body = !is(parent_of(around), "block") && !is(parent_of(around), "constructor_body");
      proposals.push_back(body ? replace(file, span(around), ";", 0.2,
                                         fmt::format("'{}' exists nowhere", missing->name), Safety::choice)
                               : erase(file, alone ? line : span(around), 0.32,
                                       fmt::format("'{}' exists nowhere", missing->name), Safety::choice));
    }
  }
  const auto wanted = world.wanted(call);
  const auto arguments = field(call, "arguments");
  for (std::uint32_t i = 0; i < child_count(arguments); ++i) {
    const auto argument = child_of(arguments, i);
    const auto type = world.type_of(argument);
    if (is_numeric_type(wanted) && (type.starts_with("Set") || type.starts_with("List") || type.starts_with("Map")))
      proposals.push_back(replace(file, span(call), fmt::format("{}.size()", world.text(argument)), 0.3,
                                  fmt::format("'{}' exists nowhere", missing->name), Safety::choice));
    if (wanted.empty() || type.empty() || !assignable(type, wanted)) continue;
    const bool loose = is(argument, "binary_expression") || is(argument, "ternary_expression") ||
                       is(argument, "assignment_expression");
    proposals.push_back(
        replace(file, span(call), loose ? fmt::format("({})", world.text(argument)) : world.text(argument),
                type == wanted ? 0.34 : 0.2, fmt::format("'{}' exists nowhere", missing->name), Safety::choice));
  }
  if (!null(object) && !is(around, "expression_statement")) {
    const auto type = world.type_of(object);
    if (!type.empty() && !wanted.empty() && assignable(type, wanted))
      proposals.push_back(replace(file, span(call), world.text(object), 0.34,
                                  fmt::format("'{}' exists nowhere", missing->name), Safety::choice));
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "java/unknown_call",
          .languages = kLanguages,
          .answers = R"(cannot find symbol; symbol: method )",
          .best = Safety::choice,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::unknown_call
