// MemorySanitizer: "==PID==WARNING: MemorySanitizer: use-of-uninitialized-value", the stack, and where the value came
// from.
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_sanitizer.hpp"

namespace fixpoint::diagnose::formats::msan {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^==\d+==(?:WARNING|ERROR): MemorySanitizer: ([\w-]+)(.*)$)");
  std::string kind, rest;
  if (!kHead.full_match(cursor.peek(), &kind, &rest)) return std::nullopt;
  cursor.take();
  auto diagnostic = sanitizer::problem(kind, kind + rest);
  diagnostic.pattern = "MemorySanitizer: " + kind;
  sanitizer::take_report(cursor, diagnostic, "MemorySanitizer");
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "msan",
          .language = Language::any,
          .starts = R"(^==\d+==(WARNING|ERROR): MemorySanitizer: )",
          .read = read,
          .about = "MemorySanitizer reports of a program built with -fsanitize=memory.",
          .example_command = "clang -g -fsanitize=memory a.c && ./a.out",
          .homepage = "https://clang.llvm.org/docs/MemorySanitizer.html"};
}

}  // namespace fixpoint::diagnose::formats::msan
