// eslint -f compact: "file: line 1, col 5, Error - message (rule)".
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend_lint.hpp"

namespace fixpoint::diagnose::formats::eslint_compact {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(R"(^(.+?): line (\d+), col (\d+), (Error|Warning) - (.*?)(?: \(([@\w/.-]+)\))?$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string severity;
  if (!kLine.full_match(cursor.peek(), &place.file, &place.line, &place.column, &severity, &diagnostic.message,
                        &diagnostic.code))
    return std::nullopt;
  cursor.take();
  lint::finish(diagnostic, severity);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "eslint_compact",
          .language = Language::javascript,
          .starts = R"(: line \d+, col \d+, (Error|Warning) - )",
          .read = read,
          .about = "eslint's compact formatter",
          .example_command = "eslint -f compact .",
          .homepage = "https://eslint.org/"};
}

}  // namespace fixpoint::diagnose::formats::eslint_compact
