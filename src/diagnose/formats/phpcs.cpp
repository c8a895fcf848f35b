// PHP_CodeSniffer: emacs report ("a.php:2:1: error - message") and the full table.
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::phpcs {
namespace {

std::optional<Diagnostic> read_emacs(OutputCursor& cursor) {
  auto head = read_head(cursor.peek());
  if (!head) return std::nullopt;
  const bool error = head->rest.starts_with("error - ");
  if (!error && !head->rest.starts_with("warning - ")) return std::nullopt;
  head->rest.remove_prefix(error ? 8 : 10);
  const auto code = last_word_in(head->rest, '(');
  cursor.take();
  return finding(*head, error ? Severity::error : Severity::warning, code);
}

/// "  2 | ERROR | [x] Message", continued by "    |       |     more"; "FILE: a.php" stands above.
std::optional<Diagnostic> read_row(OutputCursor& cursor) {
  static const base::Regex kRow(R"(^ +(\d+) \| (ERROR|WARNING) +\| (?:\[[ x]\] )?(.*?)\s*$)");
  static const base::Regex kMore(R"(^ +\| +\| +(\S.*?)\s*$)");
  auto diagnostic = finding(Severity::error, {});
  std::string severity, more;
  if (!kRow.full_match(cursor.peek(), &diagnostic.place.line, &severity, &diagnostic.message)) return std::nullopt;
  if (severity == "WARNING") diagnostic.severity = Severity::warning;
  constexpr std::size_t kFarthest = 1000;
  for (std::size_t back = 1; back < kFarthest; ++back)
    if (const auto above = cursor.peek_back(back); above.starts_with("FILE: ")) {
      diagnostic.place.file = above.substr(6);
      break;
    }
  if (diagnostic.place.file.empty()) return std::nullopt;
  cursor.take();
  for (int lines = 0; lines < 10 && kMore.full_match(cursor.peek(), &more); ++lines) {
    diagnostic.message += " " + more;
    cursor.take();
  }
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  return cursor.peek().starts_with(' ') ? read_row(cursor) : read_emacs(cursor);
}

}  // namespace

Format format() {
  return {.id = "phpcs",
          .starts = R"re(^[^\s:][^:]*:\d+:\d+: (error|warning) - |^ +\d+ \| (ERROR|WARNING) +\| )re",
          .read = read,
          .about = "PHP_CodeSniffer: full and emacs reports.",
          .example_command = "phpcs --report=emacs src",
          .homepage = "https://github.com/PHPCSStandards/PHP_CodeSniffer"};
}

}  // namespace fixpoint::diagnose::formats::phpcs
