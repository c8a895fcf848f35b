// ruff check as a person reads it: "CODE message" with an arrow below (the default), or "file:line:column: CODE
// message"
// (--output-format concise).
#include <charconv>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {
namespace {

void describe(Diagnostic& diagnostic) {
  std::string_view message = diagnostic.message;
  if (message.starts_with("[*] ")) message.remove_prefix(4);
  diagnostic.message = std::string(message);
  diagnostic.severity = Severity::error;
  diagnostic.phase = Phase::compile;
  diagnostic.category = diagnostic.code == "F821" ? Category::undefined_variable : Category::compiler_error;
  if (diagnostic.code == "invalid-syntax:" || diagnostic.code == "invalid-syntax" ||
      diagnostic.code == "SyntaxError:") {
    diagnostic.code = "invalid-syntax";
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  diagnostic.place.unit = ColumnUnit::code_point;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kConcise(
      R"(^(\S[^:]*\.(?:py|pyi|ipynb)):(\d+):(\d+): ([A-Z]+\d+|invalid-syntax:?|SyntaxError:) (.*)$)");
  static const base::Regex kFull(R"(^([A-Z]+\d+|invalid-syntax:) (.*)$)");
  static const base::Regex kArrow(R"(^ *--> (\S.*):(\d+):(\d+)$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  if (kConcise.full_match(cursor.peek(), &place.file, &place.line, &place.column, &diagnostic.code,
                          &diagnostic.message)) {
    describe(diagnostic);
    cursor.take();
    return diagnostic;
  }
  if (!kFull.full_match(cursor.peek(), &diagnostic.code, &diagnostic.message) ||
      !kArrow.full_match(cursor.peek(1), &place.file, &place.line, &place.column))
    return std::nullopt;
  describe(diagnostic);
  cursor.take();
  cursor.take();
  // The excerpt: lines with a bar.
  while (!cursor.done()) {
    const auto line = base::trim(cursor.peek());
    const auto number_end = line.find_first_not_of("0123456789");
    const auto rest = number_end == std::string_view::npos ? std::string_view{} : base::trim(line.substr(number_end));
    if (!rest.starts_with('|') && !line.starts_with("help: ")) break;
    diagnostic.context += cursor.take();
    diagnostic.context += '\n';
  }
  return diagnostic;
}

}  // namespace

Format ruff() {
  return {
      .id = "ruff",
      .language = Language::python,
      .starts =
          R"(^\S[^:]*\.(py|pyi|ipynb):\d+:\d+: ([A-Z]+\d|invalid-syntax|SyntaxError)|^([A-Z]+\d+|invalid-syntax:) )",
      .read = read,
      .about = "ruff: findings, full and concise text.",
      .example_command = "ruff check",
      .homepage = "https://docs.astral.sh/ruff/"};
}

}  // namespace fixpoint::diagnose::formats
