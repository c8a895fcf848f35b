#include "cli/snippet.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/foreign_text.hpp"
#include "source/width.hpp"

namespace fixpoint::cli {
namespace {

constexpr std::uint32_t kMostLines = 5;
constexpr std::size_t kMostPrinted = 14;
constexpr std::size_t kTab = 4;
constexpr std::size_t kUsualWidth = 120;  // where nobody says how wide the screen is
constexpr std::string_view kGutter = "1;34";

std::string_view mark_colour(Severity severity) {
  return severity >= Severity::error ? "1;31" : severity == Severity::warning ? "1;33" : "1;36";
}

/// A piece of a source line as it is shown: tabs are blanks, nothing escapes.
std::string shown(std::string_view text, std::size_t at = 0) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto point = base::decode_utf8(text, i);
    const auto piece = text.substr(i, point.size);
    i += point.size;
    if (point.value == '\t') {
      const auto blanks = kTab - at % kTab;
      out.append(blanks, ' ');
      at += blanks;
      continue;
    }
    const auto clean = harmless(piece);
    if (clean.empty()) {
      out += "\xEF\xBF\xBD";  // a control character keeps its column
      ++at;
    } else {
      out += clean;
      at += source::display_width(point.value);
    }
  }
  return out;
}

/// Columns that shown() takes for a text.
std::size_t columns(std::string_view text, std::size_t at = 0) {
  return source::display_width(shown(text, at), kTab, at);
}

/// The part of a shown line in the columns [from, from + width).
std::string window(std::string_view line, std::size_t from, std::size_t width) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size();) {
    const auto point = base::decode_utf8(line, i);
    const auto wide = source::display_width(point.value);
    if (column >= from && column + wide <= from + width) out += line.substr(i, point.size);
    column += wide;
    i += point.size;
  }
  return out;
}

/// One line and what is underlined in it: columns of the shown text, 0-based; no mark when end <= begin.
struct MarkedLine {
  std::string text;
  std::size_t begin = 0, end = 0;
};

/// Cuts a line that does not fit around its mark.
void fit(MarkedLine& line, std::size_t width) {
  const auto all = source::display_width(line.text, kTab);
  if (all <= width) {
    line.end = std::min(line.end, std::max(all, line.begin + 1));
    return;
  }
  constexpr std::string_view kCut = "...";
  const auto room = width - 2 * kCut.size();
  const auto from = line.begin + 8 < room ? 0 : std::min(line.begin - std::min(line.begin, room / 3), all - room);
  line.text = (from > 0 ? std::string(kCut) : "") + window(line.text, from, room) +
              (from + room < all ? std::string(kCut) : "");
  const auto moved = from > 0 ? kCut.size() : 0;
  const auto clip = [&](std::size_t column) { return std::clamp(column, from, from + room) - from + moved; };
  line.begin = clip(line.begin);
  line.end = clip(line.end);
}

/// Where the identifier that begins at `at` ends: what a tool that gives only a point means.
std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && base::is_identifier_part(text[at])) ++at;
  return at;
}

/// What is underlined of line `number` of the file.
MarkedLine marked(const source::Lines& lines, const Place& place, std::uint32_t number) {
  const auto text = lines.line(number);
  MarkedLine line{shown(text), 0, 0};
  if (place.column == 0) return line;
  const auto last = place.end_line == 0 ? place.line : place.end_line;
  const auto offset_of = [&](std::uint32_t column) {
    const auto offset = lines.offset(number, column, place.unit).value_or(lines.line_span(number).begin);
    return static_cast<std::size_t>(offset - lines.line_span(number).begin);
  };
  const auto column_of = [&](std::uint32_t column) { return columns(text.substr(0, offset_of(column))); };
  const auto indent = text.size() - base::trim(text).size();
  line.begin = number == place.line ? column_of(place.column)
                                    : columns(text.substr(0, std::min(indent, text.find_first_not_of(" \t"))));
  line.end = number == last && place.end_column != 0 ? column_of(place.end_column)
             : last == place.line ? columns(text.substr(0, word_end(text, offset_of(place.column))))
                                  : columns(text);
  if (number == place.line) line.end = std::max(line.end, line.begin + 1);
  return line;
}

