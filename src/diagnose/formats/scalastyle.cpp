// scalastyle: "warning file=/p/A.scala message=Line is too long line=3 column=5".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::scalastyle {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(R"(^(error|warning) file=(.*?) message=(.*?)(?: line=(\d+))?(?: column=(\d+))?$)");
  // Under sbt: what concerns a whole file. Findings with a line look as the compiler's.
  static const base::Regex kSbt(R"(^\[(error|warn)\] (\S+\.scala): ([A-Z].*)$)");
  std::string severity, line, column;
  auto diagnostic = finding(Severity::warning, {});
  if (!kLine.full_match(cursor.peek(), &severity, &diagnostic.place.file, &diagnostic.message, &line, &column) &&
      !kSbt.full_match(cursor.peek(), &severity, &diagnostic.place.file, &diagnostic.message))
    return std::nullopt;
  if (severity == "error") diagnostic.severity = Severity::error;
  std::string_view line_digits = line, column_digits = column;
  diagnostic.place.line = take_number(line_digits);
  diagnostic.place.column = take_number(column_digits);
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "scalastyle",
          .starts = R"re(^(error|warning) file=.* message=|^\[(error|warn)\] \S+\.scala: [A-Z])re",
          .read = read,
          .about = "scalastyle: style of Scala code, command-line output and sbt plug-in.",
          .example_command = "scalastyle --config scalastyle_config.xml src",
          .homepage = "http://www.scalastyle.org/"};
}

}  // namespace fixpoint::diagnose::formats::scalastyle
