// commitlint: "✖   subject may not be empty [subject-empty]".
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend_lint.hpp"

namespace fixpoint::diagnose::formats::commitlint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(R"(^(✖|⚠)   (.*) \[([a-z]+(?:-[a-z]+)+)\]$)");
  Diagnostic diagnostic;
  std::string mark;
  if (!kLine.full_match(cursor.peek(), &mark, &diagnostic.message, &diagnostic.code)) return std::nullopt;
  cursor.take();
  lint::finish(diagnostic, mark == "✖" ? "error" : "warning", Language::any);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "commitlint",
          .language = Language::any,
          .starts = R"(^[✖⚠]   )",
          .read = read,
          .about = "commitlint's findings about a commit message",
          .example_command = "commitlint --from HEAD~1",
          .homepage = "https://commitlint.js.org/"};
}

}  // namespace fixpoint::diagnose::formats::commitlint
