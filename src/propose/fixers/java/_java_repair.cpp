#include "propose/fixers/java/_java_repair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <unordered_set>

#include "base/text.hpp"
#include "propose/fixers/java/_java_parser.hpp"

namespace fixpoint::propose::fixers::java {
namespace {

struct Change {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string with;
};

struct Candidate {
  std::vector<Change> changes;  ///< sorted, not overlapping
  double cost = 0;
  std::string reason;
  bool layout = false;   ///< braces: indentation says whether it is right
  bool reveals = false;  ///< brings code to light that the parser has not seen: it may stop earlier than before
};

struct State {
  std::string text;
  double cost = 0;
  double rank = 0;  ///< cost and what the rest will at least cost
  int steps = 0;
  std::string reason;
  double layout = 0;
};

std::string edited(std::string_view text, const std::vector<Change>& changes) {
  std::string result;
  std::size_t at = 0;
  for (const auto& change : changes) {
    result += text.substr(at, change.begin - at);
    result += change.with;
    at = change.end;
  }
  result += text.substr(at);
  return result;
}

std::size_t line_begin(std::string_view text, std::size_t at) {
  const auto newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

std::size_t line_end(std::string_view text, std::size_t at) {
  const auto newline = text.find('\n', at);
  auto end = newline == std::string_view::npos ? text.size() : newline;
  if (end > at && text[end - 1] == '\r') --end;
  return end;
}

std::string_view indentation_at(std::string_view text, std::size_t at) {
  const auto begin = line_begin(text, at);
  auto end = begin;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
  return text.substr(begin, end - begin);
}

/// Columns that blanks take, tabs to 4.
int width(std::string_view blanks) {
  int columns = 0;
  for (const char c : blanks) columns = c == '\t' ? (columns / 4 + 1) * 4 : columns + 1;
  return columns;
}

double disagreement(std::string_view text, const std::vector<Token>& tokens) {
  struct Block {
    int indent = 0;
    int inner = -1;  ///< column of its first statement
  };
  std::vector<Block> blocks;
  double sum = 0;
  int line_indent = 0;
  int parentheses = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& token = tokens[i];
    if (token.kind == TokenKind::end) break;
    if (token.first_on_line) {
      line_indent = width(indentation_at(text, token.begin));
      const bool after_end = i > 0 && (tokens[i - 1].is(";") || tokens[i - 1].is("{") || tokens[i - 1].is("}"));
      if (token.is("}")) {
        if (!blocks.empty() && blocks.back().indent != line_indent) sum += 1;
      } else if (after_end && parentheses == 0 && !blocks.empty() && !token.is("case") && !token.is("default") &&
                 !token.is("{") && !token.is("else") && !token.is("catch") && !token.is("finally")) {
        auto& block = blocks.back();
        if (line_indent <= block.indent) sum += 1;
        if (block.inner < 0)
          block.inner = line_indent;
        else if (block.inner != line_indent)
          sum += 0.5;
      }
    }
    if (token.is("(")) ++parentheses;
    if (token.is(")") && parentheses > 0) --parentheses;
    if (token.is("{")) {
      blocks.push_back({line_indent, -1});
      parentheses = 0;
    }
    if (token.is("}")) {
      if (blocks.empty())
        sum += 2;
      else
        blocks.pop_back();
      parentheses = 0;
    }
  }
  return sum + 2.0 * static_cast<double>(blocks.size());
}

// ---------------------------------------------------------------------------------------------- candidates

struct Insertion {
  std::string_view token;
  double cost;
};
constexpr Insertion kInsertions[] = {{";", 0.4}, {")", 0.6},  {"]", 1.0},  {"}", 1.6},  {"{", 1.6},
                                     {"(", 1.9}, {"))", 1.6}, {",", 2.2},  {":", 2.6},  {".", 3.0},
                                     {"+", 3.0}, {"=", 3.0},  {"[", 2.6},  {"->", 2.4}, {"&&", 3.6},
                                     {"<", 3.8}, {">", 2.2},  {"==", 3.8}, {"new", 3.4}};

struct Replacement {
  std::string_view from;
  std::string_view to;
  double cost;
};
constexpr Replacement kReplacements[] = {
    {":", ";", 1.2},  {",", ";", 1.2},  {";", ",", 2.0},   {";", ":", 2.2},          {",", ":", 1.6},
    {":", ",", 2.2},  {")", "]", 1.6},  {"]", ")", 1.6},   {"}", ")", 1.8},          {")", "}", 2.4},
    {"{", "(", 2.0},  {"(", "{", 2.4},  {"[", "(", 2.0},   {"(", "[", 2.4},          {"=", "==", 2.4},
    {"==", "=", 2.4}, {".", ",", 2.4},  {",", ".", 2.4},   {";", ")", 2.2},          {";", "{", 1.8},
    {":", "{", 1.2},  {";", ".", 2.6},  {"=", "-", 3.5},   {";", "<", 2.6},          {"=", ":", 2.6},
    {"}", ";", 2.8},  {"{", ";", 2.8},  {".", ";", 2.4},   {"<", "(", 2.8},          {">", ")", 2.6},
    {"::", ".", 2.6}, {"->", ".", 2.2}, {"{", "[", 2.6},   {"}", "]", 2.6},          {"const", "final", 0.8},
    {":", "=", 2.8},  {"&", "&&", 3.5}, {"...", ".", 2.0}, {"static", "final", 3.0}, {"+", "+ \"\" +", 4.5}};

/// Words of other languages, where Java's grammar stops at them.
constexpr Replacement kWords[] = {{"elif", "else if", 0.3},
                                  {"elsif", "else if", 0.3},
                                  {"elseif", "else if", 0.3},
                                  {"elseIf", "else if", 0.3},
                                  {"and", "&&", 0.6},
                                  {"or", "||", 0.6},
                                  {"not", "!", 0.6},
                                  {"is", "==", 0.8},
                                  {"foreach", "for", 0.5},
                                  {"in", ":", 0.8},
                                  {"of", ":", 1.0},
                                  {"except", "catch", 0.8},
                                  {"raise", "throw", 0.8},
                                  {"then", "", 1.0},
                                  {"begin", "{", 1.5},
                                  {"end", "}", 1.5},
                                  {"let", "int", 1.4},
                                  {"const", "final", 0.6},
                                  {"fn", "", 1.6},
                                  {"function", "", 1.6},
                                  {"func", "", 1.6},
                                  {"def", "", 1.6},
                                  {"until", "while", 2.0},
                                  {"unless", "if", 2.5},
                                  {"otherwise", "else", 0.8},
                                  {"string", "String", 1.0},
                                  {"bool", "boolean", 1.0},
                                  {"pass", ";", 1.2},
                                  {"mut", "", 1.0},
                                  {"global", "", 1.0},
                                  {"val", "int", 2.6},
                                  {"print", "System.out.println", 2.8}};

/// Word pairs.
struct Phrase {
  std::string_view first;
  std::string_view second;
  std::string_view to;
  double cost;
};
constexpr Phrase kPhrases[] = {{"is", "not", "!=", 0.3}, {"not", "in", "!=", 2.0}, {"=", ">", "->", 0.5},
                               {"==", "=", "==", 0.5},   {"!=", "=", "!=", 0.5},   {"<", ">", "!=", 0.8},
                               {"=", "<", "<=", 0.6},    {"*", "*", "*", 1.5},     {":", "=", "=", 0.6},
                               {"=", "+", "+=", 3.0},    {"+", "=", "+=", 1.0},    {"-", ">", "->", 0.6},
                               {"&", "&", "&&", 1.0},    {"|", "|", "||", 1.0},    {"=", "=", "==", 0.6},
                               {"!", "=", "!=", 0.6},    {"<", "=", "<=", 0.6},    {"let", "mut", "int", 1.0}};

constexpr std::string_view kStatementWords[] = {
    "if",      "for",     "while",      "else",    "return",     "switch",    "case",   "break",     "try",
    "catch",   "new",     "throw",      "do",      "continue",   "class",     "public", "private",   "static",
    "void",    "int",     "boolean",    "double",  "char",       "long",      "import", "protected", "final",
    "default", "finally", "instanceof", "extends", "implements", "interface", "throws"};

class Candidates {
 public:
  Candidates(std::string_view text, const std::vector<Token>& tokens, std::size_t stuck, std::string_view class_name)
      : text_(text), tokens_(tokens), stuck_(stuck), class_name_(class_name) {}

