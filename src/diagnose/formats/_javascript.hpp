// What the readers of node's output share: stack frames and what an error's name and message mean.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose::formats::javascript {

/// "    at f (file:///p/a.js:3:14)", "at async /p/a.js:3:14", or without "at". The message of the result is the
/// function's name. Nothing for other lines; frames of node itself are returned too (see is_nodes_own).
[[nodiscard]] std::optional<Related> frame(std::string_view line);

[[nodiscard]] bool is_nodes_own(std::string_view file);  ///< "node:internal/..."
[[nodiscard]] bool is_users(std::string_view file);      ///< neither node's nor a package's

/// "file:///p/a%20b.js" -> "/p/a b.js"; other text as it is.
[[nodiscard]] std::string path_of(std::string_view location);

/// Fills code, category, phase, message and, where the wording shows what is a user's name, pattern and arguments.
/// `name` is the error's class ("TypeError"), `code` node's own ("ERR_MODULE_NOT_FOUND") or empty.
void explain(Diagnostic& diagnostic, std::string_view name, std::string_view code, std::string message);

/// Sets the place to the innermost frame of the user's own, unless one is set. `diagnostic.related` is innermost
/// last.
void place_by_frames(Diagnostic& diagnostic);

}  // namespace fixpoint::diagnose::formats::javascript
