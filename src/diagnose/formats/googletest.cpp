// GoogleTest: "a_test.cpp:4: Failure", what was compared, and "[  FAILED  ] Suite.Name". Under ctest -V each line has
// the test's number before it.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::googletest {
namespace {

constexpr std::size_t kMostLines = 300;

/// Without "12: ", which ctest -V prints before each line of test 12.
std::string_view without_number(std::string_view line) {
  std::size_t digits = 0;
  while (digits < line.size() && base::is_digit(line[digits])) ++digits;
  return digits > 0 && line.substr(digits).starts_with(": ") ? line.substr(digits + 2) : line;
}

/// "[ RUN      ] A.B", "[  FAILED  ] A.B (0 ms)", "[----------] ...".
bool is_progress(std::string_view line) {
  return line.size() >= 12 && line[0] == '[' && line[11] == ']' &&
         (line.starts_with("[ RUN ") || line.starts_with("[  FAILED") || line.starts_with("[   ") ||
          line.starts_with("[  SKIP") || line.starts_with("[---") || line.starts_with("[===") ||
          line.starts_with("[  PASSED"));
}

/// The place of "FILE:LINE: Failure", and on Windows of "FILE(LINE): error: Expected equality of these values:".
bool read_place(std::string_view line, Place& place, std::string_view& rest) {
  if (line == "unknown file: Failure") return true;
  const auto head = read_head(line);
  if (!head || head->column != 0) return false;
  if (head->rest == "Failure") {
    place = place_of(*head);
    return true;
  }
  if (!head->parentheses || !head->rest.starts_with("error: ")) return false;
  rest = head->rest.substr(7);
  for (const std::string_view words : {"Expected equality of", "Value of: ", "Expected: ", "The difference between",
                                       "Failed", "Death test: ", "C++ exception with description"})
    if (rest.starts_with(words)) {
      place = place_of(*head);
      return true;
    }
  return false;
}

std::string test_above(const OutputCursor& cursor) {
  constexpr std::string_view kRun = "[ RUN      ] ";
  for (std::size_t back = 1; back <= kMostLines; ++back)
    if (const auto line = without_number(cursor.peek_back(back)); line.starts_with(kRun))
      return std::string(line.substr(kRun.size()));
  return {};
}

std::optional<Diagnostic> read_failure(OutputCursor& cursor) {
  Diagnostic diagnostic;
  std::string_view rest;
  if (!read_place(without_number(cursor.peek()), diagnostic.place, rest)) return std::nullopt;
  const auto test = test_above(cursor);
  diagnostic.severity = Severity::error;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  std::string text(rest);
  cursor.take();
  bool trace = false;
  for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
    const auto line = without_number(cursor.peek());
    Place next;
    std::string_view unused;
    if (is_progress(line) || read_place(line, next, unused)) break;
    // The stack that gtest prints when built with absl ends a message too.
    if (line == "Google Test trace:") {
      trace = true;
    } else if (const auto head = read_head(line); trace && head) {
      diagnostic.related.push_back({place_of(*head), std::string(head->rest)});
    } else if (!base::trim(line).empty()) {
      text += text.empty() ? "" : "\n";
      text += line;
    }
    cursor.take();
  }
  diagnostic.code = test;
  diagnostic.message = test.empty() ? text : test + ": " + text;
  diagnostic.pattern = test.empty() ? "test failed" : "test $1 failed";
  if (!test.empty()) diagnostic.arguments = {test};
  return diagnostic;
}

/// What only counts or lists the tests whose failures were printed.
std::optional<Diagnostic> read_summary(OutputCursor& cursor) {
  constexpr std::string_view kFailed = "[  FAILED  ] ";
  if (!without_number(cursor.peek()).starts_with(kFailed)) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.severity = Severity::note;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  diagnostic.message = without_number(cursor.take()).substr(kFailed.size());
  if (!diagnostic.message.ends_with("listed below:")) return diagnostic;
  constexpr std::size_t kMostTests = 5000, kMostNames = 20;
  for (std::size_t i = 0; i < kMostTests && without_number(cursor.peek()).starts_with(kFailed); ++i) {
    const auto name = without_number(cursor.take()).substr(kFailed.size());
    if (i < kMostNames) diagnostic.context += std::string(name) + '\n';
  }
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto found = read_failure(cursor)) return found;
  return read_summary(cursor);
}

}  // namespace

Format format() {
  return {
      .id = "googletest",
      .language = Language::cpp,
      .starts = R"(: Failure$|\[  FAILED  \] |\(\d+\): error: (Expected|Value of|The diff|Failed|Death|C\+\+ exc))",
      .read = read,
      .about = "GoogleTest and GoogleMock failures, directly or through ctest -V.",
      .example_command = "./a_test",
      .homepage = "https://google.github.io/googletest/"};
}

}  // namespace fixpoint::diagnose::formats::googletest
