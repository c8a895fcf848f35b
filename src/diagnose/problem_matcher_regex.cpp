// JavaScript regular expressions -> RE2: mostly the same; what differs is rewritten, what is missing is refused.
#include <fmt/format.h>

#include "base/text.hpp"
#include "diagnose/problem_matcher.hpp"

namespace fixpoint::diagnose {
namespace {

bool is_hex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

class Translator {
 public:
  explicit Translator(std::string_view source) : source_(source) {}

  Result<std::string> translate() {
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (c == '\\') {
        FIXPOINT_TRY_VOID(escape(false));
      } else if (c == '[') {
        FIXPOINT_TRY_VOID(set());
      } else if (c == '(') {
        FIXPOINT_TRY_VOID(group());
      } else {
        regex_ += c;
        ++at_;
      }
    }
    return std::move(regex_);
  }

 private:
  std::unexpected<Error> error(std::string_view what) const {
    return fail(ErrorCode::invalid_input, fmt::format("'{}', character {}: {}", source_, at_ + 1, what));
  }
  [[nodiscard]] std::string_view rest() const { return source_.substr(at_); }

  Result<void> group() {
    if (rest().starts_with("(?=") || rest().starts_with("(?!")) return error("look-ahead is not supported");
    if (rest().starts_with("(?<=") || rest().starts_with("(?<!")) return error("look-behind is not supported");
    if (rest().starts_with("(?<")) {
      regex_ += "(?P<";
      at_ += 3;
      return {};
    }
    regex_ += '(';
    ++at_;
    return {};
  }

  /// A backslash and what follows. In a set "\b" is a backspace.
  Result<void> escape(bool in_set) {
    if (at_ + 1 >= source_.size()) return error("a backslash at the end");
    const char c = source_[at_ + 1];
    const auto behind = source_.substr(at_ + 2);
    if (!in_set && ((c >= '1' && c <= '9') || (c == 'k' && behind.starts_with('<'))))
      return error("back-references are not supported");
    if (c == 'u' && is_hex(behind.substr(0, 4)) && behind.size() >= 4) {
      regex_ += fmt::format("\\x{{{}}}", behind.substr(0, 4));
      at_ += 6;
      return {};
    }
    if (c == 'u' && behind.starts_with('{')) {
      const auto close = behind.find('}');
      if (close == std::string_view::npos || close > 7 || !is_hex(behind.substr(1, close - 1)))
        return error("\\u{...} needs a number in hexadecimal digits");
      regex_ += fmt::format("\\x{}", behind.substr(0, close + 1));
      at_ += close + 3;
      return {};
    }
    if (c == 'c' && !behind.empty() && base::is_identifier_start(behind[0])) {
      regex_ += fmt::format("\\x{:02x}", behind[0] & 0x1f);
      at_ += 3;
      return {};
    }
    if (in_set && c == 'b') {
      regex_ += "\\x08";
    } else if (c == '0') {
      regex_ += "\\x00";
    } else if (std::string_view("dDwWsSbBnrtfvxpP").find(c) != std::string_view::npos) {
      regex_ += {'\\', c};
    } else if (base::is_identifier_part(c)) {
      regex_ += c;  // an escaped letter that means itself
    } else {
      regex_ += {'\\', c};
    }
    at_ += 2;
    return {};
  }

  Result<void> set() {
    if (rest().starts_with("[^]")) {
      regex_ += R"([\s\S])";
      at_ += 3;
      return {};
    }
    if (rest().starts_with("[]")) {
      regex_ += R"([^\s\S])";
      at_ += 2;
      return {};
    }
    regex_ += '[';
    ++at_;
    if (rest().starts_with('^')) {
      regex_ += '^';
      ++at_;
    }
    while (at_ < source_.size() && source_[at_] != ']') {
      if (source_[at_] == '\\') {
        FIXPOINT_TRY_VOID(escape(true));
        continue;
      }
      if (source_[at_] == '[') regex_ += '\\';
      regex_ += source_[at_++];
    }
    if (at_ >= source_.size()) return error("the ] of a set is missing");
    regex_ += ']';
    ++at_;
    return {};
  }

  std::string_view source_;
  std::string regex_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::string> re2_of_javascript(std::string_view source) {
  constexpr std::size_t kLongest = 4096;
  if (source.size() > kLongest)
    return fail(ErrorCode::invalid_input, fmt::format("an expression longer than {} bytes", kLongest));
  return Translator(source).translate();
}

}  // namespace fixpoint::diagnose
