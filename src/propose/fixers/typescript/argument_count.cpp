// What it answers: TS2554: too many arguments.
// What it changes: drops the arguments beyond those that the function takes.
// When it declines: there are too few: what the missing one should be is not known.
#include "../javascript/_names.hpp"
#include "base/regex.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::typescript::argument_count {
namespace {

using namespace fixpoint::propose::fixers::javascript;
using source::type;
constexpr Language kLanguages[] = {Language::typescript};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  static const base::Regex kCount(R"(Expected (?:\d+-)?(\d+) arguments?, but got (\d+))");
  int wanted = 0, got = 0;
  if (!kCount.find(context.problem.primary.message, &wanted, &got) || got <= wanted || wanted < 0) return {};
  auto arguments = enclosing(file.syntax.at(context.at.begin, context.at.begin + 1), {"arguments"});
  while (!is_null(arguments) && static_cast<int>(children(arguments).size()) != got)
    arguments = enclosing(ts_node_parent(arguments), {"arguments"});
  if (is_null(arguments)) return {};
  const auto all = children(arguments);
  const auto keep = static_cast<std::size_t>(wanted);
  const auto begin = keep == 0 ? source::span(all[0]).begin : source::span(all[keep - 1]).end;
  return std::vector{erase(file, {begin, source::span(all.back()).end}, 0.65,
                           "the function takes " + std::to_string(wanted), Safety::choice)};
}

}  // namespace

Fixer fixer() {
  return {.id = "typescript/argument_count",
          .languages = kLanguages,
          .answers = R"(^\S+ TS(2554|2555) )",
          .best = Safety::choice,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::typescript::argument_count
