// Test::More as prove shows it: "#   Failed test 'name'", "#   at t/a.t line 3.", what was got and expected; and
// prove's summary for test files that died or broke their plan.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::perl_test {
namespace {

std::optional<Diagnostic> read_failure(OutputCursor& cursor) {
  static const base::Regex kPlace(R"(^#\s+(?:in .* )?at (\S.*) line (\d+)\.$)");
  static const base::Regex kName(R"(^#\s+Failed (?:\(TODO\) )?test(?: '(.*)')?(?: at (\S.*) line (\d+)\.)?$)");
  Diagnostic diagnostic;
  std::string name, line_number;
  auto& place = diagnostic.place;
  if (!kName.full_match(cursor.peek(), &name, &place.file, &line_number) ||
      cursor.peek().find("(TODO)") != std::string_view::npos)
    return std::nullopt;
  cursor.take();
  place.line = static_cast<std::uint32_t>(std::strtoul(line_number.c_str(), nullptr, 10));
  if (place.line == 0 && kPlace.full_match(cursor.peek(), &place.file, &place.line)) cursor.take();
  std::string details;
  constexpr int kMost = 200;
  for (int lines = 0; lines < kMost; ++lines) {
    const auto line = cursor.peek();
    if (!line.starts_with("#  ") || kName.full_match(line)) break;
    details += (details.empty() ? "" : "\n") + std::string(base::trim(line.substr(1)));
    cursor.take();
  }
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  diagnostic.message = "Failed test" + (name.empty() ? "" : " '" + name + "'");
  if (!details.empty()) diagnostic.message += ": " + details;
  diagnostic.pattern = "Failed test '$1'";
  diagnostic.arguments = {name};
  return diagnostic;
}

/// "t/b.t (Wstat: 65280 (exited 255) Tests: 1 Failed: 0)" and its indented lines, in the summary.
std::optional<Diagnostic> read_summary(OutputCursor& cursor) {
  static const base::Regex kFile(R"(^(\S.*?) +\(Wstat: (\d+).* Failed: (\d+)\)$)");
  Diagnostic diagnostic;
  std::uint32_t failed = 0, status = 0;
  if (!kFile.full_match(cursor.peek(), &diagnostic.place.file, &status, &failed)) return std::nullopt;
  cursor.take();
  constexpr int kMost = 50;
  for (int lines = 0; lines < kMost && cursor.peek().starts_with("  "); ++lines)
    diagnostic.message += (lines == 0 ? "" : "; ") + std::string(base::trim(cursor.take()));
  if (status == 0 && failed == 0 && diagnostic.message.find("Parse errors") == std::string::npos)
    diagnostic.severity = Severity::info;  // unexpectedly passed
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  return cursor.peek().starts_with('#') ? read_failure(cursor) : read_summary(cursor);
}

}  // namespace

Format format() {
  return {.id = "perl_test",
          .starts = R"(^#\s+Failed test|\(Wstat: \d+)",
          .read = read,
          .about = "Perl's Test::More under prove: failed tests, test files that died or broke their plan",
          .example_command = "prove -l t",
          .homepage = "https://metacpan.org/dist/Test-Harness/view/bin/prove"};
}

}  // namespace fixpoint::diagnose::formats::perl_test
