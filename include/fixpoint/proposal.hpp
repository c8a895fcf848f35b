// Proposal: a change that may solve problems. Verdict: what the re-run said. Attempt: both, as recorded.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fixpoint/words.hpp"

namespace fixpoint {

/// Replaces bytes [begin, end) of a file by `replacement`. The offsets count in the file as it is in the tree the
/// proposal was made for. A file that does not exist is created by an edit with begin = end = 0.
struct Edit {
  std::string file;  ///< relative to the project root, '/'-separated, never leaving it
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::string replacement;
  bool operator==(const Edit&) const = default;
};

enum class ProposerKind : std::uint8_t { tool, fixer, lesson, model, user };
[[nodiscard]] std::string_view name(ProposerKind);

struct Proposal {
  std::vector<Edit> edits;  ///< sorted by file and begin, not overlapping
  ProposerKind by = ProposerKind::fixer;
  std::string source;                 ///< id of the fixer, tool, lesson or model: "c/missing_token"
  std::vector<std::string> problems;  ///< ids of the problems it is meant to solve
  Safety safety = Safety::likely;
  double confidence = 0.5;  ///< chance of the verdict `passed` for its problems, 0..1
  std::string reason;       ///< one sentence
  std::string install;      ///< not empty: an install command to show; only run with --allow install
};

struct Verdict {
  VerdictKind kind = VerdictKind::no_change;
  std::string reason;  ///< the guard's named reason, or what the comparison found; may be empty
  int run = -1;        ///< index of the run behind it in the session, -1 when none was needed
};

struct Attempt {
  int number = 0;  ///< 1-based within the session
  std::vector<std::string> problems;
  std::vector<Proposal> proposals;  ///< tried together
  Verdict verdict;
  std::int64_t wall_us = 0;  ///< from proposal to verdict
  double cost_usd = 0;       ///< what models charged for it
};

}  // namespace fixpoint
