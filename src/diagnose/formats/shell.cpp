// Shells (bash, sh, dash, ksh, zsh, fish): commands that are not found or not executable, syntax errors, unset
// variables, and what built-in commands say. The script and its line are the place.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::shell {
namespace {

/// "bash", "/bin/sh", "run.sh", "./deploy": before ": line 3: " (bash), ": 3: " (dash), ":3: " (zsh).
struct Head {
  std::string script;
  std::uint32_t line = 0;
  std::string text;
};

bool is_shell(std::string_view name) {
  if (name.starts_with('-')) name.remove_prefix(1);
  if (const auto slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
  for (const std::string_view shell : {"sh", "bash", "dash", "ksh", "zsh", "fish", "environment"})
    if (name == shell) return true;
  return false;
}

bool is_script(std::string_view name) {
  return name.ends_with(".sh") || name.ends_with(".bash") || name.ends_with(".zsh") || name.ends_with(".ksh");
}

std::optional<Head> read_head(std::string_view line) {
  // bash says "line"; no other program does so.
  static const base::Regex kBash(R"(^(-?\S+?|[^:]{1,200}): (?:-c: )?line (\d+): (.*)$)");
  static const base::Regex kDash(R"(^(-?\S+): (\d+): (.*)$)");
  static const base::Regex kZsh(R"(^([^:\s]+)(?::\w+)?:(\d+): (.*)$)");
  Head head;
  if (kBash.full_match(line, &head.script, &head.line, &head.text)) return head;
  if (kDash.full_match(line, &head.script, &head.line, &head.text) &&
      (is_shell(head.script) || is_script(head.script)))
    return head;
  if (kZsh.full_match(line, &head.script, &head.line, &head.text) &&
      (is_shell(head.script) || head.script.ends_with(".zsh")))
    return head;
  return std::nullopt;
}

struct Wording {
  base::Regex regex;
  Category category;
  Phase phase;
  std::string_view pattern;
};

/// What a shell says behind its head.
constexpr std::string_view kNotFound = "command '$1' not found";
const Wording* wording_of(std::string_view text, std::string& name) {
  static const Wording kWordings[] = {
      {base::Regex(R"(^([^:\s][^:]*): command not found$)"), Category::missing_command, Phase::environment,
       kNotFound},
      {base::Regex(R"(^command not found: (\S+)$)"), Category::missing_command, Phase::environment, kNotFound},
      {base::Regex(R"(^([^:\s][^:]*): not found$)"), Category::missing_command, Phase::environment, kNotFound},
      {base::Regex(R"(^([^:\s][^:]*): Permission denied$)"), Category::permission, Phase::environment,
       "'$1': permission denied"},
      {base::Regex(R"(^permission denied: (\S+)$)"), Category::permission, Phase::environment,
       "'$1': permission denied"},
      {base::Regex(R"(^syntax error near unexpected token [`'](.*)'$)"), Category::syntax_error, Phase::parse,
       "syntax error near unexpected token '$1'"},
      {base::Regex(
           R"(^(?:syntax error|Syntax error|parse error|unexpected EOF|conditional binary operator|unexpected argument)\b())"),
       Category::syntax_error, Phase::parse, ""},
      {base::Regex(R"(^(\w+|\d+|\$\w+): (?:unbound variable|parameter not set|parameter null or not set)$)"),
       Category::undefined_variable, Phase::run, "$1: unbound variable"},
      {base::Regex(R"(^(.*): bad substitution$|^Bad substitution()$)"), Category::syntax_error, Phase::parse,
       "bad substitution"},
      {base::Regex(R"(^(\w+): (?:is )?read.?only(?: variable)?$)"), Category::runtime_error, Phase::run,
       "$1: readonly variable"},
      {base::Regex(R"(^(?:[^:]*: )?(\S[^:]*): No such file or directory$)"), Category::configuration, Phase::run,
       "$1: no such file or directory"},
      {base::Regex(
           R"(^(?:cd: can't cd to|\.: cannot open|cannot open|\.: Can't open|no such file or directory:) ?(\S+?)(?:: No such file)?$)"),
       Category::configuration, Phase::run, "$1: no such file or directory"},
      {base::Regex(
           R"(^(?:[^:]+: )?(?:division by (?:0|zero)|value too great for base|syntax error: |invalid arithmetic operator|arithmetic syntax error)())"),
       Category::runtime_error, Phase::run, ""},
      {base::Regex(
           R"(^[^:]+ ?: (?:division by 0|syntax error in expression|syntax error: |value too great for base)())"),
       Category::runtime_error, Phase::run, ""},
      {base::Regex(R"(^(?:\[|\[\[|test): ())"), Category::runtime_error, Phase::run, ""},
      {base::Regex(
           R"(^(?:local|declare|export|unset|shift|return|read|printf|source|pushd|popd|trap|ulimit|mapfile|getopts|exec|let|eval|wait|kill|jobs|fg|bg|builtin|shopt|set|alias|umask|hash|type): ())"),
       Category::runtime_error, Phase::run, ""},
      {base::Regex(
           R"(^\s*\d+ (?:Killed|Terminated|Segmentation fault|Aborted|Bus error|Floating point exception|Illegal instruction)\b())"),
       Category::killed, Phase::run, ""},
      {base::Regex(
           R"(^([^:\s]+): (?:cannot execute.*|Exec format error|bad interpreter.*|Argument list too long|Is a directory)$)"),
       Category::runtime_error, Phase::environment, ""},
  };
  for (const auto& wording : kWordings)
    if (wording.regex.find(text, &name)) return &wording;
  return nullptr;
}

/// Messages without a line.
const Wording* lone_wording_of(std::string_view line, std::string& name) {
  static const Wording kWordings[] = {
      {base::Regex(R"(^(?:-?\S*?(?:ba|da|k|z)?sh|\S+\.sh|/\S+|make(?:\[\d+\])?): ([^:\s][^:]*): command not found$)"),
       Category::missing_command, Phase::environment, kNotFound},
      {base::Regex(R"(^(?:zsh|\S+\.zsh): command not found: (\S+)$)"), Category::missing_command, Phase::environment,
       kNotFound},
      {base::Regex(R"(^fish: Unknown command:? '?([^\s']+)'?$)"), Category::missing_command, Phase::environment,
       kNotFound},
      {base::Regex(R"(^make(?:\[\d+\])?: ([^:\s]+): No such file or directory$)"), Category::missing_command,
       Phase::environment, kNotFound},
      {base::Regex(R"(^(?:env|/usr/bin/env): [‘'"]?([^’'":\s]+)[’'"]?: No such file or directory$)"),
       Category::missing_command, Phase::environment, kNotFound},
      {base::Regex(R"(^zsh: permission denied: (\S+)$)"), Category::permission, Phase::environment,
       "'$1': permission denied"},
      {base::Regex(R"(^(?:bash|sh|dash|zsh): ([^:\s]+): No such file or directory$|^zsh: can't open input file: ())"),
       Category::configuration, Phase::environment, "$1: no such file or directory"},
  };
  for (const auto& wording : kWordings)
    if (wording.regex.find(line, &name)) return &wording;
  return nullptr;
}

Diagnostic describe(const Wording& wording, std::string name) {
  Diagnostic diagnostic;
  diagnostic.category = wording.category;
  diagnostic.phase = wording.phase;
  diagnostic.pattern = wording.pattern;
  if (wording.pattern.find("$1") != std::string_view::npos) diagnostic.arguments = {std::move(name)};
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto line = cursor.peek();
  std::string name;
  if (const auto* wording = lone_wording_of(line, name)) {
    auto diagnostic = describe(*wording, std::move(name));
    diagnostic.message = cursor.take();
    return diagnostic;
  }
  const auto head = read_head(line);
  if (!head) return std::nullopt;
  if (head->text.starts_with("warning: ")) return std::nullopt;
  const auto* wording = wording_of(head->text, name);
  if (wording == nullptr) return std::nullopt;
  auto diagnostic = describe(*wording, std::move(name));
  diagnostic.message = head->text;
  if (!is_shell(head->script) && !head->script.starts_with("/dev/")) {
    diagnostic.place.file = head->script;
    diagnostic.place.line = head->line;
  } else {
    diagnostic.message = line;  // what was typed has no file
  }
  cursor.take();
  // bash shows the line of a syntax error: "x.sh: line 3: `done'".
  if (wording->category == Category::syntax_error)
    if (const auto source = read_head(cursor.peek());
        source && source->script == head->script && source->text.starts_with('`')) {
      diagnostic.context = source->text.substr(1, source->text.size() - 2) + '\n';
      cursor.take();
    }
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "shell",
      .starts =
          R"(command not found|: not found$|[Pp]ermission denied|Unknown command|No such file( or directory)?$|: line \d+: |sh:( \d+|\d+|\w+:\d+): |\.(bash|ksh|zsh):( \d+|\d+|\w+:\d+): |can't open input file)",
      .read = read,
      .about =
          "bash, sh, dash, ksh, zsh and fish: missing commands, syntax errors, unset variables, failed built-ins.",
      .example_command = "sh -c foo",
      .homepage = "https://www.gnu.org/software/bash/"};
}

}  // namespace fixpoint::diagnose::formats::shell
