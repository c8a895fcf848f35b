// What it answers: SyntaxError, IndentationError and TabError of CPython.
// What it changes: the file in which parsing stops, by the cheapest series of small repairs (a ':' or a bracket
// added, a quote closed, a line indented, a keyword corrected, ...) after which the whole file parses. CPython names
// one fault at a time; all of them are repaired together, so that one run of the command decides. When it declines:
// the file parses (an older or newer Python may see more), or no repair is found within its bounds.
#include <algorithm>
#include <cmath>
#include <optional>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/python/_grammar.hpp"
#include "propose/fixers/python/_repair.hpp"
#include "source/edits.hpp"

namespace fixpoint::propose::fixers::python::syntax {
namespace {

constexpr Language kLanguages[] = {Language::python};
constexpr std::size_t kAlternatives = 5;

/// Before 3.12 the expressions of an f-string cannot hold the quotes that delimit it.
std::optional<Proposal> older_quotes(const source::Code& file) {
  const auto parsed = fixpoint::propose::python::parse(file.text);
  Proposal proposal;
  for (const auto& token : parsed.tokens.all) {
    if (!token.nested_quotes) continue;
    const auto quote = file.text.find_first_of("\"'", token.begin);
    if (quote + 3 >= token.end || file.text.substr(quote, 3) == std::string(3, file.text[quote])) continue;
    const char other = file.text[quote] == '"' ? '\'' : '"';
    const auto inside = file.text.substr(quote + 1, token.end - quote - 2);
    if (inside.find(other) != std::string_view::npos) continue;
    for (std::size_t i = 0; i < inside.size(); ++i)
      if (inside[i] == file.text[quote])
        proposal.edits.push_back({file.path, quote + 1 + i, quote + 2 + i, std::string(1, other)});
  }
  if (proposal.edits.empty()) return std::nullopt;
  proposal.confidence = 0.9;
  proposal.reason = "uses the other quotes inside the f-string, as Python before 3.12 needs it";
  return proposal;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  std::vector<Proposal> proposals;
  if (context.problem.primary.message.find("f-string") != std::string::npos)
    if (auto proposal = older_quotes(*context.file)) proposals.push_back(std::move(*proposal));
  double best = -1;
  for (auto& repair : fixpoint::propose::python::repairs(context.file->text, kAlternatives)) {
    if (best < 0) best = repair.cost;
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

Fixer fixer() {
  return {.id = "python/syntax",
          .languages = kLanguages,
          .answers = R"((SyntaxError|IndentationError|TabError) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::python::syntax