  /// Edits of the few tokens around the place.
  std::vector<Candidate> near() {
    const std::size_t first = stuck_ > 7 ? stuck_ - 7 : 0;
    const std::size_t last = std::min(stuck_ + 2, tokens_.size() - 1);
    for (auto i = first; i <= last; ++i) {
      const auto far = distance(i);
      // Line ends between the edit and the place: javac's parser rarely runs far past the fault.
      insertions(i, far);
      if (i + 1 < tokens_.size()) {
        erasure(i, far);
        replacements(i, far);
        words(i, far);
      }
      lexical(i, far);
    }
    // A word of another language may have passed for a call's name up to here.
    constexpr std::size_t kStatement = 40;
    for (auto i = first; i > 0 && stuck_ - i < kStatement;) {
      --i;
      words(i, 0.05 * static_cast<double>(stuck_ - i));
      if (tokens_[i].is(";") || tokens_[i].is("{") || tokens_[i].is("}")) break;
    }
    comments(first, last);
    if (tokens_[stuck_].kind == TokenKind::end)
      closing_braces();
    else
      stray_line();
    stray_tail();
    class_header();
    for (const auto& lost : find_lost_braces(text_))
      if (lost.open <= tokens_[stuck_].end && lost.close >= tokens_[stuck_].begin)
        add({{lost.open, lost.open, " {"}, {lost.close, lost.close, "\n" + lost.indent + "}"}}, 1.0,
            "the body lacks its braces", true);
    return std::move(all_);
  }

  /// Braces, comments and whole lines further up: what is wrong may lie far before the place.
  std::vector<Candidate> far() {
    constexpr std::size_t kFarthest = 1500;
    const std::size_t first = stuck_ > kFarthest ? stuck_ - kFarthest : 0;
    for (auto i = std::max<std::size_t>(first, 1); i <= stuck_; ++i) braces(i);
    block_comments();
    for (const auto& lost : find_lost_braces(text_))
      if (lost.open <= tokens_[stuck_].end)
        add({{lost.open, lost.open, " {"}, {lost.close, lost.close, "\n" + lost.indent + "}"}}, 1.4,
            "the body lacks its braces", true);
    return std::move(all_);
  }

 private:
  double distance(std::size_t i) const {
    const double steps = i <= stuck_ ? static_cast<double>(stuck_ - i) : static_cast<double>(i - stuck_) * 2;
    return 0.3 * steps;
  }
  void add(std::vector<Change> changes, double cost, std::string reason, bool layout = false, bool reveals = false) {
    all_.push_back({std::move(changes), cost, std::move(reason), layout, reveals});
  }
  bool same_line(std::size_t i) const { return !tokens_[i].first_on_line; }
  static bool word_byte(char c) { return base::is_identifier_part(c) || c == '$' || c == '"' || c == '\''; }

