// What the readers of JavaScript build tools and test runners share: what a bundler's words mean, stacks, code
// frames.
#pragma once

#include <optional>
#include <string_view>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::frontend {

/// Fills category, phase and, where the wording shows names, pattern and arguments from diagnostic.message: modules
/// that cannot be resolved (arguments: module[, importer]), names that a module does not export (arguments: name,
/// module), syntax errors, types, the machine's faults.
void explain_build(Diagnostic& diagnostic);

/// A failed test's text ("TypeError: x is not a function", "expect(received).toBe(expected)..."): fills code,
/// category, phase and message. What is no programming error is a test failure; tests that took too long are
/// timeouts.
void explain_failure(Diagnostic& diagnostic, std::string text);

/// A stack below a message: takes its lines ("at f (file:3:5)", "❯ f file:3:5") and gives the user's frames to
/// diagnostic.related, innermost last.
void take_stack(OutputCursor& cursor, Diagnostic& diagnostic);

/// "  ❯ file:3:5" or "  ❯ name file:3:5", vitest's frame.
[[nodiscard]] std::optional<Related> arrow_frame(std::string_view line);

/// True for the lines of a code frame: "> 3 | code", "  3 | code", "    |   ^", "  3 │ code", "3: code".
[[nodiscard]] bool is_code_frame(std::string_view line);

/// Takes the code frame at the cursor into diagnostic.context; returns the column (1-based) that the caret below the
/// line marked by '>' shows, 0 when there is none. Sets the place's line from the marked line when it has none.
std::uint32_t take_code_frame(OutputCursor& cursor, Diagnostic& diagnostic);

/// "file (3:5)" or "file:3:5", alone on a line; `zero_based` columns are converted.
[[nodiscard]] std::optional<Place> lone_place(std::string_view text, bool zero_based = false);

/// The text without one leading and one trailing quote of any kind.
[[nodiscard]] std::string_view unquoted(std::string_view text);

/// Takes lines until `limit` or a blank one into diagnostic.context.
void take_paragraph(OutputCursor& cursor, Diagnostic& diagnostic, std::size_t limit = 60);

/// Decimal digits; 0 for an empty text (a group of a pattern that took no part).
[[nodiscard]] std::uint32_t number(std::string_view digits);

/// Adds a line to diagnostic.context.
void keep(Diagnostic& diagnostic, std::string_view line);

}  // namespace fixpoint::diagnose::formats::frontend
