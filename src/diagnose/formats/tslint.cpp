// tslint: "ERROR: src/a.ts[3, 5]: message" (prose), "ERROR: src/a.ts:3:5 - message" (stylish).
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::tslint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(
      R"(^(?:(ERROR|WARNING): )?(?:\(([\w-]+)\) )?(\S.*\.[cm]?[jt]sx?)(?:\[(\d+), (\d+)\]:|:(\d+):(\d+) -) (.*)$)");
  std::string severity, line, column, other_line, other_column;
  auto diagnostic = finding(Severity::error, {});
  auto& place = diagnostic.place;
  if (!kLine.full_match(cursor.peek(), &severity, &diagnostic.code, &place.file, &line, &column, &other_line,
                        &other_column, &diagnostic.message))
    return std::nullopt;
  std::string_view lines = line.empty() ? other_line : line, columns = column.empty() ? other_column : column;
  place.line = take_number(lines);
  place.column = take_number(columns);
  place.unit = ColumnUnit::utf16;
  if (severity == "WARNING") diagnostic.severity = Severity::warning;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "tslint",
      .language = Language::typescript,
      .starts =
          R"(^((ERROR|WARNING): )?(\([\w-]+\) )?\S.*\.[cm]?[jt]sx?\[\d+, \d+\]: |^(ERROR|WARNING): (\([\w-]+\) )?\S.*\.[cm]?[jt]sx?:\d+:\d+ - )",
      .read = read,
      .about = "tslint: prose and stylish output.",
      .example_command = "tslint -p .",
      .homepage = "https://palantir.github.io/tslint/"};
}

}  // namespace fixpoint::diagnose::formats::tslint
