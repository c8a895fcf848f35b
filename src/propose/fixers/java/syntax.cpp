// What it answers: everything that javac's scanner and parser report.
// What it changes: the least that makes the whole file parse (see _java_repair.hpp); one proposal holds the repairs
// of all syntax errors of the file, because javac reports names and types only when there are none left. When it
// declines: the file parses by our own grammar, or no small edits help.
#include <cmath>
#include <memory>

#include "base/paths.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_repair.hpp"
#include "source/edits.hpp"

namespace fixpoint::propose::fixers::java::syntax {
namespace {

constexpr Language kLanguages[] = {Language::java};

/// Several messages of one run are about one file: its repairs are searched once. A cache of a pure function's last
/// result.
const std::vector<Repair>& repairs_of(const source::Code& file, std::string_view class_name) {
  struct Last {
    std::string text;
    std::vector<Repair> repairs;
  };
  thread_local Last last;
  if (last.text != file.text || last.text.empty()) {
    last.text = std::string(file.text);
    last.repairs = repair(file.text, class_name);
  }
  return last.repairs;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const auto name = base::file_name(context.file->path);
  const auto& repairs = repairs_of(*context.file, name.substr(0, name.find('.')));
  if (repairs.empty()) return proposals;
  const double best = repairs.front().cost;
  double weight = 0.15;  // of "none of these"
  for (const auto& repair : repairs) weight += std::exp(best - repair.cost);
  for (const auto& repair : repairs) {
    Proposal proposal;
    proposal.edits = source::difference(context.file->path, context.file->text, repair.text);
    // The share among all that would make it parse, and less where many edits had to be guessed.
    const double share = std::exp(best - repair.cost) / weight;
    const double sure = 0.4 + 0.6 * std::exp(-0.2 * repair.cost);
    // Measured: the best complete repair is right, or right as far as the parser goes, nine times of ten even where
    // others come near it.
    const bool first = &repair == &repairs.front();
    proposal.confidence = repair.complete ? std::max(0.1 + 0.85 * share * sure, first ? 0.4 : 0.0) : 0.2 * share;
    proposal.safety = Safety::likely;
    proposal.reason = repair.reason;
    proposals.push_back(std::move(proposal));
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "java/syntax",
      .languages = kLanguages,
      .answers =
          R"(^\S+ compiler\.err\.(expected|premature\.eof|illegal\.start|not\.stmt|unclosed|empty\.char|illegal\.(char|esc|line|parenth)|malformed|else\.without|catch\.without|finally\.without|try\.without|orphaned|array\.dimension|illegal\.array|invalid\.meth\.decl|variable\.not\.allowed|class\.not\.allowed|bad\.initializer|restricted\.type|repeated\.modifier|underscore|varargs|initializer\.not|int\.number))",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::syntax
