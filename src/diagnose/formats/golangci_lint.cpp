// golangci-lint, text output: "a.go:10:2: message (linter)", with the source line and a caret below.
#include "diagnose/formats/_lint.hpp"

namespace fixpoint::diagnose::formats {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head_of(cursor.peek(), {".go", "go.mod"});
  if (!head) return std::nullopt;
  const auto linter = last_word_in(head->rest, '(');
  if (linter.empty() || linter == "compile") return std::nullopt;
  auto diagnostic = finding(*head, Severity::error, linter);
  diagnostic.place.unit = ColumnUnit::byte;
  if (linter == "typecheck") {
    diagnostic.category = Category::compiler_error;
    diagnostic.phase = Phase::compile;
  }
  cursor.take();
  if (is_caret_line(cursor.peek(1)) && !cursor.peek().empty()) {
    diagnostic.context = std::string(cursor.take()) + '\n';
    diagnostic.context += std::string(cursor.take()) + '\n';
  }
  return diagnostic;
}

}  // namespace

Format golangci_lint() {
  return {.id = "golangci_lint",
          .language = Language::go,
          .starts = R"re(\.(go|mod):\d+(:\d+)?: .* \([a-z][a-z0-9]*\)$)re",
          .read = read,
          .about = "golangci-lint: findings of all its linters, text output.",
          .example_command = "golangci-lint run",
          .homepage = "https://golangci-lint.run/"};
}

}  // namespace fixpoint::diagnose::formats
