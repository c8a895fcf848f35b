// Those parts of the words that have no column of their own, as JSON text. Internal to record/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/diagnostic.hpp"
#include "record/redact.hpp"

namespace fixpoint::record {

/// Everything of a problem (also what has columns), without its secrets.
[[nodiscard]] std::string problem_to_json(const Problem& problem, const Redactor& redactor);
/// What can be read of it; the rest stays as in an empty Problem.
[[nodiscard]] Problem problem_from_json(std::string_view text);

[[nodiscard]] std::string strings_to_json(const std::vector<std::string>& strings, const Redactor& redactor);
[[nodiscard]] std::vector<std::string> strings_from_json(std::string_view text);

/// The enumerator with that name, or `otherwise`.
template <class Enum>
[[nodiscard]] Enum enumerator(std::string_view text, Enum last, Enum otherwise) {
  for (int i = 0; i <= static_cast<int>(last); ++i)
    if (name(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
  return otherwise;
}

}  // namespace fixpoint::record
