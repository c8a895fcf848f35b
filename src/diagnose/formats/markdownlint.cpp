// markdownlint-cli and -cli2: "file:3[:5] [error ]MD001/heading-increment message".
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_frontend_lint.hpp"

namespace fixpoint::diagnose::formats::markdownlint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(R"(^(\S.*?):(\d+)(?::(\d+))? (?:(error|warning) )?(MD\d{3})(?:/[\w-]+)+ (.*)$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string severity, column;
  if (!kLine.full_match(cursor.peek(), &place.file, &place.line, &column, &severity, &diagnostic.code,
                        &diagnostic.message))
    return std::nullopt;
  cursor.take();
  place.column = frontend::number(column);
  lint::finish(diagnostic, severity.empty() ? "error" : severity, Language::any);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "markdownlint",
          .language = Language::any,
          .starts = R"( MD\d{3}(/[\w-]+)+ )",
          .read = read,
          .about = "markdownlint-cli and markdownlint-cli2: style of Markdown files.",
          .example_command = "markdownlint '**/*.md'",
          .homepage = "https://github.com/DavidAnson/markdownlint"};
}

}  // namespace fixpoint::diagnose::formats::markdownlint
