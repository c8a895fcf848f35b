// Small text helpers without domain words. All functions are pure and thread-safe; views point into the argument.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fixpoint::base {

[[nodiscard]] std::string_view trim(std::string_view);
[[nodiscard]] std::string_view trim_right(std::string_view);

/// Splits at every `separator`; n separators give n + 1 pieces.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// Lines without their ends (LF or CRLF). A final newline does not make an extra empty line.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view);

[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);
[[nodiscard]] std::string replace_all(std::string_view text, std::string_view what, std::string_view with);
[[nodiscard]] std::string lower(std::string_view);

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_identifier_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
[[nodiscard]] constexpr bool is_identifier_part(char c) { return is_identifier_start(c) || is_digit(c); }
/// A whole identifier as most languages have it (ASCII rules, any byte >= 0x80 allowed).
[[nodiscard]] bool is_identifier(std::string_view);

/// Optimal-string-alignment distance (insert, delete, substitute, swap of neighbours), in bytes. Stops early and
/// returns limit + 1 when the distance exceeds `limit`.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The text without ANSI/OSC escape sequences and other control bytes (tab and newline stay). For anything hostile
/// that will reach a terminal.
[[nodiscard]] std::string strip_escapes(std::string_view);

/// Decodes one code point at `at` (invalid bytes give U+FFFD, size 1). Requires at < text.size().
struct CodePoint {
  char32_t value;
  std::uint32_t size;
};
[[nodiscard]] CodePoint decode_utf8(std::string_view text, std::size_t at);

/// True when the text is well-formed UTF-8 (no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view);

}  // namespace fixpoint::base
