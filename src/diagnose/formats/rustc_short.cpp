// cargo and clippy with --message-format=short: "src/main.rs:3:5: warning: unused import".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"
#include "diagnose/formats/_rust.hpp"

namespace fixpoint::diagnose::formats::rustc_short {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kSeverity(R"(^(error|warning)(?:\[([A-Z]\d+)\])?: )");
  auto head = read_head_of(cursor.peek(), {".rs"});
  re2::StringPiece severity, code;
  if (!head || head->column == 0 || !kSeverity.find(head->rest, &severity, &code)) return std::nullopt;
  head->rest.remove_prefix(severity.size() + 2 + (code.empty() ? 0 : code.size() + 2));
  const bool error = severity == "error";
  auto diagnostic = finding(*head, error ? Severity::error : Severity::warning, base::view(code));
  diagnostic.phase = Phase::compile;
  classify_rust(diagnostic, {});
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "rustc_short",
          .language = Language::rust,
          .starts = R"(\.rs:\d+:\d+: (error|warning)(\[\w+\])?: )",
          .read = read,
          .about = "cargo and clippy with --message-format=short.",
          .example_command = "cargo check --message-format=short",
          .homepage = "https://doc.rust-lang.org/cargo/"};
}

}  // namespace fixpoint::diagnose::formats::rustc_short
