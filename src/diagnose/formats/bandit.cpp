// bandit's text: ">> Issue: [B602:name] message", details, "Location: file:line:column" (columns count from 0) and an
// excerpt.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::bandit {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kIssue(R"(^>> Issue: \[([A-Z]\d+):\w+\] (.*)$)");
  Diagnostic diagnostic;
  if (!kIssue.full_match(cursor.peek(), &diagnostic.code, &diagnostic.message)) return std::nullopt;
  cursor.take();
  diagnostic.category = Category::lint;
  diagnostic.phase = Phase::analyze;
  diagnostic.severity = Severity::warning;
  constexpr int kMostLines = 40;
  for (int lines = 0; lines < kMostLines && !cursor.done(); ++lines) {
    if (cursor.peek().starts_with(">> Issue: ") || cursor.peek().starts_with("-----")) break;
    const auto line = base::trim(cursor.take());
    if (line.starts_with("Severity: High")) {
      diagnostic.severity = Severity::error;
    } else if (line.starts_with("Location: ")) {
      const auto place = std::string(line.substr(10)) + ":";
      if (const auto head = read_head(place)) {
        diagnostic.place = place_of(*head);
        ++diagnostic.place.column;
      }
    } else if (!line.empty() && base::is_digit(line[0])) {
      diagnostic.context += line;
      diagnostic.context += '\n';
    }
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "bandit",
          .language = Language::python,
          .starts = R"(^>> Issue: \[)",
          .read = read,
          .about = "bandit, the security scanner for Python",
          .example_command = "bandit -r .",
          .homepage = "https://bandit.readthedocs.io/"};
}

}  // namespace fixpoint::diagnose::formats::bandit
