// pyright's text: "  file:line:column - error: message (rule)"; the message may go on below, further indented.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_pyright.hpp"

namespace fixpoint::diagnose::formats::pyright {
namespace {

/// "(reportReturnType)" at the end; taken off.
std::string take_rule(std::string& message) {
  const auto open = message.rfind(" (report");
  if (open == std::string::npos || !message.ends_with(')')) return {};
  auto rule = message.substr(open + 2, message.size() - open - 3);
  if (!base::is_identifier(rule)) return {};
  message.resize(open);
  return rule;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^  (\S.*):(\d+):(\d+) - (error|warning|information): (.*)$)");
  Diagnostic diagnostic;
  std::string severity;
  auto& place = diagnostic.place;
  if (!kHead.full_match(cursor.peek(), &place.file, &place.line, &place.column, &severity, &diagnostic.message))
    return std::nullopt;
  cursor.take();
  constexpr int kMostLines = 60;
  // Further lines are indented by blanks or, below the first column, by no-break spaces.
  for (int lines = 0; lines < kMostLines; ++lines) {
    if (!cursor.peek().starts_with("    ") && !cursor.peek().starts_with("  \u00a0")) break;
    diagnostic.message += '\n';
    diagnostic.message += base::replace_all(cursor.take().substr(2), "\u00a0", " ");
  }
  diagnostic.code = take_rule(diagnostic.message);
  describe_pyright(diagnostic, severity);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "pyright",
          .language = Language::python,
          .starts = R"(:\d+:\d+ - (error|warning|information): )",
          .read = read,
          .about = "pyright (and basedpyright), the static type checker for Python",
          .example_command = "pyright",
          .homepage = "https://github.com/microsoft/pyright"};
}

}  // namespace fixpoint::diagnose::formats::pyright
