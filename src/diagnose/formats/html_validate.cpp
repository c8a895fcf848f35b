// html-validate -f text: "file:1:2: error [rule] message".
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend_lint.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::html_validate {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kRest(R"(^(error|warning) \[([a-z][\w/-]+)\] (.*)$)");
  const auto head = read_head(cursor.peek());
  Diagnostic diagnostic;
  std::string severity;
  if (!head || head->column == 0 || !kRest.full_match(head->rest, &severity, &diagnostic.code, &diagnostic.message))
    return std::nullopt;
  diagnostic.place = place_of(*head);
  cursor.take();
  lint::finish(diagnostic, severity, Language::any);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "html_validate",
          .language = Language::any,
          .starts = R"(: (error|warning) \[[a-z][\w/-]+\] )",
          .read = read,
          .about = "html-validate's text formatter (its default looks like eslint's)",
          .example_command = "html-validate -f text '**/*.html'",
          .homepage = "https://html-validate.org/"};
}

}  // namespace fixpoint::diagnose::formats::html_validate
