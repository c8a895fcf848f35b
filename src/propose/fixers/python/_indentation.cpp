// Indentation: lines that stand too far left or right, blocks that are missing, tabs among spaces.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "propose/fixers/python/_candidates.hpp"

namespace fixpoint::propose::python {
namespace {

constexpr std::size_t kMaxLines = 2000;

struct Row {
  Line line;
  Indent indent;
};

/// The lines from `offset` on.
std::vector<Row> rows_from(std::string_view text, std::size_t offset) {
  std::vector<Row> rows;
  auto at = line_at(text, offset).begin;
  while (at < text.size() && rows.size() < kMaxLines) {
    const auto line = line_at(text, at);
    rows.push_back({line, indent_of(text, line)});
    at = line.next;
  }
  return rows;
}

/// Widths of the blocks that enclose the line at `offset`, from those above it: nearest first.
std::vector<std::size_t> levels_above(std::string_view text, std::size_t offset) {
  std::vector<std::size_t> levels;
  std::size_t lowest = SIZE_MAX;
  auto at = line_at(text, offset).begin;
  for (std::size_t seen = 0; at > 0 && seen < kMaxLines && lowest > 0; ++seen) {
    const auto line = line_at(text, at - 1);
    const auto indent = indent_of(text, line);
    if (!indent.blank && indent.width < lowest) {
      levels.push_back(indent.width);
      lowest = indent.width;
    }
    at = line.begin;
  }
  return levels;
}

/// How far blocks are indented in this file.
std::size_t unit_of(std::string_view text) {
  std::size_t previous = 0;
  auto at = std::size_t{0};
  for (std::size_t seen = 0; at < text.size() && seen < 400; ++seen) {
    const auto line = line_at(text, at);
    const auto indent = indent_of(text, line);
    if (!indent.blank) {
      if (indent.width > previous && indent.width - previous <= 8) return indent.width - previous;
      previous = indent.width;
    }
    at = line.next;
  }
  return 4;
}

/// As the file does it: with tabs when its indented lines start with them.
bool uses_tabs(std::string_view text) {
  const auto tab = text.find("\n\t"), space = text.find("\n  ");
  return tab != std::string_view::npos && (space == std::string_view::npos || tab < space);
}

std::string blanks(bool tabs, std::size_t width) {
  return tabs && width % 8 == 0 ? std::string(width / 8, '\t') : std::string(width, ' ');
}

void shift(std::vector<Change>& changes, bool tabs, const Row& row, std::size_t to) {
  if (row.indent.width != to) changes.push_back({row.line.begin, row.indent.end, blanks(tabs, to)});
}

/// Shifts rows[from, to) by the same distance so that the first of them stands at `width`.
std::vector<Change> shift_rows(std::string_view text, const std::vector<Row>& rows, std::size_t from, std::size_t to,
                               std::size_t width) {
  std::vector<Change> changes;
  const bool with_tabs = uses_tabs(text);
  const auto was = rows[from].indent.width;
  for (auto i = from; i < to; ++i) {
    if (rows[i].line.begin == rows[i].line.end || (rows[i].indent.blank && !rows[i].indent.comment)) continue;
    const auto now = rows[i].indent.width + width;
    shift(changes, with_tabs, rows[i], now > was ? now - was : 0);
  }
  return changes;
}

/// One past the last row of the block that starts at rows[from]: rows at least as deep, up to `limit`.
std::size_t end_of_block(const std::vector<Row>& rows, std::size_t from, bool deeper_only) {
  const auto width = rows[from].indent.width;
  auto end = from + 1;
  for (auto i = from + 1; i < rows.size(); ++i) {
    if (rows[i].indent.blank) continue;
    if (deeper_only ? rows[i].indent.width <= width : rows[i].indent.width < width) break;
    end = i + 1;
  }
  return end;
}

std::string_view words(std::string_view text, const Row& row) {
  return text.substr(row.indent.end, row.line.end - row.indent.end);
}

bool starts_with_word(std::string_view line, std::string_view word) {
  return line.starts_with(word) && (line.size() == word.size() || !base::is_identifier_part(line[word.size()]));
}

bool definition(std::string_view line) {
  return starts_with_word(line, "def") || starts_with_word(line, "class") || line.starts_with('@') ||
         starts_with_word(line, "async");
}

bool method(std::string_view line) {
  if (!starts_with_word(line, "def") && !starts_with_word(line, "async")) return false;
  const auto open = line.find('(');
  if (open == std::string_view::npos) return false;
  const auto first = base::trim(line.substr(open + 1));
  return starts_with_word(first, "self") || starts_with_word(first, "cls");
}

bool leaves(std::string_view line) {
  return starts_with_word(line, "return") || starts_with_word(line, "raise") || starts_with_word(line, "break") ||
         starts_with_word(line, "continue");
}

bool clause(std::string_view line) {
  return starts_with_word(line, "else") || starts_with_word(line, "elif") || starts_with_word(line, "except") ||
         starts_with_word(line, "finally");
}

void missing_block(const Spot& spot, Candidates& out) {
  const auto& header = spot.token(spot.parse.fault.header);
  const auto header_line = line_at(spot.text, header.begin);
  const auto width = indent_of(spot.text, header_line).width;
  const auto unit = unit_of(spot.text);
  const auto target = width + (unit == 0 ? 4 : unit);
  const auto& colon = spot.before != nullptr ? *spot.before : header;
  const bool at_end = spot.stopped.kind == Kind::end;

  const auto rows = at_end ? std::vector<Row>{} : rows_from(spot.text, spot.stopped.begin);
  const auto here = rows.empty() ? 0 : rows[0].indent.width;
  // An empty body: nothing to move under the header.
  const auto body = line_at(spot.text, colon.end);
  const bool flat = !rows.empty() && here == width;
  const bool definition_follows =
      !rows.empty() && (definition(words(spot.text, rows[0])) || clause(words(spot.text, rows[0])));
  const bool of_class = header.word == word("class");
  double pass = at_end || here < width ? 0.4 : 2.2;
  if (flat && definition_follows && !of_class) pass = 0.9;
  if (flat && clause(words(spot.text, rows[0]))) pass = 0.5;
  // Blank lines set off what does not belong to the block; only methods are moved into a class.
  const auto gap = at_end ? 0
                          : std::count(spot.text.begin() + static_cast<std::ptrdiff_t>(body.end),
                                       spot.text.begin() + static_cast<std::ptrdiff_t>(rows[0].line.begin), '\n');
  if (flat && gap >= 3) pass = std::min(pass, 0.3);
  const bool stranger = of_class && flat && !method(words(spot.text, rows[0]));
  if (stranger) pass = std::min(pass, 0.6);
  const std::string_view newline = spot.text.find("\r\n") != std::string_view::npos ? "\r\n" : "\n";
  const std::string line_end(body.next == body.end ? newline : "");
  // Behind the comments of the empty body, so that they stay in it.
  auto at = body.next;
  for (auto line = line_at(spot.text, at); at < spot.text.size() && line.begin < spot.stopped.begin;
       line = line_at(spot.text, at)) {
    const auto indent = indent_of(spot.text, line);
    if (!indent.comment || indent.width <= width) break;
    at = line.next;
  }
  add(out, pass, "gives the empty block a 'pass'", at, at,
      line_end + blanks(uses_tabs(spot.text), target) + "pass" + std::string(newline));
  if (rows.empty() || here > width) return;

  const auto move = [&](std::size_t end, double cost) {
    auto changes = shift_rows(spot.text, rows, 0, end, target);
    if (!changes.empty()) add(out, cost, "indents the block", std::move(changes));
  };
  if (here < width) {  // deeper than where it stands: rarely meant
    move(end_of_block(rows, 0, true), 2.0);
    return;
  }
  const auto all = end_of_block(rows, 0, false);
  const auto one = end_of_block(rows, 0, true);
  if (of_class) {
    // Methods and what stands between them, up to the first plain statement or function at this level.
    std::size_t end = 0;
    for (std::size_t i = 0; i < all; ++i) {
      if (rows[i].indent.blank || rows[i].indent.width > here) continue;
      const auto line = words(spot.text, rows[i]);
      const bool decorator = line.starts_with('@');
      if (!method(line) && !decorator && !(i == 0)) {
        if (starts_with_word(line, "if") || starts_with_word(line, "class") || starts_with_word(line, "def") ||
            line.find("Solution") != std::string_view::npos)
          break;
        const auto next_method = [&] {
          for (auto j = i + 1; j < std::min(all, i + 200); ++j)
            if (!rows[j].indent.blank && rows[j].indent.width == here) return method(words(spot.text, rows[j]));
          return false;
        }();
        if (!next_method) break;
      }
      end = end_of_block(rows, i, true);
    }
    if (end > 0) move(std::max(end, one), stranger ? 0.7 : 0.3);
    move(all, end == all ? 0.6 : 0.9);
    move(one, 1.1);
    return;
  }
  const bool function = header.word == word("def") || header.word == word("async");
  // Up to a return at this level, the next definition, or the end of the block.
  std::size_t natural = all, blank_stop = all;
  for (std::size_t i = 0; i < all; ++i) {
    if (rows[i].indent.blank) {
      if (!rows[i].indent.comment && i > 0 && blank_stop == all) blank_stop = i;
      continue;
    }
    if (rows[i].indent.width != here) continue;
    const auto line = words(spot.text, rows[i]);
    if (i > 0 && (definition(line) || line.starts_with("if __name__"))) {
      natural = i;
      break;
    }
    if (leaves(line) && (function || i == 0)) {
      natural = end_of_block(rows, i, true);
      break;
    }
    if (!function && leaves(line)) {
      natural = i;
      break;
    }
    if (!function && i > 0 && clause(line)) {
      natural = i;
      break;
    }
  }
  if (function) {
    move(natural, 0.3);
    move(all, 0.6);
    move(blank_stop, 0.8);
    move(one, 1.2);
  } else {
    move(one, 0.45);
    move(natural, 0.4 + (natural == one ? 0.0 : 0.15));
    move(blank_stop, 0.65);
    move(all, 0.9);
    // All but the last: what follows a loop's body is often one line.
  }
}

void shifted(const Spot& spot, Candidates& out) {
  const auto rows = rows_from(spot.text, spot.stopped.begin);
  if (rows.empty()) return;
  const auto here = rows[0].indent.width;
  const auto levels = levels_above(spot.text, spot.stopped.begin);
  const auto one = end_of_block(rows, 0, true), all = end_of_block(rows, 0, false);
  std::size_t same = all;  // up to the first line that already stands at one of the enclosing levels
  std::set<std::size_t> targets(levels.begin(), levels.end());
  const auto previous = levels.empty() ? 0 : levels.front();
  targets.insert(previous + unit_of(spot.text));
  const bool dedent = spot.stopped.why == Lexical::dedent;
  for (const auto level : targets) {
    if (level == here) continue;
    const auto distance = level > here ? level - here : here - level;
    double cost = 0.35 + 0.08 * static_cast<double>(distance);
    if (!dedent) cost = 0.35 + (level == previous ? 0.0 : 0.5) + (level > previous ? 1.0 : 0.0);
    const auto move = [&](std::size_t end, double more) {
      auto changes = shift_rows(spot.text, rows, 0, end, level);
      if (!changes.empty()) add(out, cost + more, "corrects the indentation", std::move(changes));
    };
    move(all, 0.0);
    if (one != all) move(one, 0.15);
    if (same != all && same != one) move(same, 0.2);
    std::vector<Change> alone;
    shift(alone, uses_tabs(spot.text), rows[0], level);
    if (one > 1 && !alone.empty()) add(out, cost + 0.2, "corrects the indentation", std::move(alone));
  }
  // The header of this block was commented out.
  if (spot.stopped.kind == Kind::indent) {
    auto at = rows[0].line.begin;
    for (int seen = 0; at > 0 && seen < 4; ++seen) {
      const auto line = line_at(spot.text, at - 1);
      const auto indent = indent_of(spot.text, line);
      at = line.begin;
      if (!indent.blank) break;
      if (!indent.comment) continue;
      auto code = indent.end + 1;
      while (code < line.end && spot.text[code] == ' ') ++code;
      const auto comment = base::trim_right(spot.text.substr(code, line.end - code));
      if (comment.ends_with(':')) {
        for (const std::string_view head : {"for", "if", "while", "def", "else", "elif", "with", "try", "class"})
          if (starts_with_word(comment, head))
            add(out, 0.4, "takes the block's header out of the comment", indent.end, code, "");
      }
      break;
    }
  }
}

/// else, elif, except, finally at the wrong depth; return or break outside: moves the line to depths around.
void misplaced(const Spot& spot, Candidates& out) {
  const auto& token = spot.stopped;
  const auto kind = spot.parse.fault.kind;
  const bool is_clause = kind == FaultKind::invalid && token.kind == Kind::keyword &&
                         (token.word == word("else") || token.word == word("elif") || token.word == word("except") ||
                          token.word == word("finally"));
  const bool outside = kind == FaultKind::outside_function || kind == FaultKind::outside_loop;
  const bool tried = kind == FaultKind::lone_try;
  if (!is_clause && !outside && !tried) return;
  if (token.kind == Kind::end || token.kind == Kind::dedent) return;
  const auto line = line_at(spot.text, token.begin);
  const auto indent = indent_of(spot.text, line);
  if (indent.end != token.begin) return;
  const auto rows = rows_from(spot.text, token.begin);
  const auto here = rows[0].indent.width;
  std::set<std::size_t> widths;
  std::vector<std::pair<std::size_t, double>> targets;
  auto at = line.begin;
  double cost = 0.4;
  for (std::size_t seen = 0; at > 0 && seen < 200 && targets.size() < 6; ++seen) {
    const auto above = line_at(spot.text, at - 1);
    const auto width = indent_of(spot.text, above);
    at = above.begin;
    if (width.blank) continue;
    const auto text = spot.text.substr(width.end, above.end - width.end);
    bool fits = outside;
    if (is_clause && (token.word == word("else") || token.word == word("elif")))
      fits = starts_with_word(text, "if") || starts_with_word(text, "elif") || starts_with_word(text, "for") ||
             starts_with_word(text, "while");
    if ((is_clause && (token.word == word("except") || token.word == word("finally"))) || tried)
      fits = starts_with_word(text, "try") || starts_with_word(text, "except");
    if (fits && width.width != here && widths.insert(width.width).second) {
      targets.emplace_back(width.width, cost);
      cost += 0.25;
    }
    if (definition(text) && width.width <= here && !outside) break;
  }
  const auto one = end_of_block(rows, 0, true), all = end_of_block(rows, 0, false);
  for (const auto& [target, price] : targets) {
    const auto move = [&](std::size_t end, double more) {
      auto changes = shift_rows(spot.text, rows, 0, end, target);
      if (!changes.empty()) add(out, price + more, "corrects the indentation", std::move(changes));
    };
    std::vector<Change> alone;
    shift(alone, uses_tabs(spot.text), rows[0], target);
    if (is_clause && one > 1) {
      // Its body may already stand where it belongs.
      const auto body =
          std::ranges::find_if(rows.begin() + 1, rows.end(), [](const Row& row) { return !row.indent.blank; });
      const bool fine = body != rows.end() && body->indent.width > target && body->indent.width <= target + 8;
      add(out, price + (fine && target > here ? 0.05 : 0.15), "corrects the indentation", std::move(alone));
      move(one, fine && target > here ? 0.1 : 0.0);
    } else {
      move(one, outside ? 0.0 : 0.1);
      if (all != one) move(all, 0.15);
    }
  }
  if (kind == FaultKind::outside_loop)
    add(out, 1.6, "replaces what only a loop may have by 'pass'", token.begin, token.end, "pass");
}

void tabs(const Spot& spot, Candidates& out) {
  for (const std::size_t size : {std::size_t{4}, std::size_t{8}}) {
    std::vector<Change> changes;
    auto at = std::size_t{0};
    while (at < spot.text.size()) {
      const auto line = line_at(spot.text, at);
      const auto indent = indent_of(spot.text, line);
      std::size_t width = 0;
      bool tab = false;
      for (auto i = line.begin; i < indent.end; ++i) {
        tab = tab || spot.text[i] == '\t';
        width = spot.text[i] == '\t' ? (width / size + 1) * size : width + 1;
      }
      if (tab) changes.push_back({line.begin, indent.end, std::string(width, ' ')});
      at = line.next;
    }
    if (!changes.empty()) add(out, size == 4 ? 0.3 : 0.5, "indents with spaces throughout", std::move(changes));
  }
}

}  // namespace

void indentation_candidates(const Spot& spot, Candidates& out) {
  switch (spot.parse.fault.kind) {
    case FaultKind::expected_block:
      missing_block(spot, out);
      break;
    case FaultKind::unexpected_indent:
      shifted(spot, out);
      break;
    case FaultKind::lexical:
      if (spot.stopped.why == Lexical::dedent) shifted(spot, out);
      if (spot.stopped.why == Lexical::tabs) {
        tabs(spot, out);
        shifted(spot, out);
      }
      break;
    default:
      misplaced(spot, out);
  }
}

}  // namespace fixpoint::propose::python
