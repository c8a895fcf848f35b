// tox and nox: which environment or session failed. What failed in it is told above, by other tools.
#include <string>

#include "base/regex.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::tox {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kTox(R"(^ +(\S+): FAIL (?:code (-?\d+)|✖)?.*\(.*seconds\)$)");
  static const base::Regex kOldTox(
      R"(^ERROR: +(\S+): (commands failed|could not install deps.*|InvocationError.*)$)");
  static const base::Regex kCommand(R"(^nox > (Command .* failed with exit code (-?\d+).*)$)");
  static const base::Regex kProgram(R"(^nox > (Program (\S+) not found.*)$)");
  static const base::Regex kSession(R"(^nox > (Session (\S+) (?:failed|aborted).*)$)");
  Diagnostic diagnostic;
  std::string name, status;
  diagnostic.phase = Phase::test;
  if (kTox.full_match(cursor.peek(), &name, &status)) {
    diagnostic.message = "environment " + name + " failed" + (status.empty() ? "" : " with code " + status);
  } else if (kOldTox.full_match(cursor.peek(), &name, &diagnostic.message)) {
    diagnostic.message = "environment " + name + ": " + diagnostic.message;
  } else if (kProgram.full_match(cursor.peek(), &diagnostic.message, &name)) {
    diagnostic.category = Category::missing_command;
    diagnostic.phase = Phase::environment;
    diagnostic.pattern = "command '$1' not found";
    diagnostic.arguments = {name};
  } else if (!kCommand.full_match(cursor.peek(), &diagnostic.message, &status) &&
             !kSession.full_match(cursor.peek(), &diagnostic.message, &name)) {
    return std::nullopt;
  }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "tox",
      .language = Language::python,
      .starts =
          R"(^ +\S+: FAIL |^ERROR: +\S+: (commands failed|could not install deps|InvocationError)|^nox > (Command|Program|Session) )",
      .read = read,
      .about = "tox and nox: environments and sessions that failed",
      .example_command = "tox",
      .homepage = "https://tox.wiki/"};
}

}  // namespace fixpoint::diagnose::formats::tox
