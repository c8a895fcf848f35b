#include "propose/fixers/python/_tokens.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace fixpoint::propose::python {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) { result_.levels.push_back(0); }

  Tokens run() {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (!stopped_) {
      if (line_start_ && result_.open.empty()) {
        if (!indentation()) break;
        if (stopped_) break;
      }
      if (at_ >= text_.size()) break;
      token();
    }
    if (!stopped_) finish();
    return std::move(result_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void add(Kind kind, std::size_t begin, std::size_t end, Lexical why = Lexical::none) {
    Token token;
    token.kind = kind;
    token.why = why;
    token.line = line_;
    token.begin = static_cast<std::uint32_t>(begin);
    token.end = static_cast<std::uint32_t>(end);
    if (end - begin <= 8) token.word = word(text_.substr(begin, end - begin));
    result_.all.push_back(token);
    if (kind == Kind::error) stopped_ = true;
  }

  void fail(Lexical why, std::size_t begin, std::size_t end) { add(Kind::error, begin, end, why); }

  bool newline_at(std::size_t i) const {
    return i < text_.size() &&
           (text_[i] == '\n' || (text_[i] == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n'));
  }

  void skip_newline() {
    if (peek() == '\r') ++at_;
    ++at_;
    ++line_;
  }

  /// At the start of a line outside brackets: skips blank and comment lines, then emits indents and dedents. False at
  /// the end of the text.
  bool indentation() {
    for (;;) {
      const auto begin = at_;
      std::uint32_t column = 0, single = 0;  // with tabs to multiples of 8, and with tabs of 1
      while (is_blank(peek())) {
        if (peek() == ' ') {
          ++column, ++single;
        } else if (peek() == '\t') {
          column = (column / 8 + 1) * 8, ++single;
        } else {
          column = single = 0;
        }
        ++at_;
      }
      if (at_ >= text_.size()) return false;
      if (peek() == '#')
        while (at_ < text_.size() && peek() != '\n') ++at_;
      if (at_ < text_.size() && (peek() == '\n' || newline_at(at_))) {
        skip_newline();
        continue;
      }
      if (at_ >= text_.size()) return false;
      line_start_ = false;
      auto& levels = result_.levels;
      if (column == levels.back()) {
        if (single != singles_.back()) fail(Lexical::tabs, begin, at_);
      } else if (column > levels.back()) {
        if (single <= singles_.back()) return fail(Lexical::tabs, begin, at_), true;
        levels.push_back(column);
        singles_.push_back(single);
        add(Kind::indent, begin, at_);
      } else {
        while (levels.size() > 1 && column < levels.back()) {
          levels.pop_back();
          singles_.pop_back();
          add(Kind::dedent, at_, at_);
        }
        if (column != levels.back()) return fail(Lexical::dedent, begin, at_), true;
        if (single != singles_.back()) fail(Lexical::tabs, begin, at_);
      }
      return true;
    }
  }

  void finish() {
    if (!line_start_ && result_.open.empty()) add(Kind::newline, text_.size(), text_.size());
    if (result_.open.empty())
      for (std::size_t i = result_.levels.size(); i > 1; --i) add(Kind::dedent, text_.size(), text_.size());
    add(Kind::end, text_.size(), text_.size());
  }

  void token() {
    while (is_blank(peek())) ++at_;
    const auto begin = at_;
    if (at_ >= text_.size()) return;
    const char c = peek();
    if (c == '#') {
      while (at_ < text_.size() && peek() != '\n') ++at_;
      if (at_ > begin && at_ < text_.size() && text_[at_ - 1] == '\r') --at_;
      return;
    }
    if (c == '\n' || newline_at(at_)) {
      if (result_.open.empty()) {
        add(Kind::newline, begin, begin);
        line_start_ = true;
      }
      skip_newline();
      return;
    }
    if (c == '\\' && newline_at(at_ + 1)) {
      ++at_;
      skip_newline();
      return;
    }
    if (c == '\\') return fail(Lexical::continuation, begin, begin + 1);
    if (base::is_digit(c) || (c == '.' && base::is_digit(peek(1)))) return number();
    if (base::is_identifier_start(c)) return name();
    if (c == '"' || c == '\'') return string(begin, false, false);
    bracket_or_operator();
  }

  void name() {
    const auto begin = at_;
    bool ascii = true;
    while (base::is_identifier_part(peek())) {
      if (static_cast<unsigned char>(peek()) >= 0x80) {
        // Letters of other alphabets make names; punctuation of other alphabets does not.
        const auto point = base::decode_utf8(text_, at_);
        const auto value = static_cast<std::uint32_t>(point.value);
        const bool sign = value < 0xAA || value == 0xAB || value == 0xBB || value == 0xD7 || value == 0xF7 ||
                          (value >= 0x2000 && value <= 0x206F) || (value >= 0x2190 && value <= 0x2BFF) ||
                          (value >= 0x3000 && value <= 0x3004) || (value >= 0x3008 && value <= 0x3020) ||
                          (value >= 0xFF00 && value <= 0xFF0F) || (value >= 0xFF1A && value <= 0xFF20) ||
                          value == 0xFEFF || value == 0xFFFD || (value >= 0x1F000 && value <= 0x1FAFF);
        if (sign) {
          if (at_ > begin) break;
          return fail(Lexical::character, at_, at_ + point.size);
        }
        at_ += point.size;
        ascii = false;
        continue;
      }
      ++at_;
    }
    const auto size = at_ - begin;
    if (ascii && size <= 2 && (peek() == '"' || peek() == '\'')) {
      bool prefix = true, raw = false, formatted = false;
      for (auto i = begin; i < at_; ++i) {
        const char letter = static_cast<char>(text_[i] | 0x20);
        prefix = prefix && (letter == 'r' || letter == 'b' || letter == 'u' || letter == 'f' || letter == 't');
        raw = raw || letter == 'r';
        formatted = formatted || letter == 'f' || letter == 't';
      }
      if (prefix) return string(begin, raw, formatted);
    }
    add(Kind::name, begin, at_);
    auto& token = result_.all.back();
    if (is_keyword(token.word)) token.kind = Kind::keyword;
  }

  void number() {
    const auto begin = at_;
    bool ok = true;
    const auto digits = [&](auto accept) {
      const auto from = at_;
      while (accept(peek()) || (peek() == '_' && at_ > from && accept(peek(1)))) ++at_;
      return at_ > from;
    };
    const auto decimal = [](char c) { return base::is_digit(c); };
    const char base_letter = static_cast<char>(peek(1) | 0x20);
    if (peek() == '0' && (base_letter == 'x' || base_letter == 'o' || base_letter == 'b')) {
      at_ += 2;
      if (peek() == '_') ++at_;
      ok = digits([&](char c) {
        if (base_letter == 'x') return base::is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
        return c >= '0' && c <= (base_letter == 'o' ? '7' : '1');
      });
    } else {
      digits(decimal);
      const auto integer_end = at_;
      bool real = false;
      if (peek() == '.') {
        real = true;
        ++at_;
        digits(decimal);
      }
      if ((peek() | 0x20) == 'e' &&
          (base::is_digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && base::is_digit(peek(2))))) {
        real = true;
        at_ += 2;
        while (base::is_digit(peek()) || (peek() == '_' && base::is_digit(peek(1)))) ++at_;
      }
      if ((peek() | 0x20) == 'j') {
        real = true;
        ++at_;
      }
      if (!real && text_[begin] == '0' && integer_end - begin > 1)  // 007 is an error, 000 is not
        ok = text_.substr(begin, integer_end - begin).find_first_not_of("0_") == std::string_view::npos;
    }
    if (!ok || base::is_identifier_start(peek())) {
      // "1if x else y" is still legal: a keyword that may follow a number ends it.
      std::size_t end = at_;
      while (end < text_.size() && base::is_identifier_part(text_[end])) ++end;
      const auto after = word(text_.substr(at_, std::min<std::size_t>(end - at_, 9)));
      const bool keyword = after == word("if") || after == word("in") || after == word("is") || after == word("or") ||
                           after == word("and") || after == word("else") || after == word("for") ||
                           after == word("not");
      if (!ok || !keyword) {
        at_ = end;
        return fail(Lexical::number, begin, end);
      }
    }
    add(Kind::number, begin, at_);
  }

  /// From the quote under at_; `begin` is where its prefix starts.
  void string(std::size_t begin, bool raw, bool formatted) {
    (void)raw;  // a backslash keeps a quote from ending a raw string, too
    const char quote = peek();
    const bool triple = peek(1) == quote && peek(2) == quote;
    const auto content = at_ + (triple ? 3 : 1);
    const auto first_line = line_;
    auto end = plain_end(content, quote, triple);
    bool nested = false;
    if (formatted && (end == std::string_view::npos || inside_field(text_.substr(content, end - content)))) {
      const auto modern = modern_end(content, quote, triple);
      if (modern != std::string_view::npos) {
        end = modern;
        nested = true;
      }
    }
    if (end == std::string_view::npos) {
      auto stop = content;
      if (triple)
        stop = text_.size();
      else
        while (stop < text_.size() && !newline_at(stop)) ++stop;
      return fail(triple ? Lexical::triple_string : Lexical::string, begin, stop);
    }
    const auto stop = end + (triple ? 3 : 1);
    for (auto i = content; i < stop; ++i)
      if (text_[i] == '\n') ++line_;
    at_ = stop;
    add(Kind::string, begin, stop);
    auto& token = result_.all.back();
    token.line = first_line;
    token.nested_quotes = nested;
    if (formatted) check_fields(token, content, end);
  }

  /// Replacement fields of an f-string: closed, not empty, no '}' alone.
  void check_fields(Token& token, std::size_t from, std::size_t to) const {
    const auto bad = [&](Field what, std::size_t at) {
      if (token.field != Field::fine) return;
      token.field = what;
      token.field_at = static_cast<std::uint32_t>(at);
    };
    int depth = 0;  // of braces
    std::size_t open = 0;
    bool any = false;     // something stands in the field
    bool format = false;  // behind the field's ':' or '!'
    int inner = 0;        // brackets inside the expression
    for (auto i = from; i < to; ++i) {
      const char c = text_[i];
      if (depth == 0) {
        if (c == '\\' && i + 2 < to && text_[i + 1] == 'N' && text_[i + 2] == '{') {  // "\N{name}"
          while (i < to && text_[i] != '}') ++i;
        } else if (c == '{' || c == '}') {
          if (i + 1 < to && text_[i + 1] == c) {
            ++i;
          } else if (c == '}') {
            bad(Field::stray_brace, i);
          } else {
            depth = 1, open = i, any = format = false, inner = 0;
          }
        }
        continue;
      }
      if (!format && (c == '"' || c == '\'')) {
        const auto close = plain_end(i + 1, c, false);
        if (close == std::string_view::npos || close >= to) return;
        i = close;
        any = true;
      } else if (c == '{') {
        ++depth;
        any = true;
      } else if (c == '}') {
        if (--depth == 0 && !any) bad(Field::empty, open);
      } else if (depth == 1 && !format && inner == 0 &&
                 (c == ':' || (c == '!' && i + 1 < to && text_[i + 1] != '='))) {
        if (!any) bad(Field::empty, open);
        format = true;
      } else {
        if (c == '(' || c == '[') ++inner;
        if (c == ')' || c == ']') --inner;
        if (!is_blank(c)) any = true;
      }
    }
    if (depth > 0) bad(Field::unclosed, open);
  }

  /// Where the closing quote starts when the first fitting quote closes.
  std::size_t plain_end(std::size_t from, char quote, bool triple) const {
    for (auto i = from; i < text_.size(); ++i) {
      if (text_[i] == '\\') {
        ++i;
        if (i < text_.size() && text_[i] == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n') ++i;
        continue;
      }
      if (!triple && text_[i] == '\n') return std::string_view::npos;
      if (text_[i] != quote) continue;
      if (!triple) return i;
      if (i + 2 < text_.size() && text_[i + 1] == quote && text_[i + 2] == quote) return i;
    }
    return std::string_view::npos;
  }

  /// Whether an f-string's text ends inside a replacement field.
  static bool inside_field(std::string_view content) {
    int depth = 0;
    for (std::size_t i = 0; i < content.size(); ++i) {
      const char c = content[i];
      if (c == '{') {
        if (depth == 0 && i + 1 < content.size() && content[i + 1] == '{')
          ++i;
        else
          ++depth;
      } else if (c == '}' && depth > 0) {
        --depth;
      }
    }
    return depth > 0;
  }

  /// The closing quote of an f-string in which fields may hold any quotes (PEP 701).
  std::size_t modern_end(std::size_t from, char quote, bool triple) const {
    int depth = 0;
    const auto limit = std::min(text_.size(), from + 4000);  // such a string is one expression, not a file
    for (auto i = from; i < limit; ++i) {
      const char c = text_[i];
      if (c == '\n' && !triple) return std::string_view::npos;
      if (depth == 0) {
        if (c == '\\') {
          ++i;
        } else if (c == '{') {
          if (i + 1 < text_.size() && text_[i + 1] == '{')
            ++i;
          else
            depth = 1;
        } else if (c == quote &&
                   (!triple || (i + 2 < text_.size() && text_[i + 1] == quote && text_[i + 2] == quote))) {
          return i;
        }
        continue;
      }
      if (c == '{') ++depth;
      if (c == '}') --depth;
      if (c == '"' || c == '\'') {
        const auto end = plain_end(i + 1, c, false);
        if (end == std::string_view::npos) return end;
        i = end;
      }
    }
    return std::string_view::npos;
  }

  void bracket_or_operator() {
    const auto begin = at_;
    const char c = peek();
    if (c == '(' || c == '[' || c == '{') {
      if (result_.open.size() >= 200) return fail(Lexical::character, begin, begin + 1);
      result_.open.push_back({c, static_cast<std::uint32_t>(result_.all.size())});
      ++at_;
      return add(Kind::op, begin, at_);
    }
    if (c == ')' || c == ']' || c == '}') {
      if (result_.open.empty()) return fail(Lexical::closing_unmatched, begin, begin + 1);
      const char fits = result_.open.back().bracket == '(' ? ')' : result_.open.back().bracket == '[' ? ']' : '}';
      if (c != fits) return fail(Lexical::closing_mismatched, begin, begin + 1);
      result_.open.pop_back();
      ++at_;
      return add(Kind::op, begin, at_);
    }
    constexpr std::string_view kThree[] = {"**=", "//=", ">>=", "<<=", "..."};
    constexpr std::string_view kTwo[] = {"**", "//", ">>", "<<", "<=", ">=", "==", "!=", "->", "+=",
                                         "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", ":="};
    const auto rest = text_.substr(at_, 3);
    for (const auto op : kThree)
      if (rest == op) return at_ += 3, add(Kind::op, begin, at_);
    for (const auto op : kTwo)
      if (rest.starts_with(op)) return at_ += 2, add(Kind::op, begin, at_);
    if (std::string_view("+-*/%@&|^~<>=,:.;").find(c) != std::string_view::npos)
      return ++at_, add(Kind::op, begin, at_);
    fail(Lexical::character, begin, begin + 1);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  bool line_start_ = true;
  bool stopped_ = false;
  std::vector<std::uint32_t> singles_{0};
  Tokens result_;
};

}  // namespace

bool is_keyword(std::uint64_t packed) {
  switch (packed) {
    case word("False"):
    case word("None"):
    case word("True"):
    case word("and"):
    case word("as"):
    case word("assert"):
    case word("async"):
    case word("await"):
    case word("break"):
    case word("class"):
    case word("continue"):
    case word("def"):
    case word("del"):
    case word("elif"):
    case word("else"):
    case word("except"):
    case word("finally"):
    case word("for"):
    case word("from"):
    case word("global"):
    case word("if"):
    case word("import"):
    case word("in"):
    case word("is"):
    case word("lambda"):
    case word("nonlocal"):
    case word("not"):
    case word("or"):
    case word("pass"):
    case word("raise"):
    case word("return"):
    case word("try"):
    case word("while"):
    case word("with"):
    case word("yield"):
      return true;
    default:
      return false;
  }
}

Tokens tokenize(std::string_view text) { return Lexer(text).run(); }

}  // namespace fixpoint::propose::python