  void insertions(std::size_t i, double far) {
    if (i == 0) return;
    const auto& before = tokens_[i - 1];
    const auto& next = tokens_[i];
    for (const auto& insertion : kInsertions) {
      const auto token = insertion.token;
      double cost = insertion.cost + far;
      const bool ends_line = next.first_on_line || next.kind == TokenKind::end;
      std::string with(token);
      auto at = static_cast<std::size_t>(before.end);
      bool layout = false;
      if (token == ";") {
        if (before.is(";") || before.is("{") || before.is("(")) cost += 3;
        if (!ends_line && !next.is("}")) cost += 1.6;
      } else if (token == ")" || token == "))") {
        if (ends_line && !before.is(")")) cost += 0.2;
        if (!next.is(";") && !next.is("{") && !next.is(")") && !next.is(",") && !ends_line) cost += 0.7;
      } else if (token == "(" || token == "[") {
        if (next.first_on_line) cost += 1;
      } else if (token == "{") {
        with = " {";
        layout = true;
        if (before.is(")") || before.is("else") || before.is("try") || before.is("do")) cost -= 0.6;
      } else if (token == "}") {
        layout = true;
        if (const auto change = closing_brace(i)) {
          add({*change}, cost, "a '}' is missing", true);
          continue;
        }
      } else if (ends_line && token != ",") {
        cost += 1;
      }
      if (token == ":" || token == "+" || token == "=" || token == "->" || token == "&&" || token == "==" ||
          token == "<") {
        with = fmt::format(" {} ", token);
        at = next.begin;
        if (at > before.end && text_[at - 1] == ' ') with.erase(0, 1);
      } else if (token == "new") {
        with = "new ";
        at = next.begin;
      } else if (token == "," && at == next.begin) {
        with = ", ";
      }
      add({{at, at, with}}, cost, fmt::format("a '{}' is missing", token), layout);
    }
    if (i > 1 && next.kind == TokenKind::identifier && before.is("(")) {
      // "for (i = 0; ...)" and the like: a declaration without its type
      add({{next.begin, next.begin, "int "}}, 2.2 + far, "the declaration lacks its type");
    }
  }

  /// The '{' that is open at token i.
  std::optional<std::size_t> innermost_block(std::size_t i) const {
    int closed = 0;
    while (i-- > 0) {
      if (tokens_[i].is("}")) ++closed;
      if (tokens_[i].is("{") && --closed < 0) return i;
    }
    return std::nullopt;
  }

  /// '}' before token i: on a line of its own when the token begins one.
  std::optional<Change> closing_brace(std::size_t i) const {
    const auto& next = tokens_[i];
    if (next.kind == TokenKind::end) {
      auto at = static_cast<std::size_t>(tokens_[i - 1].end);
      at = line_end(text_, at);
      return Change{at, at, "\n}"};
    }
    if (!next.first_on_line) return std::nullopt;
    if (next.is("else") || next.is("catch") || next.is("finally") || next.is("while"))
      return Change{next.begin, next.begin, "} "};
    // On a line of its own, indented as the line that opens the block; comments above the token stay with it.
    const auto at = line_end(text_, tokens_[i - 1].end);
    if (const auto open = innermost_block(i))
      return Change{at, at, "\n" + std::string(indentation_at(text_, tokens_[*open].begin)) + "}"};
    return Change{at, at, "\n}"};
  }

  /// Everything that is open at the end of the file, each on a line of its own.
  void closing_braces() {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < stuck_; ++i) {
      if (tokens_[i].is("{")) open.push_back(i);
      if (tokens_[i].is("}") && !open.empty()) open.pop_back();
    }
    constexpr std::size_t kMost = 8;
    if (open.size() < 2 || open.size() > kMost || stuck_ == 0) return;
    std::string lines;
    for (auto i = open.size(); i-- > 0;)
      lines += fmt::format("\n{}}}", indentation_at(text_, tokens_[open[i]].begin));
    const auto at = line_end(text_, tokens_[stuck_ - 1].end);
    add({{at, at, lines}}, 0.8 + 0.3 * static_cast<double>(open.size()), "the file ends too early", true);
  }

  Change whole_token(std::size_t i) const {
    const auto& token = tokens_[i];
    const auto begin = line_begin(text_, token.begin);
    const auto end = line_end(text_, token.end);
    const bool alone = base::trim(text_.substr(begin, token.begin - begin)).empty() &&
                       base::trim(text_.substr(token.end, end - token.end)).empty();
    if (alone && begin > 0) return {begin - 1, end, ""};
    auto stop = static_cast<std::size_t>(token.end);
    if (stop < text_.size() && text_[stop] == ' ' && (token.begin == 0 || !word_byte(text_[token.begin - 1]))) ++stop;
    return {token.begin, stop, ""};
  }

  void erasure(std::size_t i, double far) {
    const auto& token = tokens_[i];
    double cost = far;
    switch (token.kind) {
      case TokenKind::symbol:
        cost += token.is(";") ? 1.6 : token.is("}") ? 1.7 : token.is(")") ? 1.7 : token.is("{") ? 2.2 : 1.8;
        break;
      case TokenKind::keyword:
      case TokenKind::identifier:
        cost += 3.0;
        break;
      case TokenKind::bad_byte:
        cost += 0.8;
        break;
      default:
        cost += 3.6;
        break;
    }
    // A doubled token is a slip of the hand.
    if (i + 1 < tokens_.size() && tokens_[i + 1].text == token.text && token.kind != TokenKind::end) cost -= 1.0;
    const bool alone = token.first_on_line && i + 1 < tokens_.size() && tokens_[i + 1].first_on_line;
    if (alone && !token.is("}") && !token.is("{")) cost -= 0.8;
    add({whole_token(i)}, std::max(cost, 0.3), fmt::format("'{}' is too much", token.text.substr(0, 20)),
        token.is("}") || token.is("{"));
    // "q.append (": an identifier and the dot before it
    if (token.kind == TokenKind::symbol && (token.is(".") || token.is(",")) && i + 1 < tokens_.size() &&
        tokens_[i + 1].kind == TokenKind::identifier)
      add({{token.begin, tokens_[i + 1].end, ""}}, 3.6 + far,
          fmt::format("'{}{}' is too much", token.text, tokens_[i + 1].text.substr(0, 20)));
  }

