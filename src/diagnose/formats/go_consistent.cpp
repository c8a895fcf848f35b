// go-consistent: "a.go:10:5: zero value ptr alloc: use new(T) for *T allocation".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::go_consistent {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto head = read_head_of(cursor.peek(), {".go"});
  if (!head || head->column == 0) return std::nullopt;
  cursor.take();
  auto diagnostic = finding(*head, Severity::warning, head->rest.substr(0, head->rest.find(": ")));
  diagnostic.place.unit = ColumnUnit::byte;
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "go_consistent",
      .language = Language::go,
      .starts =
          R"re(\.go:\d+:\d+: (unit import|zero value ptr alloc|empty slice|empty map|hex lit|range check|and-not|float lit|label case|untyped const|arg list parens|non-zero length test|default case order|empty [a-z]+|[a-z]+( [a-z]+){0,4}): (use|don.t use|prefer|put|remove) )re",
      .read = read,
      .about = "go-consistent: Go written in more than one way.",
      .example_command = "go-consistent ./...",
      .homepage = "https://github.com/quasilyte/go-consistent"};
}

}  // namespace fixpoint::diagnose::formats::go_consistent
