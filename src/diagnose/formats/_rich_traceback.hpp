// The boxed tracebacks of rich.
#pragma once

#include <optional>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {

/// A whole traceback with what it was caused by: the line under the cursor is the box's title. Takes it, or nothing.
[[nodiscard]] std::optional<Diagnostic> rich_traceback_at(OutputCursor& cursor);

}  // namespace fixpoint::diagnose::formats
