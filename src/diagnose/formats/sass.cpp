// Dart Sass: "Error: message", a box with the code, and "  file 1:13  root stylesheet" below it; deprecation warnings
// of the same shape.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::sass {
namespace {

constexpr std::size_t kBox = 40;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(Error|WARNING|DEPRECATION WARNING(?: \[([\w-]+)\])?): (.*)$)");
  static const base::Regex kPlace(R"(^ +(\S.*?) (\d+):(\d+)(?:  (.+))?$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string severity, where;
  if (!kHead.full_match(cursor.peek(), &severity, &diagnostic.code, &diagnostic.message)) return std::nullopt;
  std::size_t box = 1;
  constexpr std::size_t kMessageLines = 8;
  while (box < kMessageLines && base::trim(cursor.peek(box)) != "╷" && base::trim(cursor.peek(box)) != ",") ++box;
  if (box == kMessageLines) return std::nullopt;
  std::size_t end = box + 1;
  while (end < box + kBox && !kPlace.full_match(cursor.peek(end), &place.file, &place.line, &place.column, &where)) {
    if (cursor.done(end) || cursor.peek(end).empty()) return std::nullopt;
    ++end;
  }
  if (end == box + kBox) return std::nullopt;
  for (std::size_t i = 0; i <= end; ++i) {
    if (i != 0) frontend::keep(diagnostic, cursor.peek());
    cursor.take();
  }
  // Who loaded the stylesheet.
  Related loaded;
  while (diagnostic.related.size() < 16 && kPlace.full_match(cursor.peek(), &loaded.place.file, &loaded.place.line,
                                                             &loaded.place.column, &loaded.message)) {
    diagnostic.related.push_back(loaded);
    cursor.take();
  }
  place.unit = ColumnUnit::utf16;
  diagnostic.severity = severity == "Error" ? Severity::error : Severity::warning;
  frontend::explain_build(diagnostic);
  if (diagnostic.message.starts_with("expected ")) {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "sass",
          .language = Language::any,
          .starts = R"(^(Error: |DEPRECATION WARNING|WARNING: ))",
          .read = read,
          .about = "Dart Sass's errors and deprecations",
          .example_command = "sass in.scss out.css",
          .homepage = "https://sass-lang.com/"};
}

}  // namespace fixpoint::diagnose::formats::sass
