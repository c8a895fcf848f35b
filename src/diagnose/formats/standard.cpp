// JavaScript Standard Style: "  file:4:12: message" below "standard: Use JavaScript Standard Style"; with --verbose
// the rule in parentheses.
#include "_head.hpp"
#include "_lint.hpp"
#include "base/regex.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {
namespace {

constexpr std::size_t kFindings = 5000;

std::vector<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kBanner(
      R"(^(?:(?:semi|ts-)?standardx?): .*(?:https?://|`(?:semi|ts-)?standardx? --fix`))");
  static const base::Regex kRule(R"(^(.*) \(([\w@/-]+)\)$)");
  std::vector<Diagnostic> found;
  if (!kBanner.find(cursor.peek())) return found;
  cursor.take();
  while (found.size() < kFindings && !cursor.done()) {
    const auto line = cursor.peek();
    const auto head = line.starts_with("  ") ? read_head(line.substr(2)) : std::nullopt;
    if (head && head->column != 0) {
      Diagnostic diagnostic;
      diagnostic.place = place_of(*head);
      diagnostic.message = head->rest;
      std::string message;
      if (kRule.full_match(diagnostic.message, &message, &diagnostic.code)) diagnostic.message = message;
      lint::finish(diagnostic, line.ends_with("(warning)") ? "warning" : "error");
      found.push_back(std::move(diagnostic));
    } else if (!kBanner.find(line)) {
      break;
    }
    cursor.take();
  }
  return found;
}

}  // namespace

Format standard() {
  return {.id = "standard",
          .language = Language::javascript,
          .starts = R"(^(semi|ts-)?standardx?: )",
          .read_many = read,
          .about = "JavaScript Standard Style",
          .example_command = "standard",
          .homepage = "https://standardjs.com/"};
}

}  // namespace fixpoint::diagnose::formats
