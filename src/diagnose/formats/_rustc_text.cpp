// rustc draws source lines behind a gutter ("12 | code", "   | ^^^^ label"). Columns are code points. Edits are taken
// from a drawing only where it shows them exactly:
//   "12 - old" / "12 + new"   lines replaced, removed or added
//   "12 | code" over "+++"    text inserted where the plus signs are
//   "^^^ help: ...: `text`"   a short suggestion beside the underlined place
// The other forms ("12 ~ new") leave the old text open; the structured re-run answers those.
#include "diagnose/formats/_rustc_text.hpp"

#include <algorithm>
#include <map>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_rust.hpp"

namespace fixpoint::diagnose::formats {
namespace {

constexpr std::size_t kMaxLines = 600;     // of one message
constexpr std::size_t kMaxContext = 8000;  // bytes kept of it
constexpr std::size_t kMaxSuggestions = 12;

const base::Regex& head() {
  static const base::Regex kHead(R"(^(error|warning|note|help)(?:\[([A-Za-z0-9_:]+)\])?: (.*)$)");
  return kHead;
}
const base::Regex& arrow() {
  static const base::Regex kArrow(R"(^ *(?:-->|:::) (.+):(\d+):(\d+)$)");
  return kArrow;
}

/// A drawn line: its number (0 = none), the sign behind it, and what stands right of "sign blank".
struct Row {
  std::uint32_t line = 0;
  char sign = 0;  // '|', '-', '+', '~'; 0 = not a drawn line
  std::string_view text;
};

Row row_of(std::string_view line) {
  Row row;
  std::size_t at = 0;
  while (at < line.size() && line[at] == ' ') ++at;
  const auto digits = at;
  std::uint64_t number = 0;
  for (; at < line.size() && base::is_digit(line[at]) && number < 100'000'000; ++at)
    number = number * 10 + static_cast<std::uint64_t>(line[at] - '0');
  const bool numbered = at > digits;
  if (at < line.size() && line[at] == ' ' && numbered) ++at;
  if (at >= line.size()) return row;
  const char sign = line[at];
  if (sign != '|' && !(numbered && (sign == '-' || sign == '+' || sign == '~'))) return row;
  if (at + 1 < line.size() && line[at + 1] != ' ') return row;
  row.line = numbered ? static_cast<std::uint32_t>(number) : 0;
  row.sign = sign;
  row.text = at + 2 <= line.size() ? line.substr(at + 2) : std::string_view{};
  return row;
}

std::uint32_t code_points(std::string_view text) {
  std::uint32_t count = 0;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
  return count;
}

/// Byte index of the code point at `column` (0-based), or the text's size.
std::size_t byte_at(std::string_view text, std::size_t column) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
    if (column == 0) break;
    --column;
  }
  return at;
}

SuggestedEdit edit_of(const std::string& file, std::uint32_t line, std::uint32_t column, std::uint32_t end_line,
                      std::uint32_t end_column, std::string replacement) {
  SuggestedEdit edit;
  edit.place = {file, line, column, end_line, end_column, ColumnUnit::code_point};
  edit.replacement = std::move(replacement);
  return edit;
}