  void replacements(std::size_t i, double far) {
    const auto& token = tokens_[i];
    for (const auto& replacement : kReplacements)
      if (token.says(replacement.from))
        add({{token.begin, token.end, std::string(replacement.to)}}, replacement.cost + far,
            fmt::format("'{}' stands for '{}'", token.text, replacement.to),
            replacement.to == "{" || replacement.to == "}");
    if (i + 1 >= tokens_.size()) return;
    const auto& next = tokens_[i + 1];
    for (const auto& phrase : kPhrases)
      if (token.text == phrase.first && next.text == phrase.second)
        add({{token.begin, next.end, std::string(phrase.to)}}, phrase.cost + far,
            fmt::format("'{} {}' is '{}' in Java", token.text, next.text, phrase.to));
  }

  void words(std::size_t i, double far) {
    const auto& token = tokens_[i];
    if (token.kind != TokenKind::identifier && token.kind != TokenKind::keyword) return;
    for (const auto& word : kWords)
      if (token.text == word.from) {
        if (word.to.empty())
          add({whole_token(i)}, word.cost + far, fmt::format("'{}' is not Java", token.text));
        else
          add({{token.begin, token.end, std::string(word.to)}}, word.cost + far,
              fmt::format("'{}' is '{}' in Java", token.text, word.to));
      }
    if (token.text == "var" || token.text == "let" || token.text == "auto" || token.text == "def") {
      static constexpr Insertion kTypes[] = {
          {"int", 1.4}, {"String", 1.7}, {"Object", 2.0}, {"boolean", 2.3}, {"int[]", 2.3}};
      for (const auto& type : kTypes)
        add({{token.begin, token.end, std::string(type.token)}}, type.cost + far,
            fmt::format("'{}' is no type here", token.text));
    }
    if (token.kind != TokenKind::identifier) return;
    for (const auto keyword : kStatementWords) {
      if (token.text.size() > keyword.size() && token.text.starts_with(keyword)) {
        const auto rest = token.text.substr(keyword.size());
        if (!base::is_digit(rest.front()) && rest.front() != '_')
          add({{token.begin + keyword.size(), token.begin + keyword.size(), " "}},
              0.5 + far + (rest.size() < 3 && !is_keyword(rest) ? 1.0 : 0.0),
              fmt::format("a blank is missing after '{}'", keyword));
      }
      if (token.text.size() < 2) continue;
      const auto changed = base::edit_distance(base::lower(token.text), keyword, 2);
      const bool close = changed <= (keyword.size() > 4 ? 2U : 1U) && token.text.front() == keyword.front();
      const bool prefix = keyword.starts_with(token.text) && token.text.size() + 2 >= keyword.size();
      if (close || prefix)
        add({{token.begin, token.end, std::string(keyword)}},
            0.6 + 0.5 * static_cast<double>(std::min<std::size_t>(changed, 2)) + far,
            fmt::format("'{}' is '{}' misspelt", token.text, keyword));
    }
    // A word that no rule of Java takes before "(...) {".
    const bool begins = i > 0 && (tokens_[i - 1].is(";") || tokens_[i - 1].is("{") || tokens_[i - 1].is("}"));
    if (begins && i + 1 < tokens_.size() && tokens_[i + 1].is("("))
      for (const std::string_view keyword : {"if", "while", "for"})
        add({{token.begin, token.end, std::string(keyword)}}, 2.4 + far,
            fmt::format("'{}' is no statement of Java", token.text));
    // "boolean isValid (" needs a type; "publc Foo(" is misspelt. A method without its type:
    if (i + 1 < tokens_.size() && tokens_[i + 1].is("(") && i == stuck_) {
      add({{token.begin, token.begin, "void "}}, 1.6 + returns_value(i), "the method lacks its return type");
      add({{token.begin, token.begin, "int "}}, 3.2 - returns_value(i), "the method lacks its return type");
      add({{token.begin, token.begin, "boolean "}}, 3.4 - returns_value(i), "the method lacks its return type");
      if (base::edit_distance(token.text, class_name_, 3) <= 3)
        add({{token.begin, token.end, std::string(class_name_)}}, 1.0, "the constructor's name is the class's");
    }
  }

  /// 2 when the block after the method header at i holds "return x", else 0.
  double returns_value(std::size_t i) const {
    int depth = 0;
    for (auto at = i; at + 1 < tokens_.size(); ++at) {
      if (tokens_[at].is("{")) ++depth;
      if (tokens_[at].is("}") && --depth <= 0) return 0;
      if (depth > 0 && tokens_[at].is("return") && !tokens_[at + 1].is(";")) return 2;
    }
    return 0;
  }

  bool known(std::string_view name) {
    if (names_.empty())
      for (const auto& token : tokens_)
        if (token.kind == TokenKind::identifier) names_.insert(token.text);
    return names_.contains(name);
  }

  void lexical(std::size_t i, double far) {
    const auto& token = tokens_[i];
    if (token.kind == TokenKind::bad_text)
      open_text(token, far);
    else if (token.kind == TokenKind::bad_character)
      open_character(i, far);
    else if (token.kind == TokenKind::bad_comment)
      open_comment(token, far);
    else if (token.kind == TokenKind::bad_byte)
      strange_byte(token, far);
    else if (token.is("/") || token.is("--") || token.is("*"))
      half_comment(i, far);
  }

