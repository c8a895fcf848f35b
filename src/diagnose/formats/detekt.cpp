// detekt: "/p/A.kt:3:5: message [RuleId]" and "\tRuleId - [name] at /p/A.kt:3:5".
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::detekt {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kConsole(R"(^\s+(\w+) - (.*) at (\S.*\.kts?):(\d+):(\d+)$)");
  if (auto head = read_head_of(cursor.peek(), {".kt", ".kts"}); head && !base::trim(head->rest).empty()) {
    const auto code = last_word_in(head->rest, '[');
    if (code.empty()) return std::nullopt;
    head->rest.remove_suffix(code.size() + 3);
    cursor.take();
    return finding(*head, Severity::warning, code);
  }
  auto diagnostic = finding(Severity::warning, {});
  auto& place = diagnostic.place;
  if (!kConsole.full_match(cursor.peek(), &diagnostic.code, &diagnostic.message, &place.file, &place.line,
                           &place.column))
    return std::nullopt;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "detekt",
          .starts = R"(\.kts?:\d+:\d+: .* \[[A-Z]\w+\]$|^\s+[A-Z]\w+ - .* at \S.*\.kts?:\d+:\d+$)",
          .read = read,
          .about = "detekt: findings in Kotlin.",
          .example_command = "detekt",
          .homepage = "https://detekt.dev/"};
}

}  // namespace fixpoint::diagnose::formats::detekt
