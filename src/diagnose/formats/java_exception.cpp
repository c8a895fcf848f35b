// The java launcher: uncaught exceptions with their stack traces, and programs it cannot start.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_java_stack.hpp"

namespace fixpoint::diagnose::formats::java_exception {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  Diagnostic diagnostic;
  if (read_java_stack(cursor, diagnostic)) return diagnostic;
  static const base::Regex kLauncher(
      R"(^Error: (Could not find or load main class .*|Main method not found in class .*|Unable to access jarfile .*|A JNI error has occurred.*|Invalid or corrupt jarfile .*)$)");
  if (!kLauncher.full_match(cursor.peek(), &diagnostic.message)) return std::nullopt;
  diagnostic.severity = Severity::fatal;
  diagnostic.category = Category::configuration;
  diagnostic.phase = Phase::run;
  cursor.take();
  if (cursor.peek().starts_with("Caused by: ")) diagnostic.message += "; " + std::string(cursor.take());
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "java_exception",
      .language = Language::java,
      .starts =
          R"(^Exception in thread "|^([a-z]\w*\.)+[A-Z][\w$]*(Exception|Error|Failure|Throwable)([:; ]|$)|^Error: (Could not find|Main method|Unable to access jarfile|A JNI|Invalid or corrupt))",
      .read = read,
      .about = "Java programs that end with an exception.",
      .example_command = "java Main",
      .homepage = "https://docs.oracle.com/en/java/javase/17/docs/specs/man/java.html"};
}

}  // namespace fixpoint::diagnose::formats::java_exception
