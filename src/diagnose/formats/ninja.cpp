// ninja: its own errors, and "FAILED: target" with the command line of what failed (the reason follows it).
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::ninja {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kFailed(R"(^FAILED: (?:\[code=\d+\] )?(.*?) *$)");
  static const base::Regex kError(R"(^ninja: (?:error|fatal): (.*)$)");
  static const base::Regex kMissing(R"(^'(.*)', needed by '(.*)', missing and no known rule to make it$)");
  Diagnostic diagnostic;
  std::string text, needed_by;
  if (kFailed.full_match(cursor.peek(), &text)) {
    cursor.take();
    diagnostic.code = "FAILED";
    diagnostic.category = Category::compiler_error;
    diagnostic.phase = Phase::compile;
    diagnostic.message = "the command for '" + text + "' failed";
    diagnostic.pattern = "the command for '$1' failed";
    diagnostic.arguments = {text};
    // The next line is the command; structured re-runs start from it.
    if (!cursor.done() && !cursor.peek().empty()) diagnostic.context = cursor.take();
    return diagnostic;
  }
  if (cursor.peek() == "ninja: build stopped: subcommand failed." ||
      cursor.peek() == "ninja: build stopped: interrupted by user.") {
    diagnostic.severity = Severity::note;
    diagnostic.message = cursor.take();
    return diagnostic;
  }
  if (!kError.full_match(cursor.peek(), &text)) return std::nullopt;
  cursor.take();
  diagnostic.category = Category::configuration;
  diagnostic.phase = Phase::configure;
  diagnostic.message = text;
  if (const auto head = read_head(text); head && head->file.ends_with(".ninja")) {
    diagnostic.place = place_of(*head);
    diagnostic.message = head->rest;
    if (cursor.peek(1).ends_with("^ near here"))
      for (int i = 0; i < 2; ++i) diagnostic.context += std::string(cursor.take()) + '\n';
    return diagnostic;
  }
  std::string missing;
  if (kMissing.full_match(text, &missing, &needed_by)) {
    diagnostic.pattern = "'$1', needed by '$2', missing and no known rule to make it";
    diagnostic.arguments = {missing, needed_by};
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "ninja",
          .starts = R"(^FAILED: |^ninja: (error|fatal|build stopped): )",
          .read = read,
          .about = "ninja's own errors and the commands that failed.",
          .example_command = "ninja",
          .homepage = "https://ninja-build.org/"};
}

}  // namespace fixpoint::diagnose::formats::ninja
