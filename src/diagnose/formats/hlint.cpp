// hlint: "A.hs:11:18-29: Suggestion: Redundant bracket", then what it found and what may stand there.
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::hlint {
namespace {

/// "A.hs:11:18:", "A.hs:11:18-29:", "A.hs:(3,1)-(4,5):" and what follows.
bool read_place(std::string_view line, Place& place, std::string& word, std::string& message) {
  static const base::Regex kPoint(R"(^(\S.*?\.l?hs):(\d+):(\d+)(?:-(\d+))?: (\w+): (.*)$)");
  static const base::Regex kRange(R"(^(\S.*?\.l?hs):\((\d+),(\d+)\)-\((\d+),(\d+)\): (\w+): (.*)$)");
  std::string end;
  place.unit = ColumnUnit::code_point;
  if (kPoint.full_match(line, &place.file, &place.line, &place.column, &end, &word, &message)) {
    std::string_view digits = end;
    if (!end.empty()) {
      place.end_line = place.line;
      place.end_column = take_number(digits) + 1;  // the last column meant
    }
    return true;
  }
  if (!kRange.full_match(line, &place.file, &place.line, &place.column, &place.end_line, &place.end_column, &word,
                         &message))
    return false;
  ++place.end_column;
  return true;
}

/// The indented lines below "Found:" and "Perhaps:"; empty without such a heading.
std::string take_block(OutputCursor& cursor) {
  constexpr int kMost = 50;
  std::string text;
  cursor.take();
  for (int lines = 0; lines < kMost && cursor.peek().starts_with("  "); ++lines)
    text += (text.empty() ? "" : "\n") + std::string(cursor.take().substr(2));
  return text;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto diagnostic = finding(Severity::warning, {});
  std::string word;
  if (!read_place(cursor.peek(), diagnostic.place, word, diagnostic.message)) return std::nullopt;
  diagnostic.severity = word == "Error" ? Severity::error : word == "Suggestion" ? Severity::info : Severity::warning;
  if (diagnostic.message.starts_with("Parse error")) {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  cursor.take();
  if (cursor.peek().starts_with("Error message:")) cursor.take();
  if (cursor.peek() == "Found:") diagnostic.context = take_block(cursor);
  const auto heading = cursor.peek();
  if (heading == "Perhaps:" || heading == "Why not:") {
    const auto better = take_block(cursor);
    if (diagnostic.place.end_column != 0 && !better.empty())
      diagnostic.suggestions.push_back({diagnostic.message, Safety::likely, {{diagnostic.place, better}}});
  } else if (heading.starts_with("Perhaps you should remove it")) {
    cursor.take();
  }
  if (cursor.peek().starts_with("Note: ")) cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "hlint",
          .starts = R"re(\.l?hs:(\d+:\d+|\(\d+,\d+\))(-\S+)?: (Suggestion|Warning|Error|Ignore): )re",
          .read = read,
          .about = "hlint: ideas about Haskell code, with replacements.",
          .example_command = "hlint .",
          .homepage = "https://github.com/ndmitchell/hlint"};
}

}  // namespace fixpoint::diagnose::formats::hlint
