// 'errorformat' patterns -> RE2. Vim's own regular expressions appear in them behind '%': "%\d%\+", "%.%#", "%[a-z]".
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/errorformat.hpp"

namespace fixpoint::diagnose {
namespace {

constexpr std::size_t kMostPatterns = 500;
constexpr std::size_t kLongestPattern = 4096;
constexpr std::string_view kPrefixes = "DXAEWINCZGOPQ";

constexpr bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

std::optional<Conversion> conversion_of(char letter) {
  constexpr std::pair<char, Conversion> kLetters[] = {
      {'f', Conversion::file},       {'o', Conversion::module}, {'l', Conversion::line},
      {'e', Conversion::end_line},   {'c', Conversion::column}, {'v', Conversion::screen_column},
      {'k', Conversion::end_column}, {'t', Conversion::type},   {'n', Conversion::number},
      {'m', Conversion::message},    {'r', Conversion::rest},   {'p', Conversion::pointer},
      {'s', Conversion::search},
  };
  static_assert(std::size(kLetters) == kConversions);
  const auto* found = std::ranges::find(kLetters, letter, &std::pair<char, Conversion>::first);
  return found == std::end(kLetters) ? std::nullopt : std::optional(found->second);
}

/// A file's name has no blanks, or starts like a path.
constexpr std::string_view kFile = R"((?:[A-Za-z]:)?(?:\\ |[^ ])+?|(?:~?/|\.\.?/|[A-Za-z]:[\\/]).+?)";

std::string_view body_of(Conversion conversion) {
  switch (conversion) {
    case Conversion::file:
      return kFile;
    case Conversion::line:
    case Conversion::end_line:
    case Conversion::column:
    case Conversion::screen_column:
    case Conversion::end_column:
    case Conversion::number:
      return R"(\d+)";
    case Conversion::type:
      return ".";
    case Conversion::rest:
      return ".*";
    case Conversion::pointer:
      return R"([- \t.]*)";
    default:
      return ".+";
  }
}

/// Vim's character classes.
std::optional<std::string_view> class_of(char letter) {
  switch (letter) {
    case 'd':
      return R"(\d)";
    case 'D':
      return R"(\D)";
    case 's':
      return R"([ \t])";
    case 'S':
      return R"([^ \t])";
    case 'w':
      return R"(\w)";
    case 'W':
      return R"(\W)";
    case 'x':
      return "[0-9A-Fa-f]";
    case 'X':
      return "[^0-9A-Fa-f]";
    case 'o':
      return "[0-7]";
    case 'O':
      return "[^0-7]";
    case 'h':
      return "[A-Za-z_]";
    case 'H':
      return "[^A-Za-z_]";
    case 'a':
      return "[A-Za-z]";
    case 'A':
      return "[^A-Za-z]";
    case 'l':
      return "[a-z]";
    case 'L':
      return "[^a-z]";
    case 'u':
      return "[A-Z]";
    case 'U':
      return "[^A-Z]";
    case 'i':
    case 'k':
      return R"([\pL\pN_])";
    case 'I':
    case 'K':
      return R"([\pL_])";
    case 'f':
      return R"([\pL\pN_/.+,#$%~=\\:@-])";
    case 'F':
      return R"([\pL_/.+,#$%~=\\:@-])";
    case 'p':
      return R"([^\x00-\x1f\x7f])";
    case 'P':
      return R"([^\x00-\x1f\x7f0-9])";
    default:
      return std::nullopt;
  }
}

std::string quoted(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x80 || base::is_identifier_part(c) || c == ' ') return {c};
  if (byte < 0x20) return fmt::format("\\x{:02x}", byte);
  return {'\\', c};
}

/// Translates one pattern; see compile() for the order of things.
class Compiler {
 public:
  explicit Compiler(std::string_view source) : source_(source) { pattern_.source = source; }

  Result<ErrorPattern> compile() {
    while (at_ < source_.size()) {
      begin_ = at_;
      const char c = source_[at_++];
      FIXPOINT_TRY_VOID(c == '%' ? percent() : c == '\\' ? backslash() : literal_char(c));
    }
    if (!lookahead_.empty()) return error("\\@= needs a %m, %s or %r behind it");
    return finish();
  }

 private:
  /// What stands before a quantifier.
  enum class Last : std::uint8_t { nothing, text, atom, quantified };

  std::unexpected<Error> error(std::string_view what) const {
    return fail(ErrorCode::invalid_input, fmt::format("'{}', character {}: {}", source_, begin_ + 1, what));
  }
  [[nodiscard]] bool at_end() const { return at_ >= source_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : source_[at_]; }

