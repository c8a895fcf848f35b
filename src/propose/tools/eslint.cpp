// eslint: the project's own, asked for its fixes and suggestions as JSON.
#include "propose/tool.hpp"

namespace fixpoint::propose::tools::eslint {
namespace {

std::optional<Command> rerun(const ToolContext& context) {
  const auto& file = context.problem.primary.place.file;
  if (file.empty() || file.starts_with('-')) return std::nullopt;
  Command command = context.command;
  command.argv = {"npx", "--no-install", "eslint", "-f", "json", file};
  return command;
}

}  // namespace

Tool tool() { return {.id = "eslint", .answers = "^eslint ", .rerun = rerun}; }

}  // namespace fixpoint::propose::tools::eslint
