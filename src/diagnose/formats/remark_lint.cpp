// remark-lint: the file's name, then "  1:1-1:5  warning  message  rule  remark-lint".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::remark_lint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kMessage(
      R"(^ +(\d+):(\d+)(?:-(\d+):(\d+))?  +(error|warning|info)  +(.*?)  +([\w-]+)  +remark-\S+\s*$)");
  std::string end_line, end_column, severity;
  auto diagnostic = finding(Severity::warning, {});
  auto& place = diagnostic.place;
  if (!kMessage.full_match(cursor.peek(), &place.line, &place.column, &end_line, &end_column, &severity,
                           &diagnostic.message, &diagnostic.code))
    return std::nullopt;
  constexpr std::size_t kFarthest = 1000;
  for (std::size_t back = 1; back < kFarthest; ++back) {
    const auto above = cursor.peek_back(back);
    if (above.empty()) break;
    if (above[0] == ' ') continue;
    place.file = above;
    break;
  }
  std::string_view lines = end_line, columns = end_column;
  place.end_line = take_number(lines);
  place.end_column = take_number(columns);
  place.unit = ColumnUnit::utf16;
  if (severity == "error") diagnostic.severity = Severity::error;
  if (severity == "info") diagnostic.severity = Severity::info;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "remark_lint",
          .starts = R"(^ +\d+:\d+(-\d+:\d+)?  +(error|warning|info)  +.*  +remark-\S+\s*$)",
          .read = read,
          .about = "remark-lint: style of Markdown files.",
          .example_command = "remark .",
          .homepage = "https://github.com/remarkjs/remark-lint"};
}

}  // namespace fixpoint::diagnose::formats::remark_lint
