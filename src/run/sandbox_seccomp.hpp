// The system-call filter of the sandbox: allows by default, denies what builds and tests do not need and escapes do.
#pragma once

#include <linux/filter.h>

#include <vector>

#include "fixpoint/result.hpp"

namespace fixpoint::run {

/// The compiled filter; made once per process. Error: unavailable.
[[nodiscard]] Result<std::vector<sock_filter>> sandbox_filter();

}  // namespace fixpoint::run
