// Stage 3: Problem -> Proposals.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "fixpoint/command.hpp"
#include "fixpoint/diagnostic.hpp"
#include "fixpoint/proposal.hpp"
#include "propose/fixer.hpp"
#include "source/analysis.hpp"

namespace fixpoint::propose {

struct Crash {
  std::string fixer;
  std::string what;
};

/// What the fixers and the suggestions the tool already printed offer for one problem: best first, without
/// duplicates, at most `limit`. Candidates that would make a file parse worse than it does are left out, and all of
/// them where a name is declared above its use and an earlier error hides that. `folder` is where the command ran,
/// relative to the root. A fixer that throws is noted in `crashes` (may be null) and skipped.
[[nodiscard]] std::vector<Proposal> proposals(const Problem& problem, const source::Analysis& code,
                                              std::string_view folder, std::size_t limit = 40,
                                              std::vector<Crash>* crashes = nullptr);

/// What the given fixers offer, in their order, unfiltered.
[[nodiscard]] std::vector<Proposal> from_fixers(const Problem& problem, const source::Analysis& code,
                                                std::string_view folder, std::span<const Fixer> fixers = all_fixers(),
                                                std::vector<Crash>* crashes = nullptr);

/// Proposals from a diagnostic's own suggestions.
[[nodiscard]] std::vector<Proposal> from_suggestions(const Diagnostic& diagnostic, const source::Analysis& code,
                                                     std::string_view folder);

/// Structured re-runs: commands that make a tool print its suggestions for this problem (clang's
/// -fdiagnostics-parseable-fixits, cargo's JSON, ...). To be run in a workspace; their output goes through diagnose
/// and from_suggestions. `command` is the user's; `output` what it printed (to find the failing compile line in it).
[[nodiscard]] std::vector<Command> tool_reruns(const Problem& problem, const Command& command,
                                               std::string_view output, const source::Analysis& code,
                                               std::string_view folder);

}  // namespace fixpoint::propose
