#include "diagnose/formats/_finding.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace fixpoint::diagnose::formats {

Diagnostic finding(Severity severity, std::string_view message, std::string_view code) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.category = Category::lint;
  diagnostic.phase = Phase::analyze;
  diagnostic.message = message;
  diagnostic.code = code;
  return diagnostic;
}

Diagnostic finding(const Head& head, Severity severity, std::string_view code) {
  auto diagnostic = finding(severity, head.rest, code);
  diagnostic.place = place_of(head, ColumnUnit::code_point);
  return diagnostic;
}

std::optional<Head> read_line_head(std::string_view line) {
  constexpr std::size_t kLongestFile = 1024;
  for (auto at = line.substr(0, kLongestFile).find(':'); at != std::string_view::npos && at < kLongestFile;
       at = line.find(':', at + 1)) {
    auto rest = line.substr(at + 1);
    if (at == 0 || rest.empty() || !base::is_digit(rest[0])) continue;
    Head head;
    head.file = line.substr(0, at);
    head.line = take_number(rest);
    if (!rest.starts_with(' ')) continue;
    head.rest = rest.substr(1);
    return head;
  }
  return std::nullopt;
}

std::optional<Head> read_head_of(std::string_view line, std::initializer_list<std::string_view> endings) {
  auto head = read_head(line);
  if (head && !has_ending(head->file, endings)) head.reset();
  return head;
}

bool has_ending(std::string_view file, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return file.ends_with(ending); });
}

std::string_view last_word_in(std::string_view text, char open) {
  const char close = open == '(' ? ')' : ']';
  if (!text.ends_with(close)) return {};
  const auto begin = text.rfind(open);
  if (begin == std::string_view::npos || begin == 0 || text[begin - 1] != ' ') return {};
  const auto word = text.substr(begin + 1, text.size() - begin - 2);
  return word.find(' ') == std::string_view::npos ? word : std::string_view{};
}

std::string_view first_word(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() &&
         (base::is_identifier_part(text[end]) || text[end] == '-' || text[end] == '/' || text[end] == '.'))
    ++end;
  return end > 0 && text.substr(end).starts_with(": ") ? text.substr(0, end) : std::string_view{};
}

Severity severity_of_letter(char letter) {
  switch (letter) {
    case 'E':
    case 'F':
    case 'e':
    case 'f':
      return Severity::error;
    case 'I':
    case 'S':
    case 'H':
    case 'i':
    case 's':
    case 'h':
      return Severity::info;
    case 'N':
    case 'n':
      return Severity::note;
    default:
      return Severity::warning;
  }
}

void take_excerpt(OutputCursor& cursor, Diagnostic& diagnostic, bool (*is_part)(std::string_view line)) {
  constexpr int kMost = 20;
  for (int lines = 0; lines < kMost && !cursor.done() && is_part(cursor.peek()); ++lines) {
    diagnostic.context += cursor.take();
    diagnostic.context += '\n';
  }
}

bool is_caret_line(std::string_view line) {
  return line.find('^') != std::string_view::npos && line.find_first_not_of(" \t^~-") == std::string_view::npos;
}

std::optional<Diagnostic> read_template_finding(OutputCursor& cursor, std::string_view ending) {
  auto head = read_line_head(cursor.peek());
  if (!head || !head->file.ends_with(ending) || head->rest.size() < 5 || head->rest[0] != '[' || head->rest[2] != ']')
    return std::nullopt;
  const auto severity = severity_of_letter(head->rest[1]);
  head->rest.remove_prefix(4);
  const auto code = first_word(head->rest);
  if (!code.empty()) head->rest.remove_prefix(code.size() + 2);
  cursor.take();
  return finding(*head, severity, code);
}

}  // namespace fixpoint::diagnose::formats
