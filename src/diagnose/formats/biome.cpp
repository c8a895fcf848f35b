// Biome: "file:1:5 lint/group/rule  FIXABLE  ━━━", then the message marked by ×, ! or i, and code frames; its GitHub
// reporter.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_frontend_lint.hpp"

namespace fixpoint::diagnose::formats::biome {
namespace {

constexpr std::size_t kBody = 200;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^(\S.*?)(?::(\d+):(\d+))? ((?:lint|assist|suppressions)/[\w/]+|parse|format|organizeImports|deserialize|check|assist|plugin)\s+(?:FIXABLE  +|DEPRECATED  +)*━+$)");
  static const base::Regex kGithub(
      R"(^::(error|warning|notice) title=([\w/.-]+),file=([^,]+),line=(\d+),endLine=(\d+),col=(\d+),endColumn=(\d+)::(.*)$)");
  static const base::Regex kMessage(R"(^  (×|✖|!|⚠|i|ℹ) (.*)$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string severity;
  if (kGithub.full_match(cursor.peek(), &severity, &diagnostic.code, &place.file, &place.line, &place.end_line,
                         &place.column, &place.end_column, &diagnostic.message)) {
    if (diagnostic.code.find('/') == std::string::npos && diagnostic.code != "parse") return std::nullopt;
    cursor.take();
    lint::finish(diagnostic, severity);
    return diagnostic;
  }
  std::string row, column;
  if (!kHead.full_match(cursor.peek(), &place.file, &row, &column, &diagnostic.code)) return std::nullopt;
  place.line = frontend::number(row);
  place.column = frontend::number(column);
  std::size_t at = 1;
  while (at < 4 && cursor.peek(at).empty()) ++at;
  if (!kMessage.full_match(cursor.peek(at), &severity, &diagnostic.message)) return std::nullopt;
  for (std::size_t i = 0; i <= at; ++i) cursor.take();
  // All of its body is indented or blank; the next head is not.
  bool message = true;
  for (std::size_t i = 0; i < kBody && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    if (!line.empty() && !line.starts_with(' ')) break;
    message &= !base::trim(line).empty();
    if (message)
      diagnostic.message += " " + std::string(base::trim(line));
    else
      frontend::keep(diagnostic, line);
    cursor.take();
  }
  lint::finish(diagnostic, severity == "!" ? "warning" : severity);
  if (diagnostic.code == "deserialize") {
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "biome",
          .language = Language::javascript,
          .starts = R"(━━━━━$|^::(error|warning|notice) title=[\w/.-]+,file=)",
          .read = read,
          .about = "Biome's linter, formatter and parser",
          .example_command = "biome check",
          .homepage = "https://biomejs.dev/"};
}

}  // namespace fixpoint::diagnose::formats::biome
