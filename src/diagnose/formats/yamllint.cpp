// yamllint: the file's path on a line of its own, then "  line:column  error  message  (rule)"; or the parsable
// "file:line:column: [error] message (rule)".
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::yamllint {
namespace {

/// "message (rule)"; what is not a rule's name stays.
void describe(Diagnostic& diagnostic, std::string_view severity, std::string_view message) {
  if (const auto open = message.rfind('('); open != std::string_view::npos && message.ends_with(')')) {
    diagnostic.code = message.substr(open + 1, message.size() - open - 2);
    message = base::trim(message.substr(0, open));
  }
  diagnostic.message = message;
  diagnostic.severity = severity == "error" ? Severity::error : Severity::warning;
  const bool syntax = diagnostic.code == "syntax";
  diagnostic.category = syntax ? Category::syntax_error : Category::lint;
  diagnostic.phase = syntax ? Phase::parse : Phase::compile;
  diagnostic.place.unit = ColumnUnit::code_point;
}

/// The file of a list: it stands above its messages.
std::string_view file_above(const OutputCursor& cursor) {
  constexpr std::size_t kFarthest = 2000;
  for (std::size_t back = 1; back < kFarthest; ++back) {
    const auto above = cursor.peek_back(back);
    if (above.empty()) return {};
    if (above[0] != ' ') return above;
  }
  return {};
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kListed(R"(^  (\d+):(\d+)  +(error|warning)  +(\S.* \([a-z-]+\))$)");
  static const base::Regex kParsable(R"(^\[(error|warning)\] (.* \([a-z-]+\))$)");
  Diagnostic diagnostic;
  std::string severity, message;
  if (const auto head = read_head(cursor.peek());
      head && kParsable.full_match(head->rest, &severity, &message) && head->column != 0) {
    diagnostic.place = place_of(*head);
  } else if (kListed.full_match(cursor.peek(), &diagnostic.place.line, &diagnostic.place.column, &severity,
                                &message)) {
    diagnostic.place.file = file_above(cursor);
    if (diagnostic.place.file.empty()) return std::nullopt;
  } else {
    return std::nullopt;
  }
  describe(diagnostic, severity, message);
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "yamllint",
          .starts = R"(^  \d+:\d+  +(error|warning)  +\S|:\d+:\d+: \[(error|warning)\] )",
          .read = read,
          .about = "yamllint's standard and parsable reports",
          .example_command = "yamllint .",
          .homepage = "https://yamllint.readthedocs.io/"};
}

}  // namespace fixpoint::diagnose::formats::yamllint
