// What it answers: an import names what the module does not export.
// What it changes: the imported name to a near one, the form of the import (default for named and the reverse), or
// the module: exports what it declares but does not export. When it declines: the module is not part of the project,
// or neither has anything near.
#include <algorithm>

#include "_names.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::import_name {
namespace {

using source::type;

/// Adds "export" before a top-level declaration of `name`.
std::optional<Proposal> export_it(const source::Code& file, std::string_view name, bool as_default) {
  for (const auto& one : bindings(file)) {
    if (one.name != name || one.how == "import" || one.how == "parameter") continue;
    auto statement = one.node;
    while (!is_null(statement) && !is_null(ts_node_parent(statement)) && type(ts_node_parent(statement)) != "program")
      statement = ts_node_parent(statement);
    if (is_null(statement) || type(statement) == "export_statement" || type(statement) == "import_statement")
      continue;
    if (one.scope != source::span(file.syntax.root())) continue;
    const auto reason = std::string(name) + " is declared in " + file.path + " but not exported";
    if (as_default) {
      auto proposal =
          insert(file, file.text.size(),
                 std::string(file.text.ends_with('\n') ? "" : "\n") + "export default " + std::string(name) + ";\n",
                 0.6, reason);
      return proposal;
    }
    return insert(file, source::span(statement).begin, "export ", 0.93, reason);
  }
  return std::nullopt;
}

bool called(const source::Code& file, std::string_view name) {
  for (const auto& span : uses(file, name))
    if (span.end < file.text.size() && file.text[span.end] == '(') return true;
  return false;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& diagnostic = context.problem.primary;
  if (context.file == nullptr || diagnostic.arguments.empty()) return {};
  const auto& file = *context.file;
  const auto& code = context.code;
  std::string wrong = diagnostic.arguments[0];
  if (diagnostic.code == "TS1192" || diagnostic.code == "TS1259" || diagnostic.code == "TS2613") wrong = "default";

  std::vector<Proposal> proposals;
  for (const auto& one : imports(file)) {
    const auto path = resolve_module(code, file.path, one.module);
    for (const auto& name : one.names) {
      // "ns.wrong" of TS for `import * as ns` is a member, not handled here.
      const bool meant = name.exported == wrong || (diagnostic.code == "TS2459" && name.local == wrong);
      if (!meant) continue;
      if (context.at.begin != 0) {
        const auto statement = source::span(one.statement);
        if (context.at.begin < statement.begin || context.at.begin > statement.end) continue;
      }
      if (!path) {  // one of node's own modules
        static const languages::Table kBuiltins("javascript/node_builtins");
        std::vector<std::string_view> names;
        for (const auto& row : kBuiltins.all())
          if (row.size() > 2 && row[2] != "*" && row[2] != "default" &&
              (row[1] == one.module || (row[1].starts_with("node:") && row[1].substr(5) == one.module)))
            names.push_back(row[0]);
        std::size_t rank = 0;
        for (const auto& near : source::near_names(wrong, names)) {
          const auto belief = nearness(wrong, near, rank);
          const auto reason = std::string(one.module) + " exports " + std::string(near.name) + ", not " + wrong;
          if (!uses(file, near.name).empty())
            proposals.push_back(replace(file, source::span(name.node), near.name, 0.94, reason));
          else
            proposals.push_back(replace_all(file, uses(file, wrong), near.name, belief, reason));
          if (++rank == 3) break;
        }
        continue;
      }
      const auto* module = code.code(*path);
      if (module == nullptr) continue;
      const auto exported = exports(code, *path);
      const auto is_default = wrong == "default";
      const auto local = std::string(name.local);

      // Exported the other way round.
      if (is_default && exported.has(name.local) && !one.commonjs) {
        const auto clause = source::span(name.node);
        const bool alone = one.names.size() == 1;
        if (alone)
          proposals.push_back(
              replace(file, clause, "{ " + local + " }", 0.93, *path + " exports " + local + " by name"));
      }
      if (!is_default && exported.has("default") && one.names.size() == 1 && !one.commonjs && !exported.commonjs) {
        auto list = name.node;
        while (!is_null(list) && type(list) != "named_imports") list = ts_node_parent(list);
        if (!is_null(list))
          proposals.push_back(replace(file, source::span(list), local, exported.names.size() == 1 ? 0.85 : 0.45,
                                      *path + " exports by default"));
      }
      if (exported.commonjs && !is_default && one.names.size() >= 1 &&
          diagnostic.message.starts_with("Named export")) {
        // import { a } from "./x.cjs" -> import x from "./x.cjs"; const { a } = x;
        std::string taken;
        for (const auto& each : one.names) {
          if (each.exported == "default" || each.exported == "*") taken.clear();
          taken += (taken.empty() ? "" : ", ") + std::string(each.exported) +
                   (each.exported == each.local ? "" : ": " + std::string(each.local));
        }
        const auto quoted = text(file, one.source);
        proposals.push_back(replace(file, source::span(one.statement),
                                    "import pkg from " + std::string(quoted) + ";\nconst { " + taken + " } = pkg;",
                                    0.8, *path + " is a CommonJS module"));
      }
      // Misspelt here. A type cannot stand where a value is used.
      bool declared = false;
      for (const auto& binding : bindings(*module))
        declared = declared || (binding.name == wrong && binding.scope == source::span(module->syntax.root()));
      std::vector<std::string_view> names;
      for (const auto& each : exported.names)
        if (each.name != "default" && !(each.type && called(file, name.local))) names.push_back(each.name);
      std::size_t rank = 0;
      for (const auto& near : source::near_names(wrong, names)) {
        const auto belief = nearness(wrong, near, rank) * (declared ? 0.5 : 1.0);
        const auto reason = *path + " exports " + std::string(near.name) + ", not " + wrong;
        // The uses of the local name go with it unless it has an alias.
        std::vector<source::Span> spans{source::span(name.node)};
        if (name.local == name.exported) {
          spans.clear();
          bool conflict = false;
          for (const auto& binding : bindings(file)) conflict = conflict || binding.name == near.name;
          for (const auto& span : uses(file, wrong)) spans.push_back(span);
          if (!conflict) proposals.push_back(replace_all(file, spans, near.name, belief, reason));
          // The uses may be spelt right while the import is not.
          if (!uses(file, near.name).empty())
            proposals.push_back(replace(file, source::span(name.node), near.name, 0.94, reason));
        } else {
          proposals.push_back(replace(file, source::span(name.node), near.name, belief, reason));
        }
        if (++rank == 3) break;
      }
      // Declared there, not exported.
      if (!exported.commonjs) {
        if (auto proposal = export_it(*module, is_default ? name.local : std::string_view(wrong), is_default))
          proposals.push_back(std::move(*proposal));
      }
      // Another file of the project exports it.
      if (!is_default)
        for (const auto& other : script_files(code)) {
          if (other == *path || other == file.path || one.names.size() != 1) continue;
          if (exports(code, other).has(wrong))
            proposals.push_back(replace(file, source::span(one.source),
                                        std::string(1, text(file, one.source).front()) +
                                            specifier_for(code, file, other) + text(file, one.source).back(),
                                        0.75, wrong + " is exported by " + other));
        }
    }
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "javascript/import_name",
      .languages = kBoth,
      .answers =
          R"(does not provide an export named|^node SyntaxError Named export|^\S+ TS(2305|2614|2613|2724|2459|2460|1192|1259) )",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::import_name
