// gitlint: "1: T3 Title has trailing punctuation (.): "..."".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::gitlint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(R"(^(\d+): ([TBMIU]\w?C?\d+) (.*)$)");
  auto diagnostic = finding(Severity::error, {});
  std::string line;
  if (!kLine.full_match(cursor.peek(), &line, &diagnostic.code, &diagnostic.message)) return std::nullopt;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "gitlint",
          .starts = R"(^\d+: (T[1-8]|B[1-8]|M1|I[1-4]|UC\d+|CT1|CC1) [A-Z])",
          .read = read,
          .about = "gitlint: style of commit messages.",
          .example_command = "gitlint",
          .homepage = "https://jorisroovers.com/gitlint/"};
}

}  // namespace fixpoint::diagnose::formats::gitlint
