// Paths as text: no file system is asked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fixpoint::base {

/// Removes ".", "..", double and trailing slashes by text alone. Keeps a leading "/" and leading ".." of relative
/// paths. "" gives ".".
[[nodiscard]] std::string normalize(std::string_view path);

/// `path` if absolute, else `folder`/`path`; normalized.
[[nodiscard]] std::string absolute(std::string_view folder, std::string_view path);

/// `path` relative to `root` when it lies in it (both absolute, normalized), else nothing. The root itself gives ".".
[[nodiscard]] std::optional<std::string> below(std::string_view root, std::string_view path);

[[nodiscard]] std::string_view file_name(std::string_view path);
[[nodiscard]] std::string_view parent(std::string_view path);     ///< "" for a bare name, "/" for "/x"
[[nodiscard]] std::string_view extension(std::string_view path);  ///< with the dot, "" if none

}  // namespace fixpoint::base
