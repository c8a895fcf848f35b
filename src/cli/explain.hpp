// Why two messages count as the same, and why some were folded: what --explain tells.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnose/mask.hpp"
#include "fixpoint/diagnostic.hpp"

namespace fixpoint::cli {

struct Explanation {
  bool pattern_by_format = false;         ///< the format knew what is a name; no mask made the pattern
  std::vector<diagnose::MaskStep> masks;  ///< that made the pattern from the message, from left to right
  std::string normalized;                 ///< the text of fingerprint level 0
  std::string folded_because;             ///< the rules in words; empty without follow-ons
};

[[nodiscard]] Explanation explain(const Problem& problem);

}  // namespace fixpoint::cli