  void open_text(const Token& token, double far) {
    // Without the quote, when what follows is code of names that the file knows.
    const auto rest = text_.substr(token.begin + 1, token.end - token.begin - 1);
    std::vector<Token> inside;
    scan(rest, inside);
    std::size_t words = 0, strange = 0;
    for (const auto& part : inside)
      if (part.kind == TokenKind::identifier) {
        ++words;
        if (!known(part.text)) ++strange;
      }
    const bool code = words > 0 && strange == 0;
    add({{token.begin, token.begin + 1, ""}}, (code ? 0.7 : 1.6) + far, "a quote is too much");
    // The end of the text: before the punctuation that ends the line's code, or at any earlier one.
    const auto trimmed = base::trim_right(rest);
    auto at = trimmed.size();
    const auto close = [&](std::size_t offset, double cost) {
      const auto place = token.begin + 1 + offset;
      add({{place, place, "\""}}, cost + far + (code ? 0.6 : 0.0), "the text lacks its closing quote");
    };
    double cost = 0.7;
    int left = 10;
    for (;; cost += 0.35) {
      close(at, cost);
      if (at == 0 || --left == 0) break;
      static constexpr std::string_view kEnders = ";),}]{:+ .";
      if (kEnders.find(trimmed[at - 1]) == std::string_view::npos) break;
      --at;
      if (trimmed[at] == ' ') cost += 0.1;
    }
    for (const std::string_view mark : {");", ";", ")", ",", "+"})
      if (const auto found = trimmed.find(mark); found != std::string_view::npos && found < at) close(found, 1.3);
    // An end that was to be a character's, or the other way round.
    add({{token.begin, token.begin + 1, "'"}}, 1.8 + far, "the quotes do not match");
    // The opening quote of the text before is missing: foo(abc", x)
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].begin != token.begin) continue;
      std::size_t from = i;
      double more = 1.4;
      while (from > 0 && !tokens_[from].first_on_line && i - from < 6) {
        --from;
        const auto& word = tokens_[from];
        if (word.kind != TokenKind::identifier && word.kind != TokenKind::number && word.kind != TokenKind::symbol)
          break;
        if (word.kind != TokenKind::symbol)
          add({{word.begin, word.begin, "\""}}, more + far + (known_elsewhere(word) ? 0.8 : 0.0),
              "the text lacks its opening quote");
        more += 0.3;
      }
      break;
    }
    // A line of its own that is prose.
    if (token.first_on_line && !code) add({{token.begin, token.begin, "// "}}, 1.9 + far, "this is a comment");
  }

  bool known_elsewhere(const Token& word) const {
    int count = 0;
    for (const auto& token : tokens_)
      if (token.kind == TokenKind::identifier && token.text == word.text && ++count > 1) return true;
    return false;
  }

  void open_character(std::size_t i, double far) {
    const auto& token = tokens_[i];
    const auto at = static_cast<std::size_t>(token.begin);
    const auto line = text_.substr(at, line_end(text_, at) - at);
    const auto end = line.find('\'', 1);
    if (end != std::string_view::npos && end != 1 && line.substr(0, end).find('"') == std::string_view::npos)
      add({{at, at + 1, "\""}, {at + end, at + end + 1, "\""}}, 0.7 + far, "a text stands in double quotes");
    if (end == 1) {  // ''
      add({{at, at + 2, ""}}, 1.2 + far, "an empty character literal");
      add({{at, at + 2, "' '"}}, 1.2 + far, "an empty character literal");
      add({{at, at + 2, "\"\""}}, 1.6 + far, "an empty text stands in double quotes");
    }
    if (line.size() > 1) {
      const std::size_t one = line[1] == '\\' ? 3 : 1 + base::decode_utf8(line, 1).size;
      if (one <= line.size()) {
        add({{at + one, at + one, "'"}}, 0.6 + far + (one < line.size() && word_byte(line[one]) ? 1.5 : 0.0),
            "the character lacks its closing quote");
        if (one < line.size() && line[one] == '"')
          add({{at + one, at + one + 1, "'"}}, 0.4 + far, "the quotes do not match");
      }
      if (const auto other = line.find('"'); other != std::string_view::npos && other != 1)
        add({{at, at + 1, "\""}}, 1.0 + far, "the quotes do not match");
    }
    add({{at, at + 1, ""}}, 1.4 + far, "a quote is too much");
    if (i > 0 && same_line(i)) {
      const auto& before = tokens_[i - 1];
      if (before.end == token.begin && before.end - before.begin == 1)
        add({{before.begin, before.begin, "'"}}, 1.0 + far, "the character lacks its opening quote");
    }
    add({{at, at, "// "}}, (token.first_on_line ? 1.0 : 2.2) + far, "this is a comment");
    add({{at, at + 1, "// "}}, (token.first_on_line ? 0.9 : 2.2) + far, "this is a comment");
  }

  void open_comment(const Token& token, double far) {
    const auto at = static_cast<std::size_t>(token.begin);
    const auto end = line_end(text_, at);
    const auto line = text_.substr(at + 2, end - at - 2);
    const bool code = line.find(';') != std::string_view::npos || line.find('{') != std::string_view::npos ||
                      line.find('}') != std::string_view::npos || line.find('(') != std::string_view::npos;
    add({{at, at + 2, ""}}, (code || base::trim(line).empty() ? 0.5 : 1.2) + far,
        "a comment was opened and never closed", false, true);
    add({{at, at + 2, "//"}}, (code ? 1.6 : 0.5) + far, "the comment ends with its line", false, true);
    add({{end, end, " */"}}, (code ? 1.8 : 0.7) + far, "the comment lacks its end", false, true);
    // Further down, before what it hides by accident.
    auto below = end;
    for (int i = 0; i < 12 && below < text_.size(); ++i) {
      below = line_end(text_, below + 1);
      add({{below, below, " */"}}, 2.2 + 0.15 * i + far, "the comment lacks its end", false, true);
    }
  }

  void strange_byte(const Token& token, double far) {
    const auto at = static_cast<std::size_t>(token.begin);
    const auto next = text_.substr(at, 3);
    if (next == "\xE2\x80\x9C" || next == "\xE2\x80\x9D") add({{at, at + 3, "\""}}, 0.3 + far, "a typographic quote");
    if (next == "\xE2\x80\x98" || next == "\xE2\x80\x99") add({{at, at + 3, "'"}}, 0.4 + far, "a typographic quote");
    if (text_[at] == '#') add({{at, at + 1, "//"}}, 0.5 + far, "'#' begins no comment in Java");
    if (next == "```" && token.first_on_line) {
      // Markdown around the program: the fences on both sides, or this one.
      const auto fence = [&](std::size_t from) -> Change {
        const auto end = line_end(text_, from);
        return {from, std::min(end + 1, text_.size()), ""};
      };
      auto last = text_.rfind("```");
      if (last > at + 3 && base::trim(text_.substr(line_begin(text_, last), last - line_begin(text_, last))).empty())
        add({fence(at), fence(line_begin(text_, last))}, 0.2, "a Markdown fence is no Java");
      add({fence(at)}, 0.5, "a Markdown fence is no Java");
    }
    if (text_[at] == '`') {
      const auto line = text_.substr(at, line_end(text_, at) - at);
      if (const auto end = line.find('`', 1); end != std::string_view::npos) {
        add({{at, at + 1, "\""}, {at + end, at + end + 1, "\""}}, 0.5 + far, "a text stands in double quotes");
        add({{at, at + 1, ""}, {at + end, at + end + 1, ""}}, 1.0 + far, "backquotes mean nothing in Java");
        add({{at, at + end + 1, ""}}, 1.6 + far, "backquotes mean nothing in Java");
      }
    }
  }

  /// "/ count the triplets" and "* note": a comment that lost half of its mark.
  void half_comment(std::size_t i, double far) {
    const auto& token = tokens_[i];
    const bool after_code =
        i == 0 || tokens_[i - 1].is(";") || tokens_[i - 1].is("{") || tokens_[i - 1].is("}") || token.first_on_line;
    if (!after_code) return;
    const auto rest = base::trim(text_.substr(token.end, line_end(text_, token.end) - token.end));
    add({{token.begin, token.end, "//"}}, (rest.empty() ? 1.6 : 0.6) + far, "this is a comment");
    if (token.is("/") && text_.find("*/", token.end) != std::string_view::npos)
      add({{token.begin, token.end, "/*"}}, 1.6 + far, "this is a comment");
    if (token.is("*") && i + 1 < tokens_.size() && tokens_[i + 1].is("/") && tokens_[i + 1].begin == token.end)
      add({{token.begin, tokens_[i + 1].end, ""}}, 0.8 + far, "a comment was closed and never opened");
  }

  /// Comments between the tokens around the place: "q./*left*/)" hides what is missing.
  void comments(std::size_t first, std::size_t last) {
    for (auto i = first; i <= last; ++i) {
      const auto begin = i == 0 ? 0 : static_cast<std::size_t>(tokens_[i - 1].end);
      const auto gap = text_.substr(begin, tokens_[i].begin - begin);
      for (std::size_t at = gap.find("/*"); at != std::string_view::npos; at = gap.find("/*", at + 2)) {
        const auto end = gap.find("*/", at + 2);
        if (end == std::string_view::npos) break;
        const auto inner = base::trim(gap.substr(at + 2, end - at - 2));
        if (!inner.empty())
          add({{begin + at, begin + end + 2, std::string(inner)}}, 1.0 + distance(i), "the code was commented out");
      }
      if (const auto at = gap.find("//"); at != std::string_view::npos) {
        const auto stop = gap.find('\n', at);
        const auto inner = base::trim(gap.substr(at + 2, stop == std::string_view::npos ? stop : stop - at - 2));
        // "foo( // x" or a lone bracket behind the mark
        if (!inner.empty() && inner.find_first_of(";{})") != std::string_view::npos)
          add({{begin + at, begin + at + 2, ""}}, 1.8 + distance(i), "the code was commented out");
      }
    }
  }

  /// The tokens of the place's line from the place on, and the whole line.
  void stray_line() {
    auto begin = stuck_;
    while (begin > 0 && !tokens_[begin].first_on_line) --begin;
    auto end = stuck_ + 1;
    while (end < tokens_.size() && !tokens_[end].first_on_line && tokens_[end].kind != TokenKind::end) ++end;
    const auto count = static_cast<double>(end - begin);
    if (count > 12) return;
    const auto from = line_begin(text_, tokens_[begin].begin);
    const auto to = line_end(text_, tokens_[end - 1].end);
    double prose = 0;
    for (auto i = begin; i < end; ++i) {
      if (tokens_[i].kind == TokenKind::identifier) prose += 1;
      if (tokens_[i].is(";") || tokens_[i].is("{") || tokens_[i].is("}") || tokens_[i].is("(")) prose -= 1;
    }
    add({{from, to, ""}}, 3.0 + 0.25 * count, "the line is no Java");
    if (prose >= 3) add({{tokens_[begin].begin, tokens_[begin].begin, "// "}}, 1.4, "this is a comment");
  }

  /// What stands behind the last class.
  void stray_tail() {
    if (tokens_[stuck_].kind == TokenKind::end || stuck_ == 0 || !tokens_[stuck_ - 1].is("}")) return;
    const auto count = tokens_.size() - 1 - stuck_;
    if (count > 12) return;
    add({{tokens_[stuck_].begin, tokens_[tokens_.size() - 2].end, ""}}, 1.8 + 0.2 * static_cast<double>(count),
        "what stands behind the class is no Java");
  }

  /// Members where a class should be: its header is missing.
  void class_header() {
    int depth = 0;
    for (std::size_t i = 0; i < stuck_; ++i) {
      if (tokens_[i].is("{")) ++depth;
      if (tokens_[i].is("}")) --depth;
      if (tokens_[i].is("class") || tokens_[i].is("interface") || tokens_[i].is("enum")) return;
    }
    if (depth != 0) return;
    std::size_t at = stuck_;
    while (at > 0 && !tokens_[at - 1].is(";") && !tokens_[at - 1].is("}")) --at;
    const auto begin = line_begin(text_, tokens_[at].begin);
    int balance = 0;
    for (const auto& token : tokens_) balance += token.is("{") ? 1 : token.is("}") ? -1 : 0;
    std::vector<Change> changes{{begin, begin, fmt::format("class {} {{\n", class_name_)}};
    if (balance >= 0) changes.push_back({text_.size(), text_.size(), text_.ends_with('\n') ? "}\n" : "\n}\n"});
    add(std::move(changes), 1.0, "the class's header is missing");
  }

  void braces(std::size_t i) {
    const auto& token = tokens_[i];
    const auto& before = tokens_[i - 1];
    if (token.first_on_line || token.kind == TokenKind::end)
      if (const auto change = closing_brace(i)) add({*change}, before.is("{") ? 3.5 : 2.0, "a '}' is missing", true);
    const bool header = before.is(")") || before.is("else") || before.is("try") || before.is("do") ||
                        before.is("finally") || before.is("->");
    if (header && !token.is("{") && token.first_on_line) {
      // After what still stands on the header's line.
      add({{before.end, before.end, " {"}}, 2.0, "a '{' is missing", true);
    }
    if (token.is("}") || token.is("{"))
      add({whole_token(i)}, token.is("{") ? 2.8 : 2.3, fmt::format("'{}' is too much", token.text), true);
  }

  void block_comments() {
    std::size_t at = 0;
    for (std::size_t i = 0; i <= stuck_ && i < tokens_.size(); ++i) {
      const auto gap_end = static_cast<std::size_t>(tokens_[i].begin);
      while (at < gap_end) {
        const auto open = text_.substr(0, gap_end).find("/*", at);
        if (open == std::string_view::npos) break;
        const auto line = text_.substr(0, open).rfind("//");
        const auto end = text_.find("*/", open + 2);
        if (end == std::string_view::npos) break;
        const auto inner = text_.substr(open + 2, end - open - 2);
        const bool in_line_comment = line != std::string_view::npos && line >= line_begin(text_, open);
        if (!in_line_comment && inner.size() > 2 && inner.front() != '*' &&
            inner.find_first_of(";{}()") != std::string_view::npos)
          add({{open, open + 2, ""}, {end, end + 2, ""}}, 2.2, "the code was commented out", true, true);
        at = end + 2;
      }
      at = std::max(at, static_cast<std::size_t>(tokens_[i].end));
    }
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  std::size_t stuck_;
  std::string_view class_name_;
  std::unordered_set<std::string_view> names_;
  std::vector<Candidate> all_;
};

