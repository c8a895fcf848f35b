// AddressSanitizer and LeakSanitizer: "==PID==ERROR: AddressSanitizer: heap-use-after-free on address ...", stacks of
// the access and of the block, the shadow map.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_sanitizer.hpp"

namespace fixpoint::diagnose::formats::asan {
namespace {

/// "Direct leak of 20 byte(s) in 1 object(s) allocated from:" with its stack.
std::optional<Diagnostic> read_leak(OutputCursor& cursor) {
  static const base::Regex kLeak(
      R"(^((?:Direct|Indirect) leak of \d+ byte\(s\) in \d+ object\(s\)) allocated from:$)");
  std::string message;
  if (!kLeak.full_match(cursor.peek(), &message)) return std::nullopt;
  cursor.take();
  auto diagnostic = sanitizer::problem("memory-leak", message);
  diagnostic.pattern = "memory leak";
  // Indirect leaks go away with the direct one that holds them.
  if (message.starts_with("Indirect")) diagnostic.severity = Severity::note;
  sanitizer::place_by_frames(diagnostic, sanitizer::take_frames(cursor));
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto leak = read_leak(cursor)) return leak;
  static const base::Regex kHead(R"(^==\d+==ERROR: (AddressSanitizer|LeakSanitizer): (.*)$)");
  static const base::Regex kKind(R"(^(?:attempting )?([A-Za-z][\w-]*))");
  std::string tool, message, kind;
  if (!kHead.full_match(cursor.peek(), &tool, &message)) return std::nullopt;
  if (tool == "LeakSanitizer") {  // the leaks follow, each a message of its own
    cursor.take();
    auto diagnostic = sanitizer::problem("memory-leak", message);
    diagnostic.severity = Severity::note;
    return diagnostic;
  }
  static_cast<void>(kKind.find(message, &kind));
  if (const auto at = message.find(" (pc "); at != std::string::npos) message.resize(at);
  if (const auto at = message.find(" at pc "); at != std::string::npos) message.resize(at);
  auto diagnostic = sanitizer::problem(kind, message);
  diagnostic.pattern = "AddressSanitizer: " + kind;
  cursor.take();
  sanitizer::take_report(cursor, diagnostic, "AddressSanitizer");
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "asan",
          .language = Language::any,
          .starts = R"(^==\d+==ERROR: (Address|Leak)Sanitizer: |^(Direct|Indirect) leak of \d+ byte)",
          .read = read,
          .about = "AddressSanitizer and LeakSanitizer reports of a program built with -fsanitize=address.",
          .example_command = "gcc -g -fsanitize=address a.c && ./a.out",
          .homepage = "https://github.com/google/sanitizers/wiki/AddressSanitizer"};
}

}  // namespace fixpoint::diagnose::formats::asan
