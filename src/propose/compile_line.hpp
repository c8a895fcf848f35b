// The compile line of the file that a diagnostic blames: found in the build's output or in the user's command.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "propose/tool.hpp"

namespace fixpoint::propose {

struct CompileLine {
  std::vector<std::string>
      flags;           ///< what changes the meaning of the code: -I -D -U -std -f -m -isystem -include ...
  std::string file;    ///< as given on the line
  std::string folder;  ///< where it ran when that is known (Diagnostic::folder), else empty
  bool cpp = false;
};

[[nodiscard]] std::optional<CompileLine> compile_line(const ToolContext& context);

/// Words of a shell line: blanks, quotes and backslashes; stops at an operator. For tests.
[[nodiscard]] std::vector<std::string> shell_words(std::string_view line);

}  // namespace fixpoint::propose