// ------------------------------------------------------------------------------------------------ search

class Search {
 public:
  Search(std::string_view class_name, const RepairOptions& options) : class_name_(class_name), options_(options) {}

  std::vector<Repair> run(std::string_view source) {
    std::vector<Token> tokens;
    scan(source, tokens);
    if (parse(tokens).ok) return {};
    push({std::string(source), 0, 0, 0, "", disagreement(source, tokens)});
    constexpr int kMostStates = 40;
    for (int n = 0; n < kMostStates && !open_.empty() && !exhausted(); ++n) {
      auto state = open_.top();
      open_.pop();
      // Nothing that is still open can come near what is found.
      if (!found_.empty() && state.rank > best_ + 2.0) break;
      expand(state);
    }
    std::ranges::stable_sort(found_, {}, &Repair::cost);
    if (found_.empty()) found_ = std::move(partial_);
    std::ranges::stable_sort(found_, {}, &Repair::cost);
    if (found_.size() > options_.keep) found_.resize(options_.keep);
    return std::move(found_);
  }

 private:
  struct Later {
    bool operator()(const State& a, const State& b) const { return a.rank > b.rank; }
  };

  bool exhausted() const { return parses_ >= options_.max_parses || bytes_ >= options_.max_bytes; }

  void push(State state) {
    if (seen_.insert(std::hash<std::string>{}(state.text)).second) open_.push(std::move(state));
  }

