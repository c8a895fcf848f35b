// What it answers: npm does not find a script that another script of package.json runs.
// What it changes: the misspelt name in that script.
// When it declines: the name was given on the command line (that is the user's own), or no script has a near name.
#include <algorithm>

#include "_names.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::npm_script {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& diagnostic = context.problem.primary;
  const auto manifest = context.tree.read("package.json");
  if (diagnostic.arguments.empty() || !manifest) return {};
  const auto& wrong = diagnostic.arguments[0];
  const auto scripts = manifest->find("\"scripts\"");
  if (scripts == std::string_view::npos) return {};
  const auto end = manifest->find('}', scripts);
  const auto part = manifest->substr(scripts, end == std::string_view::npos ? end : end - scripts);
  std::vector<std::string_view> names;
  for (auto at = part.find('{'); at != std::string_view::npos;) {
    const auto open = part.find('"', at), close = open == std::string_view::npos ? open : part.find('"', open + 1);
    if (close == std::string_view::npos) break;
    names.push_back(part.substr(open + 1, close - open - 1));
    const auto value = part.find('"', part.find(':', close));
    auto stop = value == std::string_view::npos ? value : part.find('"', value + 1);
    while (stop != std::string_view::npos && part[stop - 1] == '\\') stop = part.find('"', stop + 1);
    if (stop == std::string_view::npos) break;
    at = stop + 1;
  }
  std::vector<Proposal> proposals;
  for (const std::string_view before : {"npm run ", "npm run-script ", "yarn ", "pnpm "}) {
    const auto at = part.find(std::string(before) + wrong);
    if (at == std::string_view::npos) continue;
    std::size_t rank = 0;
    for (const auto& near : source::near_names(wrong, names)) {
      Proposal proposal;
      const auto begin = scripts + at + before.size();
      proposal.edits.push_back({"package.json", begin, begin + wrong.size(), std::string(near.name)});
      proposal.confidence = nearness(wrong, near, rank);
      proposal.reason = "there is no script " + wrong + " in package.json";
      proposals.push_back(std::move(proposal));
      if (++rank == 3) break;
    }
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "javascript/npm_script", .answers = R"(^npm missing script)", .best = Safety::likely, .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::npm_script
