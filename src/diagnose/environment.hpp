// Failures that lie in the environment and not in the code, told by well-known texts.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "fixpoint/words.hpp"

namespace fixpoint::diagnose {

struct EnvironmentSign {
  Category category;
  std::string_view words;  ///< in lower case, parted by blanks: a match holds one of them, in whatever case
  std::string_view pattern;
};
/// The more certain ones come first.
[[nodiscard]] std::span<const EnvironmentSign> environment_signs();

/// Out of memory, disk full, version mismatch, network, lock held, permission, missing command, killed, timeout;
/// nothing for all else. `text` may be a line or the end of an output; linear.
[[nodiscard]] std::optional<Category> environment_failure(std::string_view text);

}  // namespace fixpoint::diagnose
