// Match: which problems of two logs are the same, wherever they stand now.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose {

enum class Change : std::uint8_t {
  fixed,  ///< only before
  fresh,  ///< only now
  still,  ///< in both, at the same place
  moved,  ///< in both, on another line or in another file
};

struct Matched {
  Change change = Change::still;
  const Problem* before = nullptr;
  const Problem* now = nullptr;
};

/// Pairs problems one to one: what is there twice now and was there once is fresh once. The nearest pairs first: same
/// text (fingerprint level 0) and place, same text and file, same text and file name, then what failed at the same
/// spot of a test or program (level 1) with other values; with `across_files`, same text in any file. Lines never
/// decide whether two are the same, only which of several equal ones are paired. First those of `now` in their order,
/// then the fixed ones in theirs.
[[nodiscard]] std::vector<Matched> match(std::span<const Problem> before, std::span<const Problem> now,
                                         bool across_files);

}  // namespace fixpoint::diagnose
