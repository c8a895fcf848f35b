// ktlint: "/p/A.kt:3:5: Wildcard import (standard:no-wildcard-imports)".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::ktlint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto head = read_head_of(cursor.peek(), {".kt", ".kts"});
  if (!head || head->column == 0) return std::nullopt;
  const auto code = last_word_in(head->rest, '(');
  if (code.empty()) return std::nullopt;
  head->rest.remove_suffix(code.size() + 3);
  cursor.take();
  return finding(*head, Severity::error, code);
}

}  // namespace

Format format() {
  return {.id = "ktlint",
          .starts = R"(\.kts?:\d+:\d+: .* \([a-z][\w-]*:[\w-]+\)$)",
          .read = read,
          .about = "ktlint: style of Kotlin.",
          .example_command = "ktlint",
          .homepage = "https://pinterest.github.io/ktlint/"};
}

}  // namespace fixpoint::diagnose::formats::ktlint
