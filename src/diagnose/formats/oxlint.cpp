// oxlint: "  × plugin(rule): message", then a box that begins with "╭─[file:1:5]"; the unix and GitHub formats.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_frontend_lint.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::oxlint {
namespace {

constexpr std::size_t kBox = 80;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^  (×|⚠) (?:([\w-]+\([\w/-]+\)): )?(.*)$)");
  static const base::Regex kBoxHead(R"(^ +╭─\[(.+):(\d+):(\d+)\]$)");
  static const base::Regex kUnix(R"(^(.*?) \[(Error|Warning)/([\w-]+\([\w/-]+\))\]$)");
  static const base::Regex kGithub(
      R"(^::(error|warning) file=([^,]+),line=(\d+),endLine=(\d+),col=(\d+),endColumn=(\d+),title=([\w-]+\([\w/-]+\))::(?:\S+:\d+:\d+: )?(.*)$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string severity;
  if (const auto head = read_head(cursor.peek());
      head && head->column != 0 && kUnix.full_match(head->rest, &diagnostic.message, &severity, &diagnostic.code)) {
    place = place_of(*head);
    cursor.take();
  } else if (kGithub.full_match(cursor.peek(), &severity, &place.file, &place.line, &place.end_line, &place.column,
                                &place.end_column, &diagnostic.code, &diagnostic.message)) {
    cursor.take();
  } else if (kHead.full_match(cursor.peek(), &severity, &diagnostic.code, &diagnostic.message)) {
    std::size_t box = 1;
    constexpr std::size_t kMessageLines = 5;
    while (box < kMessageLines && !kBoxHead.full_match(cursor.peek(box), &place.file, &place.line, &place.column))
      ++box;
    if (box == kMessageLines) return std::nullopt;
    for (std::size_t i = 0; i <= box; ++i) cursor.take();
    for (std::size_t i = 0; i < kBox && !cursor.done(); ++i) {
      const auto line = cursor.take();
      if (base::trim(line).starts_with("╰──")) break;
      frontend::keep(diagnostic, line);
    }
    if (cursor.peek().starts_with("  help: ")) frontend::keep(diagnostic, cursor.take());
    severity = severity == "×" ? "error" : "warning";
  } else {
    return std::nullopt;
  }
  lint::finish(diagnostic, severity);
  if (diagnostic.code.empty()) {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "oxlint",
          .language = Language::javascript,
          .starts = R"(^  [×⚠] |\[(Error|Warning)/[\w-]+\([\w/-]+\)\]$|^::(error|warning) file=)",
          .read = read,
          .about = "oxlint's default, unix and GitHub formats",
          .example_command = "oxlint",
          .homepage = "https://oxc.rs/"};
}

}  // namespace fixpoint::diagnose::formats::oxlint