/// The edit that turns one line into another, without what both have in common at their ends.
SuggestedEdit line_edit(const std::string& file, std::uint32_t line, std::string_view before,
                        std::string_view after) {
  std::size_t begin = 0, tail = 0;
  const auto shorter = std::min(before.size(), after.size());
  while (begin < shorter && before[begin] == after[begin]) ++begin;
  while (begin > 0 && begin < before.size() && (static_cast<unsigned char>(before[begin]) & 0xC0U) == 0x80U) --begin;
  while (tail < shorter - begin && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  while (tail > 0 && (static_cast<unsigned char>(before[before.size() - tail]) & 0xC0U) == 0x80U) --tail;
  // Whole words read better than their changed letters.
  const auto word = [](std::string_view text, std::size_t at) {
    return at < text.size() && base::is_identifier_part(text[at]);
  };
  const auto touches = [&](std::string_view text, std::size_t to) { return begin < to && word(text, begin); };
  if (touches(before, before.size() - tail) || touches(after, after.size() - tail))
    while (begin > 0 && word(before, begin - 1)) --begin;
  if (word(before.substr(0, before.size() - tail), before.size() - tail - 1) ||
      word(after.substr(0, after.size() - tail), after.size() - tail - 1))
    while (tail > 0 && word(before, before.size() - tail)) --tail;
  const auto first = code_points(before.substr(0, begin)) + 1;
  const auto last = code_points(before.substr(0, before.size() - tail)) + 1;
  return edit_of(file, line, first, line, last, std::string(after.substr(begin, after.size() - tail - begin)));
}

class Reader {
 public:
  Reader(std::vector<std::string_view> lines, Diagnostic& diagnostic)
      : lines_(std::move(lines)), diagnostic_(diagnostic) {}

  void read() {
    std::size_t at = 1;
    // The head's own section, then one per "note:" / "help:".
    at = read_head(at);
    while (at < lines_.size()) at = read_section(at);
  }

 private:
  [[nodiscard]] static bool opens_section(std::string_view line) {
    return line.starts_with("help: ") || line.starts_with("note: ");
  }

  std::size_t section_end(std::size_t at) const {
    while (at < lines_.size() && !opens_section(lines_[at])) ++at;
    return at;
  }

  std::size_t read_head(std::size_t at) {
    const auto end = section_end(at);
    std::string file;
    int line = 0, column = 0;
    for (; at < end; ++at) {
      if (arrow().full_match(lines_[at], &file, &line, &column)) break;
      if (row_of(lines_[at]).sign == 0) diagnostic_.message += "\n" + std::string(lines_[at]);  // a longer message
    }
    if (at == end) return end;
    diagnostic_.place.file = file;
    diagnostic_.place.line = static_cast<std::uint32_t>(line);
    diagnostic_.place.column = static_cast<std::uint32_t>(column);
    diagnostic_.place.unit = ColumnUnit::code_point;
    read_excerpt(at + 1, end, true);
    return end;
  }

  /// A span over several lines draws a bar left of the code, which moves it.
  bool has_bars(std::size_t at, std::size_t end) const {
    for (; at < end; ++at) {
      const auto row = row_of(lines_[at]);
      if (row.sign != '|' || row.line != 0) continue;
      const auto first = row.text.find_first_not_of(" |/");
      if (first != std::string_view::npos && row.text[first] == '_') return true;
    }
    return false;
  }

  /// Remembers source lines; in the primary excerpt also measures the underline and reads short suggestions.
  void read_excerpt(std::size_t at, std::size_t end, bool primary) {
    std::string file = diagnostic_.place.file;
    if (has_bars(at, end)) {
      if (primary) drawn_ = false;
      return;
    }
    Row source;
    std::size_t under = 0;  // index of the row just under `source`
    for (; at < end; ++at) {
      std::string other;
      int line = 0, column = 0;
      if (arrow().full_match(lines_[at], &other, &line, &column)) {
        file = other;
        continue;
      }
      const auto row = row_of(lines_[at]);
      if (row.sign != '|') continue;
      if (row.line != 0) {
        source = row;
        under = at + 1;
        if (file == diagnostic_.place.file && !row.text.starts_with("...") && !row.text.ends_with("..."))
          excerpt_.emplace(row.line, row.text);
        continue;
      }
      if (source.line == 0 || file != diagnostic_.place.file) continue;
      if (primary && at == under && source.line == diagnostic_.place.line) measure(source, row.text);
      if (primary && at == under) read_label(source, row.text);
      if (const auto help = row.text.find("help: "); help != std::string_view::npos)
        short_suggestion(source, row_of(lines_[under]).text, row.text, help);
    }
  }

  /// Finds the primary underline, which must start where the head says: else tabs or cuts moved the drawing.
  void measure(const Row& source, std::string_view marks) {
    const auto column = diagnostic_.place.column;
    if (column == 0) return;
    const bool cut = source.text.starts_with("...");
    std::size_t at = column - 1;
    if (at >= marks.size() || marks[at] != '^' || (at > 0 && marks[at - 1] == '^')) {
      aligned_ = cut || marks.find('^') == std::string_view::npos;
      drawn_ = false;
      return;
    }
    const auto length = marks.substr(at).find_first_not_of('^');
    const auto end = length == std::string_view::npos ? marks.size() : at + length;
    diagnostic_.place.end_line = diagnostic_.place.line;
    diagnostic_.place.end_column = static_cast<std::uint32_t>(end) + 1;
  }

  /// "--- label" beside the last secondary underline of a row.
  void read_label(const Row& source, std::string_view text) {
    const auto end = text.find_first_not_of(" ^-");
    if (end == std::string_view::npos || end == 0 || text[end - 1] != ' ' || diagnostic_.related.size() >= 20) return;
    auto last = end - 1;
    while (last > 0 && text[last - 1] == ' ') --last;
    if (last == 0 || text[last - 1] != '-') return;
    auto begin = last;
    while (begin > 0 && text[begin - 1] == '-') --begin;
    const auto label = text.substr(end);
    if (label.starts_with("help: ") || source.text.starts_with("...")) return;
    diagnostic_.related.push_back({{diagnostic_.place.file, source.line, static_cast<std::uint32_t>(begin) + 1,
                                    source.line, static_cast<std::uint32_t>(last) + 1, ColumnUnit::code_point},
                                   std::string(label)});
  }

  void short_suggestion(const Row& source, std::string_view marks, std::string_view text, std::size_t help) {
    if (!drawn_) return;
    // Beside its underline, or hanging under the underline's first mark.
    std::size_t begin = 0, end = 0;
    if (help > 0 && text.data() == marks.data() && help >= 2 && (text[help - 2] == '^' || text[help - 2] == '-')) {
      end = help - 1;
      begin = end;
      while (begin > 0 && text[begin - 1] == text[end - 1]) --begin;
    } else {
      if (help >= marks.size() || (marks[help] != '^' && marks[help] != '-')) return;
      begin = end = help;
      while (end < marks.size() && marks[end] == marks[begin]) ++end;
    }
    auto message = base::trim(text.substr(help + 6));
    const auto open = message.find('`');
    Suggestion suggestion;
    std::string replacement;
    if (message.starts_with("remove ")) {
      replacement.clear();
    } else if (message.ends_with('`') && message.size() > 1) {
      const auto from = message.rfind(" `", message.size() - 2);
      if (from == std::string_view::npos) return;
      replacement = message.substr(from + 2, message.size() - from - 3);
      // "missing `,`" and "add a semicolon here: `;`" insert in front of the underlined place.
      const bool inserts =
          std::ranges::none_of(replacement, [](char c) { return base::is_identifier_part(c); }) && end - begin == 1 &&
          (message.contains("missing") || message.contains("add") || message.contains("using a semicolon"));
      if (inserts || replacement.starts_with("-> ")) end = begin;
      if (replacement.starts_with("-> ")) replacement += ' ';
      if (open == std::string_view::npos || (!inserts && !message.contains(": `") && !message.contains("? `")))
        return;
    } else if (message.starts_with("add `") && message.ends_with("` here")) {
      replacement = message.substr(5, message.size() - 11);
      end = begin;
    } else if (message == "missing comma here") {
      replacement = ",";
      end = begin;
    } else {
      return;
    }
    suggestion.message = message;
    suggestion.safety = is_rust_placeholder(replacement) ? Safety::placeholder : Safety::likely;
    suggestion.edits.push_back(edit_of(diagnostic_.place.file, source.line, static_cast<std::uint32_t>(begin) + 1,
                                       source.line, static_cast<std::uint32_t>(end) + 1, std::move(replacement)));
    add(std::move(suggestion));
  }

  std::size_t read_section(std::size_t at) {
    const auto end = section_end(at + 1);
    const bool help = lines_[at].starts_with("help: ");
    const auto message = lines_[at].substr(6);
    std::string file = diagnostic_.place.file;
    std::size_t first = at + 1;
    std::string path;
    int line = 0, column = 0;
    if (first < end && arrow().full_match(lines_[first], &path, &line, &column)) {
      file = path;
      ++first;
      if (diagnostic_.related.size() < 20)
        diagnostic_.related.push_back({{file, static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(column), 0,
                                        0, ColumnUnit::code_point},
                                       std::string(message)});
      if (!help || !suggests(first, end)) {
        read_excerpt(at + 1, end, false);
        return end;
      }
    }
    if (help && aligned_) read_alternatives(std::string(message), file, first, end);
    return end;
  }

  bool suggests(std::size_t at, std::size_t end) const {
    for (; at < end; ++at) {
      const auto row = row_of(lines_[at]);
      if (row.sign == '+' || row.sign == '-' || row.sign == '~') return true;
      if (row.sign == '|' && row.line == 0 && is_insert_marks(row.text)) return true;
    }
    return false;
  }

  static bool is_insert_marks(std::string_view text) {
    const auto marks = base::trim(text);
    return !marks.empty() && marks.find_first_not_of("+ ") == std::string_view::npos;
  }

  /// The blocks of one help section: each is an alternative.
  void read_alternatives(const std::string& message, const std::string& file, std::size_t at, std::size_t end) {
    std::vector<std::vector<Row>> blocks(1);
    for (; at < end; ++at) {
      const auto row = row_of(lines_[at]);
      if (row.sign == 0) continue;
      if (row.sign == '|' && row.line == 0 && base::trim(row.text).empty()) {
        if (!blocks.back().empty()) blocks.emplace_back();
        continue;
      }
      blocks.back().push_back(row);
    }
    if (blocks.back().empty()) blocks.pop_back();
    for (const auto& block : blocks) {
      Suggestion suggestion;
      suggestion.message = message;
      if (!edits_of(block, file, suggestion.edits) || suggestion.edits.empty()) continue;
      suggestion.safety = blocks.size() > 1 ? Safety::choice : Safety::likely;
      for (const auto& edit : suggestion.edits)
        if (is_rust_placeholder(edit.replacement)) suggestion.safety = Safety::placeholder;
      add(std::move(suggestion));
    }
  }

  bool edits_of(const std::vector<Row>& rows, const std::string& file, std::vector<SuggestedEdit>& edits) const {
    std::uint32_t added = 0;  // "+" rows are numbered as in the new file
    for (std::size_t i = 0; i < rows.size();) {
      const auto& row = rows[i];
      if (row.sign == '~') return false;
      if (row.sign == '-') {
        auto minus = i;
        while (minus < rows.size() && rows[minus].sign == '-') ++minus;
        auto plus = minus;
        while (plus < rows.size() && rows[plus].sign == '+') ++plus;
        replace_lines(rows, i, minus, plus, file, edits);
        i = plus;
        continue;
      }
      if (row.sign == '+') {
        auto last = i;
        std::string text;
        while (last < rows.size() && rows[last].sign == '+' && rows[last].line == row.line + (last - i)) {
          text += rows[last].text;
          text += '\n';
          ++last;
        }
        if (row.line <= added) return false;
        edits.push_back(edit_of(file, row.line - added, 1, row.line - added, 1, std::move(text)));
        added += static_cast<std::uint32_t>(last - i);
        i = last;
        continue;
      }
      if (row.line != 0 && i + 1 < rows.size() && rows[i + 1].line == 0 && rows[i + 1].sign == '|') {
        if (!is_insert_marks(rows[i + 1].text)) return false;
        if (row.line <= added) return false;
        insert_marked(row.line - added, row.text, rows[i + 1].text, file, edits);
        i += 2;
        continue;
      }
      ++i;
    }
    return true;
  }

  static void replace_lines(const std::vector<Row>& rows, std::size_t begin, std::size_t minus, std::size_t plus,
                            const std::string& file, std::vector<SuggestedEdit>& edits) {
    const auto removed = minus - begin, replaced = plus - minus;
    if (removed == replaced) {
      for (std::size_t i = 0; i < removed; ++i)
        edits.push_back(line_edit(file, rows[begin + i].line, rows[begin + i].text, rows[minus + i].text));
      return;
    }
    std::string text;
    for (auto i = minus; i < plus; ++i) {
      text += rows[i].text;
      if (replaced > 0 && i + 1 < plus) text += '\n';
    }
    const auto first = rows[begin].line, last = rows[minus - 1].line;
    if (replaced == 0)
      edits.push_back(edit_of(file, first, 1, last + 1, 1, ""));
    else
      edits.push_back(edit_of(file, first, 1, last, code_points(rows[minus - 1].text) + 1, std::move(text)));
  }

  /// "code" over "+++": the code is the new line, the marks show what of it is new (blanks around it are not marked).
  void insert_marked(std::uint32_t line, std::string_view code, std::string_view marks, const std::string& file,
                     std::vector<SuggestedEdit>& edits) const {
    if (file == diagnostic_.place.file)
      if (const auto known = excerpt_.find(line); known != excerpt_.end()) {
        edits.push_back(line_edit(file, line, known->second, code));
        return;
      }
    std::uint32_t inserted = 0;
    for (std::size_t at = 0; at < marks.size();) {
      if (marks[at] != '+') {
        ++at;
        continue;
      }
      auto end = at;
      while (end < marks.size() && marks[end] == '+') ++end;
      const auto from = byte_at(code, at), to = byte_at(code, end);
      std::string text(code.substr(from, to - from));
      // A word that is inserted before another one brings its blank along.
      std::uint32_t blank = 0;
      if (!text.empty() && (base::is_identifier_part(text.back()) || text.back() == ',') && to < code.size() &&
          code[to] == ' ') {
        text += ' ';
        blank = 1;
      }
      const auto column = static_cast<std::uint32_t>(at) + 1 - inserted;
      edits.push_back(edit_of(file, line, column, line, column, std::move(text)));
      inserted += static_cast<std::uint32_t>(end - at) + blank;
      at = end;
    }
  }

  void add(Suggestion suggestion) {
    if (diagnostic_.suggestions.size() < kMaxSuggestions) diagnostic_.suggestions.push_back(std::move(suggestion));
  }

  std::vector<std::string_view> lines_;
  Diagnostic& diagnostic_;
  std::map<std::uint32_t, std::string_view> excerpt_;  // source lines of the primary file as drawn
  bool aligned_ = true;                                // columns of drawn suggestions can be trusted
  bool drawn_ = true;                                  // columns of the primary excerpt too
};

}  // namespace

