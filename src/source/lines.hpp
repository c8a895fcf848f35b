// Positions: from what tools print (lines, columns in four units) to byte offsets and back. Done here, once.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::source {

struct Span {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  bool operator==(const Span&) const = default;
};

/// Line starts of a text it does not own. LF and CRLF end lines.
class Lines {
 public:
  explicit Lines(std::string_view text);

  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(starts_.size()); }
  /// Bytes of a 1-based line without its end; an empty view past the last line.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;
  [[nodiscard]] Span line_span(std::uint32_t number) const;         ///< without the line end
  [[nodiscard]] Span line_span_full(std::uint32_t number) const;    ///< with it
  [[nodiscard]] std::uint32_t line_of(std::uint64_t offset) const;  ///< 1-based
  /// Byte offset of (line, column in `unit`), clamped to the line's end. Nothing when the line does not exist.
  [[nodiscard]] std::optional<std::uint64_t> offset(std::uint32_t line, std::uint32_t column, ColumnUnit unit) const;
  /// 1-based column of an offset in `unit`. Tabs count 8 in display columns (as gcc does), wide characters 2.
  [[nodiscard]] std::uint32_t column(std::uint64_t offset, ColumnUnit unit) const;
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  std::string_view text_;
  std::vector<std::uint64_t> starts_;
};

/// Byte range of a place in its file: a point when no end is given, the whole line (without indentation) when no
/// column is given. Nothing when the line does not exist or none is given.
[[nodiscard]] std::optional<Span> locate(const Lines& lines, const Place& place);

}  // namespace fixpoint::source