  /// A candidate as it turned out.
  struct Trial {
    State state;
    bool ok = false;
    bool braces = false;
    std::size_t gained = 0;  ///< tokens that the parse came further
  };

  void expand(const State& state) {
    std::vector<Token> tokens;
    scan(state.text, tokens);
    const auto before = parse(tokens);
    const auto remaining = state.text.size() - tokens[before.stuck].begin;
    std::vector<Trial> trials;
    double cheapest = 1e9;
    for (auto& candidate : Candidates(state.text, tokens, before.stuck, class_name_).near()) {
      try_one(state, tokens, candidate, remaining, trials);
      // Where a brace is wrong, the place says little: all others are worth a look.
      if (!trials.empty() && trials.back().ok)
        cheapest = std::min(cheapest, trials.back().state.cost - state.cost + (trials.back().braces ? 2.0 : 0.0));
    }
    if (cheapest > 1.8)
      for (auto& candidate : Candidates(state.text, tokens, before.stuck, class_name_).far())
        try_one(state, tokens, candidate, remaining, trials);

    // Of several places for a brace the one that the layout agrees with best is meant.
    double best_layout = state.layout;
    for (const auto& trial : trials)
      if (trial.braces) best_layout = std::min(best_layout, trial.state.layout);
    const double bonus = std::min(0.4 * (state.layout - best_layout), 1.3);
    for (auto& trial : trials) {
      auto& child = trial.state;
      if (trial.braces) {
        child.cost += std::min(0.8 * (child.layout - best_layout), 6.0) - bonus;
        child.cost = std::max(child.cost, state.cost + 0.2);
      }
    }
    // Of two ways to the same text the cheaper one counts.
    std::ranges::stable_sort(trials, {}, [](const Trial& trial) { return trial.state.cost; });
    std::vector<State> children;
    for (auto& trial : trials) {
      auto& child = trial.state;
      if (trial.ok) {
        if (!seen_.insert(std::hash<std::string>{}(child.text)).second) continue;
        best_ = std::min(best_, child.cost);
        found_.push_back({std::move(child.text), child.cost, child.steps, true, std::move(child.reason)});
        continue;
      }
      // Another error is left. The nearer it is, the less likely this was the right edit.
      constexpr std::size_t kConvincing = 12;
      const double near = trial.gained < kConvincing ? static_cast<double>(kConvincing - trial.gained) : 0.0;
      child.rank = child.cost + 1.2 + 0.25 * near;
      child.cost += 0.12 * near;
      children.push_back(std::move(child));
    }
    std::ranges::stable_sort(children, {}, &State::rank);
    constexpr std::size_t kBeam = 6;
    if (children.size() > kBeam) children.resize(kBeam);
    if (state.steps == 0)
      for (const auto& child : children)
        partial_.push_back({child.text, child.rank + 1, child.steps, false, child.reason});
    constexpr int kMostSteps = 10;
    if (state.steps + 1 < kMostSteps)
      for (auto& child : children) push(std::move(child));
  }

