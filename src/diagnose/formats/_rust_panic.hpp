// A Rust panic: "thread 'x' panicked at file:line:column:", the message, an optional backtrace.
#pragma once

#include <optional>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {

/// Takes the panic at the cursor, or nothing.
[[nodiscard]] std::optional<Diagnostic> read_rust_panic(OutputCursor& cursor);

}  // namespace fixpoint::diagnose::formats
