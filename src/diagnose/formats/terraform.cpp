// terraform (and OpenTofu): "Error: summary" in a box of "│" or, with -no-color, between empty lines; then "  on
// main.tf line 3, in resource ...:", the source line and the detail.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_terraform.hpp"

namespace fixpoint::diagnose::formats::terraform {
namespace {

constexpr std::string_view kBar = "│";

/// A line of a box without its bar; outside of boxes the line itself.
std::string_view inside(std::string_view line) {
  if (!line.starts_with(kBar)) return line;
  line.remove_prefix(kBar.size());
  return line.starts_with(' ') ? line.substr(1) : line;
}

struct Reader {
  OutputCursor& cursor;
  bool boxed;

  /// Whether the message ends before this line.
  [[nodiscard]] bool ends() const {
    const auto line = cursor.peek();
    if (cursor.done()) return true;
    if (boxed) return !line.starts_with(kBar);
    return line.empty() && (cursor.peek(1).starts_with("Error: ") || cursor.peek(1).starts_with("Warning: ") ||
                            cursor.peek(1).empty());
  }
  std::string_view take() { return inside(cursor.take()); }
};

/// Without a box only what is surely terraform's: a place below, or a paragraph about its own things.
bool is_plain_error(const OutputCursor& cursor) {
  static const base::Regex kPlace(R"(^  (?:on \S.* line \d+|with \S+,$))");
  static const base::Regex kOwn(R"((?i)terraform|tofu|provider|backend configuration|state lock)");
  if (!cursor.peek(1).empty() || !cursor.peek_back(1).empty()) return false;
  return kPlace.find(cursor.peek(2)) || kOwn.find(cursor.peek()) || kOwn.find(cursor.peek(2));
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(Error|Warning): (.*)$)");
  static const base::Regex kOn(R"(^  on (\S.*?) line (\d+)(?:, in (.*))?:$)");
  static const base::Regex kIn(R"(^  on (\S.*?) line (\d+)(?:, in .*)?$)");
  const bool boxed = cursor.peek().starts_with(kBar);
  Diagnostic diagnostic;
  std::string severity, summary, detail;
  if (!kHead.full_match(inside(cursor.peek()), &severity, &summary) || (!boxed && !is_plain_error(cursor)))
    return std::nullopt;
  cursor.take();
  Reader reader{cursor, boxed};
  constexpr int kMost = 200;
  bool source = false;
  for (int lines = 0; lines < kMost && !reader.ends(); ++lines) {
    const auto line = reader.take();
    if (detail.empty() && (kOn.full_match(line, &diagnostic.place.file, &diagnostic.place.line) ||
                           kIn.full_match(line, &diagnostic.place.file, &diagnostic.place.line))) {
      source = true;
    } else if (source && line.starts_with(' ')) {
      diagnostic.context += std::string(line) + '\n';
    } else if (line.empty()) {
      source = false;
      // Without a box the detail's first paragraph is the message; what follows may be the run's own text.
      if (!boxed && !detail.empty()) break;
    } else if (!line.starts_with("  with ")) {
      detail += (detail.empty() ? "" : " ") + std::string(base::trim(line));
    }
  }
  diagnostic.severity = severity == "Error" ? Severity::error : Severity::warning;
  describe_terraform(diagnostic, summary, detail);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "terraform",
          .starts = R"(^│ (Error|Warning): |^(Error|Warning): )",
          .read = read,
          .about = "terraform and OpenTofu: validate, plan, apply, init, with and without colour",
          .example_command = "terraform validate",
          .homepage = "https://developer.hashicorp.com/terraform"};
}

}  // namespace fixpoint::diagnose::formats::terraform
