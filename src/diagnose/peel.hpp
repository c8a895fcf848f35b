// Peeling: output bytes -> the lines that formats read. Escape sequences, text overwritten by carriage returns, and
// what CI systems put around each line are taken off.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose {

/// What no format sees more of: a line is cut here (JSON lines, which readers need whole, at the second bound).
inline constexpr std::size_t kLineSeen = std::size_t{16} << 10;
inline constexpr std::size_t kJsonLineSeen = std::size_t{8} << 20;
/// Lines kept of one stream; of a longer one the first three quarters and the last quarter of this many.
inline constexpr std::size_t kLinesSeen = std::size_t{1} << 20;

struct PeeledLines {
  std::vector<OutputLine> lines;
  std::deque<std::string> changed;  ///< owns the text of lines that differ from the output's bytes
};

/// Linear in the output. `output` must outlive the result.
[[nodiscard]] PeeledLines peel(std::string_view output);

/// One line without CI decoration: "2024-05-01T12:00:00.1234567Z ", "job<TAB>step<TAB>...", "##[error]",
/// "section_start:...", "#12 3.45 " (docker build).
[[nodiscard]] std::string_view without_decoration(std::string_view line);

}  // namespace fixpoint::diagnose
