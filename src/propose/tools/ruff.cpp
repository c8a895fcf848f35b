// ruff: its own JSON output carries fixes with an applicability.
#include "propose/tool.hpp"

namespace fixpoint::propose::tools::ruff {
namespace {

std::optional<Command> rerun(const ToolContext& context) {
  const auto& file = context.problem.primary.place.file;
  if (file.empty() || file.starts_with('-')) return std::nullopt;
  Command command = context.command;
  // As the user runs it: alone, or as a module of an interpreter.
  const auto& argv = context.command.argv;
  if (argv.size() >= 3 && argv[1] == "-m" && argv[2] == "ruff")
    command.argv = {argv[0], "-m", "ruff", "check", "--output-format", "json", file};
  else
    command.argv = {"ruff", "check", "--output-format", "json", file};
  return command;
}

}  // namespace

Tool tool() { return {.id = "ruff", .answers = "^ruff ", .rerun = rerun}; }

}  // namespace fixpoint::propose::tools::ruff
