// doctest (the C++ framework): "a.cpp:4: ERROR: CHECK( x == 4 ) is NOT correct!" with the values below, under a
// "TEST CASE:" heading.
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::doctest {
namespace {

/// The name of the "TEST CASE:" above, with its subcases.
std::string test_above(const OutputCursor& cursor) {
  constexpr std::size_t kFarthest = 200;
  constexpr std::string_view kTest = "TEST CASE:";
  for (std::size_t back = 1; back <= kFarthest; ++back) {
    if (!cursor.peek_back(back).starts_with(kTest)) continue;
    auto name = std::string(base::trim(cursor.peek_back(back).substr(kTest.size())));
    for (; back > 1 && cursor.peek_back(back - 1).starts_with("  "); --back)
      name += " / " + std::string(base::trim(cursor.peek_back(back - 1)));
    return name;
  }
  return {};
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head(cursor.peek());
  if (!head || head->column != 0) return std::nullopt;
  const auto colon = head->rest.find(": ");
  if (colon == std::string_view::npos) return std::nullopt;
  const auto level = head->rest.substr(0, colon);
  if (level != "ERROR" && level != "FATAL ERROR" && level != "WARNING") return std::nullopt;
  auto text = std::string(head->rest.substr(colon + 2));
  const auto says = [&](std::string_view words) { return text.find(words) != std::string::npos; };
  const bool asserted = says(" is NOT correct!") || says(" threw ") || says(" did NOT throw") ||
                        says("test case THREW") || says("test case CRASHED") || says(" THREW exception");
  if (!asserted && test_above(cursor).empty()) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.severity = level == "WARNING" ? Severity::warning : Severity::error;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  diagnostic.place = place_of(*head);
  const auto test = test_above(cursor);
  cursor.take();
  constexpr std::size_t kMostLines = 100;
  for (std::size_t i = 0; i < kMostLines && cursor.peek().starts_with("  "); ++i)
    text += "\n" + std::string(base::trim(cursor.take()));
  diagnostic.code = test;
  diagnostic.message = test.empty() ? text : test + ": " + text;
  diagnostic.pattern = test.empty() ? "test failed" : "test $1 failed";
  if (!test.empty()) diagnostic.arguments = {test};
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "doctest",
          .language = Language::cpp,
          .starts = R"((:\d+|\(\d+\)): (ERROR|FATAL ERROR|WARNING): )",
          .read = read,
          .about = "doctest, the C++ testing framework.",
          .example_command = "./tests",
          .homepage = "https://github.com/doctest/doctest"};
}

}  // namespace fixpoint::diagnose::formats::doctest
