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
  struct Literal {
    std::uint32_t text, size;    ///< in `texts`; line starts and ends are newlines, kDigit is any digit
    std::uint32_t first, count;  ///< in `formats`
    bool either_case;            ///< it is in lower case, its letters stand for both
  };
  /// Bytes that are searched: two, most of them with one before and one after, and the literals that hold them.
  struct Gram {
    std::uint32_t value;         ///< the first byte lowest
    std::uint16_t first, count;  ///< in `members`
    std::uint16_t next;          ///< of its slot; 0: none, else index + 1
    bool wide;                   ///< four bytes
    [[nodiscard]] std::uint16_t pair() const { return static_cast<std::uint16_t>(wide ? value >> 8U : value); }
  };
  struct Member {
    std::uint16_t literal;
    std::uint8_t at;  ///< where in the literal the two bytes lie
    /// The eight bytes from two before them on (the first lowest), where the literal fixes them.
    std::uint64_t bytes = 0, mask = 0;
  };
  static constexpr std::size_t kBefore = 2;

  std::string_view texts;
  std::span<const Literal> literals;
  std::span<const std::uint32_t> formats;
  std::span<const Gram> grams;
  std::span<const Member> members;
  std::span<const std::uint16_t> slots;  ///< by slot_of(): the first gram, index + 1
  /// Formats that may start at any line: their `starts` needs no literal.
  std::span<const std::uint32_t> anywhere;

  [[nodiscard]] std::string_view text_of(const Literal& literal) const {
    return texts.substr(literal.text, literal.size);
  }

  /// The number that stands for "this line may change the folder" (see FolderTracker) instead of a format.
  std::uint32_t folders = 0;
};

/// A gram's hash of so many bits (multiplicative: Knuth, TAOCP 6.4).
[[nodiscard]] constexpr std::uint32_t hash_of(std::uint32_t gram, unsigned bits) {
  return (gram * 0x9E3779B1U) >> (32U - bits);
}
inline constexpr unsigned kSlotBits = 12;

/// A table that is made at run time.
struct LiteralTables {
  /// Formats of the program are looked up in its table; others take about a quarter of a millisecond each.
  explicit LiteralTables(std::span<const Format> formats);
  LiteralTables(const LiteralTables&) = delete;
  LiteralTables& operator=(const LiteralTables&) = delete;

  LiteralTable table;

  std::string texts;
  std::vector<LiteralTable::Literal> literals;
  std::vector<std::uint32_t> formats;
  std::vector<LiteralTable::Gram> grams;
  std::vector<LiteralTable::Member> members;
  std::vector<std::uint16_t> slots;
  std::vector<std::uint32_t> anywhere;
};

/// The table of all_formats(). Generated.
[[nodiscard]] const LiteralTable& table_of_all_formats();

}  // namespace fixpoint::diagnose
