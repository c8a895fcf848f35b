// What it answers: "variable x might not have been initialized".
// What it changes: gives the declaration a neutral value.
// When it declines: the declaration is not in the file or has a value.
#include <fmt/format.h>

#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_code.hpp"

namespace fixpoint::propose::fixers::java::initialize {
namespace {

constexpr Language kLanguages[] = {Language::java};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr || context.problem.primary.arguments.empty()) return proposals;
  const World world(context);
  const auto known = world.variable(context.problem.primary.arguments.front(), context.at.begin);
  if (!known || known->place.end == 0) return proposals;
  const auto declarator = enclosing(world.node_at(known->place.begin), {"variable_declarator"});
  if (null(declarator) || !null(field(declarator, "value"))) return proposals;
  proposals.push_back(insert(*context.file, span(declarator).end, fmt::format(" = {}", neutral_value(known->type)),
                             0.75, fmt::format("'{}' has no value on some path", known->name)));
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "java/initialize",
          .languages = kLanguages,
          .answers = R"(might not have been initialized|not initialized in the default constructor)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::initialize
