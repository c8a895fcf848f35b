// vale --output=line: "a.md:3:5:Vale.Spelling:Did you really mean 'foo'?".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::vale {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kRest(R"(^([A-Za-z][\w-]*\.[\w-]+):(\S.*)$)");
  const auto head = read_head(cursor.peek());
  auto diagnostic = finding(Severity::warning, {});
  if (!head || head->column == 0 || !kRest.full_match(head->rest, &diagnostic.code, &diagnostic.message))
    return std::nullopt;
  diagnostic.place = place_of(*head, ColumnUnit::code_point);
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "vale",
          .starts = R"(^[^\s:][^:]*:\d+:\d+:[A-Za-z][\w-]*\.[A-Z][\w-]+:\S)",
          .read = read,
          .about = "vale: prose style, line output.",
          .example_command = "vale --output=line docs",
          .homepage = "https://vale.sh/"};
}

}  // namespace fixpoint::diagnose::formats::vale
