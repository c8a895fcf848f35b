// Prefilter: which lines may start a diagnostic of which format, told by the literals without which no `starts` can
// match. All literals are searched at once over large blocks; a line without any costs next to nothing.
#pragma once

#include <re2/re2.h>

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "diagnose/format.hpp"
#include "diagnose/literal_table.hpp"

namespace fixpoint::diagnose {

/// `starts` is matched against this much of a line.
inline constexpr std::size_t kStartSeen = 4096;

/// Thread-safe once built.
class Prefilter {
 public:
  /// For all_formats() this costs nothing; else see LiteralTables.
  explicit Prefilter(std::span<const Format> formats);

  /// The line that begins at `line` may be `format`'s.
  struct Hit {
    std::uint64_t line;
    std::uint32_t format;
  };
  /// Appends the hits of a block of whole lines, in order of lines; a line may have the same hit twice. `block`
  /// begins with the newline before its first line, which lies at `base`, and ends with a newline. Linear.
  void scan(std::string_view block, std::uint64_t base, std::vector<Hit>& hits) const;

  /// Was it made for these?
  [[nodiscard]] bool is_for(std::span<const Format> formats) const;
  /// Does `starts` of the format match?
  [[nodiscard]] bool matches(std::size_t format, std::string_view line) const;

  /// A hit of this "format" is a line that may change the folder (see FolderTracker).
  [[nodiscard]] std::uint32_t folders() const { return table().folders; }
  /// Formats that hit every line, because their `starts` needs no literal. Costs time.
  [[nodiscard]] std::span<const std::uint32_t> anywhere() const { return table().anywhere; }

 private:
  struct Scan;
  [[nodiscard]] const LiteralTable& table() const { return *table_; }
  void find(Scan& scan, std::size_t from, std::size_t stop) const;
  void look(Scan& scan, std::size_t at, std::uint32_t value, bool wide) const;
  void compare(Scan& scan, std::size_t at, const LiteralTable::Member& member) const;
  void scan_lines(Scan& scan) const;

  /// A `starts`, compiled when it is first needed.
  struct Start {
    std::once_flag once;
    std::optional<RE2> re;
  };

  std::vector<Format> formats_;  ///< copies hold what the patterns' texts belong to
  std::unique_ptr<LiteralTables> own_;
  const LiteralTable* table_;
  std::unique_ptr<Start[]> starts_;
  std::vector<std::uint8_t> pairs_;  ///< by pair: 1 where it is searched
  std::vector<std::uint8_t> loose_;  ///< by pair: 1 where it is, whatever stands before and after
  std::vector<std::uint8_t> wide_;   ///< by kWideBits of the hash: 1 where a wide gram may be
  static constexpr unsigned kWideBits = 16;
};

/// Kept while the same formats are asked for again.
[[nodiscard]] std::shared_ptr<const Prefilter> prefilter_of(std::span<const Format> formats);

}  // namespace fixpoint::diagnose
