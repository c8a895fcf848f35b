// Reading logs: from files and stdin, in pieces.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/diagnostic.hpp"
#include "fixpoint/result.hpp"

namespace fixpoint::cli {

/// Gives the bytes of a file ("-" is stdin; zstd is unpacked) in pieces, until `take` says false. not_found, denied,
/// io with a message that names the file; invalid_input for a folder.
[[nodiscard]] Result<void> read_pieces(const std::string& file, const std::function<bool(std::string_view)>& take);

/// The problems of a log, or of a report of ours (json, or json lines): what --baseline and diff compare.
[[nodiscard]] Result<std::vector<Problem>> problems_of(const std::string& file, Severity least);

}  // namespace fixpoint::cli
