// elm make: "-- TYPE MISMATCH ---------- src/Main.elm", text, numbered source lines.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::elm {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^-- ([A-Z][A-Z ]+) -{2,} (\S.*\.elm)$)");
  static const base::Regex kSource(R"(^(\d+)\|(.*)$)");
  std::string title;
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  if (!kHead.full_match(cursor.peek(), &title, &place.file)) return std::nullopt;
  diagnostic.code = title;
  diagnostic.phase = Phase::compile;
  diagnostic.category = title == "TYPE MISMATCH"                                  ? Category::type_mismatch
                        : title == "NAMING ERROR"                                 ? Category::undefined_variable
                        : title == "MODULE NOT FOUND"                             ? Category::missing_import
                        : title == "TOO MANY ARGS" || title == "TOO FEW ARGS"     ? Category::wrong_arguments
                        : title.starts_with("UN") || title.starts_with("MISSING") ? Category::syntax_error
                                                                                  : Category::compiler_error;
  cursor.take();
  constexpr int kMostLines = 80;
  for (int lines = 0; lines < kMostLines && !cursor.done() && !cursor.peek().starts_with("-- "); ++lines) {
    const auto line = cursor.take();
    diagnostic.context += std::string(line) + '\n';
    std::string code;
    if (place.line == 0 && !kSource.full_match(line, &place.line, &code)) place.line = 0;
    if (place.column == 0 && is_caret_line(line)) {
      // The carets stand under the numbered line: its number and bar come first.
      const auto width = std::to_string(place.line).size() + 1;
      const auto caret = line.find('^');
      if (caret >= width) place.column = static_cast<std::uint32_t>(caret - width) + 1;
    }
    // The first paragraph is the message.
    if (diagnostic.message.empty() && !base::trim(line).empty()) diagnostic.message = base::trim(line);
  }
  place.unit = ColumnUnit::code_point;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "elm",
          .starts = R"(^-- [A-Z][A-Z ]+ -+ \S.*\.elm$)",
          .read = read,
          .about = "elm make: its error pages.",
          .example_command = "elm make src/Main.elm",
          .homepage = "https://elm-lang.org/"};
}

}  // namespace fixpoint::diagnose::formats::elm
