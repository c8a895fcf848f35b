// ruff check as a person reads it: "CODE message" with an arrow below (the default), or "file:line:column: CODE
// message"
// (--output-format concise).
#include <algorithm>
#include <charconv>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::ruff {
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

/// "file.py:3:1: F401 message"
bool read_concise(std::string_view line, Diagnostic& diagnostic) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon + 1 == line.size() || !base::is_digit(line[colon + 1])) return false;
  const auto head = read_head(line);
  if (!head || head->parentheses || head->column == 0 || head->file[0] == ' ' || head->file[0] == '\t') return false;
  if (!head->file.ends_with(".py") && !head->file.ends_with(".pyi") && !head->file.ends_with(".ipynb")) return false;
  const auto end = head->rest.find(' ');
  if (end == std::string_view::npos) return false;
  const auto code = head->rest.substr(0, end);
  const auto letters = std::min(code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), code.size());
  const bool coded =
      letters > 0 && letters < code.size() && code.find_first_not_of("0123456789", letters) == std::string_view::npos;
  if (!coded && code != "invalid-syntax" && code != "invalid-syntax:" && code != "SyntaxError:") return false;
  diagnostic.place = place_of(*head);
  diagnostic.code = code;
  diagnostic.message = head->rest.substr(end + 1);
  return true;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kFull(R"(^([A-Z]+\d+|invalid-syntax:) (.*)$)");
  static const base::Regex kArrow(R"(^ *--> (\S.*):(\d+):(\d+)$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  if (read_concise(cursor.peek(), diagnostic)) {
    if (!cursor.brief()) describe(diagnostic);
    cursor.take();
    return diagnostic;
  }
  // The arrow is what tells such a message from a log's line; what is said stands above it.
  if (!kArrow.full_match(cursor.peek(), &place.file, &place.line, &place.column) ||
      !kFull.full_match(cursor.peek_back(1), &diagnostic.code, &diagnostic.message))
    return std::nullopt;
  describe(diagnostic);
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

Format format() {
  return {
      .id = "ruff",
      .language = Language::python,
      .starts =
          R"(^\S[^:]*\.(py|pyi|ipynb):\d+:\d+: ([A-Z]+\d|invalid-syntax|SyntaxError)|^ *--> \S.*\.(py|pyi|ipynb):\d+:\d+$)",
      .read = read,
      .about = "ruff: findings, full and concise text.",
      .example_command = "ruff check",
      .homepage = "https://docs.astral.sh/ruff/",
      .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats::ruff
