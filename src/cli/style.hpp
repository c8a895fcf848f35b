// Style: colours and width of what is printed, decided once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fixpoint::cli {

struct Style {
  bool colour = false;
  std::size_t width = 0;  ///< columns; 0: nobody looks at it on a terminal, nothing is wrapped

  /// `code` is the number of an SGR sequence: "1;31".
  [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const;
};

/// `mode` is auto, always or never. auto: a terminal, unless NO_COLOR, CLICOLOR=0 or TERM=dumb; CLICOLOR_FORCE turns
/// it on elsewhere. The width is COLUMNS, else the terminal's.
[[nodiscard]] Style style_for(int fd, std::string_view mode);

/// Breaks text at blanks so that lines fit into `width` columns; lines after the first begin with `indent` blanks.
/// Words longer than a line stay whole. 0: unchanged.
[[nodiscard]] std::string wrap(std::string_view text, std::size_t width, std::size_t indent);

/// "1 run", "2 runs".
[[nodiscard]] std::string plural(std::uint64_t count, std::string_view word);

}  // namespace fixpoint::cli
