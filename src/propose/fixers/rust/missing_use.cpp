// What it answers: types, traits, functions and modules that exist but are not in scope.
// What it changes: adds the `use`: as other files of the project have it, or of the standard library.
// When it declines: the name is unknown.
#include <algorithm>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust::missing_use {
namespace {

/// The package a file belongs to: its folder and its name as a crate.
struct Package {
  std::string folder, crate;
};

std::optional<Package> package_of(const FixContext& context, std::string_view path) {
  for (std::string folder(base::parent(path));; folder = base::parent(folder)) {
    const auto manifest = folder.empty() ? std::string("Cargo.toml") : folder + "/Cargo.toml";
    if (const auto text = context.tree.read(manifest))
      for (const auto line : base::split_lines(*text)) {
        const auto equals = line.find('=');
        if (equals == std::string_view::npos || base::trim(line.substr(0, equals)) != "name") continue;
        auto name = base::trim(line.substr(equals + 1));
        if (name.size() > 2) return Package{folder, base::replace_all(name.substr(1, name.size() - 2), "-", "_")};
      }
    if (folder.empty()) return std::nullopt;
  }
}

/// "crate::a::b::Name" (or "other_crate::a::b::Name") of an item that is public.
std::optional<std::string> path_to(const FixContext& context, const Item& item, std::string_view name) {
  const auto here = package_of(context, context.file->path), there = package_of(context, item.file->path);
  if (!here || !there) return std::nullopt;
  const auto source = there->folder.empty() ? std::string("src/") : there->folder + "/src/";
  const auto own = here->folder.empty() ? std::string("src/") : here->folder + "/src/";
  if (!std::string_view(item.file->path).starts_with(source)) return std::nullopt;
  auto rest = item.file->path.substr(source.size());
  if (!rest.ends_with(".rs")) return std::nullopt;
  rest.resize(rest.size() - 3);
  if (rest.ends_with("/mod")) rest.resize(rest.size() - 4);
  const bool binary = rest == "main" || rest.starts_with("bin/");
  const bool root = rest == "lib" || rest == "main";
  const bool same = here->folder == there->folder && std::string_view(context.file->path).starts_with(own);
  if (binary && !same) return std::nullopt;
  if (!same && !item.file->text.substr(source::span(item.node).begin).starts_with("pub")) return std::nullopt;
  std::string inner;
  for (TSNode up = ts_node_parent(item.node); !ts_node_is_null(up); up = ts_node_parent(up)) {
    const auto kind = source::type(up);
    if (kind == "mod_item") inner = std::string(item.file->syntax.text(field(up, "name"))) + "::" + inner;
    if (kind == "impl_item" || kind == "trait_item" || kind == "block") return std::nullopt;
  }
  return (same ? "crate" : there->crate) + "::" + (root ? "" : base::replace_all(rest, "/", "::") + "::") + inner +
         std::string(name);
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto names = quoted_parts(context.problem.primary.message);
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
  // Items of the project itself.
  double own = 0.82;
  for (const auto& item :
       items(context, name,
             {"function_item", "struct_item", "enum_item", "trait_item", "const_item", "static_item", "type_item"})) {
    if (item.file == context.file) continue;
    if (auto path = path_to(context, item, name)) {
      add(std::move(*path), own);
      own *= 0.7;
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

Fixer fixer() {
  return {
      .id = "rust/missing_use",
      .languages = kRust,
      .answers =
          R"(cannot find (type|trait|struct|value|function|module|derive|attribute)|undeclared type|use of undeclared)",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::missing_use
