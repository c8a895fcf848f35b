// The journal of one change, as bytes: everything needed to go forward or back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seams/files.hpp"

namespace fixpoint::verify {

struct JournalFile {
  std::string path;       ///< relative to the root
  std::string temporary;  ///< a name in the same folder that is ours alone
  std::optional<std::string> before;
  std::optional<std::string> after;
  seams::FileInfo info;  ///< of the file before the change (owner and mode)
};

struct Journal {
  std::string session;
  std::string root;  ///< absolute, real
  bool undo = false;
  std::int64_t started_ns = 0;  ///< since the epoch
  std::vector<JournalFile> files;
  std::vector<std::string> made;     ///< folders the change makes, outermost first
  std::vector<std::string> emptied;  ///< folders to remove when it is done and they are empty, outermost first
};

[[nodiscard]] std::string encode(const Journal& journal);

/// Nothing when the bytes are not a whole, undamaged journal with paths inside its root.
[[nodiscard]] std::optional<Journal> decode(std::string_view bytes);

/// True for the journal of a fixpoint with another format than ours.
[[nodiscard]] bool is_other_version(std::string_view bytes);

/// Relative, normalized, not empty, without "..", NUL and not inside a .git folder.
[[nodiscard]] bool is_plain_path(std::string_view path);

/// What session ids may be made of: letters, digits, '-', '_', '.', at most 100 bytes.
[[nodiscard]] bool is_session_id(std::string_view id);

}  // namespace fixpoint::verify
