// What it answers: import paths that nothing provides, and modules that are not downloaded or recorded.
// What it changes: the path, when it is close to a package of the module or of the standard library; else shows the
// command that adds the module.
// When it declines: the path is malformed.
#include <algorithm>
#include <set>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/fixers/go/_code.hpp"

namespace fixpoint::propose::fixers::go::missing_package {
namespace {

bool is_module_path(std::string_view path) {
  return path.substr(0, path.find('/')).contains('.') &&
         std::ranges::all_of(path,
                             [](char c) {
                               return base::is_identifier_part(c) || c == '.' || c == '/' || c == '-' || c == '~' ||
                                      c == '@' || c == '+';
                             }) &&
         !path.starts_with('-');
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& primary = context.problem.primary;
  std::vector<Proposal> found;
  const auto install = [&](std::string command, std::string reason) {
    Proposal proposal;
    proposal.install = std::move(command);
    proposal.confidence = 0.6;
    proposal.reason = std::move(reason);
    found.push_back(std::move(proposal));
  };
  if (primary.message.contains("missing go.sum entry") || primary.message.contains("updates to go.")) {
    install("go mod tidy", "go.sum does not record every module that is used");
    return found;
  }
  if (primary.arguments.empty() || context.file == nullptr) return {};
  const auto& path = primary.arguments.front();
  for (const auto& import : imports(*context.file)) {
    if (import.path != path) continue;
    const auto literal = source::span(field(import.spec, "path"));
    const source::Span what{literal.begin + 1, literal.end - 1};
    static const languages::Table kPackages("go/std_packages");
    std::vector<std::string> candidates = module_packages(context);
    const auto own = candidates.size();
    for (const auto& row : kPackages.all())
      if (row.size() > 1) candidates.emplace_back(row[1]);
    // The right path with a wrong beginning: a package of the module by its last elements.
    for (std::size_t i = 0; i < own; ++i)
      if (candidates[i] != path && package_name(candidates[i]) == package_name(path))
        found.push_back(replace(*context.file, what, candidates[i], 0.85, "the module has package " + candidates[i]));
    for (std::size_t i = own; i < candidates.size() && found.size() < 3; ++i)
      if (candidates[i] != path && base::file_name(candidates[i]) == path)
        found.push_back(replace(*context.file, what, candidates[i], 0.8, "the package's path is " + candidates[i]));
    const auto near = source::near_names(path, {candidates.begin(), candidates.end()});
    for (std::size_t i = 0; i < near.size() && i < 3 && near[i].distance <= 3; ++i)
      found.push_back(replace(*context.file, what, near[i].name, 0.85 - 0.25 * static_cast<double>(i),
                              "the package's path is " + std::string(near[i].name)));
    break;
  }
  if (is_module_path(path) && path.size() < 200)
    install("go get " + path, "no module that go.mod requires provides " + path);
  return found;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "go/missing_package",
      .languages = kGo,
      .answers =
          R"(no required module provides|is not in (std|GOROOT)|cannot find (package|module)|missing go\.sum entry|updates to go\.(mod|sum) needed|could not import)",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::missing_package
