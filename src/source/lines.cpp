#include "source/lines.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "source/width.hpp"

namespace fixpoint::source {
namespace {

/// Columns that one code point takes, `at` columns into its line.
std::uint32_t width(char32_t point, std::uint32_t utf8_size, ColumnUnit unit, std::uint32_t at) {
  switch (unit) {
    case ColumnUnit::byte:
    case ColumnUnit::file_byte:
      return utf8_size;
    case ColumnUnit::utf16:
      return point > 0xFFFF ? 2 : 1;
    case ColumnUnit::code_point:
      return 1;
    case ColumnUnit::display:
      return point == '\t' ? 8 - at % 8 : display_width(point);
  }
  return 1;
}

}  // namespace

Lines::Lines(std::string_view text) : text_(text) {
  starts_.push_back(0);
  for (std::size_t i = text.find('\n'); i != std::string_view::npos; i = text.find('\n', i + 1))
    if (i + 1 < text.size()) starts_.push_back(i + 1);
}

Span Lines::line_span_full(std::uint32_t number) const {
  if (number == 0 || number > count()) return {text_.size(), text_.size()};
  return {starts_[number - 1], number < count() ? starts_[number] : text_.size()};
}

Span Lines::line_span(std::uint32_t number) const {
  auto span = line_span_full(number);
  if (span.end > span.begin && text_[span.end - 1] == '\n') --span.end;
  if (span.end > span.begin && text_[span.end - 1] == '\r') --span.end;
  return span;
}

std::string_view Lines::line(std::uint32_t number) const {
  const auto span = line_span(number);
  return text_.substr(span.begin, span.end - span.begin);
}

std::uint32_t Lines::line_of(std::uint64_t offset) const {
  return static_cast<std::uint32_t>(std::ranges::upper_bound(starts_, offset) - starts_.begin());
}

std::optional<std::uint64_t> Lines::offset(std::uint32_t number, std::uint32_t column, ColumnUnit unit) const {
  if (number == 0 || number > count()) return std::nullopt;
  if (unit == ColumnUnit::file_byte) return std::min<std::uint64_t>(column == 0 ? 0 : column - 1, text_.size());
  const auto text = line(number);
  const auto begin = line_span(number).begin;
  if (column <= 1) return begin;
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (at + 1 >= column) return begin + i;
    const auto point = base::decode_utf8(text, i);
    at += width(point.value, point.size, unit, at);
    i += point.size;
  }
  return begin + text.size();
}

std::uint32_t Lines::column(std::uint64_t offset, ColumnUnit unit) const {
  const auto begin = line_span_full(line_of(offset)).begin;
  std::uint32_t at = 0;
  for (std::uint64_t i = begin; i < offset && i < text_.size();) {
    const auto point = base::decode_utf8(text_, i);
    at += width(point.value, point.size, unit, at);
    i += point.size;
  }
  return at + 1;
}

std::optional<Span> locate(const Lines& lines, const Place& place) {
  if (place.line == 0 || place.line > lines.count()) return std::nullopt;
  if (place.column == 0) {
    auto span = lines.line_span(place.line);
    while (span.begin < span.end && (lines.text()[span.begin] == ' ' || lines.text()[span.begin] == '\t'))
      ++span.begin;
    return span;
  }
  const auto begin = lines.offset(place.line, place.column, place.unit);
  const auto end = place.end_column == 0 ? begin
                                         : lines.offset(place.end_line == 0 ? place.line : place.end_line,
                                                        place.end_column, place.unit);
  if (!begin) return std::nullopt;
  return Span{*begin, std::max(*begin, end.value_or(*begin))};
}

}  // namespace fixpoint::source
