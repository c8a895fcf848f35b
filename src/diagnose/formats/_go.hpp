// What the Go formats share: the wording of the compiler, vet and the go command.
#pragma once

#include <optional>
#include <string_view>

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose::formats {

/// "[vet: ]file.go:line[:column]: message"; nothing when the line is not one. Only the head line is read.
[[nodiscard]] std::optional<Diagnostic> read_go_line(std::string_view line, bool brief = false);

/// Fills category, phase, pattern and arguments from the message.
void classify_go(Diagnostic& diagnostic);

/// True for a frame's path below the Go installation: not the user's code.
[[nodiscard]] bool is_go_library_path(std::string_view path);

}  // namespace fixpoint::diagnose::formats
