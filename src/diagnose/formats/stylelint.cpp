// stylelint: the file on a line of its own, then "  1:12  ✖  message  rule" (columns padded in many ways); compact
// and unix formatters; its configuration errors.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_frontend_lint.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::stylelint {
namespace {

constexpr std::size_t kBack = 2000;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kString(
      R"(^ *(\d+):(\d+)  +(✖|⚠|×|ℹ)  +(.*?)(?:  +([\w/@-]+)| ([a-z]+(?:-[a-z]+)+))?\s*$)");
  static const base::Regex kCompact(R"(^(.+?): line (\d+), col (\d+), (error|warning) - (.*?)(?: \(([\w/@-]+)\))?$)");
  static const base::Regex kUnix(R"(^(.*?) \(([\w/@-]+)\) \[(error|warning)\]$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string severity, close;
  const auto line = cursor.peek();
  if (line.starts_with("ConfigurationError: ")) {
    diagnostic.message = line.substr(20);
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
    cursor.take();
    Diagnostic stack;  // stylelint's own
    frontend::take_stack(cursor, stack);
    return diagnostic;
  }
  if (kString.full_match(line, &place.line, &place.column, &severity, &diagnostic.message, &diagnostic.code,
                         &close)) {
    if (diagnostic.code.empty()) diagnostic.code = close;
    // The file stands above its messages.
    for (std::size_t back = 1; back < kBack; ++back) {
      const auto above = cursor.peek_back(back);
      if (above.empty()) return std::nullopt;
      if (above[0] == ' ' || base::is_digit(above[0])) continue;
      if (above.find('.') == std::string_view::npos && above.find('/') == std::string_view::npos &&
          above.find('<') == std::string_view::npos)
        return std::nullopt;
      place.file = base::trim_right(above);
      break;
    }
  } else if (kCompact.full_match(line, &place.file, &place.line, &place.column, &severity, &diagnostic.message,
                                 &diagnostic.code)) {
  } else if (const auto head = read_head(line);
             head && head->column != 0 &&
             kUnix.full_match(head->rest, &diagnostic.message, &diagnostic.code, &severity)) {
    place = place_of(*head);
  } else {
    return std::nullopt;
  }
  cursor.take();
  lint::finish(diagnostic, severity, Language::any);
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "stylelint",
      .language = Language::any,
      .starts =
          R"(^ *\d+:\d+  +[✖⚠×ℹ]  |: line \d+, col \d+, (error|warning) - |\([\w/-]+\) \[(error|warning)\]$|^ConfigurationError: )",
      .read = read,
      .about = "stylelint's string, verbose, compact and unix formatters",
      .example_command = "stylelint '**/*.css'",
      .homepage = "https://stylelint.io/"};
}

}  // namespace fixpoint::diagnose::formats::stylelint