std::size_t room_for_code(const Style& style, std::size_t gutter) {
  constexpr std::size_t kLeast = 12;
  const auto all = style.width == 0 ? kUsualWidth : style.width;
  return all > gutter + 4 + kLeast ? all - gutter - 4 : kLeast;
}

/// The tool printed this line otherwise: the file is not what it was.
bool changed_since(std::string_view line, std::string_view printed) {
  constexpr std::size_t kCompared = 60;
  const auto text = base::trim(line).substr(0, kCompared);
  return text.size() >= 3 && !printed.empty() && printed.find(text) == printed.npos;
}

}  // namespace

std::optional<Snippet> source_snippet(Sources& sources, const Style& style, const Diagnostic& diagnostic) {
  auto place = diagnostic.place;
  if (place.unit == ColumnUnit::file_byte) place = sources.here(diagnostic.folder, place, ColumnUnit::byte);
  const auto* lines = sources.lines(sources.path(diagnostic.folder, diagnostic.place.file));
  if (lines == nullptr || place.line == 0 || place.line > lines->count()) return std::nullopt;
  if (changed_since(lines->line(place.line), diagnostic.context)) return std::nullopt;
  const auto last = std::clamp(place.end_line == 0 ? place.line : place.end_line, place.line, lines->count());

  Snippet snippet;
  snippet.gutter = std::to_string(last).size();
  const auto width = room_for_code(style, snippet.gutter);
  const auto blank = std::string(snippet.gutter, ' ');
  snippet.lines.push_back(style.paint(kGutter, blank + " |"));
  for (auto number = place.line; number <= last; ++number) {
    if (last - place.line >= kMostLines && number == place.line + kMostLines - 2) {
      snippet.lines.push_back(style.paint(kGutter, "..."));
      number = last;
    }
    auto line = marked(*lines, place, number);
    fit(line, width);
    snippet.lines.push_back(style.paint(kGutter, fmt::format("{:>{}} |", number, snippet.gutter)) +
                            (line.text.empty() ? "" : " " + line.text));
    if (line.end > line.begin)
      snippet.lines.push_back(style.paint(kGutter, blank + " |") + std::string(line.begin + 1, ' ') +
                              style.paint(mark_colour(diagnostic.severity), std::string(line.end - line.begin, '^')));
  }
  return snippet;
}

Snippet printed_snippet(const Style& style, const Diagnostic& diagnostic) {
  Snippet snippet;
  const auto text = harmless(diagnostic.context);
  auto lines = base::split_lines(text);
  while (!lines.empty() && base::trim(lines.back()).empty()) lines.pop_back();
  while (!lines.empty() && base::trim(lines.front()).empty()) lines.erase(lines.begin());
  if (lines.empty()) return snippet;
  snippet.gutter = diagnostic.place.line == 0 ? 1 : std::to_string(diagnostic.place.line).size();
  const auto bar = style.paint(kGutter, std::string(snippet.gutter, ' ') + " |");
  const auto width = room_for_code(style, snippet.gutter);
  snippet.lines.push_back(bar);
  const auto skipped = lines.size() > kMostPrinted ? lines.size() - kMostPrinted : 0;
  for (std::size_t i = 0; i < lines.size() - skipped; ++i) {
    MarkedLine line{shown(lines[i]), 0, 0};
    fit(line, width);
    snippet.lines.push_back(bar + (line.text.empty() ? "" : " " + line.text));
  }
  if (skipped > 0) snippet.lines.push_back(bar + fmt::format(" ({} more lines)", skipped));
  return snippet;
}

}  // namespace fixpoint::cli
