// Peeling: a raw line -> the text that formats read. Escape sequences, text overwritten by carriage returns, and what
// CI systems and runners of several programs put around each line are taken off.
#pragma once

#include <string>
#include <string_view>

namespace fixpoint::diagnose {

/// What no format sees more of: a line is cut here (JSON lines, which readers need whole, at the second bound).
inline constexpr std::size_t kLineSeen = std::size_t{16} << 10;
inline constexpr std::size_t kJsonLineSeen = std::size_t{8} << 20;

struct PeeledLine {
  std::string_view text;
  /// Which of several interleaved programs printed it, when an explicit prefix says so ("web-1", "@ui:build", "#12");
  /// else empty.
  std::string_view stream;
};

/// One line without what does not belong to it. `raw` is the line without its newline; the views point into it or
/// into `storage`. Never longer than `raw`; linear.
[[nodiscard]] PeeledLine peel_line(std::string_view raw, std::string& storage);

/// The same without escapes and carriage returns: "2024-05-01T12:00:00.1234567Z ", "job<TAB>step<TAB>stamp",
/// "##[error]", "section_start:...", "travis_fold:...", "#12 3.45 " (docker build), "web-1  | " (docker compose),
/// "ui:build: " (turbo), "packages/ui build: " (pnpm), "[pod/x/y] " (kubectl), "[2024-05-01T12:00:00.123Z] "
/// (Jenkins).
[[nodiscard]] PeeledLine without_decoration(std::string_view line);

/// False when without_decoration() surely changes nothing. Looks at few bytes. `tabs`: the line may hold tabs.
[[nodiscard]] bool may_be_decorated(std::string_view line, bool tabs = true);

/// How much of a text without newline formats would see: of "{..." and "[..." more than of others.
[[nodiscard]] std::size_t seen_of(std::string_view text);

/// The end of the line that begins at `begin`: the first newline before `end`, else `end`. `control` is set when
/// the line holds a control byte other than a tab, `tabs` when it (or what follows it at once) holds a tab.
[[nodiscard]] const char* line_end(const char* begin, const char* end, bool& control, bool& tabs);

}  // namespace fixpoint::diagnose
