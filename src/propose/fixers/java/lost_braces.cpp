// What it answers: errors that follow when a loop or an if lost the braces of its body: names that are unknown behind
// its first statement, missing returns, unreachable or uninitialised code, an else without if.
// What it changes: puts the braces back where the indentation shows several statements under one header.
// When it declines: every indented body has its braces.
#include <algorithm>

#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_repair.hpp"

namespace fixpoint::propose::fixers::java::lost_braces {
namespace {

constexpr Language kLanguages[] = {Language::java};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const auto& file = *context.file;
  const auto at = context.at.begin;
  const auto end = line_end(file);
  Proposal all;
  for (const auto& lost : find_lost_braces(file.text)) {
    if (at < lost.header || at > lost.close + 400) continue;
    const bool inside = at <= lost.close;
    auto made = insert(file, lost.open, " {", inside ? 0.88 : 0.6, "the body lacks its braces");
    made.edits.push_back({file.path, lost.close, lost.close, std::string(end) + lost.indent + "}"});
    if (std::ranges::none_of(all.edits,
                             [&](const Edit& edit) { return edit.begin == lost.close || edit.begin == lost.open; }))
      all.edits.insert(all.edits.end(), made.edits.begin(), made.edits.end());
    proposals.push_back(std::move(made));
  }
  if (proposals.size() > 1 && all.edits.size() > 2) {
    all.confidence = 0.7;
    all.safety = Safety::likely;
    all.reason = "the bodies lack their braces";
    proposals.push_back(std::move(all));
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "java/lost_braces",
      .languages = kLanguages,
      .answers =
          R"(cannot find symbol; symbol: variable|missing return statement|unreachable statement|might not have been initialized|is already defined|break outside|continue outside|not all code)",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::lost_braces
