// What it answers: a package that is not installed.
// What it changes: nothing by itself: it names the command that installs it.
// When it declines: the module is a path or one of node's own.
#include "_names.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"

namespace fixpoint::propose::fixers::javascript::missing_package {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& diagnostic = context.problem.primary;
  if (diagnostic.arguments.empty()) return {};
  std::string_view module = diagnostic.arguments[0];
  if (module.empty() || module.front() == '.' || module.front() == '/' || module.starts_with("node:") ||
      module.starts_with('#') || module.size() > 200)
    return {};
  // "@scope/name/part" -> "@scope/name"
  auto end = module.find('/');
  if (module.front() == '@' && end != std::string_view::npos) end = module.find('/', end + 1);
  module = module.substr(0, end);
  for (const char c : module)
    if (!base::is_identifier_part(c) && c != '@' && c != '/' && c != '-' && c != '.') return {};
  const auto has = [&](std::string_view lock) { return context.tree.read(lock).has_value(); };
  const std::string_view tool = has("pnpm-lock.yaml") ? "pnpm add " : has("yarn.lock") ? "yarn add " : "npm install ";
  bool listed = false;
  if (const auto manifest = context.tree.read("package.json"))
    listed = manifest->find("\"" + std::string(module) + "\"") != std::string_view::npos;
  Proposal proposal;
  proposal.install =
      listed ? (tool.starts_with("npm") ? "npm ci" : std::string(tool.substr(0, tool.find(' '))) + " install")
             : std::string(tool) + std::string(module);
  proposal.safety = Safety::choice;
  proposal.confidence = listed ? 0.8 : 0.5;
  proposal.reason = "the package " + std::string(module) + " is not installed";
  return std::vector{std::move(proposal)};
}

}  // namespace

Fixer fixer() {
  return {
      .id = "javascript/missing_package",
      .languages = kBoth,
      .answers =
          R"(Cannot find package|MODULE_NOT_FOUND Cannot find module '[^./]|^\S+ TS2307 Cannot find module '[^./])",
      .best = Safety::choice,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::missing_package
