// What it answers: a name that is not defined and not imported.
// What it changes: adds the import, from a file of the project that exports it or from one of node's own modules.
// When it declines: nobody exports that name, or the file declares it (then its scope is the matter).
#include <algorithm>

#include "_names.hpp"
#include "base/paths.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"

namespace fixpoint::propose::fixers::javascript::missing_import {
namespace {

/// Whether the name is used as an object ("fs.readFile") or called.
bool used_as_object(const source::Code& file, std::string_view name) {
  for (const auto& span : uses(file, name))
    if (span.end < file.text.size() && file.text[span.end] == '.') return true;
  return false;
}

/// Letters and digits only, lower case: "scope-manager" and "ScopeManager" are one.
std::string plain(std::string_view name) {
  std::string letters;
  for (const char c : base::lower(name))
    if (base::is_identifier_part(c) && c != '_') letters += c;
  return letters;
}

/// The name of what a module exports by default.
std::string_view default_name(const source::Code& file) {
  for (const auto statement : children(file.syntax.root())) {
    if (source::type(statement) != "export_statement") continue;
    if (const auto value = field(statement, "value"); !is_null(value) && source::type(value) == "identifier")
      return text(file, value);
    const auto declaration = field(statement, "declaration");
    if (text(file, statement).starts_with("export default") && !is_null(declaration))
      return text(file, field(declaration, "name"));
  }
  return {};
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& arguments = context.problem.primary.arguments;
  if (context.file == nullptr || arguments.empty()) return {};
  const auto& file = *context.file;
  const std::string_view name = arguments[0];
  if (!base::is_identifier(name) || uses(file, name).empty()) return {};

  std::vector<Proposal> proposals;
  const auto known = imports(file);
  for (const auto& path : script_files(context.code)) {
    if (path == file.path) continue;
    const auto* other = context.code.code(path);
    if (other == nullptr) continue;
    const bool same_stem = plain(base::file_name(path).substr(0, base::file_name(path).find('.'))) == plain(name);
    if (!same_stem && other->text.find(name) == std::string_view::npos) continue;
    const auto exported = exports(context.code, path);
    const auto stem = base::file_name(path).substr(0, base::file_name(path).find('.'));
    const bool test = path.find("test") != std::string::npos || path.find("spec") != std::string::npos;
    auto specifier = specifier_for(context.code, file, path);
    double belief = test ? 0.2 : 0.88;
    for (const auto& one : known)  // as the file imports it already
      if (resolve_module(context.code, file.path, one.module) == path) specifier = one.module, belief = 0.93;
    if (exported.has(name))
      proposals.push_back(add_import(context.code, file, specifier, name, name, belief,
                                     std::string(name) + " is exported by " + path));
    else if (exported.commonjs ? plain(stem) == plain(name)
                               : !exported.has("default") && !exported.names.empty() && plain(stem) == plain(name) &&
                                     used_as_object(file, name))
      proposals.push_back(add_import(context.code, file, specifier, exported.commonjs ? "default" : "*", name,
                                     belief * 0.9, std::string(name) + " is the module " + path));
    else if (exported.has("default") && (plain(stem) == plain(name) || default_name(*other) == name))
      proposals.push_back(add_import(context.code, file, specifier, "default", name, belief * 0.9,
                                     path + " exports " + std::string(name) + " by default"));
    if (proposals.size() >= 8) break;
  }
  // As another file of the project imports it.
  int looked = 0;
  for (const auto& path : script_files(context.code)) {
    const auto* other = path == file.path || ++looked > 200 ? nullptr : context.code.code(path);
    if (other == nullptr || other->text.find(name) == std::string_view::npos) continue;
    for (const auto& one : imports(*other))
      for (const auto& taken : one.names) {
        if (taken.local != name || proposals.size() > 10) continue;
        auto specifier = std::string(one.module);
        if (specifier.starts_with('.')) {
          const auto target = resolve_module(context.code, path, one.module);
          if (!target || *target == file.path) continue;
          specifier = specifier_for(context.code, file, *target);
        }
        proposals.push_back(add_import(context.code, file, specifier, taken.exported, name, 0.91,
                                       path + " imports " + std::string(name) + " so"));
      }
  }
  static const languages::Table kBuiltins("javascript/node_builtins");
  const bool object = used_as_object(file, name);
  double belief = proposals.empty() ? 0.85 : 0.3;
  auto rows = kBuiltins.rows(name);
  std::ranges::stable_sort(rows, {}, [&](const auto& row) {
    const bool promises = row.size() > 1 && row[1].find("promises") != std::string_view::npos;
    const bool imported =
        row.size() > 1 && std::ranges::any_of(known, [&](const auto& one) {
          return one.module == row[1] || (row[1].starts_with("node:") && one.module == row[1].substr(5));
        });
    const bool whole = row.size() > 2 && (row[2] == "*");
    return (imported ? 0 : 4) + (whole != object ? 2 : 0) + (promises ? 1 : 0);
  });
  // Modules are imported with or without "node:", as the file does.
  const bool bare = std::ranges::any_of(known, [&](const auto& one) {
    return !kBuiltins.rows(one.module).empty() && !one.module.starts_with("node:");
  });
  for (const auto& row : rows) {
    if (row.size() < 3) continue;
    auto module = row[1];
    for (const auto& one : known)
      if (module == "node:" + std::string(one.module)) module = one.module;
    if (bare && module.starts_with("node:") && module != "node:test") module.remove_prefix(5);
    const auto what = row[2] == "*" && row[1] == "node:events" ? std::string_view("default") : row[2];
    proposals.push_back(add_import(context.code, file, module, what, name, belief,
                                   std::string(name) + " comes from " + std::string(module)));
    belief *= 0.5;
    if (proposals.size() >= 10) break;
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "javascript/missing_import",
          .languages = kBoth,
          .answers = R"(is not defined|^\S+ TS(2304|2552|2503|2582|2580|2591|18004) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::missing_import
