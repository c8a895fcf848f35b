// What the formats of SQL clients share.
#pragma once

#include <string_view>

#include "fixpoint/words.hpp"

namespace fixpoint::diagnose::formats {

/// From a server's or library's wording.
[[nodiscard]] Category sql_category(std::string_view message);

}  // namespace fixpoint::diagnose::formats
