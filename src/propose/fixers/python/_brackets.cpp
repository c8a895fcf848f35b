// Brackets: never closed, closed twice, closed by another kind.
#include <algorithm>

#include "base/text.hpp"
#include "propose/fixers/python/_candidates.hpp"

namespace fixpoint::propose::python {
namespace {

char closing(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

bool ends_operand(const Token& token) {
  if (token.kind == Kind::name || token.kind == Kind::number || token.kind == Kind::string) return true;
  if (token.kind == Kind::keyword)
    return token.word == word("None") || token.word == word("True") || token.word == word("False");
  return token.word == word(")") || token.word == word("]") || token.word == word("}") || token.word == word("...");
}

bool opens(const Token& token) {
  return token.kind == Kind::op && (token.word == word("(") || token.word == word("[") || token.word == word("{"));
}

/// A token that hardly continues an expression in brackets: the bracket should have ended before it.
bool breaks_off(const Token& token) {
  if (token.kind == Kind::keyword) switch (token.word) {
      case word("def"):
      case word("class"):
      case word("return"):
      case word("while"):
      case word("import"):
      case word("with"):
      case word("try"):
      case word("raise"):
      case word("elif"):
      case word("pass"):
      case word("break"):
      case word("continue"):
        return true;
      default:
        return false;
    }
  return token.word == word("->") || token.word == word(":") || token.word == word("=") || token.word == word("+=") ||
         token.word == word("-=");
}

bool is_header(const Token& token) {
  if (token.kind != Kind::keyword) return false;
  switch (token.word) {
    case word("if"):
    case word("elif"):
    case word("while"):
    case word("for"):
    case word("def"):
    case word("class"):
    case word("with"):
    case word("except"):
    case word("async"):
      return true;
    default:
      return false;
  }
}

/// Closes what is open, somewhere between the innermost open bracket and the place where parsing stopped.
void close(const Spot& spot, Candidates& out) {
  const auto& open = spot.parse.fault.open;
  if (open.empty()) return;
  const auto opener = open.back().token;
  const auto last = spot.index;
  const auto& first = spot.first();
  std::size_t steps = 0;
  for (std::size_t after = last; after-- > opener && steps < 40;) {
    const auto& token = spot.token(after);
    if (token.kind == Kind::indent || token.kind == Kind::dedent || token.kind == Kind::newline) continue;
    const auto& next = spot.token(after + 1);
    const bool line_ends = next.line > token.line || next.kind == Kind::end;
    // An operator at the end of the line has lost its right side; it goes with the repair.
    const bool dangling =
        line_ends && token.kind == Kind::op && !ends_operand(token) && !opens(token) && token.word != word(":");
    if (!ends_operand(token) && after != opener && !dangling) continue;
    const bool at_stop = after + 1 == last;
    // "...:" at the end of a header's line.
    const bool before_colon = next.word == word(":") && next.kind == Kind::op && is_header(first) &&
                              (after + 2 > last || after + 2 >= spot.parse.tokens.all.size() ||
                               spot.token(after + 2).line > next.line || spot.token(after + 2).kind == Kind::end);
    double cost = 1.6 + 0.06 * static_cast<double>(steps);
    if (line_ends) cost = token.line == spot.token(opener).line ? 0.35 : 0.6 + 0.05 * static_cast<double>(steps);
    if (line_ends && at_stop) cost = std::min(cost, breaks_off(next) ? 0.3 : 0.45);
    if (before_colon) cost = 0.2;
    if (at_stop && !line_ends && !before_colon) cost = breaks_off(next) ? 0.4 : 0.9;
    if (after == opener && !line_ends) cost += 0.8;
    if (dangling) cost += token.word == word(",") ? 0.3 : 1.2;
    ++steps;
    std::string closers;
    for (std::size_t count = 1; count <= open.size() && count <= 5; ++count) {
      const auto& bracket = open[open.size() - count];
      if (bracket.token > after) break;
      closers += closing(bracket.bracket);
      // Where a line ends, all that is open on it should be closed; in the middle, one.
      const bool all = count == open.size();
      const double more = line_ends || before_colon || breaks_off(next)
                              ? (all ? 0.0 : 0.5 * static_cast<double>(open.size() - count))
                              : 0.35 * static_cast<double>(count - 1);
      const auto at = dangling ? token.begin : token.end;
      const auto end = dangling ? token.end : at;
      add(out, cost + more + 0.05 * static_cast<double>(count - 1), std::string("closes '") + bracket.bracket + "'",
          at, end, closers);
    }
  }
  add(out, 1.7, std::string("removes the '") + open.back().bracket + "' that is never closed",
      spot.token(opener).begin, spot.token(opener).end, "");
}

/// Whether the text holds that word besides the place where it stands now.
bool word_elsewhere(std::string_view text, std::string_view wanted, std::size_t here) {
  for (auto at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1)) {
    const bool begins = at == 0 || !base::is_identifier_part(text[at - 1]);
    const auto end = at + wanted.size();
    const bool ends = end >= text.size() || !base::is_identifier_part(text[end]);
    if (begins && ends && at != here) return true;
  }
  return false;
}

/// "powerx, 2)" was "power(x, 2)": a name that is nowhere else falls into two that are.
void glued(const Spot& spot, const Token& token, char open, Candidates& out) {
  const auto name = spot.of(token);
  if (name.size() < 4 || name.size() > 60 || spot.text.size() > 200000 ||
      word_elsewhere(spot.text, name, token.begin))
    return;
  for (std::size_t split = 2; split < name.size(); ++split) {
    const auto right = name.substr(split);
    if (!base::is_identifier_start(right.front())) continue;
    const bool parameter = right == "self" || right == "cls";
    if (!parameter && !word_elsewhere(spot.text, right, 0)) continue;
    const bool known = parameter || word_elsewhere(spot.text, name.substr(0, split), token.begin);
    if (known)
      add(out, 0.3 + (right.size() == 1 ? 0.1 : 0.0), std::string("adds the missing '") + open + "'",
          token.begin + split, token.begin + split, std::string(1, open));
  }
}

void extra(const Spot& spot, Candidates& out) {
  const auto& token = spot.stopped;
  const std::string mark(spot.of(token));
  add(out, 0.4, "removes the unmatched '" + mark + "'", token.begin, token.end, "");
  // The opening one is missing: "print x)", "a + b) * c".
  const char open = mark == ")" ? '(' : mark == "]" ? '[' : '{';
  int seen = 0;
  for (std::size_t i = spot.index; i-- > 0 && seen < 14; ++seen) {
    const auto& one = spot.token(i);
    if (one.kind == Kind::newline || one.kind == Kind::indent || one.kind == Kind::dedent) break;
    if (one.kind == Kind::name) glued(spot, one, open, out);
    if (one.kind == Kind::name && i + 1 == spot.index)  // set) was set()
      add(out, 0.75, std::string("adds the missing '") + open + "'", one.end, one.end, std::string(1, open));
    const bool operand = one.kind == Kind::name || one.kind == Kind::number || one.kind == Kind::string || opens(one);
    if (!operand || i == 0) continue;
    const auto& left = spot.token(i - 1);
    const bool adjacent = ends_operand(left) && left.line == one.line;
    if (adjacent)
      add(out, 0.7, std::string("adds the missing '") + open + "'", left.end, one.begin, std::string(1, open));
    else
      add(out, 1.0 + 0.05 * seen, std::string("adds the missing '") + open + "'", one.begin, one.begin,
          std::string(1, open));
  }
}

void mismatched(const Spot& spot, Candidates& out) {
  const auto& open = spot.parse.tokens.open;
  if (open.empty()) return;
  const auto& token = spot.stopped;
  const char fits = closing(open.back().bracket);
  const char is = spot.text[token.begin];
  const bool outer = std::ranges::any_of(open, [&](const Open& one) { return closing(one.bracket) == is; });
  const auto& opener = spot.token(open.back().token);
  // Close what lies between, when the bracket fits one further out.
  if (outer) {
    std::string closers;
    for (std::size_t i = open.size(); i-- > 0 && closing(open[i].bracket) != is;) closers += closing(open[i].bracket);
    add(out, 0.3, std::string("closes '") + open.back().bracket + "'", spot.before->end, spot.before->end, closers);
  }
  add(out, outer ? 0.9 : 0.35, std::string("replaces '") + is + "' by '" + fits + "'", token.begin, token.end,
      std::string(1, fits));
  add(out, outer ? 1.4 : 0.7, std::string("removes the '") + is + "'", token.begin, token.end, "");
  add(out, outer ? 1.6 : 0.8, "makes the brackets match", opener.begin, opener.end,
      std::string(1, is == ')'   ? '('
                     : is == ']' ? '['
                                 : '{'));
  // "f(a[i + 1, b)": the inner one ends earlier.
  int seen = 0;
  for (std::size_t i = spot.index; i-- > open.back().token + 1 && seen < 20;) {
    const auto& one = spot.token(i);
    if (!ends_operand(one)) continue;
    ++seen;
    if (seen > 1)
      add(out, 1.0 + 0.08 * seen, std::string("closes '") + open.back().bracket + "'", one.end, one.end,
          std::string(1, fits));
  }
}

}  // namespace

void bracket_candidates(const Spot& spot, Candidates& out) {
  if (spot.stopped.why == Lexical::closing_unmatched) return extra(spot, out);
  if (spot.stopped.why == Lexical::closing_mismatched) mismatched(spot, out);
  close(spot, out);
  // "def nameself) -> int": the parser stops before the bracket does.
  if (spot.first().word == word("def") && spot.index == spot.parse.fault.statement + 2 && spot.index > 0)
    glued(spot, spot.token(spot.index - 1), '(', out);
  // "names =" and further down a line with the closing bracket alone.
  if (spot.before != nullptr && spot.before->word == word("=") && spot.stopped.kind == Kind::newline) {
    const auto own = indent_of(spot.text, line_at(spot.text, spot.before->begin)).width;
    auto at = line_at(spot.text, spot.before->end).next;
    for (int lines = 0; lines < 60 && at < spot.text.size(); ++lines) {
      const auto line = line_at(spot.text, at);
      const auto indent = indent_of(spot.text, line);
      const char c = indent.end < line.end ? spot.text[indent.end] : ' ';
      if (indent.width <= own && !indent.blank && c != ')' && c != ']' && c != '}') break;
      if (c == ')' || c == ']' || c == '}') {
        const char open = c == ')' ? '(' : c == ']' ? '[' : '{';
        add(out, 0.3, std::string("adds the missing '") + open + "'", spot.before->end, spot.before->end,
            std::string(" ") + open);
        break;
      }
      at = line.next;
    }
  }
  // A parser stopped at a closing bracket that does match: perhaps one too many was opened or closed before.
  if (spot.stopped.kind == Kind::op && spot.stopped.end - spot.stopped.begin == 1 &&
      (spot.of(spot.stopped) == ")" || spot.of(spot.stopped) == "]" || spot.of(spot.stopped) == "}"))
    add(out, 1.8, "removes '" + std::string(spot.of(spot.stopped)) + "'", spot.stopped.begin, spot.stopped.end, "");
}

}  // namespace fixpoint::propose::python
