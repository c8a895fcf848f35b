// What it answers: a crate or module that is not there: "unlinked crate", "can't find crate", "file not found for
// module".
// What it changes: shows the command that adds the crate; corrects the name of a `mod` whose file is called
// otherwise. When it declines: the name is no crate name.
#include <algorithm>

#include "base/paths.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust::missing_crate {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& primary = context.problem.primary;
  std::vector<Proposal> found;
  static const base::Regex kModule(R"(file not found for module `(\w+)`)");
  static const base::Regex kCrate(R"((?:unlinked crate|find crate for|no matching package named) `([\w-]+)`)");
  std::string name;
  if (kModule.find(primary.message, &name)) {
    if (context.file == nullptr) return {};
    const auto text = context.file->text.substr(context.at.begin, context.at.end - context.at.begin);
    const auto at = text.find(name);
    if (at == std::string_view::npos) return {};
    // Files beside it that no other `mod` names.
    const std::string folder(base::parent(context.file->path));
    std::vector<std::string> modules;
    for (const auto& path : context.tree.files()) {
      if (!path.ends_with(".rs")) continue;
      auto file = base::file_name(path);
      auto in = base::parent(path);
      if (file == "mod.rs") {
        file = base::file_name(in);
        in = base::parent(in);
      } else {
        file.remove_suffix(3);
      }
      const auto own = base::file_name(context.file->path);
      const auto stem = std::string(own.substr(0, own.size() - 3));
      const bool beside = in == folder || in == folder + "/" + stem;
      if (beside && file != "main" && file != "lib" && path != context.file->path) modules.emplace_back(file);
    }
    for (const auto& one : source::near_names(name, {modules.begin(), modules.end()}))
      found.push_back(replace(*context.file, {context.at.begin + at, context.at.begin + at + name.size()}, one.name,
                              0.85, "the file of the module is called " + std::string(one.name)));
    return found;
  }
  if (!kCrate.find(primary.message + "\n" + primary.context, &name)) return {};
  if (name == "crate" || name == "self" || name.starts_with('-') || name.size() > 64) return {};
  // A local module or crate that is only misspelt is another fixer's answer; still the command helps.
  Proposal proposal;
  proposal.install = "cargo add " + name;
  proposal.confidence = 0.5;
  proposal.reason = "no dependency of the package is called " + name;
  found.push_back(std::move(proposal));
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "rust/missing_crate",
          .languages = kRust,
          .answers = R"(E0583|E0432|E0433|E0463)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::missing_crate
