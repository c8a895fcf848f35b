// eslint -f unix: "file:1:5: message [Error/rule]"; -f visualstudio: "file(1,5): error rule : message".
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend_lint.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::eslint_unix {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kUnix(R"(^(.*?) \[(Error|Warning)(?:/([@\w/.-]+))?\]$)");
  static const base::Regex kVisual(R"(^(error|warning)(?: ([@a-z][@\w/.-]*))? : (.*)$)");
  const auto head = read_head(cursor.peek());
  if (!head || head->column == 0) return std::nullopt;
  Diagnostic diagnostic;
  std::string severity;
  const bool matched = head->parentheses
                           ? kVisual.full_match(head->rest, &severity, &diagnostic.code, &diagnostic.message)
                           : kUnix.full_match(head->rest, &diagnostic.message, &severity, &diagnostic.code);
  if (!matched) return std::nullopt;
  diagnostic.place = place_of(*head);
  cursor.take();
  lint::finish(diagnostic, severity);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "eslint_unix",
          .language = Language::javascript,
          .starts = R"( \[(Error|Warning)(/[@\w/.-]+)?\]$|\(\d+,\d+\): (error|warning)( [@\w/.-]+)? : )",
          .read = read,
          .about = "eslint's unix and visualstudio formatters",
          .example_command = "eslint -f unix .",
          .homepage = "https://eslint.org/"};
}

}  // namespace fixpoint::diagnose::formats::eslint_unix
