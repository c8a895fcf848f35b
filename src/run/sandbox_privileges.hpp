// The last step in the child: what it may never do again.
#pragma once

#include "run/sandbox.hpp"

namespace fixpoint::run {

/// Drops capabilities, forbids new ones, scopes signals and abstract sockets, installs the system-call filter.
/// Returns nullptr or the step that failed (errno says why).
[[nodiscard]] const char* drop_privileges(const SandboxPlan& plan);

}  // namespace fixpoint::run
