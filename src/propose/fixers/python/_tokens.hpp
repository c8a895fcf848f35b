// A tokenizer for Python as CPython 3.8 to 3.14 has it: indentation, brackets, strings, and where lexing fails.
// Much smaller than a syntax tree, and exact about what tree-sitter forgives.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "source/lines.hpp"

namespace fixpoint::propose::python {

enum class Kind : std::uint8_t { name, keyword, number, string, op, newline, indent, dedent, end, error };

/// Why a token of kind `error` is one.
enum class Lexical : std::uint8_t {
  none,
  character,           ///< a character that no token has ('$', a smart quote, a control character)
  number,              ///< digits that run into letters, leading zeros
  string,              ///< the line ends inside a string
  triple_string,       ///< the file ends inside a triple-quoted string
  closing_unmatched,   ///< a closing bracket without its opening one
  closing_mismatched,  ///< a closing bracket of another kind than the open one
  dedent,              ///< an indentation that no open block has
  tabs,                ///< indentation that depends on the size of a tab
  continuation,        ///< something after a backslash that continues the line
};

/// What is wrong inside an f-string.
enum class Field : std::uint8_t { fine, unclosed, stray_brace, empty };

struct Token {
  Kind kind = Kind::end;
  Lexical why = Lexical::none;
  bool nested_quotes = false;  ///< an f-string that only 3.12 and later can read
  Field field = Field::fine;
  std::uint32_t field_at = 0;  ///< the brace concerned
  std::uint32_t line = 0;      ///< 1-based
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint64_t word = 0;  ///< the text packed when it has at most 8 bytes (see word()); else 0
};

/// A short text as one number, so that tokens are compared without touching the text.
constexpr std::uint64_t word(std::string_view text) {
  if (text.size() > 8) return 0;
  std::uint64_t packed = 0;
  for (const char c : text) packed = packed << 8U | static_cast<unsigned char>(c);
  return packed;
}

struct Open {
  char bracket = 0;
  std::uint32_t token = 0;  ///< index of the opening bracket
};

struct Tokens {
  std::vector<Token> all;             ///< ends with `end`, or with the first `error`
  std::vector<Open> open;             ///< brackets still open at the end
  std::vector<std::uint32_t> levels;  ///< indentations open at the end, outermost (0) first
};

[[nodiscard]] bool is_keyword(std::uint64_t packed);
[[nodiscard]] Tokens tokenize(std::string_view text);

}  // namespace fixpoint::propose::python
