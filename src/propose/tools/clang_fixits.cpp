// clang as a second opinion: the failing file again with -fsyntax-only -fdiagnostics-parseable-fixits. Its fix-its
// exist where gcc has none, so it is asked for gcc projects too. The flags come from the failing compile line when
// the output shows it (make, ninja -v, "FAILED:"), else from the user's own command when that is a compiler.
#include <algorithm>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "propose/compile_line.hpp"
#include "propose/tool.hpp"

namespace fixpoint::propose::tools::clang_fixits {
namespace {

std::optional<Command> rerun(const ToolContext& context) {
  const auto& diagnostic = context.problem.primary;
  if (diagnostic.tool == "clang" && !diagnostic.suggestions.empty()) return std::nullopt;  // its text told already
  auto line = compile_line(context);
  if (!line) return std::nullopt;
  const bool cpp = line->cpp;
  Command command = context.command;
  command.argv = {cpp ? "clang++" : "clang"};
  for (auto& argument : line->flags) command.argv.push_back(std::move(argument));
  for (const auto* flag :
       {"-fsyntax-only", "-fdiagnostics-parseable-fixits", "-fno-color-diagnostics", "-Wno-everything"})
    command.argv.emplace_back(flag);
  command.argv.push_back(line->file);
  if (!line->folder.empty()) command.folder = base::absolute(command.folder, line->folder);
  return command;
}

}  // namespace

Tool tool() { return {.id = "clang_fixits", .answers = "^(gcc|clang) ", .rerun = rerun}; }

}  // namespace fixpoint::propose::tools::clang_fixits
