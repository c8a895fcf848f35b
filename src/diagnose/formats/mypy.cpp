// mypy's text: "file:line[:column[:endline:endcolumn]]: error: message  [code]" with its notes, and --pretty, which
// wraps the message and shows the source line with carets.
#include <string>

#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_mypy.hpp"

namespace fixpoint::diagnose::formats::mypy {
namespace {

bool is_python_file(std::string_view file) {
  return file.ends_with(".py") || file.ends_with(".pyi") || file.ends_with(".ipynb");
}

struct Line {
  Place place;
  std::string_view severity;
  std::string_view message;
};

/// "ENDLINE:ENDCOLUMN: " at the front of what follows the head (the end is inclusive).
void take_end(std::string_view& rest, Place& place) {
  auto text = rest;
  const auto line = take_number(text);
  if (line == 0 || !text.starts_with(':')) return;
  text.remove_prefix(1);
  const auto column = take_number(text);
  if (column == 0 || !text.starts_with(": ")) return;
  place.end_line = line;
  place.end_column = column + 1;
  rest = text.substr(2);
}

std::optional<Line> read_line(std::string_view text) {
  Line line;
  std::string_view rest;
  if (const auto head = read_head(text); head && !head->parentheses && is_python_file(head->file)) {
    line.place = place_of(*head);
    rest = head->rest;
    take_end(rest, line.place);
  } else if (const auto colon = text.find(": error: ");
             colon != std::string_view::npos && is_python_file(text.substr(0, colon)) && text.find(' ') > colon) {
    line.place.file = text.substr(0, colon);
    rest = text.substr(colon + 2);
  } else {
    return std::nullopt;
  }
  for (const std::string_view severity : {"error: ", "warning: ", "note: "})
    if (rest.starts_with(severity)) {
      line.severity = severity.substr(0, severity.size() - 2);
      line.message = base::trim(rest.substr(severity.size()));
      return line;
    }
  return std::nullopt;
}

/// "message  [code]"; the code, taken off the message.
std::string_view take_code(std::string_view& message) {
  if (!message.ends_with(']')) return {};
  const auto open = message.rfind('[');
  const auto code = message.substr(open + 1, message.size() - open - 2);
  if (open == std::string_view::npos || code.empty() ||
      code.find_first_not_of("abcdefghijklmnopqrstuvwxyz-0123456789") != std::string_view::npos)
    return {};
  message = base::trim(message.substr(0, open));
  return code;
}

bool is_marks(std::string_view line) {
  return line.find('^') != std::string_view::npos && line.find_first_not_of(" \t^~") == std::string_view::npos;
}

/// How many of the lines ahead carry on a message that --pretty wrapped: up to the excerpt (a line of source above
/// its marks), which must be there. 0 otherwise.
std::size_t wrapped_lines(const OutputCursor& cursor) {
  constexpr std::size_t kMost = 12;
  for (std::size_t lines = 0; lines < kMost && !cursor.done(lines + 1); ++lines) {
    if (cursor.peek(lines).starts_with("    ") && is_marks(cursor.peek(lines + 1))) return lines;
    if (cursor.peek(lines).empty() || read_line(cursor.peek(lines))) return 0;
  }
  return 0;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto line = read_line(cursor.peek());
  if (!line) return std::nullopt;
  cursor.take();
  std::string text(line->message);
  for (auto more = wrapped_lines(cursor); more > 0; --more) {
    text += ' ';
    text += base::trim(cursor.take());
  }
  std::string_view message = text;
  Diagnostic diagnostic;
  diagnostic.code = take_code(message);
  diagnostic.message = message;
  diagnostic.place = line->place;
  diagnostic.severity = line->severity == "error"  ? Severity::error
                        : line->severity == "note" ? Severity::note
                                                   : Severity::warning;
  describe_mypy(diagnostic);
  if (cursor.peek().starts_with("    ") && is_marks(cursor.peek(1))) {
    diagnostic.context = std::string(cursor.take()) + '\n';
    diagnostic.context += std::string(cursor.take()) + '\n';
  }
  constexpr int kMostNotes = 50;
  for (int notes = 0; notes < kMostNotes && diagnostic.severity != Severity::note; ++notes) {
    const auto note = read_line(cursor.peek());
    if (!note || note->severity != "note" || note->place.file != line->place.file ||
        (note->place.line != line->place.line && !note->message.ends_with(" here")))
      break;
    cursor.take();
    diagnostic.related.push_back({note->place, std::string(note->message)});
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "mypy",
          .language = Language::python,
          .starts = R"(\.(py|pyi|ipynb):(\d+:)* (error|warning|note): )",
          .read = read,
          .about = "mypy, the static type checker for Python: plain, with columns and ends, and --pretty",
          .example_command = "mypy --show-column-numbers --show-error-end .",
          .homepage = "https://mypy-lang.org/"};
}

}  // namespace fixpoint::diagnose::formats::mypy
