// What it answers: `"os" imported and not used`.
// What it changes: removes the import, and the whole declaration when it was the only one.
// When it declines: the file uses an unknown name close to the package's (then that is the mistake).
#include <algorithm>

#include "propose/fixers/go/_code.hpp"

namespace fixpoint::propose::fixers::go::unused_import {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr || context.problem.primary.arguments.empty()) return {};
  const auto& file = *context.file;
  const auto& path = context.problem.primary.arguments.front();
  const auto all = imports(file);
  // The same package may be imported twice: the one at the place is meant.
  const Import* found = nullptr;
  for (const auto& import : all)
    if (import.path == path && (found == nullptr || source::span(import.spec).begin <= context.at.begin))
      found = &import;
  if (found == nullptr) return {};
  for (const auto name : unexplained(context, file.syntax.root()))
    if (near(name, found->name) && std::ranges::none_of(paths_for(context, name), [](const auto&) { return true; }))
      return {};
  const auto list = ts_node_parent(found->spec);
  const bool only = source::type(list) != "import_spec_list" || std::ranges::count_if(all, [&](const Import& one) {
                                                                  return ts_node_eq(ts_node_parent(one.spec), list);
                                                                }) == 1;
  const auto what = whole_line(file, source::span(only ? found->declaration : found->spec));
  return std::vector{erase(file, what, 0.93, "\"" + path + "\" is imported but not used", Safety::safe)};
}

}  // namespace

Fixer fixer() {
  return {.id = "go/unused_import",
          .languages = kGo,
          .answers = R"(imported (as \S+ )?(and|but) not used)",
          .best = Safety::safe,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::unused_import
