// Session: everything from the first failing run to the end.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fixpoint/diagnostic.hpp"
#include "fixpoint/proposal.hpp"
#include "fixpoint/words.hpp"

namespace fixpoint {

struct FileChange {
  std::string path;  ///< relative to the root
  std::string before_hash;
  std::string after_hash;
  int lines_added = 0;
  int lines_removed = 0;
};

/// One run of the user's command within a session.
struct RunSummary {
  int number = 0;  ///< 0 is the user's own run
  int exit_code = 0;
  int signal = 0;
  Isolation isolation = Isolation::none;
  std::int64_t wall_us = 0;
  std::int64_t cpu_us = 0;
  std::uint64_t peak_memory_bytes = 0;
  std::string output_hash;  ///< blob of its output
};

struct Session {
  std::string id;
  std::string kind = "heal";
  std::vector<std::string> command;
  std::string folder;      ///< where the command ran
  std::string root;        ///< the project's root
  std::string started_at;  ///< ISO 8601, UTC
  Outcome outcome = Outcome::error;
  int exit_code = 0;  ///< what our process answers with
  Isolation isolation = Isolation::none;
  std::vector<RunSummary> runs;
  int checks = 0;                  ///< narrow checks and structured re-runs of tools: not runs of the user's command
  std::vector<Problem> problems;   ///< of the first run
  std::vector<Problem> remaining;  ///< of the best state reached; empty when healed
  std::vector<Attempt> attempts;
  std::vector<Edit> edits;  ///< against the tree as it was found
  std::string patch;        ///< unified diff of the best state; applied only when healed (or --keep-partial)
  std::vector<FileChange> files;
  bool applied = false;
  std::string advice;  ///< what a person can do when not healed: install commands, retry, environment
  /// Wall time of the runs of the user's command, and of waiting for its re-runs with a tool's switch.
  std::int64_t command_us = 0;
  std::int64_t engine_us = 0;  ///< everything else
  double cost_usd = 0;
};

}  // namespace fixpoint
