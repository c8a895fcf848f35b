// The trace of a Go panic or fatal runtime error.
#pragma once

#include <optional>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {

/// "panic: ..." or "fatal error: ..." with a goroutine's frames below. Takes nothing when no goroutine follows.
[[nodiscard]] std::optional<Diagnostic> read_go_panic(OutputCursor& cursor);

}  // namespace fixpoint::diagnose::formats
