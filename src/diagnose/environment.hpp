// Failures that lie in the environment and not in the code, told by well-known texts.
#pragma once

#include <optional>
#include <string_view>

#include "fixpoint/words.hpp"

namespace fixpoint::diagnose {

/// Out of memory, disk full, version mismatch, network, lock held, permission, missing command, killed, timeout;
/// nothing for all else. `text` may be a line or the end of an output; linear.
[[nodiscard]] std::optional<Category> environment_failure(std::string_view text);

}  // namespace fixpoint::diagnose
