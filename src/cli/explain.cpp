#include "cli/explain.hpp"

#include <array>
#include <utility>

#include "base/text.hpp"

namespace fixpoint::cli {
namespace {

/// The rules of diagnose/group.cpp in words.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kRules = {
    {{"repeated", "the same message was printed again for the same place"},
     {"same name", "the same name is missing elsewhere in the same file"},
     {"parser recovery", "the parser stumbles on right after a syntax error, or at the end of the file"},
     {"missing import", "a name that an import which is missing in the same file would have brought"},
     {"stopped by it", "a tool only says that it stopped, or counts what it printed"}}};

std::string in_words(std::string_view rules) {
  std::vector<std::string> words;
  for (auto rule : base::split(rules, ',')) {
    rule = base::trim(rule);
    if (rule.empty()) continue;
    std::string said(rule);
    for (const auto& [name, meaning] : kRules)
      if (name == rule) said += ": " + std::string(meaning);
    words.push_back(std::move(said));
  }
  return base::join(words, "; ");
}

}  // namespace

Explanation explain(const Problem& problem) {
  const auto& primary = problem.primary;
  Explanation explanation;
  explanation.pattern_by_format = diagnose::mask(primary.message, primary.language).text != primary.pattern;
  if (!explanation.pattern_by_format) explanation.masks = diagnose::mask_steps(primary.message, primary.language);
  explanation.normalized = diagnose::normalized(primary.message);
  explanation.folded_because = in_words(problem.folded_by);
  return explanation;
}

}  // namespace fixpoint::cli
