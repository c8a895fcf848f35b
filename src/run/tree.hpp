// The processes below one process, found through /proc. For the keeper: after a fork of a threaded program only
// async-signal-safe calls are allowed, so nothing here allocates by malloc.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace fixpoint::run {

/// What runs below `root`: live processes (zombies not counted) and the CPU time they and their reaped children used.
struct TreeUse {
  std::uint32_t processes = 0;
  std::uint64_t cpu_ticks = 0;
};

/// Complete only when `root` is a child subreaper or the first process of its pid namespace: then no descendant
/// escapes.
[[nodiscard]] TreeUse tree_use(pid_t root);

/// Sends `signal` to every live process below `root`, `root` itself excepted. Returns how many there were. A process
/// that forks meanwhile may leave a child behind: call until it returns 0.
std::uint32_t signal_tree(pid_t root, int signal);

}  // namespace fixpoint::run
