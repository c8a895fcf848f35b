// Words: misspelt keywords, words of other languages, statements of Python 2, a missing keyword.
#include <algorithm>

#include "base/text.hpp"
#include "propose/fixers/python/_candidates.hpp"

namespace fixpoint::propose::python {
namespace {

constexpr std::string_view kKeywords[] = {"False",  "None",   "True",    "and",      "as",       "assert", "async",
                                          "await",  "break",  "class",   "continue", "def",      "del",    "elif",
                                          "else",   "except", "finally", "for",      "from",     "global", "if",
                                          "import", "in",     "is",      "lambda",   "nonlocal", "not",    "or",
                                          "pass",   "raise",  "return",  "try",      "while",    "with",   "yield"};

struct Foreign {
  std::string_view theirs;
  std::string_view ours;
  double cost;
};
constexpr Foreign kForeign[] = {
    {"function", "def", 0.2},   {"func", "def", 0.2},       {"fn", "def", 0.3},          {"fun", "def", 0.3},
    {"define", "def", 0.3},     {"sub", "def", 0.6},        {"elseif", "elif", 0.2},     {"elsif", "elif", 0.2},
    {"elsif", "elif", 0.2},     {"foreach", "for", 0.3},    {"catch", "except", 0.3},    {"throw", "raise", 0.2},
    {"throws", "raise", 0.4},   {"struct", "class", 0.6},   {"interface", "class", 0.6}, {"delete", "del", 0.4},
    {"include", "import", 0.5}, {"using", "import", 0.6},   {"require", "import", 0.7},  {"ret", "return", 0.4},
    {"then", ":", 0.4},         {"do", ":", 0.5},           {"AND", "and", 0.2},         {"OR", "or", 0.2},
    {"NOT", "not", 0.2},        {"otherwise", "else", 0.5}, {"default", "else", 0.9},    {"of", "in", 0.4}};

/// Declarations of other languages: the word goes, the assignment stays.
constexpr std::string_view kDeclares[] = {
    "var",  "let",       "const",  "int",     "float",  "double", "string", "String",   "bool",  "boolean", "char",
    "auto", "final",     "public", "private", "static", "void",   "long",   "new",      "my",    "val",     "local",
    "mut",  "protected", "dim",    "object",  "list",   "dict",   "str",    "unsigned", "short", "set"};

bool operand_starts(const Token& token) {
  return token.kind == Kind::name || token.kind == Kind::number || token.kind == Kind::string ||
         (token.kind == Kind::keyword &&
          (token.word == word("None") || token.word == word("True") || token.word == word("False") ||
           token.word == word("not") || token.word == word("lambda")));
}

std::size_t uses(const Spot& spot, std::string_view name) {
  std::size_t count = 0;
  for (const auto& token : spot.parse.tokens.all)
    if (token.kind == Kind::name && spot.of(token) == name) ++count;
  return count;
}

/// End of the simple statement that starts at token `i`: the offset behind its last token.
std::size_t statement_end(const Spot& spot, std::size_t i) {
  const auto& all = spot.parse.tokens.all;
  const auto line = line_at(spot.text, all[i].begin);
  // Beyond the fault there may be no tokens: the physical line, without comment, is the statement.
  std::size_t end = line.begin;
  char quote = 0;
  for (auto at = static_cast<std::size_t>(all[i].begin); at < line.end; ++at) {
    const char c = spot.text[at];
    if (quote != 0) {
      if (c == '\\')
        ++at;
      else if (c == quote)
        quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#' || c == ';') {
      break;
    }
    if (at < line.end && spot.text[at] != ' ' && spot.text[at] != '\t') end = at + 1;
  }
  return std::min(end, line.end);
}

/// Keywords close to a name that stands where parsing stopped, before it, or at the start of the statement.
void misspelt(const Spot& spot, std::size_t i, double more, Candidates& out) {
  const auto& token = spot.token(i);
  if (token.kind != Kind::name) return;
  const auto name = spot.of(token);
  if (name.size() < 2 || name.size() > 12) return;
  for (const auto& foreign : kForeign)
    if (name == foreign.theirs) {
      // "then" and "do" become a ':' right behind what is before them.
      const bool colon = foreign.ours == ":";
      const auto begin = colon && i > 0 ? spot.token(i - 1).end : token.begin;
      add(out, foreign.cost + more * 0.3,
          "'" + std::string(name) + "' is '" + std::string(foreign.ours) + "' in Python", begin, token.end,
          std::string(foreign.ours));
    }
  const auto limit = name.size() <= 3 ? std::size_t{1} : std::size_t{2};
  const double used = uses(spot, name) > 1 ? 1.2 : 0.0;
  const auto folded = base::lower(name);
  for (const auto keyword : kKeywords) {
    if (name.size() + 2 < keyword.size() || keyword.size() + 2 < name.size()) continue;
    auto distance = base::edit_distance(name, keyword, limit);
    if (folded == base::lower(keyword)) distance = 0;
    if (distance > limit) continue;
    auto sorted_name = std::string(name), sorted_keyword = std::string(keyword);
    std::ranges::sort(sorted_name);
    std::ranges::sort(sorted_keyword);
    const bool swapped = sorted_name == sorted_keyword;
    add(out,
        0.3 + 0.35 * static_cast<double>(distance) + used + more + (swapped ? -0.2 : 0.0) +
            (name[0] == keyword[0] ? 0.0 : 0.15),
        "'" + std::string(name) + "' is a misspelt '" + std::string(keyword) + "'", token.begin, token.end,
        std::string(keyword));
  }
  // "inrange(n)", "returnx", "deff(x)": the blank is missing.
  for (const auto keyword : kKeywords)
    if (name.size() > keyword.size() + (keyword.size() <= 2 ? 1 : 0) && name.starts_with(keyword))
      add(out, 0.9 + used + more, "separates '" + std::string(keyword) + "' from what follows",
          token.begin + keyword.size(), token.begin + keyword.size(), " ");
}

void python2(const Spot& spot, Candidates& out) {
  const auto& first = spot.first();
  const auto statement = static_cast<std::size_t>(spot.parse.fault.statement);
  if (first.kind == Kind::name && (spot.of(first) == "print" || spot.of(first) == "exec") &&
      statement + 1 < spot.parse.tokens.all.size()) {
    const auto& what = spot.token(statement + 1);
    const auto end = statement_end(spot, statement);
    if (what.line == first.line && what.begin < end && what.kind != Kind::newline)
      add(out, 0.15, "calls " + std::string(spot.of(first)), {{first.end, what.begin, "("}, {end, end, ")"}});
    if (spot.text[first.end] == '(' || what.word == word("(")) return;
    if (what.kind == Kind::newline) add(out, 0.4, "calls print", first.end, first.end, "()");
  }
  if (first.word == word("except") && spot.stopped.word == word(",")) {
    add(out, 0.3, "names the exception with 'as'", spot.stopped.begin, spot.stopped.end, " as");
    const auto colon = spot.text.substr(spot.stopped.begin, spot.line_end - spot.stopped.begin).find(':');
    const auto type = statement + 1;
    if (colon != std::string_view::npos)
      add(out, 0.5, "puts the exceptions in brackets",
          {{spot.token(type).begin, spot.token(type).begin, "("},
           {spot.stopped.begin + colon, spot.stopped.begin + colon, ")"}});
  }
  if (first.word == word("raise") && spot.stopped.word == word(",")) {
    const auto end = statement_end(spot, statement);
    auto value = static_cast<std::size_t>(spot.stopped.end);
    while (value < end && spot.text[value] == ' ') ++value;
    add(out, 0.3, "calls the exception with its text", {{spot.stopped.begin, value, "("}, {end, end, ")"}});
  }
}

/// "function name(x):", "name(self, x):", "name(self, x) {".
void missing_definition(const Spot& spot, Candidates& out) {
  const auto& all = spot.parse.tokens.all;
  const auto statement = static_cast<std::size_t>(spot.parse.fault.statement);
  const auto& first = spot.first();
  if (first.kind != Kind::name || statement + 1 >= all.size()) return;
  const auto line =
      base::trim_right(spot.text.substr(first.begin, line_at(spot.text, first.begin).end - first.begin));
  const bool ends_block = line.ends_with(':') || line.ends_with('{');
  if (!ends_block) return;
  if (all[statement + 1].word == word("(")) {
    const bool is_method =
        line.find("(self") != std::string_view::npos || line.find("(cls") != std::string_view::npos;
    add(out, is_method ? 0.3 : 0.8, "adds the missing 'def'", first.begin, first.begin, "def ");
    add(out, 1.1, "adds the missing 'if'", first.begin, first.begin, "if ");
  } else if (all[statement + 1].word == word(":")) {
    add(out, 1.0, "adds the missing 'class'", first.begin, first.begin, "class ");
    if (spot.of(first).size() > 1) add(out, 1.3, "adds the missing 'if'", first.begin, first.begin, "if ");
  } else {
    add(out, 1.0, "adds the missing 'if'", first.begin, first.begin, "if ");
    if (line.find(" in ") != std::string_view::npos)
      add(out, 0.4, "adds the missing 'for'", first.begin, first.begin, "for ");
    add(out, 1.4, "adds the missing 'while'", first.begin, first.begin, "while ");
  }
}

void declarations(const Spot& spot, Candidates& out) {
  // "var x = 1": parsing stops at x; the word before it goes.
  if (spot.index == 0) return;
  const auto& word_before = spot.token(spot.index - 1);
  if (word_before.kind == Kind::name && (operand_starts(spot.stopped) || spot.stopped.kind == Kind::keyword) &&
      word_before.line == spot.stopped.line) {
    const auto name = spot.of(word_before);
    const bool declares = std::ranges::find(kDeclares, name) != std::end(kDeclares);
    if (declares) {
      add(out, 0.2, "Python has no '" + std::string(name) + "'", word_before.begin, spot.stopped.begin, "");
      // "int f(x) {": a function with its type first.
      if (spot.index - 1 == spot.parse.fault.statement && spot.text[spot.stopped.end] == '(') {
        const auto line = base::trim_right(spot.text.substr(spot.stopped.begin, spot.line_end - spot.stopped.begin));
        if (line.ends_with(':') || line.ends_with('{'))
          add(out, 0.15, "defines a function", word_before.begin, word_before.end, "def");
      }
      // "var x;": a declaration without a value does nothing.
      const auto rest = spot.text.substr(spot.stopped.end, spot.line_end - spot.stopped.end);
      const auto after = base::trim(rest);
      if (spot.index - 1 == spot.parse.fault.statement && (after.empty() || after.front() == ';') &&
          spot.stopped.kind == Kind::name)
        add(out, 0.45, "gives the declared variable a value",
            {{word_before.begin, spot.stopped.begin, ""}, {spot.stopped.end, spot.stopped.end, " = None"}});
    }
    if (spot.of(spot.stopped) == name)
      add(out, 0.3, "removes the doubled word", word_before.begin, spot.stopped.begin, "");
  }
  if (word_before.kind == Kind::keyword && spot.stopped.kind == Kind::keyword &&
      word_before.word == spot.stopped.word)
    add(out, 0.2, "removes the doubled word", word_before.begin, spot.stopped.begin, "");
}

}  // namespace

void word_candidates(const Spot& spot, Candidates& out) {
  const auto& fault = spot.parse.fault;
  const auto statement = static_cast<std::size_t>(fault.statement);
  if (fault.kind == FaultKind::expected_block || fault.kind == FaultKind::unexpected_indent) return;
  const auto& stopped = spot.stopped;
  if (stopped.kind == Kind::error && stopped.why != Lexical::character) {
    python2(spot, out);
    if (statement != spot.index) misspelt(spot, statement, 0.5, out);
    return;
  }

  misspelt(spot, spot.index, 0.1, out);
  if (spot.index > 0 && spot.index - 1 != statement) misspelt(spot, spot.index - 1, 0.2, out);
  if (statement != spot.index) misspelt(spot, statement, 0.0, out);
  python2(spot, out);
  missing_definition(spot, out);
  declarations(spot, out);

  // "else if x:" and "else x:"
  if (spot.index > 0) {
    const auto& left = spot.token(spot.index - 1);
    if (left.word == word("else") && left.kind == Kind::keyword) {
      if (stopped.word == word("if"))
        add(out, 0.1, "'else if' is 'elif' in Python", left.begin, stopped.end, "elif");
      else if (stopped.line == left.line && operand_starts(stopped))
        add(out, 0.5, "a condition needs 'elif'", left.begin, left.end, "elif");
    }
    // Words torn apart: "whi le x", "re turn".
    if (left.line == stopped.line && left.kind != Kind::op && stopped.kind != Kind::op) {
      const auto joined = std::string(spot.of(left)) + std::string(spot.of(stopped));
      if (std::ranges::find(kKeywords, joined) != std::end(kKeywords))
        add(out, 0.5, "joins '" + joined + "'", left.begin, stopped.end, joined);
    }
    if (left.word == word("not") && stopped.kind == Kind::name)
      add(out, 1.2, "adds the missing 'in'", left.end, left.end, " in");
  }
  if (stopped.kind == Kind::keyword) {
    if (stopped.word == word("elif") || stopped.word == word("else")) {
      if (stopped.word == word("elif")) add(out, 1.0, "there is no 'if' before it", stopped.begin, stopped.end, "if");
    }
    // "import x from y"
    if (stopped.word == word("from") && spot.first().word == word("import")) {
      const auto end = statement_end(spot, statement);
      const auto names = base::trim(spot.text.substr(spot.first().end, stopped.begin - spot.first().end));
      const auto module = base::trim(spot.text.substr(stopped.end, end - stopped.end));
      if (!names.empty() && !module.empty())
        add(out, 0.2, "writes the import in Python's order", spot.first().begin, end,
            "from " + std::string(module) + " import " + std::string(names));
    }
    // Two statements ran into one line.
    switch (stopped.word) {
      case word("return"):
      case word("if"):
      case word("for"):
      case word("while"):
      case word("import"):
      case word("from"):
      case word("def"):
      case word("class"):
      case word("raise"):
      case word("break"):
      case word("continue"):
      case word("pass"):
      case word("try"):
      case word("with"): {
        const auto line = line_at(spot.text, spot.first().begin);
        const auto indent = indent_of(spot.text, line);
        if (spot.before != nullptr && spot.before->line == stopped.line && spot.index != statement) {
          const auto blanks = std::string(spot.text.substr(line.begin, indent.end - line.begin));
          add(out, 1.5, "starts a new line", spot.before->end, stopped.begin, "\n" + blanks);
          const bool header = spot.first().kind == Kind::keyword && spot.before->word == word(":");
          if (header) add(out, 0.9, "starts a new line", spot.before->end, stopped.begin, "\n" + blanks + "    ");
        }
        break;
      }
      default:
        break;
    }
  }
  // for i range(n) / for i = range(n) / for i of x
  if (spot.first().word == word("for") && spot.index > statement) {
    if (stopped.kind == Kind::name && spot.index >= statement + 2)
      add(out, 0.35, "adds the missing 'in'", stopped.begin, stopped.begin, "in ");
    if (stopped.word == word("=") || stopped.word == word(":")) {
      auto text = std::string("in");
      if (spot.text[stopped.begin - 1] != ' ') text.insert(0, " ");
      if (stopped.end < spot.text.size() && spot.text[stopped.end] != ' ') text += ' ';
      add(out, 0.5, "iterates with 'in'", stopped.begin, stopped.end, text);
    }
  }
  // def name:
  if (spot.first().word == word("def") && spot.index == statement + 2 &&
      (stopped.word == word(":") || stopped.kind == Kind::newline))
    add(out, 0.4, "adds the parameter list", spot.token(statement + 1).end, spot.token(statement + 1).end, "()");
}

}  // namespace fixpoint::propose::python