  void try_one(const State& state, const std::vector<Token>& tokens, const Candidate& candidate,
               std::size_t remaining, std::vector<Trial>& trials) {
    if (exhausted()) return;
    auto text = edited(state.text, candidate.changes);
    ++parses_;
    bytes_ += text.size();
    const auto begin = candidate.changes.front().begin, end = candidate.changes.back().end;
    rescan(text, tokens, begin, end, end + text.size() - state.text.size(), scratch_);
    const auto after = parse(scratch_);
    const auto left = text.size() - scratch_[after.stuck].begin;
    if (!after.ok && left >= remaining && !candidate.reveals) return;
    Trial trial;
    trial.ok = after.ok;
    trial.braces = candidate.layout;
    constexpr std::size_t kBytesPerToken = 4;
    trial.gained = candidate.reveals || left > remaining ? 8 : (remaining - left) / kBytesPerToken;
    trial.state = {std::move(text),
                   state.cost + std::max(candidate.cost, 0.1),
                   0,
                   state.steps + 1,
                   state.reason.empty() ? candidate.reason : state.reason + "; " + candidate.reason,
                   state.layout};
    if (candidate.layout) trial.state.layout = disagreement(trial.state.text, scratch_);
    trials.push_back(std::move(trial));
  }

  std::string_view class_name_;
  const RepairOptions& options_;
  std::priority_queue<State, std::vector<State>, Later> open_;
  std::unordered_set<std::size_t> seen_;
  std::vector<Repair> found_;
  std::vector<Repair> partial_;
  std::vector<Token> scratch_;
  double best_ = 1e9;
  std::size_t parses_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

std::vector<LostBraces> find_lost_braces(std::string_view source) {
  std::vector<Token> tokens;
  scan(source, tokens);
  std::vector<LostBraces> found;
  std::vector<std::size_t> open;
  std::vector<std::size_t> match(tokens.size(), 0);  // of each ')', its '('
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].is("(")) open.push_back(i);
    if (tokens[i].is(")") && !open.empty()) {
      match[i] = open.back();
      open.pop_back();
    }
  }
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
    // The end of a header without a brace, its body on the next line.
    if (!tokens[i + 1].first_on_line || tokens[i + 1].is("{") || tokens[i + 1].is(".")) continue;
    std::size_t header = i;
    if (tokens[i].is(")")) {
      if (match[i] == 0) continue;
      header = match[i] - 1;
      if (!tokens[header].is("if") && !tokens[header].is("for") && !tokens[header].is("while")) continue;
    } else if (!tokens[i].is("else") && !tokens[i].is("do")) {
      continue;
    }
    const int outer = width(indentation_at(source, tokens[header].begin));
    const int inner = width(indentation_at(source, tokens[i + 1].begin));
    if (inner <= outer) continue;
    // The lines that are indented deeper; more than one statement among them at its depth.
    int depth = 0, statements = 0;
    std::size_t last = i;
    bool balanced = true;
    for (auto at = i + 1; at + 1 < tokens.size(); ++at) {
      if (tokens[at].first_on_line && depth == 0) {
        const int column = width(indentation_at(source, tokens[at].begin));
        if (column <= outer) break;
        const bool begins = tokens[at - 1].is(";") || tokens[at - 1].is("}") || at == i + 1;
        if (begins && column == inner && !tokens[at].is("else") && !tokens[at].is("}")) ++statements;
      }
      if (tokens[at].is("{")) ++depth;
      if (tokens[at].is("}") && --depth < 0) {
        balanced = false;
        break;
      }
      last = at;
    }
    (void)balanced;
    if (statements < 2 || last == i) continue;
    if (!tokens[last].is(";") && !tokens[last].is("}")) continue;
    LostBraces lost;
    lost.open = tokens[i].end;
    lost.close = line_end(source, tokens[last].end);
    lost.indent = std::string(indentation_at(source, tokens[header].begin));
    lost.header = tokens[header].begin;
    lost.inner_else = tokens[last + 1].is("else");
    found.push_back(std::move(lost));
  }
  return found;
}

double layout_disagreement(std::string_view source) {
  std::vector<Token> tokens;
  scan(source, tokens);
  return disagreement(source, tokens);
}

std::vector<Repair> repair(std::string_view source, std::string_view class_name, const RepairOptions& options) {
  return Search(class_name, options).run(source);
}

}  // namespace fixpoint::propose::fixers::java
