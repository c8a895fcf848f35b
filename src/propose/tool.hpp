// Tool: how to ask one tool for its structured suggestions. One file each in tools/, exporting tool() in a
// namespace named like it.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "fixpoint/command.hpp"
#include "fixpoint/diagnostic.hpp"
#include "source/analysis.hpp"

namespace fixpoint::propose {

struct ToolContext {
  const Problem& problem;
  const Command& command;   ///< the user's
  std::string_view output;  ///< what it printed: the failing compile line may be in it
  const source::Analysis& code;
  std::string_view folder;  ///< where the command ran, relative to the root
};

struct Tool {
  std::string_view id;       ///< "clang_fixits"
  std::string_view answers;  ///< RE2, unanchored, over "tool code message" of the primary diagnostic
  /// The command to run in a workspace (same folder and environment as the user's unless it says otherwise), or
  /// nothing when it does not apply. Pure: whether the program exists is found out by running it.
  std::optional<Command> (*rerun)(const ToolContext&) = nullptr;
};

[[nodiscard]] std::span<const Tool> all_tools();  ///< generated from the folder

}  // namespace fixpoint::propose
