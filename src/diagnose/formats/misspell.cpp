// misspell: "a.md:3:10: "langauge" is a misspelling of "language"".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::misspell {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kMessage(R"re(^"([^"]+)" is a misspelling of "([^"]+)"$)re");
  // The file stands before the quotes.
  const auto quote = cursor.peek().find(": \"");
  if (quote == std::string_view::npos) return std::nullopt;
  auto head = read_head(cursor.peek().substr(0, quote + 2));
  std::string wrong, right;
  const auto message = cursor.peek().substr(quote + 2);
  if (!head || !kMessage.full_match(message, &wrong, &right)) return std::nullopt;
  head->rest = message;
  auto diagnostic = finding(*head, Severity::warning);
  auto place = place_of(*head);
  ++place.column;  // the tool counts from 0
  place.end_line = place.line;
  place.end_column = place.column + static_cast<std::uint32_t>(wrong.size());
  diagnostic.suggestions.push_back({"write " + right, Safety::likely, {{place, right}}});
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "misspell",
          .starts = R"re(^[^\s:][^:]*:\d+:\d+: "[^"]+" is a misspelling of ")re",
          .read = read,
          .about = "misspell: commonly misspelled English words.",
          .example_command = "misspell .",
          .homepage = "https://github.com/client9/misspell"};
}

}  // namespace fixpoint::diagnose::formats::misspell
