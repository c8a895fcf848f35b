// cpplint: "a.cpp:3:  Missing space after ,  [whitespace/comma] [3]".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::cpplint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kRest(R"(^ *(.*?) +\[([a-z_]+/[a-z_+0-9]+)\] \[\d\]$)");
  const auto head = read_head(cursor.peek());
  auto diagnostic = finding(Severity::warning, {});
  if (!head || !kRest.full_match(head->rest, &diagnostic.message, &diagnostic.code)) return std::nullopt;
  diagnostic.place = place_of(*head);
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "cpplint",
          .language = Language::cpp,
          .starts = R"(^[^\s:].*:\d+: .*  \[[a-z_]+/[a-z_+0-9]+\] \[\d\]$)",
          .read = read,
          .about = "cpplint: Google style of C++.",
          .example_command = "cpplint *.cpp",
          .homepage = "https://github.com/cpplint/cpplint"};
}

}  // namespace fixpoint::diagnose::formats::cpplint
