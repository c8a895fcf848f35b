// markdownlint-cli and -cli2: "a.md:3:81 MD013/line-length Line length [Expected: 80; Actual: 90]".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(R"(^(\S.*?):(\d+)(?::(\d+))? (?:(error|warning) )?(MD\d{3})(?:/[\w/-]+)? (.*)$)");
  auto diagnostic = finding(Severity::error, {});
  auto& place = diagnostic.place;
  std::string column, severity;
  if (!kLine.full_match(cursor.peek(), &place.file, &place.line, &column, &severity, &diagnostic.code,
                        &diagnostic.message))
    return std::nullopt;
  std::string_view digits = column;
  place.column = take_number(digits);
  place.unit = ColumnUnit::utf16;
  if (severity == "warning") diagnostic.severity = Severity::warning;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format markdownlint() {
  return {.id = "markdownlint",
          .starts = R"(^\S.*:\d+(:\d+)? ((error|warning) )?MD\d{3}(/[\w/-]+)? )",
          .read = read,
          .about = "markdownlint: style of Markdown files.",
          .example_command = "markdownlint-cli2 README.md",
          .homepage = "https://github.com/DavidAnson/markdownlint"};
}

}  // namespace fixpoint::diagnose::formats
