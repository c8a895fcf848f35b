// What the Go fixers know about a file and its package. Text and syntax only; nothing is type-checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/nodes.hpp"

namespace fixpoint::propose::fixers::go {

inline constexpr Language kGo[] = {Language::go};

struct Import {
  TSNode spec;
  TSNode declaration;
  std::string path;
  std::string name;  ///< how the file calls it; guessed from the path when not written
};

[[nodiscard]] std::vector<Import> imports(const source::Code& file);

/// The name a package is called by when its import does not say: the last element without a version.
[[nodiscard]] std::string package_name(std::string_view path);

/// Adds `path` where gofmt would put it. The edit alone.
[[nodiscard]] Edit import_edit(const source::Code& file, std::string_view path, std::string_view alias = {});

/// Import paths that a name may stand for, best first: as other files of the project import it, standard packages,
/// packages of the module.
[[nodiscard]] std::vector<std::string> paths_for(const FixContext& context, std::string_view name);

/// Files of the same folder (the package), the file itself included.
[[nodiscard]] std::vector<const source::Code*> package_files(const FixContext& context);
[[nodiscard]] std::vector<const source::Code*> project_files(const FixContext& context);

/// The package of the module that `path` names: its files; empty when it is not in the tree.
[[nodiscard]] std::vector<const source::Code*> files_of_package(const FixContext& context, std::string_view path);
/// Import paths of the packages in the tree, from the nearest go.mod.
[[nodiscard]] std::vector<std::string> module_packages(const FixContext& context);

/// What `text` calls exported names of package `path`: from the tables, or from the tree.
[[nodiscard]] std::vector<std::string_view> exported(const FixContext& context, std::string_view path);

[[nodiscard]] TSNode enclosing_function(TSNode node);

/// The expression that starts at `at` and reads `text` (the tool prints expressions as gofmt would); the largest node
/// that starts there when no text fits.
[[nodiscard]] TSNode expression_at(const source::Code& file, std::uint64_t at, std::string_view text);

/// The result types of a function as written; empty when there are none. `named` tells whether they have names.
[[nodiscard]] std::vector<std::string> result_types(const source::Code& file, TSNode function, bool* named = nullptr);

/// A literal of the type's zero value ("0", `""`, "nil", "T{}").
[[nodiscard]] std::string zero_value(std::string_view type);

/// How often an identifier occurs in a node.
[[nodiscard]] int occurrences(const source::Code& file, TSNode in, std::string_view name);

/// Identifiers in `in` that no declaration of the file, its package, its imports or the language explains.
[[nodiscard]] std::vector<std::string_view> unexplained(const FixContext& context, TSNode in);

[[nodiscard]] bool is_predeclared(std::string_view name);
[[nodiscard]] const std::vector<std::string_view>& predeclared();

/// A line with its end, and a blank line after it when there is one before it too.
[[nodiscard]] source::Span whole_line(const source::Code& file, source::Span what);

}  // namespace fixpoint::propose::fixers::go
