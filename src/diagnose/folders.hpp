// Folders: which folder the tools were in when they printed something, as far as the output says so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fixpoint::diagnose {

/// From byte `at` of the output on, tools ran in `folder` ("" = where the command itself ran).
struct FolderChange {
  std::uint64_t at = 0;
  std::string folder;
};

/// Reads "make[1]: Entering directory '/x'" / "Leaving", "ninja: Entering directory `x'", and the "cd x && ..." that
/// ninja prints for a failed command. In order of place. Relative folders are joined to the enclosing one.
[[nodiscard]] std::vector<FolderChange> folder_changes(std::string_view output);

}  // namespace fixpoint::diagnose
