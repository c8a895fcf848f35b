// cspell: "file:1:11 - Unknown word (mispeled) fix: (misspelled)".
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend_lint.hpp"

namespace fixpoint::diagnose::formats::cspell {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(
      R"(^(\S.*?):(\d+):(\d+) - ((?:Unknown|Misspelled|Forbidden) word) \(([^)]+)\)(?: fix: \(([^)]+)\))?.*$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string wording, word, fix;
  if (!kLine.full_match(cursor.peek(), &place.file, &place.line, &place.column, &wording, &word, &fix))
    return std::nullopt;
  cursor.take();
  lint::finish(diagnostic, "error", Language::any);
  diagnostic.message = wording + " (" + word + ")";
  diagnostic.pattern = wording + " ($1)";
  diagnostic.arguments = {word};
  place.unit = ColumnUnit::code_point;
  if (!fix.empty()) {
    auto replaced = place;
    replaced.end_line = place.line;
    std::uint32_t points = 0;
    for (std::size_t i = 0; i < word.size(); i += base::decode_utf8(word, i).size) ++points;
    replaced.end_column = place.column + points;
    diagnostic.suggestions.push_back({"replace by '" + fix + "'", Safety::likely, {{replaced, fix}}});
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "cspell",
          .language = Language::any,
          .starts = R"( - (Unknown|Misspelled|Forbidden) word \()",
          .read = read,
          .about = "cspell's unknown words",
          .example_command = "cspell '**'",
          .homepage = "https://cspell.org/"};
}

}  // namespace fixpoint::diagnose::formats::cspell
