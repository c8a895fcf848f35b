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

/// FNV-1a. Among Java's keywords and symbols it is free of collisions, so they are told by one comparison.
constexpr std::uint32_t word_code(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

/// A keyword or symbol that is asked for, hashed when this is compiled.
struct Word {
  std::uint32_t code;
  consteval Word(const char* text) : code(word_code(text)) {}
};

struct Token {
  TokenKind kind = TokenKind::end;
  bool first_on_line = false;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t code = 0;  ///< word_code of keywords and symbols, 0 for all else
  std::string_view text;

  [[nodiscard]] bool is(Word word) const { return code == word.code; }
  [[nodiscard]] bool says(std::string_view word) const { return code != 0 && text == word; }
};

/// Without comments; the last one is `end`. Views point into `source`.
void scan(std::string_view source, std::vector<Token>& tokens);

/// The same for a text that differs from an earlier one in [begin, old_end) only, there `new_end` long: tokens
/// outside are taken over.
void rescan(std::string_view source, const std::vector<Token>& earlier, std::size_t begin, std::size_t old_end,
            std::size_t new_end, std::vector<Token>& tokens);

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
