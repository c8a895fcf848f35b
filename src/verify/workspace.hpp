// Workspaces: where a proposal is tried. An overlay at the same paths where the host allows it, else a copy of the
// project, else (only when demanded) the user's own tree.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fixpoint/result.hpp"
#include "seams/command_runner.hpp"
#include "seams/workspace.hpp"

namespace fixpoint::verify {

struct WorkspaceOptions {
  std::string root;  ///< the project, absolute
  std::string home;  ///< absolute; empty: $HOME
  /// What the user asked for: exactly this or an error. Nothing: the strongest that works here, full before tree,
  /// never none.
  std::optional<Isolation> demanded;
  bool network = true;
  std::string state_folder;  ///< where what was found out about the host is kept; empty: $XDG_STATE_HOME/fixpoint
};

/// What this host allows, for doctor and for reports.
struct IsolationReport {
  Isolation reached = Isolation::full;
  std::string why;     ///< when less than full: what was refused
  std::string remedy;  ///< and what to do about it; may be empty
};

/// The workspace keeps a reference to `runner`. When the overlay turns out to be refused or unable for this very tree
/// and nothing was demanded, it goes on with a copy; isolation() then says so. Not thread-safe.
/// Errors: unavailable (what was demanded cannot be had; the message says why and what to do), invalid_input, io.
[[nodiscard]] Result<std::unique_ptr<seams::Workspace>> open_workspace(seams::CommandRunner& runner,
                                                                       WorkspaceOptions options);

/// Runs a real guest in the strongest sandbox and remembers a good answer for this host, kernel and user in
/// `state_folder` (empty: $XDG_STATE_HOME/fixpoint).
[[nodiscard]] IsolationReport probe_isolation(seams::CommandRunner& runner, const std::string& state_folder = {});

}  // namespace fixpoint::verify
