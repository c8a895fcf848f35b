// Landlock: rules that a process lays upon itself, without any privilege and without namespaces.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fixpoint/result.hpp"

namespace fixpoint::run {

/// Parent. An open rule set under which everything but what lies below `folders` can be written, and without
/// `network` no TCP connection is made. None where the kernel lacks Landlock, or a folder lies so that the rules
/// would forbid too much (below a folder for temporary files, among thousands of others). Error: unavailable (the
/// network cannot be cut).
///
/// The rules only ever allow: every neighbour of a folder and of its parents is named. New names right beside them
/// can therefore not be made.
[[nodiscard]] Result<std::shared_ptr<const int>> protecting_rules(const std::vector<std::string>& folders,
                                                                  bool network);

/// Child; needs no_new_privs.
[[nodiscard]] bool obey(int rules);

/// Child; needs no_new_privs. No signal to, and no abstract socket of, anybody outside (Linux 6.12). Best effort: the
/// process namespace hides other processes anyway.
void scope_to_sandbox();

}  // namespace fixpoint::run
