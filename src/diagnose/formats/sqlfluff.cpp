// sqlfluff: "== [a.sql] FAIL", then "L:   1 | P:   1 | LT01 | message".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::sqlfluff {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kRow(R"(^L: *(\d+) \| P: *(\d+) \| +(\w+) \| (.*?)\s*$)");
  static const base::Regex kMore(R"(^ +\| (\S.*?)\s*$)");
  static const base::Regex kFile(R"(^== \[(.*)\] FAIL$)");
  auto diagnostic = finding(Severity::error, {});
  auto& place = diagnostic.place;
  if (!kRow.full_match(cursor.peek(), &place.line, &place.column, &diagnostic.code, &diagnostic.message))
    return std::nullopt;
  place.unit = ColumnUnit::code_point;
  if (diagnostic.code == "PRS") diagnostic.category = Category::syntax_error;
  constexpr std::size_t kFarthest = 1000;
  for (std::size_t back = 1; back < kFarthest && place.file.empty(); ++back) {
    const auto above = cursor.peek_back(back);
    if (!above.starts_with("L:") && !above.starts_with(' ') && !kFile.full_match(above, &place.file)) break;
  }
  cursor.take();
  std::string more;
  for (int lines = 0; lines < 10 && kMore.full_match(cursor.peek(), &more); ++lines) {
    diagnostic.message += " " + more;
    cursor.take();
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "sqlfluff",
          .starts = R"(^L: *\d+ \| P: *\d+ \| )",
          .read = read,
          .about = "sqlfluff: style and syntax of SQL.",
          .example_command = "sqlfluff lint .",
          .homepage = "https://sqlfluff.com/"};
}

}  // namespace fixpoint::diagnose::formats::sqlfluff
