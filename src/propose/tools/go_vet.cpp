// go vet -json: its analyzers' findings carry fixes that the plain output leaves out.
#include <algorithm>

#include "base/paths.hpp"
#include "propose/tool.hpp"

namespace fixpoint::propose::tools::go_vet {
namespace {

std::optional<Command> rerun(const ToolContext& context) {
  const auto& argv = context.command.argv;
  if (argv.size() < 2 || base::file_name(argv[0]) != "go" || argv[1] != "vet") return std::nullopt;
  if (std::ranges::find(argv, "-json") != argv.end()) return std::nullopt;
  Command command = context.command;
  command.argv.insert(command.argv.begin() + 2, "-json");
  command.interactive = false;
  return command;
}

}  // namespace

Tool tool() { return {.id = "go_vet", .answers = "^go ", .rerun = rerun}; }

}  // namespace fixpoint::propose::tools::go_vet
