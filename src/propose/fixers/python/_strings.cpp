// Strings: quotes that are missing, too many, of two kinds, or in the middle of a text.
#include <algorithm>

#include "base/text.hpp"
#include "propose/fixers/python/_candidates.hpp"

namespace fixpoint::propose::python {
namespace {

std::size_t quote_at(const Spot& spot, const Token& token) {
  auto at = static_cast<std::size_t>(token.begin);
  while (at < token.end && spot.text[at] != '"' && spot.text[at] != '\'') ++at;
  return at;
}

bool known_name(const Spot& spot, std::string_view name) {
  for (const auto& token : spot.parse.tokens.all)
    if (token.kind == Kind::name && spot.of(token) == name) return true;
  return false;
}

/// Words and operators left over when the string is closed: what makes an early end unlikely.
double leftovers(std::string_view tail, std::size_t open) {
  double cost = 0;
  std::size_t closers = 0;
  bool in_word = false;
  for (std::size_t i = 0; i < tail.size(); ++i) {
    const char c = tail[i];
    if (c == '#') break;
    const bool letter = base::is_identifier_part(c);
    if (letter && !in_word) cost += 0.3;
    in_word = letter;
    if (c == ')' || c == ']' || c == '}')
      ++closers;
    else if (!letter && c != ' ' && c != ':' && c != ',' && c != '\t')
      cost += 0.1;
  }
  return cost + (closers >= open ? 0.0 : 0.25 * static_cast<double>(open - closers)) + (closers > open ? 0.5 : 0.0);
}

void unterminated(const Spot& spot, Candidates& out) {
  const auto& token = spot.stopped;
  const auto quote = quote_at(spot, token);
  const auto end = static_cast<std::size_t>(token.end);
  if (quote >= end) return;
  const char mark = spot.text[quote];
  const auto content = spot.text.substr(quote + 1, end - quote - 1);
  const auto open = spot.parse.tokens.open.size();

  // End the string before something that may follow one.
  int positions = 0;
  for (auto at = end; at > quote && positions < 60; --at) {
    const auto tail = spot.text.substr(at, end - at);
    const bool fits = tail.empty() || std::string_view(")]},:.+%=<> #").find(tail.front()) != std::string_view::npos;
    const char left = spot.text[at - 1];
    if (!fits || (left == ' ' && !tail.empty()) || (left == '\\' && at - 1 > quote)) continue;
    if (!tail.empty() && tail.front() == ' ' && base::trim(tail).empty()) continue;
    ++positions;
    add(out, 0.35 + leftovers(tail, open) + (at == quote + 1 ? 0.6 : 0.0), "closes the string", at, at,
        std::string(1, mark));
  }
  // The quote that opens it is the stray one.
  const auto rest = base::trim(content);
  auto name_end = rest.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
  const auto name = rest.substr(0, name_end);
  const bool code =
      !name.empty() && (known_name(spot, name) || (name_end != std::string_view::npos && rest[name_end] == '('));
  const bool nothing = rest.find_first_not_of(")]}:, ") == std::string_view::npos;
  // A quote right behind a word cannot open a string.
  const bool behind = quote > 0 && base::is_identifier_part(spot.text[quote - 1]) && token.begin == quote;
  add(out,
      behind    ? 0.2
      : code    ? (open == 0 ? 0.25 : 0.45)
      : nothing ? 0.5
                : 1.6,
      "removes the stray quote", token.begin, quote + 1, "");
  // 'text" or "text'
  const char other = mark == '"' ? '\'' : '"';
  if (const auto wrong = content.rfind(other); wrong != std::string_view::npos) {
    add(out, 0.25 + leftovers(content.substr(wrong + 1), open), "makes the quotes match", quote + 1 + wrong,
        quote + 2 + wrong, std::string(1, mark));
    add(out, 0.3 + leftovers(content.substr(wrong + 1), open), "makes the quotes match", quote, quote + 1,
        std::string(1, other));
  }
  // "C:\" : the backslash eats the quote.
  if (const auto slash = content.rfind(std::string("\\") + mark); slash != std::string_view::npos)
    add(out, 0.4, "escapes the backslash", quote + 1 + slash, quote + 1 + slash, "\\");
  // A text over several lines in single quotes.
  auto later = line_at(spot.text, end).next;
  for (int lines = 0; lines < 12 && later < spot.text.size(); ++lines) {
    const auto line = line_at(spot.text, later);
    if (const auto close = spot.text.substr(line.begin, line.end - line.begin).rfind(mark);
        close != std::string_view::npos) {
      const std::string triple(3, mark);
      add(out, 1.3, "makes it a text over several lines",
          {{quote, quote + 1, triple}, {line.begin + close, line.begin + close + 1, triple}});
      break;
    }
    later = line.next;
  }
}

/// Ends a triple-quoted string at the end of one of its lines.
void end_triple(const Spot& spot, const Token& token, double base_cost, Candidates& out) {
  const auto quote = quote_at(spot, token);
  const char mark = spot.text[quote];
  const std::string triple(3, mark);
  auto line = line_at(spot.text, quote);
  for (int lines = 0; lines < 30; ++lines) {
    auto end = line.end;
    while (end > line.begin && (spot.text[end - 1] == ' ' || spot.text[end - 1] == '\t')) --end;
    auto begin = end;
    while (begin > quote + 3 && begin > line.begin && spot.text[begin - 1] == mark) --begin;
    const bool has_text = end > quote + 3;
    const auto indent = indent_of(spot.text, line);
    if (has_text && end > indent.end && end <= token.end) {
      const bool partly = begin < end;  // one or two of the three are there
      const double cost = base_cost + (partly ? 0.0 : lines == 0 ? 0.2 : 0.6 + 0.04 * lines);
      add(out, cost, "closes the text in triple quotes", begin, end, triple);
    }
    if (line.next >= spot.text.size() || line.next >= token.end) break;
    line = line_at(spot.text, line.next);
  }
}

void unterminated_triple(const Spot& spot, Candidates& out) {
  const auto& token = spot.stopped;
  const auto quote = quote_at(spot, token);
  if (quote + 3 > spot.text.size()) return;
  end_triple(spot, token, 0.3, out);
  const char mark = spot.text[quote];
  const auto line = line_at(spot.text, quote);
  if (spot.text.substr(quote + 3, line.end - quote - 3).find(mark) != std::string_view::npos)
    add(out, 0.9, "opens the string with one quote", quote, quote + 3, std::string(1, mark));
  add(out, 1.4, "removes the stray quotes", quote, quote + 3, "");
  add(out, 2.6, "closes the text in triple quotes", spot.text.size(), spot.text.size(), std::string(3, mark));
}

/// Replacement fields of an f-string.
void fields(const Spot& spot, Candidates& out) {
  const auto& token = spot.stopped;
  const auto at = static_cast<std::size_t>(token.field_at);
  const auto quote = quote_at(spot, token);
  if (token.field == Field::unclosed) {
    // The expression ends before a blank, the format or the end of the string.
    auto end = at + 1;
    int open = 0;
    for (; end < token.end; ++end) {
      const char c = spot.text[end];
      if (c == '(' || c == '[') ++open;
      if (c == ')' || c == ']') --open;
      if (c == spot.text[quote] || (open <= 0 && !base::is_identifier_part(c) && c != '.' && c != ')' && c != ']'))
        break;
    }
    add(out, 0.3, "closes the field of the f-string", end, end, "}");
    const auto last =
        token.end - (token.end - token.begin > 6 && spot.text[token.end - 2] == spot.text[quote] ? 3U : 1U);
    add(out, 0.5, "closes the field of the f-string", last, last, "}");
    add(out, 1.2, "doubles the brace that is meant as text", at, at, "{");
  } else if (token.field == Field::stray_brace) {
    auto begin = at;
    while (begin > quote + 1 && (base::is_identifier_part(spot.text[begin - 1]) || spot.text[begin - 1] == '.'))
      --begin;
    if (begin < at) add(out, 0.5, "opens the field of the f-string", begin, begin, "{");
    add(out, 0.6, "removes the stray '}'", at, at + 1, "");
    add(out, 0.8, "doubles the brace that is meant as text", at, at, "}");
  } else if (token.field == Field::empty) {
    const auto close = spot.text.find('}', at);
    if (close < token.end) {
      add(out, 0.9, "doubles the braces that are meant as text", {{at, at, "{"}, {close, close, "}"}});
      add(out, 1.1, "removes the empty field", at, close + 1, "");
    }
    // "f'{}'.format(x)" needs no f.
    if (spot.text.substr(token.end, 7) == ".format" && quote > token.begin)
      add(out, 0.3, "format() needs no f", token.begin, quote, "");
  }
}

}  // namespace

void string_candidates(const Spot& spot, Candidates& out) {
  if (spot.parse.fault.kind == FaultKind::format_string) return fields(spot, out);
  if (spot.stopped.why == Lexical::string) unterminated(spot, out);
  if (spot.stopped.why == Lexical::triple_string) unterminated_triple(spot, out);
  if (spot.before == nullptr) return;
  // The text goes on right behind a string: its quote was meant as a character.
  const auto& before = *spot.before;
  if (before.kind == Kind::string && before.line == spot.stopped.line && before.end > 1 &&
      (spot.stopped.kind == Kind::name || spot.stopped.kind == Kind::keyword || spot.stopped.kind == Kind::number)) {
    const auto quote = quote_at(spot, before);
    const char mark = spot.text[quote];
    const bool touching = before.end == spot.stopped.begin;
    add(out, touching ? 0.3 : 1.2, "escapes the quote inside the string", before.end - 1, before.end - 1, "\\");
    const auto last = spot.text.substr(0, spot.line_end).rfind(mark);
    const char other = mark == '"' ? '\'' : '"';
    if (last != std::string_view::npos && last > before.end &&
        spot.text.substr(quote, last - quote).find(other) == std::string_view::npos)
      add(out, touching ? 0.4 : 1.0, "puts the string with quotes in it into the other kind of quotes",
          {{quote, quote + 1, std::string(1, other)}, {last, last + 1, std::string(1, other)}});
  }
  // Words after a text over several lines: that text was to end before.
  if (before.kind == Kind::string &&
      spot.text.substr(before.begin, before.end - before.begin).find('\n') != std::string_view::npos)
    end_triple(spot, before, 0.5, out);
}

}  // namespace fixpoint::propose::python