bool at_rustc_message(const OutputCursor& cursor) {
  const auto is_head = [](std::string_view line) {
    return (line.starts_with("error") || line.starts_with("warning") || line.starts_with("note") ||
            line.starts_with("help")) &&
           head().full_match(line);
  };
  if (!is_head(cursor.peek())) return false;
  for (std::size_t ahead = 1; ahead < 6 && !cursor.done(ahead); ++ahead) {
    const auto line = cursor.peek(ahead);
    if ((line.find("--> ") != std::string_view::npos || line.find("::: ") != std::string_view::npos) &&
        arrow().full_match(line))
      return true;
    if (line.empty() || is_head(line)) return false;
  }
  return false;
}

Diagnostic read_rustc_message(OutputCursor& cursor) {
  Diagnostic diagnostic;
  // "error[E0308]: message"; at_rustc_message() said so.
  const auto line = cursor.peek();
  const auto severity = line.substr(0, std::min(line.find_first_of("[:"), line.size()));
  const auto colon = line.find(": ");
  if (colon == std::string_view::npos || severity.size() > colon) return diagnostic;
  if (colon > severity.size() + 2) diagnostic.code = line.substr(severity.size() + 1, colon - severity.size() - 2);
  diagnostic.message = line.substr(colon + 2);
  diagnostic.severity = severity == "error"     ? Severity::error
                        : severity == "warning" ? Severity::warning
                                                : Severity::note;
  std::vector<std::string_view> lines;
  std::size_t context = 0;
  do {
    lines.push_back(cursor.take());
    if (lines.size() > 1 && context < kMaxContext) {
      diagnostic.context += lines.back();
      diagnostic.context += '\n';
      context += lines.back().size() + 1;
    }
  } while (!cursor.done() && !base::trim(cursor.peek()).empty() && lines.size() < kMaxLines &&
           !(cursor.peek().starts_with("error") && head().full_match(cursor.peek())));
  if (cursor.brief()) return diagnostic;
  Reader(std::move(lines), diagnostic).read();
  classify_rust(diagnostic, diagnostic.context);
  return diagnostic;
}

}  // namespace fixpoint::diagnose::formats