  void emit(std::string_view regex, Last last) {
    regex_ += regex;
    pattern_.shape += regex;
    last_ = last;
  }
  Result<void> atom(std::string_view regex) {
    last_atom_ = regex;
    last_atom_at_ = regex_.size();
    emit(regex, Last::atom);
    return {};
  }
  Result<void> literal_char(char c) {
    // The bytes of one character stay together, so that a quantifier repeats all of them.
    std::string text = quoted(c);
    while (!at_end() && static_cast<unsigned char>(c) >= 0xC0 && (static_cast<unsigned char>(peek()) & 0xC0) == 0x80)
      text += source_[at_++];
    last_atom_ = text;
    last_atom_at_ = regex_.size();
    emit(text, Last::text);
    return {};
  }
  Result<void> quantifier(std::string_view regex) {
    if (last_ == Last::nothing || last_ == Last::quantified)
      return error(fmt::format("there is nothing that {} could repeat", regex));
    emit(regex, Last::quantified);
    return {};
  }

  /// '%' and what follows.
  Result<void> percent() {
    if (at_end()) return error("a % at the end; a percent sign is %%");
    const char c = source_[at_++];
    if (const auto known = conversion_of(c)) return conversion(c, *known);
    switch (c) {
      case '%':
        return literal_char('%');
      case '*':
        return skipped();
      case '\\':
        return vim_escape();
      case '.':
        return atom(".");
      case '#':
        // At the very start there is nothing to repeat: anything may come before.
        if (regex_.empty()) {
          emit(".*?", Last::quantified);
          return {};
        }
        return quantifier("*");
      case '[':
        return collection("[");
      case '?':
        return quantifier("?");
      case '^':
        if (!regex_.empty()) emit("^", Last::nothing);
        return {};
      case '$':
        emit("$", Last::nothing);
        return {};
      case '>':
        pattern_.start_here = true;
        return {};
      case '+':
      case '-':
        if (is_one_of(peek(), kPrefixes) && !at_end()) {
          pattern_.flag = c;
          pattern_.prefix = source_[at_++];
          return {};
        }
        if (c == '+') return quantifier("+");
        return error("%- needs one of " + std::string(kPrefixes) + " behind it");
      default:
        break;
    }
    if (is_one_of(c, kPrefixes)) {
      pattern_.prefix = c;
      return {};
    }
    return error(fmt::format("%{} is not known", c));
  }

  /// %f %l %m ...
  Result<void> conversion(char letter, Conversion conversion) {
    auto& group = pattern_.group[static_cast<std::size_t>(conversion)];
    if (group != 0) return error(fmt::format("%{} appears twice", letter));
    group = static_cast<std::int8_t>(++groups_);
    std::string body(body_of(conversion));
    // A quoted name ends at its quote and may hold blanks.
    const char next = peek() == '\\' && at_ + 1 < source_.size() ? source_[at_ + 1] : peek();
    if (conversion == Conversion::file && (next == '"' || next == '\'')) body = fmt::format("[^{}]+?", next);
    // Behind it comes what would take all of it: the name is as long as a name can be.
    const auto behind = source_.substr(at_, 2);
    if (conversion == Conversion::file && (behind == "%r" || behind == "%m" || behind == "%s" || behind == "%."))
      body = std::string(*class_of('f')) + "+";
    if (!lookahead_.empty()) {
      if (body != ".+" && body != ".*") return error("\\@= needs a %m, %s or %r behind it");
      body = lookahead_ + ".*";
      lookahead_.clear();
    }
    regex_ += "(" + body + ")";
    pattern_.shape += "(?:" + body + ")";
    last_ = Last::quantified;
    return {};
  }

  /// "%*[set]" and "%*\c": one or more that are not kept.
  Result<void> skipped() {
    const char c = peek();
    if (c == '[') {
      ++at_;
      FIXPOINT_TRY_VOID(collection("[", true));
    } else if (c == '\\') {
      ++at_;
      while (peek() == '\\') ++at_;  // a doubled one, as ":set" needs it
      const auto known = class_of(peek());
      if (at_end() || !known) return error("%*\\ needs a character class such as \\d, \\s or \\S behind it");
      ++at_;
      FIXPOINT_TRY_VOID(atom(*known));
    } else {
      return error("%* needs [characters] or a class such as \\d behind it");
    }
    emit("+", Last::quantified);
    return {};
  }

