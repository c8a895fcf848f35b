// swc alone: "  x message", then a box "   ,-[file:3:1]" whose marks show the line and column.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::swc {
namespace {

constexpr std::size_t kBox = 80;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kBoxHead(R"(^ +,-\[(.+):(\d+):(\d+)\]$)");
  static const base::Regex kMarks(R"(^ *: ( *)(\^+).*$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  if (!cursor.peek().starts_with("  x ") ||
      !kBoxHead.full_match(cursor.peek(1), &place.file, &place.line, &place.column))
    return std::nullopt;
  diagnostic.message = cursor.take().substr(4);
  cursor.take();
  std::uint32_t line = 0;
  place.unit = ColumnUnit::display;
  for (std::size_t i = 0; i < kBox && !cursor.done(); ++i) {
    const auto text = cursor.take();
    auto digits = base::trim(text);
    if (digits.starts_with("`--")) break;
    frontend::keep(diagnostic, text);
    if (!digits.empty() && base::is_digit(digits[0])) line = take_number(digits);
    std::string blanks, marks;
    if (line != 0 && place.end_line == 0 && kMarks.full_match(text, &blanks, &marks)) {
      place.line = place.end_line = line;
      place.column = static_cast<std::uint32_t>(blanks.size()) + 1;
      place.end_column = place.column + static_cast<std::uint32_t>(marks.size());
    }
  }
  diagnostic.category = Category::syntax_error;
  diagnostic.phase = Phase::parse;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "swc",
          .language = Language::javascript,
          .starts = R"(^  x )",
          .read = read,
          .about = "swc's syntax errors",
          .example_command = "swc src",
          .homepage = "https://swc.rs/"};
}

}  // namespace fixpoint::diagnose::formats::swc
