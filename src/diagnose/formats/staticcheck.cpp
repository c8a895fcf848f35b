// staticcheck: "a.go:5:2: this value of err is never used (SA4006)".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::staticcheck {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head_of(cursor.peek(), {".go"});
  if (!head) return std::nullopt;
  const auto code = last_word_in(head->rest, '(');
  if (code.empty()) return std::nullopt;
  cursor.take();
  auto diagnostic = finding(*head, Severity::warning, code);
  diagnostic.place.unit = ColumnUnit::byte;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "staticcheck",
          .language = Language::go,
          .starts = R"re(\.go:\d+:\d+: .* \((SA|S|ST|QF|U)\d{4}\)$)re",
          .read = read,
          .about = "staticcheck: findings with their codes.",
          .example_command = "staticcheck ./...",
          .homepage = "https://staticcheck.dev/"};
}

}  // namespace fixpoint::diagnose::formats::staticcheck
