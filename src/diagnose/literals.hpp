// The literals of a pattern: texts of which every line that it matches holds at least one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fixpoint::diagnose {

/// In a literal: any digit; as many digits as there are, at least one (within the literal, no digit beside it).
inline constexpr char kDigit = '\x0b', kDigits = '\x0c';

struct LiteralText {
  std::string text;          ///< a line's start and end are newlines
  bool either_case = false;  ///< `text` is in lower case, and its letters stand for both
};

/// Literals of at least two bytes, long and rare ones where there is a choice; none when lines without any may match.
/// Takes about a quarter of a millisecond (RE2's FilteredRE2 finds them).
[[nodiscard]] std::vector<LiteralText> literals_of(std::string_view pattern);

/// How much of a log is these two bytes, side by side. From data/logs/grams.tsv.
[[nodiscard]] double frequency(char first, char second);
/// How often a text begins in logs, per byte; roughly: a Markov chain.
[[nodiscard]] double commonness(std::string_view text);

}  // namespace fixpoint::diagnose
