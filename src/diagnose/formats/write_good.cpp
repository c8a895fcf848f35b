// write-good: "\"very\" is a weasel word on line 3 at column 5", below "In README.md".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::write_good {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(R"re(^("[^"]+" .*) on line (\d+) at column (\d+)$)re");
  auto diagnostic = finding(Severity::info, {});
  auto& place = diagnostic.place;
  if (!kLine.full_match(cursor.peek(), &diagnostic.message, &place.line, &place.column)) return std::nullopt;
  ++place.column;  // counted from 0
  constexpr std::size_t kFarthest = 300;
  for (std::size_t back = 1; back < kFarthest; ++back)
    if (cursor.peek_back(back).starts_with("In ")) {
      place.file = cursor.peek_back(back).substr(3);
      break;
    }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "write_good",
          .starts = R"(^"[^"]+" .* on line \d+ at column \d+$)",
          .read = read,
          .about = "write-good: weak English prose.",
          .example_command = "write-good README.md",
          .homepage = "https://github.com/btford/write-good"};
}

}  // namespace fixpoint::diagnose::formats::write_good
