// Globs over paths, as .gitignore has them.
#pragma once

#include <string_view>

namespace fixpoint::source {

/// `*` and `?` stay within a name, `**` crosses folders, `[a-z]` and `[!a-z]` are sets, `\` quotes. A pattern without
/// '/' is about any name on the path; one that fits a folder fits all below it. At most quadratic.
[[nodiscard]] bool glob_match(std::string_view pattern, std::string_view path);

}  // namespace fixpoint::source
