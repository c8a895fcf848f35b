// ctest: "3/7 Test #3: total ....***Failed 0.06 sec", and the list of failed tests at its end.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::ctest {
namespace {

Category category_of(std::string_view reason) {
  return reason.starts_with("Timeout")   ? Category::timeout
         : reason.starts_with("Not Run") ? Category::missing_command
                                         : Category::test_failure;
}

Diagnostic failed(std::string name, std::string reason) {
  Diagnostic diagnostic;
  diagnostic.severity = Severity::error;
  diagnostic.category = category_of(reason);
  diagnostic.phase = Phase::test;
  diagnostic.code = reason.substr(0, reason.find("  "));
  diagnostic.message = "test " + name + " failed: " + reason;
  diagnostic.pattern = "test $1 failed: " + diagnostic.code;
  diagnostic.arguments = {std::move(name)};
  return diagnostic;
}

/// True when a test's own line is above: the list at the end repeats them.
bool was_printed(const OutputCursor& cursor) {
  constexpr std::size_t kFarthest = 500;
  for (std::size_t back = 1; back <= kFarthest; ++back) {
    const auto line = cursor.peek_back(back);
    if (line.find("***") != std::string_view::npos && line.find(" Test ") != std::string_view::npos) return true;
  }
  return false;
}

std::vector<Diagnostic> read_many(OutputCursor& cursor) {
  static const base::Regex kTest(R"(^ *\d+/\d+ Test +#\d+: (.+?) [ .]*\*\*\*(.*?) +[\d.]+ sec$)");
  static const base::Regex kListed(R"(^\s+\d+ - (.+) \(([^()]+)\)(?:\s.*)?$)");
  std::string name, reason;
  if (kTest.full_match(cursor.peek(), &name, &reason)) {
    if (reason.starts_with("Skipped")) return {};
    cursor.take();
    return {failed(name, std::string(base::trim(reason)))};
  }
  if (!cursor.peek().starts_with("The following tests FAILED:") || !kListed.full_match(cursor.peek(1))) return {};
  const bool repeated = was_printed(cursor);
  cursor.take();
  std::vector<Diagnostic> found;
  constexpr std::size_t kMostTests = 5000;
  for (std::size_t i = 0; i < kMostTests && kListed.full_match(cursor.peek(), &name, &reason); ++i) {
    cursor.take();
    found.push_back(failed(name, reason));
    if (repeated) found.back().severity = Severity::note;
  }
  if (cursor.peek().starts_with("Errors while running CTest")) cursor.take();
  return found;
}

}  // namespace

Format format() {
  return {.id = "ctest",
          .starts = R"(^ *\d+/\d+ Test +#\d+: .*\*\*\*|^The following tests FAILED:)",
          .read_many = read_many,
          .about = "ctest's results of each test and its list of failed ones.",
          .example_command = "ctest --output-on-failure",
          .homepage = "https://cmake.org/cmake/help/latest/manual/ctest.1.html"};
}

}  // namespace fixpoint::diagnose::formats::ctest
