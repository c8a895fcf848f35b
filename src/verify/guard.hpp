// The guard: a change that passes can still be a lie. Refuses edits that silence instead of repair. This is the first
// guard (paths, suppressions, deletions); comparing the tests that ran comes with the full one.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/diagnostic.hpp"
#include "seams/source_tree.hpp"
#include "seams/workspace.hpp"

namespace fixpoint::verify {

/// What --allow may name: "tests", "config", "suppress", "delete".
using Allowed = std::set<std::string, std::less<>>;

/// The named reason why `changed` (against `tree`) must not be tried, or nothing. `problem_files` are the files in
/// which the problems lie: those may be edited whatever they are, except tests whose assertion failed.
/// Reasons: "protected-path: FILE (kind)", "suppression: FILE: TEXT", "deletes: FILE", "removes-too-much: FILE".
[[nodiscard]] std::optional<std::string> guard(const seams::SourceTree& tree, const seams::ChangedFiles& changed,
                                               const std::set<std::string, std::less<>>& problem_files,
                                               const Allowed& allowed);

/// "test", "ci", "config", "lock file", "snapshot", "version control", or empty for ordinary code.
[[nodiscard]] std::string_view protected_kind(std::string_view path);

}  // namespace fixpoint::verify
