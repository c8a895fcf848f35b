// Workspace: somewhere a proposal can be tried without touching the user's tree.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "fixpoint/command.hpp"
#include "fixpoint/result.hpp"
#include "fixpoint/run_output.hpp"
#include "seams/command_runner.hpp"

namespace fixpoint::seams {

/// Files that differ from the user's tree: path relative to the root -> content, or nothing when deleted.
using ChangedFiles = std::map<std::string, std::optional<std::string>, std::less<>>;

class Workspace {
 public:
  virtual ~Workspace() = default;

  /// Runs `command` (its folder lies in the user's tree) as if the tree held `changed`. The user's tree is as it was
  /// before, whatever the command did. Same errors as CommandRunner::run.
  [[nodiscard]] virtual Result<RunOutput> run(const Command& command, const ChangedFiles& changed) = 0;

  [[nodiscard]] virtual Isolation isolation() const = 0;
};

}  // namespace fixpoint::seams
