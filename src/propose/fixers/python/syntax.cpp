// What it answers: SyntaxError, IndentationError and TabError of CPython.
// What it changes: the file in which parsing stops, by the cheapest series of small repairs (a ':' or a bracket
// added, a quote closed, a line indented, a keyword corrected, ...) after which the whole file parses. CPython names
// one fault at a time; all of them are repaired together, so that one run of the command decides. When it declines:
// the file parses (an older or newer Python may see more), or no repair is found within its bounds.
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/python/_repair.hpp"
#include "source/edits.hpp"

namespace fixpoint::propose::fixers::python {
namespace {

constexpr Language kLanguages[] = {Language::python};
constexpr std::size_t kAlternatives = 5;

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  std::vector<Proposal> proposals;
  double best = 0;
  for (auto& repair : fixpoint::propose::python::repairs(context.file->text, kAlternatives)) {
    if (proposals.empty()) best = repair.cost;
    Proposal proposal;
    proposal.edits = source::difference(context.file->path, context.file->text, repair.text);
    proposal.confidence =
        repair.whole ? std::max(0.05, 0.95 * std::exp(-0.05 * best) * std::exp(best - repair.cost)) : 0.1;
    proposal.safety = repair.cost < 3 ? Safety::likely : Safety::choice;
    proposal.reason = base::join(repair.reasons, "; ");
    if (!repair.whole) proposal.reason += " (another syntax error remains)";
    proposals.push_back(std::move(proposal));
  }
  return proposals;
}

}  // namespace

Fixer syntax() {
  return {.id = "python/syntax",
          .languages = kLanguages,
          .answers = R"((SyntaxError|IndentationError|TabError) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::python
