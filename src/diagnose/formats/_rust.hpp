// What rustc's text and JSON output have in common: which kind of failure a code or wording means.
#pragma once

#include <string_view>

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose::formats {

/// Fills category, phase, pattern and arguments from code and message; `details` is the rest of the message (labels,
/// notes), where rustc says which types it expected and found.
void classify_rust(Diagnostic& diagnostic, std::string_view details);

/// Text in backquotes becomes a hole, but for keywords and punctuation.
void fill_backquoted_pattern(Diagnostic& diagnostic, std::string_view message);

/// True when a replacement asks a person for a value.
[[nodiscard]] bool is_rust_placeholder(std::string_view replacement);

}  // namespace fixpoint::diagnose::formats
