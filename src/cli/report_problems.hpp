// Reading back what `diagnose --format json` and jsonl wrote.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::cli {

/// The problems of a report, as far as comparing needs them; nothing when the text is no report of ours.
[[nodiscard]] std::optional<std::vector<Problem>> problems_of_report(std::string_view text);

}  // namespace fixpoint::cli
