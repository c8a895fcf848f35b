// PHPUnit: "1) Tests\CalcTest::testAdd", the message, and "/x/tests/CalcTest.php:12" frames.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::phpunit {
namespace {

/// "/x/y.php:12" alone on its line.
bool read_frame(std::string_view line, Place& place) {
  const auto colon = line.rfind(':');
  if (colon == std::string_view::npos || !line.substr(0, colon).ends_with(".php") ||
      line.find(' ') != std::string_view::npos)
    return false;
  auto digits = line.substr(colon + 1);
  const auto number = take_number(digits);
  if (number == 0 || !digits.empty()) return false;
  place.file = line.substr(0, colon);
  place.line = number;
  return true;
}

/// Whether the list this block is in tells failures: PHPUnit also lists skipped, risky and warned tests so.
Severity list_severity(const OutputCursor& cursor) {
  static const base::Regex kList(
      R"(^There (?:was|were) \d+ (error|failure|warning|PHPUnit .*|risky test|skipped test|incomplete test|deprecation|notice)s?:?)");
  constexpr std::size_t kFarthest = 3000;
  std::string kind;
  for (std::size_t back = 1; back < kFarthest && back <= cursor.index(); ++back) {
    const auto line = cursor.peek_back(back);
    if (line.starts_with("There w") && kList.find(line, &kind))
      return kind == "error" || kind == "failure" ? Severity::error : Severity::warning;
    if (line.starts_with("PHPUnit ")) break;
  }
  return Severity::error;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kTitle(R"(^\d+\) ([A-Za-z_\\][\w\\]*::\w+.*)$)");
  static const base::Regex kThrown(R"(^([A-Z]\w*(?:\\\w+)*): (.*)$)");
  std::string title;
  if (!kTitle.full_match(cursor.peek(), &title)) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.severity = list_severity(cursor);
  cursor.take();
  constexpr std::size_t kMost = 1000;
  bool framed = false;
  for (std::size_t lines = 0; lines < kMost && !cursor.done(); ++lines) {
    const auto line = cursor.peek();
    Place place;
    if (read_frame(line, place)) {
      framed = true;
      if (diagnostic.place.file.empty() && place.file.find("/vendor/") == std::string::npos)
        diagnostic.place = place;
      else
        diagnostic.related.push_back({place, ""});
    } else if (framed || kTitle.full_match(line)) {
      break;
    } else if (line.starts_with("FAILURES!") || line.starts_with("ERRORS!") || line.starts_with("There w")) {
      break;
    } else if (!line.empty()) {
      diagnostic.message += (diagnostic.message.empty() ? "" : "\n") + std::string(line);
    }
    cursor.take();
  }
  diagnostic.phase = Phase::test;
  diagnostic.category = Category::test_failure;
  std::string exception, message;
  const auto first = diagnostic.message.substr(0, diagnostic.message.find('\n'));
  if (kThrown.full_match(first, &exception, &message) &&
      exception != "PHPUnit\\Framework\\ExpectationFailedException") {
    diagnostic.code = exception;
    diagnostic.message.replace(0, first.size(), message);
    diagnostic.category = exception == "TypeError"            ? Category::type_mismatch
                          : exception == "ArgumentCountError" ? Category::wrong_arguments
                                                              : Category::runtime_error;
  }
  diagnostic.related.insert(diagnostic.related.begin(), {diagnostic.place, "test: " + title});
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "phpunit",
          .starts = R"(^\d+\) [A-Za-z_\\][\w\\]*::\w+)",
          .read = read,
          .about = "PHPUnit: failed tests and tests that threw",
          .example_command = "phpunit tests",
          .homepage = "https://phpunit.de/"};
}

}  // namespace fixpoint::diagnose::formats::phpunit
