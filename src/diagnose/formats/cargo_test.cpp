// cargo test: "---- module::test stdout ----", then what the failing test printed: a panic, or how it returned.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_rust_panic.hpp"
#include "diagnose/formats/_rustc_text.hpp"

namespace fixpoint::diagnose::formats::cargo_test {
namespace {

constexpr int kMaxOutput = 2000;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^---- (.+) stdout ----$)");
  static const base::Regex kNoPanic(R"(^note: test did not panic as expected(?: at (.+):(\d+):(\d+))?$)");
  std::string test;
  if (!kHead.full_match(cursor.peek(), &test)) return std::nullopt;
  // A documentation test that does not compile: its messages are rustc's.
  if (test.contains(" (line ") && (cursor.peek(1).starts_with("error") || cursor.peek(2).starts_with("error")))
    return std::nullopt;
  cursor.take();
  Diagnostic diagnostic;
  diagnostic.message = test + " failed";
  diagnostic.pattern = "$1 failed";
  for (int i = 0; i < kMaxOutput && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    if (line.starts_with("---- ") || line == "failures:") break;
    if (auto panic = read_rust_panic(cursor)) {
      diagnostic = std::move(*panic);
      break;
    }
    int row = 0, column = 0;
    std::string file;
    if (kNoPanic.full_match(line, &file, &row, &column)) {
      diagnostic.message = "test did not panic as expected";
      diagnostic.pattern = diagnostic.message;
      diagnostic.place = {file, static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column), 0,
                          0,    ColumnUnit::code_point};
      cursor.take();
      break;
    }
    if (line.starts_with("Error: ")) {
      diagnostic.message = line;
      diagnostic.pattern = line;
    }
    if (diagnostic.context.size() < 4000) {
      diagnostic.context += line;
      diagnostic.context += '\n';
    }
    cursor.take();
  }
  diagnostic.severity = Severity::error;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  diagnostic.arguments.insert(diagnostic.arguments.begin(), test);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "cargo_test",
          .language = Language::rust,
          .starts = R"(^---- .+ stdout ----$)",
          .read = read,
          .about = "cargo test: failed tests with what they printed.",
          .example_command = "cargo test",
          .homepage = "https://doc.rust-lang.org/cargo/commands/cargo-test.html"};
}

}  // namespace fixpoint::diagnose::formats::cargo_test
