// Catch2, versions 2 and 3, the console reporter: a ruler with the test's name, then "a.cpp:4: FAILED:" with the
// expression, its expansion and messages.
#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::catch2 {
namespace {

bool is_ruler(std::string_view line) {
  return line.size() >= 40 && (line[0] == '-' || line[0] == '=' || line[0] == '.' || line[0] == '~') &&
         line.find_first_not_of(line[0]) == std::string_view::npos;
}

/// The name in the box above: between two rulers of '-', sections indented below the test's name.
std::string test_above(const OutputCursor& cursor) {
  constexpr std::size_t kFarthest = 200;
  std::vector<std::string> names;
  int rulers = 0;
  for (std::size_t back = 1; back <= kFarthest && rulers < 2; ++back) {
    const auto line = cursor.peek_back(back);
    if (is_ruler(line) && line[0] == '-')
      ++rulers;
    else if (rulers == 1)
      names.emplace_back(base::trim(line));
  }
  std::ranges::reverse(names);
  return rulers == 2 ? base::join(names, " / ") : std::string{};
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head(cursor.peek());
  if (!head || head->column != 0 || head->rest != "FAILED:") return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.severity = Severity::error;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  diagnostic.place = place_of(*head);
  const auto test = test_above(cursor);
  cursor.take();
  std::string text;
  constexpr std::size_t kMostLines = 200;
  for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    if (line.empty() || is_ruler(line)) break;
    if (!text.empty()) text += '\n';
    text += base::trim(line);
    cursor.take();
  }
  diagnostic.code = test;
  diagnostic.message = test.empty() ? text : test + ": " + text;
  diagnostic.pattern = test.empty() ? "test failed" : "test $1 failed";
  if (!test.empty()) diagnostic.arguments = {test};
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "catch2",
          .language = Language::cpp,
          .starts = R"(:\d+: FAILED:$|\(\d+\): FAILED:$)",
          .read = read,
          .about = "Catch2 (2 and 3), the console reporter.",
          .example_command = "./tests",
          .homepage = "https://github.com/catchorg/Catch2"};
}

}  // namespace fixpoint::diagnose::formats::catch2
