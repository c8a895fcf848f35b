// gawk ("gawk: x.awk:3: source", "gawk: x.awk:3:   ^ message"), mawk ("mawk: line 2: message") and the original awk.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::awk {
namespace {

std::string_view wording_of(std::string_view text) {
  text = base::trim(text);
  return text.starts_with("fatal: ") ? text.substr(7) : text;
}

Category category_of(std::string_view message) {
  const auto has = [&](std::string_view text) { return message.find(text) != std::string_view::npos; };
  if (has("annot open ")) return Category::configuration;
  if (has("not defined") || has("never defined")) return Category::undefined_variable;
  if (has("syntax error") || has("unexpected") || has("missing ") || has("extra ") || has("unterminated"))
    return Category::syntax_error;
  return Category::runtime_error;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kPlaced(R"(^(?:[gmn]?awk|original-awk): (?:(cmd\. line|\S+):(\d+): |line (\d+): )(.*)$)");
  static const base::Regex kPlain(
      R"(^(?:[gmn]?awk|original-awk): ((?:fatal|warning|error): .*|cannot open .*|syntax error.*|can't open file .*)$)");
  Diagnostic diagnostic;
  std::string text, first, second;
  auto& place = diagnostic.place;
  if (kPlaced.full_match(cursor.peek(), &place.file, &first, &second, &text)) {
    place.line = static_cast<std::uint32_t>(std::strtoul((first.empty() ? second : first).c_str(), nullptr, 10));
    // gawk shows the source first, then marks and message on a line with the same head.
    std::string file, line, marked;
    const auto source = text;
    if (!first.empty() && kPlaced.full_match(cursor.peek(1), &file, &line, &second, &marked) && line == first &&
        base::trim(marked).starts_with('^')) {
      const auto caret = marked.find('^');
      place.column = static_cast<std::uint32_t>(caret) + 1;
      diagnostic.context = source + '\n' + marked.substr(0, caret + 1) + '\n';
      text = marked.substr(caret + 1);
      cursor.take();
    }
  } else if (!kPlain.full_match(cursor.peek(), &text)) {
    return std::nullopt;
  }
  if (place.file == "cmd. line") place.file.clear();
  diagnostic.message = wording_of(text);
  if (diagnostic.message.starts_with("warning: ")) {
    diagnostic.message.erase(0, 9);
    diagnostic.severity = Severity::warning;
  }
  diagnostic.category = category_of(diagnostic.message);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::run;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "awk",
          .starts = R"(^([gmn]?awk|original-awk): )",
          .read = read,
          .about = "awk: gawk, mawk and the original",
          .example_command = "awk -f report.awk data.txt",
          .homepage = "https://www.gnu.org/software/gawk/"};
}

}  // namespace fixpoint::diagnose::formats::awk
