// The three kinds of workspace behind open_workspace(), and what they share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "verify/workspace.hpp"

namespace fixpoint::verify {

/// The options with root and home filled in and made real paths.
[[nodiscard]] Result<WorkspaceOptions> completed(WorkspaceOptions options);

/// Absolute path of a changed file. Error: invalid_input when it would leave the root.
[[nodiscard]] Result<std::string> path_in(const std::string& root, std::string_view relative);

/// A same-path overlay for each run; nothing survives a run.
[[nodiscard]] std::unique_ptr<seams::Workspace> overlay_workspace(seams::CommandRunner& runner,
                                                                  const WorkspaceOptions& options);

/// A copy of the project in a temporary folder, restored before each run, removed with the workspace.
[[nodiscard]] std::unique_ptr<seams::Workspace> copy_workspace(seams::CommandRunner& runner,
                                                               const WorkspaceOptions& options);

/// The user's own tree; changed files are put back after each run.
[[nodiscard]] std::unique_ptr<seams::Workspace> in_place_workspace(seams::CommandRunner& runner,
                                                                   const WorkspaceOptions& options);

/// Puts back what a killed run in the user's own tree left changed. Costs one look when there was none.
void settle_in_place(const WorkspaceOptions& options);

/// The folders besides the project that commands write to: home, temporary folders, caches that were moved by
/// environment variables.
[[nodiscard]] std::vector<std::string> writable_folders(const WorkspaceOptions& options);

/// What the sandbox's refusal `error` means on this host.
[[nodiscard]] IsolationReport explain_refusal(const Error& error);

/// "full" was reached by this user on this kernel of this host before. Only good answers are kept: a bad one is cheap
/// to get again, and may have been remedied.
[[nodiscard]] bool known_to_work(const std::string& state_folder);
void remember_working(const std::string& state_folder, bool works);

}  // namespace fixpoint::verify
