// Shells: "bash: line 1: foo: command not found", "sh: 1: foo: not found", "zsh: command not found: foo", and
// "permission denied" for a program that is not executable.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  struct Wording {
    base::Regex regex;
    Category category;
    std::string_view pattern;
  };
  static const Wording kWordings[] = {
      {base::Regex(
           R"(^(?:-?\S*?(?:ba|da|k|z)?sh|\S+\.sh|/\S+|make(?:\[\d+\])?): (?:line )?(?:\d+: )?([^:\s][^:]*): command not found$)"),
       Category::missing_command, "command '$1' not found"},
      {base::Regex(R"(^(?:-?\S*?(?:ba|da|k)?sh|\S+\.sh): (?:line )?\d+: ([^:\s][^:]*): not found$)"),
       Category::missing_command, "command '$1' not found"},
      {base::Regex(R"(^(?:zsh|\S+\.zsh)(?::\d+)?: command not found: (\S+)$)"), Category::missing_command,
       "command '$1' not found"},
      {base::Regex(R"(^fish: Unknown command:? '?([^\s']+)'?$)"), Category::missing_command,
       "command '$1' not found"},
      {base::Regex(R"(^make(?:\[\d+\])?: ([^:\s]+): No such file or directory$)"), Category::missing_command,
       "command '$1' not found"},
      {base::Regex(R"(^(?:env|/usr/bin/env): [‘'"]?([^’'":\s]+)[’'"]?: No such file or directory$)"),
       Category::missing_command, "command '$1' not found"},
      {base::Regex(R"(^(?:-?\S*?(?:ba|da|k)?sh|\S+\.sh): (?:line )?\d+: ([^:\s][^:]*): Permission denied$)"),
       Category::permission, "'$1': permission denied"},
      {base::Regex(R"(^zsh(?::\d+)?: permission denied: (\S+)$)"), Category::permission, "'$1': permission denied"},
  };
  for (const auto& wording : kWordings) {
    std::string name;
    if (!wording.regex.full_match(cursor.peek(), &name)) continue;
    Diagnostic diagnostic;
    diagnostic.category = wording.category;
    diagnostic.phase = Phase::environment;
    diagnostic.message = cursor.peek();
    diagnostic.pattern = wording.pattern;
    diagnostic.arguments = {std::move(name)};
    cursor.take();
    return diagnostic;
  }
  return std::nullopt;
}

}  // namespace

Format shell() {
  return {
      .id = "shell",
      .starts = R"(command not found|: not found$|[Pp]ermission denied|Unknown command|No such file or directory$)",
      .read = read,
      .example_command = "sh -c foo",
      .homepage = "https://www.gnu.org/software/bash/"};
}

}  // namespace fixpoint::diagnose::formats
