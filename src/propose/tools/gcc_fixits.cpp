// gcc's own fix-its with exact places: the failing file again with -fsyntax-only -fdiagnostics-format=json.
#include "base/paths.hpp"
#include "propose/compile_line.hpp"
#include "propose/tool.hpp"

namespace fixpoint::propose::tools::gcc_fixits {
namespace {

std::optional<Command> rerun(const ToolContext& context) {
  // A whole compilation again: only where the text said there is a fix-it that could not be read off it.
  const auto& diagnostic = context.problem.primary;
  if (!diagnostic.suggestions.empty() || (diagnostic.message.find("did you") == std::string::npos &&
                                          diagnostic.message.find("meant to") == std::string::npos))
    return std::nullopt;
  auto line = compile_line(context);
  if (!line) return std::nullopt;
  Command command = context.command;
  command.argv = {line->cpp ? "g++" : "gcc"};
  for (auto& argument : line->flags) command.argv.push_back(std::move(argument));
  command.argv.emplace_back("-fsyntax-only");
  command.argv.emplace_back("-fdiagnostics-format=json");
  command.argv.push_back(line->file);
  if (!line->folder.empty()) command.folder = base::absolute(command.folder, line->folder);
  return command;
}

}  // namespace

Tool tool() { return {.id = "gcc_fixits", .answers = "^gcc ", .rerun = rerun}; }

}  // namespace fixpoint::propose::tools::gcc_fixits
