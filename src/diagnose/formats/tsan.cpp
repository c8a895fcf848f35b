// ThreadSanitizer: "WARNING: ThreadSanitizer: data race (pid=1)" with the stacks of both accesses.
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_sanitizer.hpp"

namespace fixpoint::diagnose::formats::tsan {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(?:WARNING|FATAL|==\d+==ERROR): ThreadSanitizer: (.+?)(?: \(pid=\d+\))?$)");
  std::string message;
  if (!kHead.full_match(cursor.peek(), &message)) return std::nullopt;
  cursor.take();
  auto diagnostic = sanitizer::problem(message.substr(0, message.find(" (")), message);
  diagnostic.pattern = "ThreadSanitizer: " + diagnostic.code;
  sanitizer::take_report(cursor, diagnostic, "ThreadSanitizer");
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "tsan",
          .language = Language::any,
          .starts = R"(^(WARNING|FATAL|==\d+==ERROR): ThreadSanitizer: )",
          .read = read,
          .about = "ThreadSanitizer reports of a program built with -fsanitize=thread.",
          .example_command = "g++ -g -fsanitize=thread a.cpp && ./a.out",
          .homepage = "https://github.com/google/sanitizers/wiki/ThreadSanitizerCppManual"};
}

}  // namespace fixpoint::diagnose::formats::tsan
