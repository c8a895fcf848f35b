// What it answers: "undefined: strings" where a package is meant.
// What it changes: imports the package: as other files of the project do, a standard one, or one of the module.
// When it declines: no package of that name is known, or the name is not followed by a member.
#include "propose/fixers/go/_code.hpp"

namespace fixpoint::propose::fixers::go::missing_import {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr || context.problem.primary.arguments.empty()) return {};
  const auto& file = *context.file;
  const auto& name = context.problem.primary.arguments.front();
  const auto end = context.at.begin + name.size();
  if (file.text.substr(context.at.begin, name.size()) != name || end >= file.text.size() || file.text[end] != '.')
    return {};
  std::vector<Proposal> found;
  double confidence = 0.92;
  for (const auto& path : paths_for(context, name)) {
    bool imported = false;
    for (const auto& import : imports(file)) imported = imported || import.path == path;
    if (imported || found.size() >= 4) continue;
    Proposal proposal;
    proposal.edits.push_back(import_edit(file, path, package_name(path) == name ? "" : name));
    proposal.confidence = confidence;
    proposal.reason = name + " is package \"" + path + "\"";
    found.push_back(std::move(proposal));
    confidence *= 0.6;
  }
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "go/missing_import",
          .languages = kGo,
          .answers = R"(undefined: \w+$)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::missing_import
