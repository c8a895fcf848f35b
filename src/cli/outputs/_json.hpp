// The JSON shape of a problem, shared by json and jsonl. In a header without JSON types: text only.
#pragma once

#include <string>

#include "cli/outputs/output.hpp"

namespace fixpoint::cli {

/// One line, without a newline at its end; docs/diagnose.schema.json describes it.
[[nodiscard]] std::string problem_object(View& view, const Problem& problem);

/// A message no format knows, as an object.
[[nodiscard]] std::string template_object(View& view, const diagnose::Template& one);

/// {"problems": ..., "errors": ...}
[[nodiscard]] std::string counts_object(const Totals& totals);

/// A JSON string.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace fixpoint::cli
