// Boost.Test: 'a.cpp(4): error: in "suite/name": check x == 4 has failed [3 != 4]', exceptions with the last
// checkpoint.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::boost_test {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kRest(R"re(^(error|fatal error|warning): in "([^"]+)": (.*)$)re");
  static const base::Regex kSummary(R"re(^\*\*\* \d+ failures? (?:is|are) detected.* in the test module "[^"]*"$)re");
  const auto line = cursor.peek();
  Diagnostic diagnostic;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  if (kSummary.full_match(line)) {
    diagnostic.severity = Severity::note;
    diagnostic.message = cursor.take();
    return diagnostic;
  }
  const auto head = read_head(line);
  if (head && (head->rest.starts_with("Entering test ") || head->rest.starts_with("Leaving test ") ||
               head->rest.ends_with(" has passed"))) {  // of --log_level=all
    diagnostic.severity = Severity::note;
    diagnostic.place = place_of(*head);
    diagnostic.message = head->rest;
    cursor.take();
    return diagnostic;
  }
  std::string level, test, text;
  if (!head || head->column != 0 || !kRest.full_match(head->rest, &level, &test, &text)) return std::nullopt;
  diagnostic.severity = level == "warning" ? Severity::warning : Severity::error;
  const bool nowhere = head->file == "unknown location";
  if (!nowhere) diagnostic.place = place_of(*head);
  cursor.take();
  if (const auto checkpoint = read_head(cursor.peek());
      checkpoint && checkpoint->rest.starts_with("last checkpoint: ")) {
    if (nowhere)
      diagnostic.place = place_of(*checkpoint);
    else
      diagnostic.related.push_back({place_of(*checkpoint), "last checkpoint"});
    cursor.take();
  }
  diagnostic.code = test;
  diagnostic.message = test + ": " + text;
  diagnostic.pattern = "test $1 failed";
  diagnostic.arguments = {test};
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "boost_test",
      .language = Language::cpp,
      .starts =
          R"re((error|warning): in "[^"]+": |: Entering test |: Leaving test | has passed$|^\*\*\* \d+ failures? (is|are) detected)re",
      .read = read,
      .about = "Boost.Test, the human-readable log.",
      .example_command = "./tests",
      .homepage = "https://www.boost.org/libs/test/"};
}

}  // namespace fixpoint::diagnose::formats::boost_test
