// The human form in which rustc, clippy and cargo print a message with a source excerpt.
#pragma once

#include <optional>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {

/// True when a message with a "--> file:line:column" line starts here.
[[nodiscard]] bool at_rustc_message(const OutputCursor& cursor);

/// Reads it whole: head, excerpts, notes, and those suggestions whose edits the text shows exactly.
[[nodiscard]] Diagnostic read_rustc_message(OutputCursor& cursor);

}  // namespace fixpoint::diagnose::formats
