#include "diagnose/formats/_head.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"

namespace fixpoint::diagnose::formats {
namespace {

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

/// "LINE[:COLUMN]:" with what follows; `text` begins behind the file's colon.
bool read_colons(std::string_view text, Head& head) {
  if (text.empty() || !base::is_digit(text[0])) return false;
  head.line = take_number(text);
  if (!take(text, ':')) return false;
  if (!text.empty() && base::is_digit(text[0])) {
    auto after = text;
    const auto column = take_number(after);
    if (take(after, ':') || after.empty() || after[0] == ' ') {
      head.column = column;
      text = after;
    }
  }
  take(text, ' ');
  head.rest = text;
  return true;
}

/// "LINE[,COLUMN[,ENDLINE,ENDCOLUMN]])[ ]:" with what follows; `text` begins behind the parenthesis.
bool read_parentheses(std::string_view text, Head& head) {
  if (text.empty() || !base::is_digit(text[0])) return false;
  std::uint32_t numbers[4] = {};
  std::size_t count = 0;
  for (; count < 4 && !text.empty() && base::is_digit(text[0]); take(text, ',')) numbers[count++] = take_number(text);
  if (!take(text, ')')) return false;
  take(text, ' ');
  if (!take(text, ':')) return false;
  take(text, ' ');
  head.line = numbers[0];
  head.column = count >= 2 ? numbers[1] : 0;
  if (count == 4) {
    head.end_line = numbers[2];
    head.end_column = numbers[3];
  }
  head.rest = text;
  head.parentheses = true;
  return true;
}

/// Or it shows that there is none.
bool may_end_file(char c) { return c == ':' || c == '(' || c == '"' || c == '\''; }

}  // namespace

std::uint32_t take_number(std::string_view& text) {
  std::uint64_t value = 0;
  while (!text.empty() && base::is_digit(text[0])) {
    value = std::min<std::uint64_t>(value * 10 + static_cast<std::uint64_t>(text[0] - '0'),
                                    std::numeric_limits<std::uint32_t>::max());
    text.remove_prefix(1);
  }
  return static_cast<std::uint32_t>(value);
}

std::optional<Head> read_head(std::string_view line) {
  Head head;
  // The first ':' or '(' that a number and the right close follow; a drive letter's colon is not followed by a digit.
  constexpr std::size_t kLongestFile = 4096;
  const auto seen = line.substr(0, kLongestFile);
  for (std::size_t at = 0; at < seen.size(); ++at) {
    if (!may_end_file(seen[at])) continue;
    if (line[at] == '"' || line[at] == '\'') return std::nullopt;
    if (at == 0) return std::nullopt;
    const auto behind = line.substr(at + 1);
    if (line[at] == ':' ? read_colons(behind, head) : read_parentheses(behind, head)) {
      head.file = line.substr(0, at);
      return head;
    }
  }
  return std::nullopt;
}

Place place_of(const Head& head, ColumnUnit unit) {
  Place place;
  place.file = head.file;
  place.line = head.line;
  place.column = head.column;
  place.end_line = head.end_line;
  place.end_column = head.end_column;
  place.unit = unit;
  return place;
}

}  // namespace fixpoint::diagnose::formats
