// TypeScript: the code fixes of the project's own compiler, asked of its language service by a script of ours.
#include "base/paths.hpp"
#include "languages/table.hpp"
#include "propose/tool.hpp"

namespace fixpoint::propose::tools::typescript {
namespace {

std::optional<Command> rerun(const ToolContext& context) {
  const auto script = languages::embedded("typescript/codefix.js");
  const auto& diagnostic = context.problem.primary;
  const auto in = diagnostic.folder.empty() ? context.folder : std::string_view(diagnostic.folder);
  const auto path = context.code.resolve(in, diagnostic.place.file);
  if (!script || !path) return std::nullopt;
  Command command = context.command;
  command.argv = {"node", "-e", std::string(*script), "--"};
  // Paths are given as seen from where the command ran. With a configuration one run answers for the whole project.
  std::string up;
  if (const auto folder = base::normalize(context.folder); folder != ".") {
    up = "../";
    for (const char c : folder)
      if (c == '/') up += "../";
  }
  for (std::string folder(base::parent(*path));; folder = std::string(base::parent(folder))) {
    const auto config = folder.empty() ? std::string("tsconfig.json") : folder + "/tsconfig.json";
    if (context.code.tree().read(config)) {
      command.argv.insert(command.argv.end(), {"-p", up + config});
      return command;
    }
    if (folder.empty()) break;
  }
  command.argv.push_back(up + *path);
  return command;
}

}  // namespace

Tool tool() { return {.id = "typescript", .answers = "^(tsc|ts_codefix) TS", .rerun = rerun}; }

}  // namespace fixpoint::propose::tools::typescript
