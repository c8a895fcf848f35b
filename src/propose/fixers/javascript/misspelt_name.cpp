// What it answers: a name that is not defined.
// What it changes: every use of it in the file, to the nearest name that is visible there (or a global one).
// When it declines: no visible name is near.
#include <algorithm>
#include <set>

#include "_names.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::misspelt_name {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& arguments = context.problem.primary.arguments;
  if (context.file == nullptr || arguments.empty()) return {};
  const auto& file = *context.file;
  const std::string_view wrong = arguments[0];
  auto spans = uses(file, wrong);
  if (spans.empty()) return {};
  static const languages::Table kGlobals("javascript/globals");
  auto names = visible_names(file, context.at.begin != 0 ? context.at.begin : spans.front().begin);
  const std::set<std::string_view> declared(names.begin(), names.end());
  std::erase(names, wrong);
  for (const auto& row : kGlobals.all()) names.push_back(row[0]);
  for (const std::string_view word :
       {"const", "let",   "new",  "await", "async", "typeof",    "return", "super",   "void",   "delete",
        "throw", "yield", "true", "false", "null",  "undefined", "this",   "require", "module", "exports"})
    names.push_back(word);

  std::vector<Proposal> proposals;
  std::size_t rank = 0;
  const auto all = bindings(file);
  for (const auto& near : source::near_names(wrong, names)) {
    auto belief = nearness(wrong, near, rank);
    // Nobody uses the near name: then its declaration may be what is misspelt.
    if (uses(file, near.name).size() == 1 && spans.size() > 1)
      if (const auto one = std::ranges::find(all, near.name, &Binding::name);
          one != all.end() && one->how != "import") {
        proposals.push_back(replace(file, source::span(one->node), wrong, std::min(0.95, belief + 0.1),
                                    std::string(wrong) + " is used, but declared as " + std::string(near.name)));
        belief *= 0.8;
      }
    if (!declared.contains(near.name)) belief *= 0.8;
    const auto reason = std::string(wrong) + " is not defined; " + std::string(near.name) + " is";
    proposals.push_back(
        replace_all(file, spans, near.name, belief, reason, rank == 0 ? Safety::likely : Safety::choice));
    if (spans.size() > 1 && context.at.begin != 0)
      for (const auto& span : spans)
        if (span.begin <= context.at.begin && context.at.begin <= span.end)
          proposals.push_back(replace_all(file, {span}, near.name, belief * 0.4, reason, Safety::choice));
    if (++rank == 5) break;
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "javascript/misspelt_name",
          .languages = kBoth,
          .answers = R"(is not defined|^\S+ TS(2304|2552|18004|2503|2749|2693) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::misspelt_name
