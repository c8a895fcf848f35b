// ruff: its own JSON output carries fixes with an applicability.
#include "propose/tool.hpp"

namespace fixpoint::propose::tools {
namespace {

std::optional<Command> rerun(const ToolContext& context) {
  const auto& file = context.problem.primary.place.file;
  if (file.empty() || file.starts_with('-')) return std::nullopt;
  Command command = context.command;
  command.argv = {"ruff", "check", "--output-format", "json", file};
  return command;
}

}  // namespace

Tool ruff() { return {.id = "ruff", .answers = "^ruff ", .rerun = rerun}; }

}  // namespace fixpoint::propose::tools
