// Stand-in until the sandbox lands: same calls, answers `unavailable`.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "fixpoint/command.hpp"
#include "fixpoint/result.hpp"

namespace fixpoint::run {

struct SandboxPlan {};

[[nodiscard]] Result<SandboxPlan> plan_sandbox(const Sandbox& sandbox, const std::string& folder);
[[nodiscard]] std::uint64_t clone_flags(const SandboxPlan& plan);
[[nodiscard]] Result<void> map_ids(const SandboxPlan& plan, pid_t child);
[[nodiscard]] const char* enter(const SandboxPlan& plan, int* saved_errno);
[[nodiscard]] std::vector<std::string> filtered_environment(const Sandbox& sandbox,
                                                            const std::vector<std::string>& environment);

}  // namespace fixpoint::run
