// Prefilter: which lines may start a diagnostic of which format, told by the literals without which no `starts` can
// match. All literals are searched at once over large blocks; a line without any costs next to nothing.
#pragma once

#include <re2/re2.h>
#include <re2/set.h>

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose {

/// `starts` is matched against this much of a line.
inline constexpr std::size_t kStartSeen = 4096;

class Prefilter {
 public:
  /// Some milliseconds: meant for large inputs.
  explicit Prefilter(std::span<const Format> formats);

  /// The line that begins at `line` may be `format`'s.
  struct Hit {
    std::uint64_t line;
    std::uint32_t format;
  };
  /// Appends the hits of a block of whole lines, in order of lines; a line may have the same hit twice. `block`
  /// begins with the newline before its first line, which lies at `base`, and ends with a newline. Linear.
  enum class Way : std::uint8_t { fastest, portable };
  void scan(std::string_view block, std::uint64_t base, std::vector<Hit>& hits, Way way = Way::fastest) const;

  /// Does `starts` of the format match?
  [[nodiscard]] bool matches(std::size_t format, std::string_view line) const;

  /// Formats whose `starts` needs no literal in some alternative: those are matched, all at once, on each line whose
  /// first byte fits. Costs time.
  [[nodiscard]] const std::vector<std::string_view>& without_literals() const { return without_literals_; }

  /// A hit of this "format" is a line that may change the folder (see FolderTracker).
  [[nodiscard]] std::uint32_t folders() const { return static_cast<std::uint32_t>(starts_.size()); }

 private:
  /// A literal; line starts and ends are newlines. `folded` has lower case only, and is text's where case is unknown.
  struct Literal {
    std::string folded;
    std::string text;
    std::vector<std::uint32_t> formats;
    std::size_t gram = 0;  ///< where in it the searched bytes lie
  };
  /// A literal that holds a gram, and the bytes around the gram in it (lower case; 0: none).
  struct Member {
    std::uint16_t literal;
    char before, after;
  };
  /// Bytes that are searched, with the literals that they belong to.
  struct Gram {
    std::uint32_t value;
    std::vector<Member> members;
    std::array<bool, 256> before{}, after{};  ///< what may stand around it
    std::uint16_t next = 0;                   ///< in its slot of slots_; 0: none, else index + 1
  };
  static constexpr std::size_t kWide = 4;  ///< bytes of a literal that are searched
  static constexpr std::size_t kBuckets = 8;

  void add_format(std::uint32_t index, const Format& format);
  void add_literal(const std::string& folded, std::string_view pattern, std::uint32_t format);
  void choose_grams();
  void place_gram(const std::string& text, std::size_t bucket);
  [[nodiscard]] double rate(std::size_t bucket) const;
  struct Scan;
  void confirm(Scan& scan, std::size_t at) const;
  void compare(Scan& scan, std::size_t at, const Gram& gram) const;
  void scan_portable(Scan& scan) const;
  void scan_avx2(Scan& scan) const;
  void scan_firsts(Scan& scan) const;

  std::deque<RE2> starts_;
  std::vector<Literal> literals_;
  std::vector<Gram> grams_;
  static constexpr std::size_t kSlots = 1024;
  std::array<std::uint16_t, kSlots> slots_{};  ///< grams by a hash of their bytes: index + 1
  /// Byte k of bytes_[c]: the buckets in which c may be the k-th byte.
  std::array<std::uint32_t, 256> bytes_{};
  std::array<std::array<std::uint8_t, 16>, kWide> low_{}, high_{};  ///< the same by halves of a byte
  std::array<bool, 256> firsts_{};           ///< may begin a line that an alternative without literals matches
  std::unique_ptr<RE2::Set> rest_;           ///< those alternatives
  std::vector<std::uint32_t> rest_formats_;  ///< and the format of each
  std::vector<std::string_view> without_literals_;
};

}  // namespace fixpoint::diagnose
