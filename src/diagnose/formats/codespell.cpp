// codespell: "a.md:3: teh ==> the".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::codespell {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head(cursor.peek());
  const auto arrow = head ? head->rest.find(" ==> ") : std::string_view::npos;
  if (!head || arrow == std::string_view::npos || head->rest.find(' ') != arrow) return std::nullopt;
  cursor.take();
  return finding(*head, Severity::warning);
}

}  // namespace

Format format() {
  return {.id = "codespell",
          .starts = R"(^[^\s:][^:]*:\d+: \S+ ==> \S)",
          .read = read,
          .about = "codespell: misspelled words.",
          .example_command = "codespell",
          .homepage = "https://github.com/codespell-project/codespell"};
}

}  // namespace fixpoint::diagnose::formats::codespell
