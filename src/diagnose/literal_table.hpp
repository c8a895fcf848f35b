// LiteralTable: the literals of all formats, arranged for searching them at once. For the formats of the program it
// is made at build time (cmake/literal_table.cpp); for others when they are first used.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose {

/// Views of constants; LiteralTables owns them otherwise.
struct LiteralTable {
  static constexpr std::size_t kWide = 4;  ///< bytes of a literal that are searched; of shorter literals two
  static constexpr std::size_t kBuckets = 8;
  static constexpr unsigned kSlotBits = 10;
  using Masks = std::array<std::array<std::uint8_t, 16>, kWide>;

  struct Literal {
    std::string_view text;       ///< line starts and ends are newlines
    std::uint32_t first, count;  ///< in `formats`
    bool either_case;            ///< `text` is in lower case, its letters stand for both
  };
  /// Bytes that are searched, with the literals that hold them.
  struct Gram {
    std::uint32_t value;          ///< folded, the first byte lowest
    std::uint16_t first, count;   ///< in `members`
    std::uint16_t next;           ///< of its slot; 0: none, else index + 1
    std::uint32_t before, after;  ///< what may stand around it: bits by a byte's low five
  };
  struct Member {
    std::uint16_t literal;
    std::uint8_t at;  ///< where in the literal the gram lies
  };

  std::span<const Literal> literals;
  std::span<const std::uint32_t> formats;
  std::span<const Gram> grams;
  std::span<const Member> members;
  std::span<const std::uint16_t> wide_slots, pair_slots;  ///< by slot_of(): the first gram, index + 1
  /// low[k][c & 15] & high[k][c >> 4]: the buckets of grams in which c may be the k-th byte.
  Masks low{}, high{};
  /// Formats that may start at any line: their `starts` needs no literal.
  std::span<const std::uint32_t> anywhere;

  /// The number that stands for "this line may change the folder" (see FolderTracker) instead of a format.
  std::uint32_t folders = 0;
};

/// Letters of either case are one; other bytes may be taken for each other, which the whole literal then tells.
[[nodiscard]] constexpr std::uint32_t folded(std::uint32_t bytes) { return bytes | 0x20202020U; }
[[nodiscard]] constexpr std::uint32_t folded_pair(std::uint32_t bytes) { return (bytes & 0xFFFFU) | 0x2020U; }
[[nodiscard]] constexpr std::uint32_t slot_of(std::uint32_t value) {
  return (value * 0x9E3779B1U) >> (32U - LiteralTable::kSlotBits);
}

/// A table that is made at run time.
struct LiteralTables {
  /// Formats of the program are looked up in its table; others take about a quarter of a millisecond each.
  explicit LiteralTables(std::span<const Format> formats);
  LiteralTables(const LiteralTables&) = delete;
  LiteralTables& operator=(const LiteralTables&) = delete;

  LiteralTable table;

  std::vector<std::string> texts;
  std::vector<LiteralTable::Literal> literals;
  std::vector<std::uint32_t> formats;
  std::vector<LiteralTable::Gram> grams;
  std::vector<LiteralTable::Member> members;
  std::vector<std::uint16_t> wide_slots, pair_slots;
  std::vector<std::uint32_t> anywhere;
};

/// The table of all_formats(). Generated.
[[nodiscard]] const LiteralTable& table_of_all_formats();

}  // namespace fixpoint::diagnose
