// Operators and punctuation: colons, commas, '=' for '==', operators and comments of other languages, stray
// characters.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "propose/fixers/python/_candidates.hpp"

namespace fixpoint::propose::python {
namespace {

bool ends_operand(const Token& token) {
  if (token.kind == Kind::name || token.kind == Kind::number || token.kind == Kind::string) return true;
  if (token.kind == Kind::keyword)
    return token.word == word("None") || token.word == word("True") || token.word == word("False");
  return token.kind == Kind::op && (token.word == word(")") || token.word == word("]") || token.word == word("}"));
}

bool starts_operand(const Token& token) {
  if (token.kind == Kind::name || token.kind == Kind::number || token.kind == Kind::string) return true;
  if (token.kind == Kind::keyword)
    return token.word == word("None") || token.word == word("True") || token.word == word("False") ||
           token.word == word("not") || token.word == word("lambda");
  return token.kind == Kind::op && (token.word == word("(") || token.word == word("[") || token.word == word("{"));
}

bool header_word(const Token& token) {
  if (token.kind != Kind::keyword) return false;
  switch (token.word) {
    case word("if"):
    case word("elif"):
    case word("else"):
    case word("while"):
    case word("for"):
    case word("def"):
    case word("class"):
    case word("with"):
    case word("try"):
    case word("except"):
    case word("finally"):
    case word("async"):
      return true;
    default:
      return false;
  }
}

/// Inside the statement so far: is there a word that makes it a condition?
bool in_condition(const Spot& spot) {
  for (std::size_t i = spot.index; i-- > spot.parse.fault.statement;) {
    const auto& token = spot.token(i);
    if (token.kind != Kind::keyword) continue;
    switch (token.word) {
      case word("if"):
      case word("elif"):
      case word("while"):
      case word("assert"):
      case word("and"):
      case word("or"):
      case word("not"):
      case word("return"):
        return true;
      default:
        break;
    }
  }
  return false;
}

void colons(const Spot& spot, Candidates& out) {
  const auto& stopped = spot.stopped;
  const auto& fault = spot.parse.fault;
  if (spot.before == nullptr) return;
  const auto& before = *spot.before;
  if (fault.kind == FaultKind::expected_colon) {
    if (before.word == word(";") || before.word == word(",") || before.word == word(".") || before.word == word("="))
      add(out, 0.3, "a block starts with ':'", before.begin, before.end, ":");
    add(out, 0.15, "adds the missing ':'", before.end, before.end, ":");
    return;
  }
  const auto& first = spot.first();
  const bool header = header_word(first);
  if (stopped.word == word(";") && before.word == word(":") && before.kind == Kind::op)
    add(out, 0.15, "removes the ';'", stopped.begin, stopped.end, "");
  if (header && fault.kind == FaultKind::invalid && fault.open.empty() && spot.index > fault.statement) {
    // "if x return y", "else return y", "while x; ..."
    if (stopped.word == word(";") || stopped.word == word(",") || stopped.word == word("=") ||
        stopped.word == word("."))
      add(out, stopped.word == word(";") ? 0.3 : 1.2, "a block starts with ':'", stopped.begin, stopped.end, ":");
    if (stopped.kind != Kind::op && stopped.kind != Kind::newline && stopped.kind != Kind::indent)
      add(out, 0.9, "adds the missing ':'", before.end, before.end, ":");
  }
  if (header && stopped.word == word("{") &&
      base::trim(spot.text.substr(stopped.end, spot.line_end - stopped.end)).empty()) {
    add(out, 0.1, "a block starts with ':', not with '{'", before.end, stopped.end, ":");
    return;
  }
  // "{" instead of ":"; its "}" is unmatched then, and goes.
  if (!fault.open.empty() && fault.open.back().bracket == '{') {
    const auto& brace = spot.token(fault.open.back().token);
    const auto line = line_at(spot.text, brace.begin);
    const auto rest = base::trim(spot.text.substr(brace.end, line.end - brace.end));
    if (rest.empty() || rest.front() == '#' || rest.starts_with("//")) {
      const auto start = indent_of(spot.text, line).end;
      auto head = spot.text.substr(start, brace.begin - start);
      if (head.starts_with('}')) head.remove_prefix(1);
      head = base::trim(head);
      bool block = false;
      for (const std::string_view one :
           {"if", "else", "elif", "for", "while", "def", "class", "try", "with", "except", "finally"})
        block = block ||
                (head.starts_with(one) && (head.size() == one.size() || !base::is_identifier_part(head[one.size()])));
      auto left = static_cast<std::size_t>(brace.begin);
      while (left > 0 && spot.text[left - 1] == ' ') --left;
      add(out, block ? 0.2 : 1.5, "a block starts with ':', not with '{'", left, brace.end, ":");
    }
  }
  // A ':' that ends no header.
  if (stopped.word == word(":") && stopped.kind == Kind::op && !header && fault.open.empty())
    add(out, 1.1, "removes the ':'", stopped.begin, stopped.end, "");
  if (before.word == word(":") && before.kind == Kind::op && stopped.kind == Kind::newline && !header)
    add(out, 1.2, "removes the ':'", before.begin, before.end, "");
  // class A:: / def f()::
  if (stopped.word == word(":") && before.word == word(":"))
    add(out, 0.2, "removes the doubled ':'", stopped.begin, stopped.end, "");
}

void equals(const Spot& spot, Candidates& out) {
  const auto& stopped = spot.stopped;
  if (spot.index == 0) return;
  const auto& left = spot.token(spot.index - 1);
  const bool touching = left.end == stopped.begin;
  const auto after = spot.text.substr(stopped.end, 2);
  if (stopped.word == word("=") && stopped.kind == Kind::op) {
    if (after.starts_with(">")) add(out, 0.15, "'=>' is '>='", stopped.begin, stopped.end + 1, ">=");
    if (after.starts_with("<")) add(out, 0.15, "'=<' is '<='", stopped.begin, stopped.end + 1, "<=");
    if (after.starts_with("!")) add(out, 0.3, "'=!' is '!='", stopped.begin, stopped.end + 1, "!=");
    if (after.starts_with(" =")) add(out, 0.15, "joins '=='", stopped.begin, stopped.end + 2, "==");
    if (left.kind == Kind::op && (left.word == word("==") || left.word == word("!=")) && touching)
      add(out, 0.1, "Python has no third '='", stopped.begin, stopped.end, "");
    if (left.kind == Kind::op && left.end - left.begin == 1 &&
        std::string_view("+-*/%|&^<>").find(spot.of(left)) != std::string_view::npos)
      add(out, 0.25, "joins the operator", left.end, stopped.begin, "");
    const bool brackets = !spot.parse.fault.open.empty();
    const bool brace = brackets && spot.parse.fault.open.back().bracket == '{';
    if (brace) add(out, 0.5, "a dictionary has ':' between key and value", stopped.begin, stopped.end, ":");
    const bool condition = in_condition(spot);
    add(out, condition ? 0.15 : brackets ? 0.5 : 1.0, "compares with '=='", stopped.begin, stopped.end, "==");
    if (condition || brackets) add(out, 1.7, "assigns with ':='", stopped.begin, stopped.end, ":=");
    if (!condition && !brackets) {
      // "a-b = 1" was one name; "5 = x" the wrong way round; "x + 1 = y"
      if (spot.index >= 3) {
        const auto& minus = spot.token(spot.index - 2);
        const auto& name = spot.token(spot.index - 3);
        if (minus.word == word("-") && name.kind == Kind::name && left.kind == Kind::name &&
            name.end == minus.begin && minus.end == left.begin)
          add(out, 0.8, "a name has no '-' in it", minus.begin, minus.end, "_");
      }
      const auto line = line_at(spot.text, stopped.begin);
      const auto value = base::trim(spot.text.substr(stopped.end, line.end - stopped.end));
      const auto& first = spot.first();
      if (base::is_identifier(value) && !is_keyword(word(value)))
        add(out, 0.7, "assigns the other way round", first.begin, line.end,
            std::string(value) + " = " +
                std::string(base::trim(spot.text.substr(first.begin, stopped.begin - first.begin))));
      for (const char op : {'+', '-', '*'})
        add(out, 1.6, std::string("computes with '") + op + "'", stopped.begin, stopped.end, std::string(1, op));
    }
    add(out, 2.3, "removes the '='", stopped.begin, stopped.end, "");
  }
  if (stopped.word == word("==") && stopped.kind == Kind::op) {
    add(out, 0.4, "assigns with '='", stopped.begin, stopped.end, "=");
  }
  if (stopped.word == word(":=")) add(out, 0.3, "assigns with '='", stopped.begin, stopped.end, "=");
  if (stopped.word == word(">") && left.word == word("<") && touching)
    add(out, 0.15, "'<>' is '!='", left.begin, stopped.end, "!=");
  if (stopped.word == word(">") && left.word == word("="))
    add(out, 0.2, "'=>' is '>='", left.begin, stopped.end, ">=");
  if (stopped.word == word("->") && stopped.kind == Kind::op && ends_operand(left))
    add(out, 0.7, "'->' is '.' in Python", stopped.begin, stopped.end, ".");
  if (stopped.word == word(":") && after.starts_with(":"))
    add(out, 0.5, "'::' is '.' in Python", stopped.begin, stopped.end + 1, ".");
}

/// Operators of the C family.
void foreign(const Spot& spot, Candidates& out) {
  const auto& stopped = spot.stopped;
  const auto mark = spot.of(stopped);
  const auto* left = spot.index > 0 ? &spot.token(spot.index - 1) : nullptr;
  const auto replace_word = [&](std::size_t begin, std::size_t end, std::string_view with, double cost) {
    std::string text(with);
    if (begin > 0 && spot.text[begin - 1] != ' ' && spot.text[begin - 1] != '(') text.insert(0, " ");
    if (end < spot.text.size() && spot.text[end] != ' ') text += ' ';
    add(out, cost,
        "'" + std::string(spot.text.substr(begin, end - begin)) + "' is '" + std::string(with) + "' in Python", begin,
        end, text);
  };
  if (left != nullptr && left->kind == Kind::op && left->end == stopped.begin) {
    if (mark == "&" && left->word == word("&")) replace_word(left->begin, stopped.end, "and", 0.1);
    if (mark == "|" && left->word == word("|")) replace_word(left->begin, stopped.end, "or", 0.1);
  }
  // x++ and x--: parsing stops behind them.
  if (spot.index >= 2) {
    const auto& one = spot.token(spot.index - 1);
    const auto& two = spot.token(spot.index - 2);
    if (one.kind == Kind::op && two.kind == Kind::op && one.word == two.word && two.end == one.begin &&
        (one.word == word("+") || one.word == word("-"))) {
      const std::string step = " " + std::string(spot.of(one)) + "= 1";
      const std::string reason = "Python has no '" + std::string(spot.of(one)) + std::string(spot.of(one)) + "'";
      if (stopped.word == word("//"))  // what follows is a comment, not a divisor
        add(out, 0.15, reason + "; a comment starts with '#'",
            {{two.begin, one.end, step}, {stopped.begin, stopped.end, "#"}});
      add(out, stopped.word == word("//") ? 1.5 : 0.15, reason, two.begin, one.end, step);
    }
  }
  if (stopped.kind == Kind::error && stopped.why == Lexical::character) {
    const auto next = spot.text.substr(stopped.end, 3);
    if (mark == "!") {
      const bool operand_left = left != nullptr && ends_operand(*left) && left->line == stopped.line;
      if (next.starts_with(" =")) add(out, 0.15, "joins '!='", stopped.begin, stopped.end + 2, "!=");
      if (operand_left) {
        add(out, 0.3, "'!' alone is no comparison", stopped.begin, stopped.end, "!=");
      } else {
        replace_word(stopped.begin, stopped.end, "not", 0.15);
      }
    }
    if (mark == "?") {
      if (next.starts_with(".")) add(out, 0.3, "Python has no '?.'", stopped.begin, stopped.end, "");
      if (next.starts_with("?")) replace_word(stopped.begin, stopped.end + 1, "or", 0.5);
      // cond ? a : b
      const auto line = line_at(spot.text, stopped.begin);
      const auto colon = spot.text.substr(stopped.end, line.end - stopped.end).find(':');
      if (colon != std::string_view::npos) {
        std::size_t begin = spot.first().begin;
        for (std::size_t i = spot.index; i-- > spot.parse.fault.statement;) {
          const auto& token = spot.token(i);
          if (token.word == word("=") || token.word == word("return") ||
              (!spot.parse.fault.open.empty() && i == spot.parse.fault.open.back().token)) {
            begin = token.end;
            break;
          }
        }
        while (begin < stopped.begin && spot.text[begin] == ' ') ++begin;
        const auto condition = base::trim(spot.text.substr(begin, stopped.begin - begin));
        const auto yes = base::trim(spot.text.substr(stopped.end, colon));
        const auto at = stopped.end + colon;
        add(out, 0.5, "writes the choice as 'a if b else c'", begin, at + 1,
            std::string(yes) + " if " + std::string(condition) + " else");
      }
      add(out, 1.0, "removes the '?'", stopped.begin, stopped.end, "");
    }
    if (mark == "$" || mark == "`" || mark == "?" || mark == "!") {
      add(out, mark == "$" ? 0.3 : 1.3, "removes the '" + std::string(mark) + "'", stopped.begin, stopped.end, "");
      if (mark == "`") {
        const auto close = spot.text.substr(stopped.end, spot.line_end - stopped.end).find('`');
        if (close != std::string_view::npos)
          add(out, 0.4, "writes the string with quotes",
              {{stopped.begin, stopped.end, "\""}, {stopped.end + close, stopped.end + close + 1, "\""}});
      }
    }
    // Typographic signs: all of them in the file at once.
    if (static_cast<unsigned char>(spot.text[stopped.begin]) >= 0x80) {
      struct Sign {
        std::string_view typed;
        std::string_view plain;
      };
      constexpr std::array<Sign, 26> kSigns = {
          {{"\u201C", "\""}, {"\u201D", "\""}, {"\u201E", "\""}, {"\u2018", "'"},  {"\u2019", "'"},
           {"\u00A0", " "},  {"\u2003", " "},  {"\u2002", " "},  {"\u3000", " "},  {"\u200B", ""},
           {"\uFEFF", ""},   {"\u2013", "-"},  {"\u2014", "-"},  {"\u2212", "-"},  {"\u00D7", "*"},
           {"\u00F7", "/"},  {"\uFF08", "("},  {"\uFF09", ")"},  {"\uFF0C", ","},  {"\uFF1A", ":"},
           {"\uFF1B", ";"},  {"\u2260", "!="}, {"\u2264", "<="}, {"\u2265", ">="}, {"\u2026", "..."},
           {"\uFF1D", "="}}};
      std::vector<Change> changes;
      for (std::size_t at = 0; at < spot.text.size() && changes.size() < 2000;) {
        if (static_cast<unsigned char>(spot.text[at]) < 0x80) {
          ++at;
          continue;
        }
        const auto sign = std::ranges::find_if(
            kSigns, [&](const Sign& one) { return spot.text.substr(at).starts_with(one.typed); });
        const auto size = sign == kSigns.end() ? std::size_t{1} : sign->typed.size();
        if (sign != kSigns.end()) changes.push_back({at, at + size, std::string(sign->plain)});
        at += size;
      }
      if (!changes.empty()) add(out, 0.2, "replaces typographic signs by plain ones", std::move(changes));
      const auto sign = std::ranges::find_if(kSigns, [&](const Sign& one) { return mark == one.typed; });
      if (sign != kSigns.end())
        add(out, 0.3, "replaces a typographic sign", stopped.begin, stopped.end, std::string(sign->plain));
      add(out, 1.0, "removes a character that Python does not know", stopped.begin, stopped.end, "");
    } else if (static_cast<unsigned char>(spot.text[stopped.begin]) < 0x20) {
      add(out, 0.3, "removes a control character", stopped.begin, stopped.end, "");
    }
  }
  if (stopped.why == Lexical::continuation) {
    auto end = static_cast<std::size_t>(stopped.end);
    while (end < spot.line_end && spot.text[end] == ' ') ++end;
    if (end == spot.line_end) add(out, 0.15, "removes the blanks behind the backslash", stopped.end, end, "");
    add(out, 0.8, "removes the backslash", stopped.begin, stopped.end, "");
  }
  if (stopped.why == Lexical::number) {
    auto split = static_cast<std::size_t>(stopped.begin);
    while (split < stopped.end &&
           (base::is_digit(spot.text[split]) || spot.text[split] == '_' || spot.text[split] == '.'))
      ++split;
    const auto rest = spot.text.substr(split, stopped.end - split);
    if (rest.empty()) {
      const auto zeros = spot.text.substr(stopped.begin, stopped.end - stopped.begin).find_first_not_of('0');
      if (zeros != std::string_view::npos)
        add(out, 0.5, "removes the leading zeros", stopped.begin, stopped.begin + zeros, "");
      add(out, 1.0, "writes the number in base 8", stopped.begin + 1, stopped.begin + 1, "o");
    } else {
      if (rest == "L" || rest == "l" || rest == "f" || rest == "u" || rest == "d")
        add(out, 0.2, "removes the suffix", split, stopped.end, "");
      if (is_keyword(word(rest))) {
        const auto line = line_at(spot.text, spot.first().begin);
        const auto indent = indent_of(spot.text, line);
        const auto same = std::string(spot.text.substr(line.begin, indent.end - line.begin));
        std::string closers;
        for (auto i = spot.parse.fault.open.size(); i-- > 0;)
          closers += spot.parse.fault.open[i].bracket == '('   ? ')'
                     : spot.parse.fault.open[i].bracket == '[' ? ']'
                                                               : '}';
        add(out, 0.9, "starts a new line", split, split, closers + "\n" + same);
        if (same.size() >= 4) add(out, 1.1, "starts a new line", split, split, closers + "\n" + same.substr(4));
        if (same.size() >= 8) add(out, 1.2, "starts a new line", split, split, closers + "\n" + same.substr(8));
        add(out, 0.8, "separates the number from the word", split, split, " ");
      }
      add(out, 0.9, "multiplies", split, split, "*");
      add(out, 1.0, "a name does not start with a digit", stopped.begin, stopped.begin, "_");
      add(out, 1.3, "adds the missing blank", split, split, " ");
      add(out, 1.6, "removes what follows the number", split, stopped.end, "");
      add(out, 1.7, "writes it as a string",
          {{stopped.begin, stopped.begin, "\""}, {stopped.end, stopped.end, "\""}});
    }
  }
}

/// Comments of other languages.
void comments(const Spot& spot, Candidates& out) {
  const auto& stopped = spot.stopped;
  const auto& all = spot.parse.tokens.all;
  // "//" at the start, or behind a statement on the same line.
  for (std::size_t i = spot.index + 1; i-- > 0 && all[i].line + 1 > stopped.line;) {
    if (all[i].kind != Kind::op || (all[i].word != word("//") && all[i].word != word("/"))) continue;
    const auto begin = static_cast<std::size_t>(all[i].begin);
    const bool star = spot.text.substr(begin, 2) == "/*";
    if (all[i].word == word("//")) {
      const auto line = line_at(spot.text, begin);
      const bool whole = indent_of(spot.text, line).end == begin;
      auto end = static_cast<std::size_t>(all[i].end);
      while (end < line.end && (spot.text[end] == '/' || spot.text[end] == ' ')) ++end;
      add(out, whole ? 0.6 : 0.4, "a comment starts with '#'", begin, all[i].end, "#");
      if (whole) add(out, 0.3, "takes the code out of the comment", begin, end, "");
    } else if (star) {
      const auto close = spot.text.find("*/", begin + 2);
      auto inner = begin + 2;
      if (close != std::string_view::npos) {
        add(out, 0.2, "removes the comment marks", {{begin, inner, ""}, {close, close + 2, ""}});
        const auto inside = spot.text.substr(inner, close - inner);
        if (inside.find('\n') == std::string_view::npos) {
          const auto rest = base::trim(spot.text.substr(close + 2, line_at(spot.text, close).end - close - 2));
          if (rest.empty()) add(out, 0.5, "a comment starts with '#'", {{begin, inner, "#"}, {close, close + 2, ""}});
          add(out, 0.9, "removes the comment", begin, close + 2, "");
        } else {
          std::vector<Change> changes{{begin, inner, "#"}};
          for (auto line = line_at(spot.text, line_at(spot.text, begin).next); line.begin < close;
               line = line_at(spot.text, line.next)) {
            changes.push_back({line.begin, line.begin, "# "});
            if (line.next == line.end) break;
          }
          add(out, 0.5, "comments with '#'", std::move(changes));
        }
      } else {
        add(out, 0.5, "removes the comment mark", begin, inner, "");
      }
    }
    break;
  }
  // "*/" alone
  for (std::size_t i = spot.index; i <= spot.index && i + 1 < all.size(); ++i)
    if (spot.text.substr(all[i].begin, 2) == "*/")
      add(out, 0.3, "removes the comment mark", all[i].begin, all[i].begin + 2, "");
  if (spot.index > 0 && spot.text.substr(spot.token(spot.index - 1).begin, 2) == "*/")
    add(out, 0.3, "removes the comment mark", spot.token(spot.index - 1).begin, spot.token(spot.index - 1).begin + 2,
        "");
}

/// Something is missing between two things, or one of them is too much.
void between(const Spot& spot, Candidates& out) {
  const auto& stopped = spot.stopped;
  const auto& fault = spot.parse.fault;
  if (spot.index == 0) return;
  const auto& left = spot.token(spot.index - 1);
  const bool same_line = left.line == stopped.line;
  const bool brackets = !fault.open.empty();
  const char bracket = brackets ? fault.open.back().bracket : '\0';
  if (ends_operand(left) && starts_operand(stopped)) {
    if (brackets) {
      // Over a line's end only where the lines before end with commas, too.
      const auto line = line_at(spot.text, left.begin);
      const auto above = line.begin == 0 ? line : line_at(spot.text, line.begin - 1);
      const auto above_text = base::trim_right(spot.text.substr(above.begin, above.end - above.begin));
      const bool listed = above_text.ends_with(',') || above_text.ends_with('(') || above_text.ends_with('[') ||
                          above_text.ends_with('{');
      const double price = same_line ? (left.word == word(")") && stopped.word == word("(") ? 0.4 : 0.6)
                           : listed  ? 0.4
                                     : 1.6;
      add(out, price, "adds the missing ','", left.end, left.end, ",");
      if (bracket == '{' && left.kind == Kind::string && same_line)
        add(out, 0.45, "adds the missing ':'", left.end, left.end, ":");
    }
    if (same_line) {
      const auto statement = static_cast<std::size_t>(fault.statement);
      if (!brackets && spot.index == statement + 1 && left.kind == Kind::name) {
        add(out, 1.0, "adds the missing '='", left.end, stopped.begin, " = ");
      }
      // "Name value": a call without its brackets
      if (left.kind == Kind::name && stopped.kind != Kind::op) {
        const auto line = line_at(spot.text, stopped.begin);
        const auto rest = spot.text.substr(stopped.begin, line.end - stopped.begin);
        const auto stop = rest.find_first_of(brackets ? ",)]}#" : "#");
        const auto trimmed = base::trim_right(rest.substr(0, stop));
        auto end = stopped.begin + trimmed.size();
        if (trimmed.ends_with(':') && !brackets) --end;
        if (end > stopped.begin && end >= stopped.end)
          add(out, 1.1, "adds the brackets of the call", {{left.end, stopped.begin, "("}, {end, end, ")"}});
        add(out, 1.2, "adds the missing '('", left.end, stopped.begin, "(");
        add(out, 1.3, "adds the missing '.'", left.end, stopped.begin, ".");
        add(out, 2.0, "joins the name", left.end, stopped.begin, "_");
      }
      for (const std::string_view op : {"+", "*", "and", "==", "-"})
        add(out, in_condition(spot) && (op == "and" || op == "==") ? 1.3 : 1.9, "adds the missing operator", left.end,
            stopped.begin, " " + std::string(op) + " ");
      if (!brackets) {
        const auto line = line_at(spot.text, spot.first().begin);
        const auto indent = indent_of(spot.text, line);
        add(out, 1.7, "starts a new line", left.end, stopped.begin,
            "\n" + std::string(spot.text.substr(line.begin, indent.end - line.begin)));
      }
    }
  }
  // An operator without its right side.
  const bool ends_here = stopped.kind == Kind::newline || stopped.kind == Kind::end || stopped.word == word(")") ||
                         stopped.word == word("]") || stopped.word == word("}") || stopped.word == word(":") ||
                         stopped.word == word(",") || (stopped.line > left.line);
  if (ends_here && (left.kind == Kind::op || left.kind == Kind::keyword) && !ends_operand(left)) {
    if (left.word == word("+=") || left.word == word("-=")) {
      const bool blank = spot.text.substr(left.end, 1) == " ";
      add(out, 0.6, "adds the missing 1", left.end, left.end + (blank ? 1U : 0U), " 1");
    }
    if (left.word == word("=")) add(out, 2.0, "adds the missing value", left.end, left.end, " None");
    if (left.word == word("in") && spot.index >= 2 && spot.token(spot.index - 2).kind == Kind::name) {
      // for item in ...: what it goes over is often called like the item, in the plural, or was gone over before
      const auto item = spot.of(spot.token(spot.index - 2));
      const auto& all = spot.parse.tokens.all;
      std::string best;
      for (std::size_t i = 0; i + 3 < spot.index; ++i)
        if (all[i].word == word("for") && all[i].kind == Kind::keyword && spot.of(all[i + 1]) == item &&
            all[i + 2].word == word("in") && all[i + 3].kind == Kind::name)
          best = spot.of(all[i + 3]);
      for (const auto& token : all)
        if (best.empty() && token.kind == Kind::name &&
            (spot.of(token) == std::string(item) + "s" || spot.of(token) == std::string(item) + "es"))
          best = spot.of(token);
      if (!best.empty()) {
        const bool colon = stopped.word == word(":");
        add(out, 0.6, "iterates over " + best, left.end, colon ? stopped.begin : left.end,
            " " + best + (colon ? "" : ":"));
      }
    }
    add(out, 1.3, "removes the operator without a right side", left.begin, left.end, "");
  }
  if (fault.kind == FaultKind::lone_ternary)
    add(out, 1.2, "adds the missing 'else'", left.end, left.end, " else None");
  if (fault.kind == FaultKind::lone_try) {
    const auto line = line_at(spot.text, spot.token(fault.header).begin);
    const auto indent = std::string(spot.text.substr(line.begin, indent_of(spot.text, line).end - line.begin));
    auto at = spot.before == nullptr ? stopped.begin : spot.before->end;
    const auto end = line_at(spot.text, at).end;
    add(out, 1.0, "adds a 'finally' to the lone 'try'", end, end, "\n" + indent + "finally:\n" + indent + "    pass");
  }
  if (fault.kind == FaultKind::argument_order && spot.first().word == word("def")) {
    // A parameter without default after one with: give it one.
    auto end = stopped.end;
    const auto& after = spot.index + 1 < spot.parse.tokens.all.size() ? spot.token(spot.index + 1) : stopped;
    if (after.word != word(":")) add(out, 0.6, "gives the parameter a default", end, end, "=None");
  }
  if (fault.kind == FaultKind::argument_order && spot.first().word != word("def") && brackets) {
    // Moves a positional argument before the first keyword argument of its call.
    const auto& all = spot.parse.tokens.all;
    auto end = spot.index;
    for (int depth = 0; end < all.size(); ++end) {
      const auto mark = all[end].word;
      if (all[end].kind == Kind::error || all[end].kind == Kind::end) break;
      if (all[end].kind != Kind::op) continue;
      if (mark == word("(") || mark == word("[") || mark == word("{")) ++depth;
      if (mark == word(")") || mark == word("]") || mark == word("}")) --depth;
      if (depth < 0 || (depth == 0 && mark == word(","))) break;
    }
    std::size_t keyword = 0;
    int depth = 0;
    for (auto i = static_cast<std::size_t>(fault.open.back().token) + 1; i + 1 < spot.index; ++i) {
      const auto mark = all[i].word;
      if (all[i].kind == Kind::op && (mark == word("(") || mark == word("[") || mark == word("{"))) ++depth;
      if (all[i].kind == Kind::op && (mark == word(")") || mark == word("]") || mark == word("}"))) --depth;
      if (depth == 0 && all[i].kind == Kind::name && all[i + 1].word == word("=")) {
        keyword = i;
        break;
      }
    }
    if (keyword != 0 && end < all.size() && all[end].kind == Kind::op) {
      const std::string argument(base::trim(spot.text.substr(stopped.begin, all[end].begin - stopped.begin)));
      add(out, 0.6, "puts the positional argument first",
          {{all[keyword].begin, all[keyword].begin, argument + ", "}, {left.begin, all[end].begin, ""}});
    }
  }
}

/// Last resorts: one token less, one for another, one line less.
void blunt(const Spot& spot, Candidates& out) {
  const auto& stopped = spot.stopped;
  const auto mark = spot.of(stopped);
  const auto* left = spot.index > 0 ? &spot.token(spot.index - 1) : nullptr;
  if (stopped.kind == Kind::op) {
    const bool noise = mark == ";" || mark == "," || mark == "." || mark == ":";
    add(out, noise ? 1.0 : 1.5, "removes '" + std::string(mark) + "'", stopped.begin, stopped.end, "");
    struct Swap {
      std::string_view from, to;
      double cost;
    };
    constexpr Swap kSwaps[] = {{";", ",", 0.9}, {";", ":", 1.0}, {":", ",", 1.1}, {".", ",", 1.1}, {",", ".", 1.2},
                               {"=", ":", 1.4}, {":", "=", 1.2}, {"=", "-", 1.6}, {",", ":", 1.2}, {":", ")", 1.9},
                               {",", ")", 1.9}, {"[", "(", 1.7}, {"(", "[", 1.7}, {"=", ",", 1.9}, {":", ".", 1.8}};
    for (const auto& swap : kSwaps)
      if (mark == swap.from)
        add(out, swap.cost, "'" + std::string(swap.from) + "' becomes '" + std::string(swap.to) + "'", stopped.begin,
            stopped.end, std::string(swap.to));
  } else if (stopped.kind == Kind::name || stopped.kind == Kind::number || stopped.kind == Kind::string ||
             stopped.kind == Kind::keyword) {
    add(out, stopped.kind == Kind::keyword ? 3.2 : 2.0, "removes '" + std::string(mark.substr(0, 20)) + "'",
        stopped.begin, stopped.end, "");
  }
  if (left != nullptr && left->kind == Kind::op) {
    add(out, 1.4, "removes '" + std::string(spot.of(*left)) + "'", left->begin, left->end, "");
  } else if (left != nullptr && left->line == stopped.line &&
             (left->kind == Kind::name || left->kind == Kind::keyword)) {
    add(out, left->kind == Kind::keyword ? 2.8 : 1.9, "removes '" + std::string(spot.of(*left)) + "'", left->begin,
        left->end, "");
  }
  // A line of another language.
  const auto kind = spot.parse.fault.kind;
  if (kind != FaultKind::expected_block && kind != FaultKind::unexpected_indent && stopped.kind != Kind::end) {
    const auto line = line_at(spot.text, spot.first().begin);
    const auto code = base::trim(spot.text.substr(line.begin, line.end - line.begin));
    bool alien = code.starts_with("#include") || code.starts_with("using ") || code.starts_with("package ") ||
                 (code.starts_with("import ") && code.find(".*") != std::string_view::npos) ||
                 code.starts_with("#!") || code.starts_with("```");
    for (const std::string_view call : {"Console.Write", "console.log", "System.out", "printf(", "std::cout"})
      alien = alien || code.starts_with(call);
    if (line_at(spot.text, stopped.begin).begin == line.begin && !code.empty())
      add(out,
          alien                                           ? 0.7
          : code.find("return") == std::string_view::npos ? 2.8
                                                          : 3.6,
          "removes the line", line.begin, line.next, "");
    // Rubbish before a statement: "xyz[]return a".
    for (const std::string_view keyword : {"return", "raise", "import", "continue", "break"}) {
      const auto at = code.find(keyword);
      if (at == std::string_view::npos || at == 0 ||
          (at + keyword.size() < code.size() && base::is_identifier_part(code[at + keyword.size()])))
        continue;
      const auto start = static_cast<std::size_t>(code.data() - spot.text.data());
      add(out, 1.8, "removes what stands before '" + std::string(keyword) + "'", start, start + at, "");
    }
  }
}

}  // namespace

void operator_candidates(const Spot& spot, Candidates& out) {
  const auto kind = spot.parse.fault.kind;
  if (kind == FaultKind::unexpected_indent || kind == FaultKind::expected_block) return;
  if (spot.stopped.kind == Kind::error && spot.stopped.why != Lexical::character &&
      spot.stopped.why != Lexical::number && spot.stopped.why != Lexical::continuation) {
    comments(spot, out);
    if (spot.stopped.why == Lexical::closing_mismatched || spot.stopped.why == Lexical::closing_unmatched) {
      equals(spot, out);
      colons(spot, out);
      between(spot, out);
    }
    const auto line = line_at(spot.text, spot.first().begin);
    if (spot.stopped.why == Lexical::string) add(out, 3.0, "removes the line", line.begin, line.next, "");
    return;
  }
  colons(spot, out);
  equals(spot, out);
  foreign(spot, out);
  comments(spot, out);
  between(spot, out);
  blunt(spot, out);
}

}  // namespace fixpoint::propose::python
