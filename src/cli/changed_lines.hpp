// Which lines of the working tree differ from a git revision: --since.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/result.hpp"
#include "seams/command_runner.hpp"

namespace fixpoint::cli {

class ChangedLines {
 public:
  /// Asks git in `folder`; untracked files count as changed. invalid_input: no such revision, or not in a repository.
  [[nodiscard]] static Result<ChangedLines> since(seams::CommandRunner& runner, const std::string& folder,
                                                  const std::string& revision);

  /// Reads `git diff --unified=0` with paths relative to the folder.
  void read_diff(std::string_view diff);
  void add_file(std::string path) { files_[std::move(path)] = {{1, UINT32_MAX}}; }

  /// True when a line from `line` to `last` was added or changed; line 0 asks for the file alone.
  [[nodiscard]] bool contain(std::string_view path, std::uint32_t line, std::uint32_t last) const;

 private:
  struct Range {
    std::uint32_t first, last;
  };
  std::map<std::string, std::vector<Range>, std::less<>> files_;
};

}  // namespace fixpoint::cli
