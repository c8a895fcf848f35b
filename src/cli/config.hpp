// Configuration files: the project's `.fixpoint.toml` or `fixpoint.toml`, and the user's
// $XDG_CONFIG_HOME/fixpoint/config.toml (else ~/.config/fixpoint/config.toml).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "diagnose/format.hpp"
#include "fixpoint/result.hpp"

namespace fixpoint::cli {

/// The formats of the project that holds `folder`, then the user's. No configuration is no format. A project's files
/// may name only files that lie in the project, links followed.
[[nodiscard]] Result<std::vector<diagnose::Format>> configured_formats(const std::string& folder);

/// The formats in force in the current folder: the configured ones first, then the built-in ones.
struct ActiveFormats {
  std::vector<diagnose::Format> own;  ///< empty when nothing is configured
  std::span<const diagnose::Format> all;
};
[[nodiscard]] Result<ActiveFormats> active_formats();

/// The bytes of a file, at most `limit`; "-" is stdin.
[[nodiscard]] Result<std::string> read_text(const std::string& path, std::size_t limit);

}  // namespace fixpoint::cli
