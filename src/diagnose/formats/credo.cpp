// credo: "[W] → a.ex:3:5 message" (oneline) and "a.ex:3:5: W: message" (flycheck).
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::credo {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kOneline(R"(^\[([A-Z])\] \S+ (\S+\.exs?):(\d+)(?::(\d+))?(?:-\d+)? (.*)$)");
  static const base::Regex kFlycheck(R"(^(\S+\.exs?):(\d+):(?:(\d+):)? ([A-Z]): (.*)$)");
  auto diagnostic = finding(Severity::warning, {});
  auto& place = diagnostic.place;
  std::string letter, column;
  if (!kOneline.full_match(cursor.peek(), &letter, &place.file, &place.line, &column, &diagnostic.message) &&
      !kFlycheck.full_match(cursor.peek(), &place.file, &place.line, &column, &letter, &diagnostic.message))
    return std::nullopt;
  std::string_view digits = column;
  place.column = take_number(digits);
  diagnostic.severity = letter == "W" ? Severity::warning : Severity::info;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "credo",
          .starts = R"(^\[[A-Z]\] \S+ \S+\.exs?:\d+|^[^\s:]+\.exs?:\d+:(\d+:)? [WRCFD]: )",
          .read = read,
          .about = "credo: findings in Elixir, oneline and flycheck format.",
          .example_command = "mix credo --format oneline",
          .homepage = "https://github.com/rrrene/credo"};
}

}  // namespace fixpoint::diagnose::formats::credo
