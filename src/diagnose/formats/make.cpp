// GNU make: its own errors, and the "Error N" lines that follow from what a recipe printed.
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::make {
namespace {

std::uint32_t number(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits.substr(0, 9)) value = value * 10 + static_cast<std::uint32_t>(c - '0');
  return value;
}

/// "make[1]: *** [Makefile:12: target] Error 2"; the place is not always printed.
struct Recipe {
  std::string_view file, target, end;
  std::uint32_t line = 0;
};

bool read_recipe(std::string_view text, Recipe& recipe) {
  const auto open = text.find(": *** [");
  if (open == std::string_view::npos || text.substr(0, open).find_first_of(" \t") != std::string_view::npos ||
      text.substr(0, open).find("make") == std::string_view::npos)
    return false;
  text.remove_prefix(open + 7);
  const auto close = text.rfind("] ");
  if (close == std::string_view::npos || close + 2 == text.size()) return false;
  recipe.end = text.substr(close + 2);
  if (recipe.end[0] < 'A' || recipe.end[0] > 'Z') return false;
  recipe.target = text.substr(0, close);
  for (auto at = recipe.target.find(':'); at != std::string_view::npos; at = recipe.target.find(':', at + 1)) {
    auto rest = recipe.target.substr(at + 1);
    const auto line = formats::take_number(rest);
    if (line == 0 || !rest.starts_with(": ")) continue;
    recipe.line = line;
    recipe.file = recipe.target.substr(0, at);
    recipe.target = rest.substr(2);
    break;
  }
  return true;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kRule(
      R"(^\S*make(?:\[\d+\])?: \*\*\* No rule to make target ['`‘](.*?)['’](?:, needed by ['`‘](.*?)['’])?\.(?:  Stop\.)?$)");
  static const base::Regex kOther(R"(^\S*make(?:\[\d+\])?: \*\*\* (.*?)(?:  Stop\.)?$)");
  static const base::Regex kFile(R"(^([^\s:]+):(\d+): \*\*\* (.*?)(?:  Stop\.)?$)");
  static const base::Regex kCommand(
      R"(^\S*make(?:\[\d+\])?: (\S+): (?:No such file or directory|Command not found)$)");
  static const base::Regex kBareError(R"(^\S*make(?:\[\d+\])?: \*\*\* (Waiting for unfinished jobs).*$)");
  Diagnostic diagnostic;
  diagnostic.phase = Phase::compile;
  diagnostic.category = Category::compiler_error;
  const auto line = cursor.peek();
  std::string file, digits, target, rest;
  const auto has = [&](std::string_view words) { return line.find(words) != std::string_view::npos; };
  if (has("Waiting for") && kBareError.full_match(line, &rest)) {
    diagnostic.severity = Severity::note;
    diagnostic.message = rest;
  } else if (Recipe recipe; read_recipe(line, recipe)) {
    target = recipe.target;
    rest = recipe.end;
    // Which recipe failed; why is what the recipe printed, unless it printed nothing anybody knows.
    diagnostic.message = "the recipe for '" + target + "' failed: " + rest;
    diagnostic.pattern = "the recipe for '$1' failed: " + rest;
    diagnostic.arguments = {target};
    diagnostic.place.file = recipe.file;
    diagnostic.place.line = recipe.line;
    diagnostic.code = "recipe";
  } else if (kRule.full_match(line, &target, &rest)) {
    diagnostic.message =
        "no rule to make target '" + target + "'" + (rest.empty() ? "" : ", needed by '" + rest + "'");
    diagnostic.pattern = rest.empty() ? "no rule to make target '$1'" : "no rule to make target '$1', needed by '$2'";
    diagnostic.arguments = {target};
    if (!rest.empty()) diagnostic.arguments.push_back(rest);
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
    diagnostic.code = "no-rule";
  } else if (kFile.full_match(line, &file, &digits, &rest)) {
    diagnostic.message = rest;
    diagnostic.place.file = file;
    diagnostic.place.line = number(digits);
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
  } else if (kCommand.full_match(line, &target)) {
    diagnostic.message = target + ": command not found";
    diagnostic.pattern = "$1: command not found";
    diagnostic.arguments = {target};
    diagnostic.category = Category::missing_command;
    diagnostic.phase = Phase::environment;
  } else if (kOther.full_match(line, &rest)) {
    diagnostic.message = rest;
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
  } else {
    return std::nullopt;
  }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "make",
          .starts =
              R"(^\S*make(\[\d+\])?: (\*\*\* |\S+: (No such file|Command not found))|^[^\s:]+:\d+: \*\*\* .*Stop\.$)",
          .read = read,
          .about = "GNU make: recipes that failed, missing rules.",
          .example_command = "make",
          .homepage = "https://www.gnu.org/software/make/",
          .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats::make
