// ninja: its own errors, and "FAILED: target" with the command line of what failed (the reason follows it).
#include "base/regex.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {
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
  std::string missing;
  if (kMissing.full_match(text, &missing, &needed_by)) {
    diagnostic.pattern = "'$1', needed by '$2', missing and no known rule to make it";
    diagnostic.arguments = {missing, needed_by};
  }
  return diagnostic;
}

}  // namespace

Format ninja() {
  return {.id = "ninja",
          .starts = R"(^FAILED: |^ninja: (error|fatal|build stopped): )",
          .read = read,
          .example_command = "ninja",
          .homepage = "https://ninja-build.org/"};
}

}  // namespace fixpoint::diagnose::formats
