// gcc, g++ and clang: "file:line:column: error: message [-Wflag]", then a source excerpt, notes and fix-it hints.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {
namespace {

const base::Regex& head() {
  static const base::Regex kHead(
      R"(^((?:[A-Za-z]:)?[^:\s][^:]*):(\d+):(?:(\d+):)? (fatal error|error|warning|note|remark): (.*)$)");
  return kHead;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  Diagnostic diagnostic;
  std::string severity;
  int line = 0;
  std::string column;
  if (!head().full_match(cursor.peek(), &diagnostic.place.file, &line, &column, &severity, &diagnostic.message))
    return std::nullopt;
  diagnostic.place.line = static_cast<std::uint32_t>(line);
  diagnostic.place.column = column.empty() ? 0 : static_cast<std::uint32_t>(std::stoul(column));
  diagnostic.severity = severity == "warning"                        ? Severity::warning
                        : severity == "note" || severity == "remark" ? Severity::note
                                                                     : Severity::error;
  diagnostic.category = Category::compiler_error;
  diagnostic.phase = Phase::compile;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format gcc() {
  return {.id = "gcc",
          .language = Language::c,
          .starts = R"(^[^\s:][^:]*:\d+:(\d+:)? (fatal error|error|warning|note|remark): )",
          .read = read,
          .example_command = "gcc -c file.c",
          .homepage = "https://gcc.gnu.org/"};
}

}  // namespace fixpoint::diagnose::formats
