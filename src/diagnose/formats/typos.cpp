// typos: "error: `langauge` should be `language`", then "  --> a.md:1:5" and a drawing.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::typos {
namespace {

bool is_drawing(std::string_view line) {
  line = base::trim(line);
  const auto text = line.find_first_not_of("0123456789 ");
  return text != std::string_view::npos && line[text] == '|';
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kMessage(R"(^error: (`([^`]+)` should be (`[^`]+`(?:, `[^`]+`)*))$)");
  static const base::Regex kWhere(R"(^ *(?:-->|╭▸) (.*):(\d+):(\d+)$)");
  auto diagnostic = finding(Severity::error, {});
  auto& place = diagnostic.place;
  std::string wrong, right;
  if (!kMessage.full_match(cursor.peek(), &diagnostic.message, &wrong, &right) ||
      !kWhere.full_match(cursor.peek(1), &place.file, &place.line, &place.column))
    return std::nullopt;
  place.unit = ColumnUnit::code_point;
  auto range = place;
  range.end_line = range.line;
  range.end_column = range.column;
  for (std::size_t at = 0; at < wrong.size(); at += base::decode_utf8(wrong, at).size) ++range.end_column;
  const auto words = base::split(right, '`');
  const auto safety = words.size() > 3 ? Safety::choice : Safety::likely;
  for (std::size_t i = 1; i < words.size() && i < 10; i += 2)
    diagnostic.suggestions.push_back({"write " + std::string(words[i]), safety, {{range, std::string(words[i])}}});
  cursor.take();
  cursor.take();
  take_excerpt(cursor, diagnostic, is_drawing);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "typos",
          .starts = R"(^error: `[^`]+` should be `)",
          .read = read,
          .about = "typos: misspelled words, with the right ones.",
          .example_command = "typos",
          .homepage = "https://github.com/crate-ci/typos"};
}

}  // namespace fixpoint::diagnose::formats::typos
