// CPython: tracebacks (with chains and exception groups), SyntaxErrors without a traceback, and py_compile's
// "Sorry:".
#include <charconv>
#include <string>

#include "base/text.hpp"
#include "diagnose/formats/_python.hpp"

namespace fixpoint::diagnose::formats::python {
namespace {

/// "Sorry: IndentationError: unexpected indent (case.py, line 6)"
std::optional<Diagnostic> read_sorry(OutputCursor& cursor) {
  const auto exception = python_exception(cursor.peek().substr(7));
  if (!exception) return std::nullopt;
  Diagnostic diagnostic;
  auto text = exception->message;
  const auto comma = text.rfind(", line ");
  const auto open = comma == std::string_view::npos ? comma : text.rfind(" (", comma);
  if (open != std::string_view::npos && text.ends_with(')')) {
    diagnostic.place.file = text.substr(open + 2, comma - open - 2);
    const auto digits = text.substr(comma + 7);
    std::from_chars(digits.data(), digits.data() + digits.size(), diagnostic.place.line);
    text = text.substr(0, open);
  }
  python_describe(diagnostic, {exception->code, text});
  cursor.take();
  return diagnostic;
}

/// A SyntaxError that was printed alone: the place, the source line, the carets, the message.
std::optional<Diagnostic> read_bare(OutputCursor& cursor) {
  const auto frame = python_frame(cursor.peek());
  if (!frame) return std::nullopt;
  std::string excerpt;
  for (std::size_t ahead = 1; ahead <= 4; ++ahead) {
    const auto line = cursor.peek(ahead);
    if (line.starts_with("    ") || line.empty()) {
      excerpt += line;
      excerpt += '\n';
      continue;
    }
    const auto exception = python_exception(line);
    if (!exception || !exception->code.ends_with("Error")) return std::nullopt;
    Diagnostic diagnostic;
    python_describe(diagnostic, *exception);
    python_place(diagnostic, {*frame});
    diagnostic.context = excerpt;
    for (std::size_t i = 0; i <= ahead; ++i) (void)cursor.take();
    return diagnostic;
  }
  return std::nullopt;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (cursor.peek().starts_with("Sorry: ")) return read_sorry(cursor);
  if (cursor.peek().starts_with("  File ")) return read_bare(cursor);
  return python_traceback(cursor);
}

}  // namespace

Format format() {
  return {
      .id = "python",
      .language = Language::python,
      .starts =
          R"(^[ |+-]*(Exception Group )?Traceback \(most recent call last\):|^  File ".*", line \d+$|^Sorry: [A-Za-z]+Error: )",
      .read = read,
      .about = "CPython: tracebacks with their causes, exception groups, syntax errors",
      .example_command = "python3 file.py",
      .homepage = "https://www.python.org/"};
}

}  // namespace fixpoint::diagnose::formats::python