  /// A set up to its "]". `open` is what was written so far. In "%*[...]" percent signs are characters.
  Result<void> collection(std::string set, bool percent_is_text = false) {
    const auto next = [&]() -> char {
      char c = source_[at_++];
      if (c == '%' && !percent_is_text && !at_end()) {
        c = source_[at_++];
        if (c == '#') c = '*';
      }
      return c;
    };
    bool first = true;
    if (!at_end()) {
      const auto before = at_;
      if (next() == '^')
        set += '^';
      else
        at_ = before;
    }
    while (!at_end()) {
      char c = next();
      if (c == ']' && !first) return atom(set + "]");
      first = false;
      if (c == '\\' && !at_end()) {
        c = next();
        if (!percent_is_text) {
          // Here the backslash only keeps Vim's own reading of the option away.
          if (c == ']') return atom(set + "]");
          set += quoted(c);
          continue;
        }
        if (c == 't') {
          set += "\\t";
          continue;
        }
        if (c == 'e') {
          set += "\\x1b";
          continue;
        }
        if (const auto known = class_of(c); known && is_one_of(c, "dDwWsS")) {
          set += c == 's' ? " \\t" : std::string{'\\', c};
          continue;
        }
        set += quoted(c);
        continue;
      }
      if (c == '[' && peek() == ':') {
        const auto end = source_.find(":]", at_);
        if (end != std::string_view::npos) {
          set += source_.substr(at_ - 1, end + 3 - at_);
          at_ = end + 2;
          continue;
        }
      }
      set += c == '-' ? "-" : quoted(c);
    }
    return error("the ] of a set is missing");
  }

  /// '\' and what follows: mostly the character itself.
  Result<void> backslash() {
    if (at_end()) return literal_char('\\');
    const char c = source_[at_];
    if (c == '\\') {
      ++at_;
      return vim_escape();
    }
    ++at_;
    // A quantifier only behind what already is a regular expression; behind text it is a character.
    if ((c == '+' || c == '?') && last_ == Last::atom) return quantifier({&c, 1});
    if (c == '*' && (last_ == Last::atom || last_ == Last::text)) return quantifier("*");
    if (c == '.') return atom(".");
    return literal_char(c);
  }

  /// A backslash atom of Vim's regular expressions; its backslash is read.
  Result<void> vim_escape() {
    if (at_end()) return literal_char('\\');
    char c = source_[at_++];
    if (c == '\\' && !at_end()) c = source_[at_++];
    if (c == '_' && !at_end()) c = source_[at_++];
    if (const auto known = class_of(c)) return atom(*known);
    switch (c) {
      case '+':
        return quantifier("+");
      case '=':
      case '?':
        return quantifier("?");
      case '{':
        return counted();
      case '|':
        emit("|", Last::nothing);
        return {};
      case '%':
        if (peek() == '%') ++at_;
        if (peek() != '(') return error("of \\% only \\%( is understood");
        ++at_;
        [[fallthrough]];
      case '(':
        emit("(?:", Last::nothing);
        ++parentheses_;
        return {};
      case ')':
        if (parentheses_-- == 0) return error("a \\) without its \\(");
        emit(")", Last::atom);
        last_atom_.clear();
        return {};
      case '<':
      case '>':
        emit(R"(\b)", Last::nothing);
        return {};
      case '@':
        return look_ahead();
      case 'c':
        return {};
      case 'C':
        match_case_ = true;
        return {};
      case 't':
        return atom(R"(\t)");
      case 'e':
        return atom(R"(\x1b)");
      case 'r':
        return atom(R"(\r)");
      case 'z':
        return error("\\zs and \\ze are not supported");
      case 'v':
      case 'V':
      case 'm':
      case 'M':
      case 'n':
        return error(fmt::format("\\{} is not supported", c));
      default:
        break;
    }
    if (base::is_digit(c)) return error("references to groups (\\1) are not supported");
    if (base::is_identifier_part(c) || c == '&' || c == '~') return error(fmt::format("\\{} is not supported", c));
    return literal_char(c);
  }

  /// "\{n,m}", "\{-n,m}"
  Result<void> counted() {
    const auto close = source_.find('}', at_);
    if (close == std::string_view::npos) return error("the } of a count is missing");
    auto inside = source_.substr(at_, close - at_);
    at_ = close + 1;
    if (inside.ends_with('\\')) inside.remove_suffix(1);
    const bool lazy = inside.starts_with('-');
    if (lazy) inside.remove_prefix(1);
    if (inside.find_first_not_of("0123456789,\\") != std::string_view::npos) return error("a count is \\{n,m}");
    auto count = base::replace_all(inside, "\\", "");
    const std::string tail = lazy ? "?" : "";
    if (count.empty() || count == ",") return quantifier("*" + tail);
    if (count.front() == ',') count = "0" + count;
    return quantifier("{" + count + "}" + tail);
  }

