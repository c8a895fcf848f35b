// The limits of one run: how they are set in the child and how one recognises which of them ended it.
#pragma once

#include <cstdint>

#include "fixpoint/command.hpp"
#include "fixpoint/run_output.hpp"

namespace fixpoint::run {

/// Sets the rlimits of the calling process. Async-signal-safe. Returns the failed step's name (errno is set) or
/// nullptr.
///
/// RLIMIT_NPROC is set in a sandbox only: there the kernel counts per user namespace, elsewhere it would count all
/// that the user runs. It never binds a process whose real uid is 0 in the first namespace; the keeper's own count
/// does.
const char* set_limits(const Limits& limits, bool sandboxed);

/// Which limit explains how the command ended, by what it left behind. A shell reports a killed child as 128 +
/// signal.
[[nodiscard]] LimitHit limit_behind(const Limits& limits, int exit_code, int signal, std::uint64_t cpu_microseconds,
                                    std::uint64_t peak_memory_bytes);

}  // namespace fixpoint::run
