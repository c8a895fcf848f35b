// golint and revive: "a.go:5:6: exported type T should have comment or be unexported".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::golint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head_of(cursor.peek(), {".go"});
  if (!head || head->column == 0) return std::nullopt;
  cursor.take();
  auto diagnostic = finding(*head, Severity::warning);
  diagnostic.place.unit = ColumnUnit::byte;
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "golint",
      .language = Language::go,
      .starts =
          R"re(\.go:\d+:\d+: (exported .* should |exported .* returns unexported type |comment on exported |package comment should |should have a package comment|should (not use|replace|omit|drop) |don't use |a blank import should |receiver name |error var |error strings? should |error should be the last |if block ends with a return |context\.Context should be |(var|func|const|type|method|struct field|interface method|range var|func parameter|method parameter|func result|method result) \S+ should be |type name will be used as |name will be used as |identical code in|parameter '|unused-parameter|unhandled error))re",
      .read = read,
      .about = "golint and revive: style of Go code.",
      .example_command = "golint ./...",
      .homepage = "https://github.com/mgechev/revive"};
}

}  // namespace fixpoint::diagnose::formats::golint
