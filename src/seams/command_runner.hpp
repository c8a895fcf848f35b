// CommandRunner: the one way a process is started. Real: run/ (processes, sandbox). Tests script it by hand.
#pragma once

#include <functional>
#include <string_view>

#include "fixpoint/command.hpp"
#include "fixpoint/result.hpp"
#include "fixpoint/run_output.hpp"

namespace fixpoint::seams {

/// Receives output while the command runs, in arrival order.
using LiveOutput = std::function<void(Stream, std::string_view)>;

class CommandRunner {
 public:
  virtual ~CommandRunner() = default;

  /// Runs to the end. A command that fails is not an Error: it is a RunOutput. Errors: not_found (no such program),
  /// denied (not executable), unavailable (the sandbox asked for cannot be built here), io. `live` may be empty.
  /// Thread-safe for non-interactive commands.
  [[nodiscard]] virtual Result<RunOutput> run(const Command& command, const LiveOutput& live) = 0;
};

}  // namespace fixpoint::seams
