// The head that most tools share: a place, then a message. Scanned by hand: it is the hottest path of diagnosis.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose::formats {

/// "FILE:LINE: rest", "FILE:LINE:COLUMN: rest", "FILE(LINE): rest", "FILE(LINE,COLUMN): rest",
/// "FILE(LINE,COLUMN,ENDLINE,ENDCOLUMN): rest". `file` may hold blanks and a drive letter ("C:\x"); it is never empty
/// and never holds a quote. `rest` begins behind the colon and one blank.
struct Head {
  std::string_view file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;  ///< 0 = not given
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;
  std::string_view rest;
  bool parentheses = false;  ///< the "(LINE,COLUMN)" shape
};

/// The head of a line, or nothing. Linear; the views point into `line`.
[[nodiscard]] std::optional<Head> read_head(std::string_view line);

[[nodiscard]] Place place_of(const Head& head, ColumnUnit unit = ColumnUnit::byte);

/// Decimal digits at the front of `text`, taken off it; 0 when there are none. Saturates.
std::uint32_t take_number(std::string_view& text);

}  // namespace fixpoint::diagnose::formats
