// How many columns a terminal gives a character.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fixpoint::source {

/// 2 for East Asian wide and emoji, 0 for combining marks and format characters, else 1. Control characters count 1
/// (they are shown as something or stripped before). Unicode 14.
[[nodiscard]] std::uint32_t display_width(char32_t point);

/// Columns of a text that begins at column `at` (0-based): tabs go to the next multiple of `tab`.
[[nodiscard]] std::size_t display_width(std::string_view text, std::size_t tab = 8, std::size_t at = 0);

}  // namespace fixpoint::source
