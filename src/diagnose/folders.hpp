// Folders: which folder the tools were in when they printed something, as far as the output says so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fixpoint::diagnose {

/// Follows "make[1]: Entering directory '/x'" / "Leaving", "ninja: Entering directory `x'", and the "cd x && ..."
/// that ninja prints for a failed command, line by line. Relative folders are joined to the enclosing one.
class FolderTracker {
 public:
  /// A line that may matter has one of these; the last at its start.
  static constexpr std::string_view kEnter = ": Entering directory ", kLeave = ": Leaving directory ",
                                    kFailed = "FAILED: ";
  /// Could the line change the folder? Cheap and generous.
  [[nodiscard]] static bool may_matter(std::string_view line);
  /// "FAILED: target": the line below it, ninja's command, is needed too.
  [[nodiscard]] static bool needs_next(std::string_view line) { return line.starts_with(kFailed); }
  /// Takes in a line and the one below it; true when tools run in now() from here on.
  bool see(std::string_view line, std::string_view next);
  /// "" = where the command itself ran.
  [[nodiscard]] const std::string& now() const { return now_; }

 private:
  std::vector<std::string> stack_;
  std::string now_;
};

/// From byte `at` of the output on, tools ran in `folder`.
struct FolderChange {
  std::uint64_t at = 0;
  std::string folder;
};

/// All changes of an output, in order of place.
[[nodiscard]] std::vector<FolderChange> folder_changes(std::string_view output);

}  // namespace fixpoint::diagnose
