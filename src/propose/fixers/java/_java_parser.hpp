// A recognizer for Java 17 as strict as javac's own parser. tree-sitter's grammar is looser (it accepts "a + b;" and
// recovers silently) and does not say how far a parse came; repairs are ranked by exactly that, so a few hundred
// candidates must be judged in milliseconds. It builds no tree.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace fixpoint::propose::fixers::java {

enum class TokenKind : std::uint8_t {
  identifier,
  keyword,  ///< reserved words and the literals true, false, null
  number,
  text,       ///< string literal or text block
  character,  ///< character literal
  symbol,     ///< operators and separators; '>' is always alone
  bad_text,   ///< "abc with no end on its line
  bad_character,
  bad_comment,  ///< /* with no end
  bad_byte,     ///< what no token starts with
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string_view text;
  bool first_on_line = false;

  [[nodiscard]] bool is(std::string_view word) const {
    return (kind == TokenKind::symbol || kind == TokenKind::keyword) && text == word;
  }
};

/// Without comments; the last one is `end`. Views point into `source`.
void scan(std::string_view source, std::vector<Token>& tokens);

struct Parse {
  bool ok = false;
  /// Where the parse could not go on: the furthest token that no rule accepted.
  std::uint32_t stuck = 0;  ///< its index in the tokens
};

/// `tokens` as scan() gives them. Linear in practice; deep nesting (over 300) counts as an error.
[[nodiscard]] Parse parse(const std::vector<Token>& tokens);

/// Just an expression, a statement, or statements: for judging what commented-out text is.
[[nodiscard]] bool is_statements(std::string_view source);
[[nodiscard]] bool is_expression(std::string_view source);

[[nodiscard]] bool is_keyword(std::string_view word);

}  // namespace fixpoint::propose::fixers::java