  /// "X\@=": RE2 cannot look ahead, but one character before a %m can be made part of it.
  Result<void> look_ahead() {
    if (peek() != '=' || last_ != Last::atom || last_atom_.empty())
      return error("look-ahead and look-behind (\\@) are not supported, but for one character before %m");
    ++at_;
    regex_.resize(last_atom_at_);
    pattern_.shape.resize(pattern_.shape.size() - last_atom_.size());
    lookahead_ = last_atom_;
    last_ = Last::nothing;
    return {};
  }

  Result<ErrorPattern> finish() {
    if (parentheses_ != 0) return error("a \\( without its \\)");
    RE2::Options options(RE2::Quiet);
    options.set_case_sensitive(match_case_);
    options.set_max_mem(std::int64_t{4} << 20);
    // Alternatives of the pattern are alternatives for the whole line.
    auto compiled = std::make_shared<const RE2>("^(?:" + regex_ + ")$", options);
    if (!compiled->ok()) return error("not a pattern: " + compiled->error());
    pattern_.shape = fmt::format("(?{}:^(?:{})$)", match_case_ ? "-i" : "i", pattern_.shape);
    pattern_.regex = std::move(compiled);
    return std::move(pattern_);
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;  // where the item being read begins, for errors
  ErrorPattern pattern_;
  std::string regex_;
  std::string last_atom_;
  std::size_t last_atom_at_ = 0;
  std::string lookahead_;
  Last last_ = Last::nothing;
  int groups_ = 0;
  int parentheses_ = 0;
  bool match_case_ = false;
};

/// The prefix of a pattern as written; 0 = none.
char prefix_of(std::string_view pattern) {
  if (!pattern.starts_with('%')) return 0;
  pattern.remove_prefix(1);
  if (pattern.starts_with(">%")) pattern.remove_prefix(2);
  if (pattern.starts_with('+') || pattern.starts_with('-')) pattern.remove_prefix(1);
  return !pattern.empty() && is_one_of(pattern[0], kPrefixes) ? pattern[0] : '\0';
}

/// A pattern of its own, or the rest of `before`, whose comma was not escaped? It is one if it begins like one, if
/// `before` has said all, or if together they would say something twice.
bool begins_pattern(std::string_view before, std::string_view piece) {
  if (prefix_of(piece) != 0 || piece.find("%f") != std::string_view::npos) return true;
  if (const char prefix = prefix_of(before); prefix != 0 && is_one_of(prefix, "DXOPQ")) return true;
  for (const std::string_view end : {"%m", "%r", "%.%#", "%p^"})
    if (before.ends_with(end)) return true;
  for (std::size_t at = piece.find('%'); at != std::string_view::npos && at + 1 < piece.size();
       at = piece.find('%', at + 2))
    if (conversion_of(piece[at + 1]) && before.find(piece.substr(at, 2)) != std::string_view::npos) return true;
  return false;
}

std::vector<std::string> split_patterns(std::string_view value) {
  std::vector<std::string> patterns;
  for (std::size_t at = 0; at <= value.size();) {
    auto end = at;
    while (end < value.size() && value[end] != ',') end += value[end] == '\\' && end + 1 < value.size() ? 2 : 1;
    const auto piece = value.substr(at, end - at);
    const auto stripped = piece.substr(std::min(piece.find_first_not_of(' '), piece.size()));
    if (patterns.empty() || begins_pattern(patterns.back(), stripped))
      patterns.emplace_back(patterns.empty() ? piece : stripped);
    else
      patterns.back().append(",").append(piece);
    at = end + 1;
  }
  return patterns;
}

}  // namespace

Result<ErrorFormat> compile_errorformat(std::span<const std::string> patterns) {
  if (patterns.size() > kMostPatterns)
    return fail(ErrorCode::invalid_input, fmt::format("more than {} errorformat patterns", kMostPatterns));
  ErrorFormat format;
  for (const auto& source : patterns) {
    const auto where = fmt::format("errorformat pattern {}", format.patterns.size() + 1);
    if (source.size() > kLongestPattern)
      return fail(ErrorCode::invalid_input, fmt::format("longer than {} bytes", kLongestPattern), where);
    format.patterns.push_back(FIXPOINT_TRY(Compiler(source).compile().context(where)));
  }
  return format;
}

Result<ErrorFormat> compile_errorformat(std::string_view value) {
  if (base::trim(value).empty()) return fail(ErrorCode::invalid_input, "an errorformat without a pattern");
  return compile_errorformat(split_patterns(value));
}

}  // namespace fixpoint::diagnose
