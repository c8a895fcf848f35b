// Findings of linters: what nearly all of them print on one line.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats {

/// A message of category lint without a place.
[[nodiscard]] Diagnostic finding(Severity severity, std::string_view message, std::string_view code = {});

/// The same at a head's place; its message is the head's rest unless given.
[[nodiscard]] Diagnostic finding(const Head& head, Severity severity, std::string_view code = {});

/// "FILE:LINE rest": a head without a colon behind the line.
[[nodiscard]] std::optional<Head> read_line_head(std::string_view line);

/// The head of a line about a file with one of these endings (".go").
[[nodiscard]] std::optional<Head> read_head_of(std::string_view line,
                                               std::initializer_list<std::string_view> endings);

[[nodiscard]] bool has_ending(std::string_view file, std::initializer_list<std::string_view> endings);

/// One finding of haml-lint or slim-lint, which print alike, about a file with `ending`:
/// "FILE:LINE [W] LineLength: message".
[[nodiscard]] std::optional<Diagnostic> read_template_finding(OutputCursor& cursor, std::string_view ending);

/// "message (rule)" -> "rule"; with `open` '[' "message [rule]". Empty when the end is not one word in such brackets.
[[nodiscard]] std::string_view last_word_in(std::string_view text, char open);

/// "Word: rest" -> "Word", when it is one word of letters, digits and "-_/."; else empty.
[[nodiscard]] std::string_view first_word(std::string_view text);

/// E F error fatal -> error; W warning -> warning; C R convention refactor style -> warning; I S hint info -> info.
[[nodiscard]] Severity severity_of_letter(char letter);

/// Claims the lines of a drawn source excerpt that follow: those that `is_part` takes, at most 20.
void take_excerpt(OutputCursor& cursor, Diagnostic& diagnostic, bool (*is_part)(std::string_view line));

/// "    ^^^^": nothing but carets, tildes, dashes and blanks, with a caret in it.
[[nodiscard]] bool is_caret_line(std::string_view line);

}  // namespace fixpoint::diagnose::formats
