// What it answers: types, traits, functions and modules that exist but are not in scope.
// What it changes: adds the `use`: as other files of the project have it, or of the standard library.
// When it declines: the name is unknown.
#include <algorithm>

#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto names = quoted(context.problem.primary.message);
  if (names.empty() || !base::is_identifier(names.front())) return {};
  const auto& name = names.front();
  std::vector<Proposal> found;
  std::vector<std::string> paths;
  const auto add = [&](std::string path, double confidence) {
    if (std::ranges::find(paths, path) != paths.end() || paths.size() > 4) return;
    Proposal proposal;
    proposal.edits.push_back(use_edit(*context.file, path));
    proposal.confidence = confidence;
    proposal.reason = name + " is " + path;
    found.push_back(std::move(proposal));
    paths.push_back(std::move(path));
  };
  // Another file's use of the same name, when its path does not depend on where it stands.
  for (const auto* file : project_files(context)) {
    if (file == context.file) continue;
    for (const auto node : named_children(file->syntax.root())) {
      if (source::type(node) != "use_declaration") continue;
      const auto argument = field(node, "argument");
      const auto text = file->syntax.text(argument);
      if (source::type(argument) == "scoped_identifier" && text.ends_with("::" + name) &&
          !text.starts_with("super") && !text.starts_with("self"))
        add(std::string(text), 0.86);
    }
  }
  static const languages::Table kNames("rust/std_names");
  double confidence = 0.84;
  for (const auto& row : kNames.rows(name)) {
    if (row.size() < 2) continue;
    add(std::string(row[1]), confidence);
    confidence *= 0.6;
  }
  return found;
}

}  // namespace

Fixer missing_use() {
  return {
      .id = "rust/missing_use",
      .languages = kRust,
      .answers =
          R"(cannot find (type|trait|struct|value|function|module|derive|attribute)|undeclared type|use of undeclared)",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust
