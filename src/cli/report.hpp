// The report (docs/report.schema.json) and the other JSON shapes of the command line.
#pragma once

#include <string>

#include "engine/heal.hpp"
#include "fixpoint/session.hpp"

namespace fixpoint::cli {

/// "schema": 1. Bytes that are not UTF-8 are replaced. Ends with a newline.
[[nodiscard]] std::string report_json(const Session& session);

/// For `suggest --json`: {"problems": [{..., "proposals": [...]}]}.
[[nodiscard]] std::string suggestions_json(const engine::Suggestions& suggestions);

}  // namespace fixpoint::cli
