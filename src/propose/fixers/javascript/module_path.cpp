// What it answers: a module that cannot be found, TS2307, TS2835 (an ending is missing).
// What it changes: the path in the import: the ending, the folder, or a misspelt name; "node:" modules too.
// When it declines: nothing with a near name is there.
#include <algorithm>

#include "_names.hpp"
#include "base/paths.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::module_path {
namespace {

std::string_view stem_of(std::string_view path) {
  const auto name = base::file_name(path);
  return name.substr(0, name.find('.'));
}

/// The relative path from `from`'s folder as the project would write it, keeping the specifier's way with endings
/// when it has one.
std::string written(const source::Analysis& code, const source::Code& from, std::string_view to,
                    std::string_view old) {
  auto path = specifier_for(code, from, to);
  const auto extension = base::extension(to);
  const bool relative = old.starts_with('.');
  if (relative && base::extension(path).empty() && (!base::extension(old).empty() || is_module(code, from)) &&
      from.facts->language == Language::javascript)
    path += extension;
  return path;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& diagnostic = context.problem.primary;
  if (context.file == nullptr || (diagnostic.arguments.empty() && diagnostic.code != "TS2835")) return {};
  const auto& file = *context.file;
  const auto& code = context.code;
  static const languages::Table kBuiltins("javascript/node_builtins");

  std::vector<Proposal> proposals;
  const auto at_node = [&](TSNode source, std::string_view module) {
    const auto span = source::span(source);
    const source::Span inner{span.begin + 1, span.end - 1};
    const auto add = [&](const std::string& path, double belief, std::string reason) {
      if (path != module) proposals.push_back(replace(file, inner, path, belief, std::move(reason)));
    };
    if (!module.starts_with('.')) {
      std::vector<std::string> modules;
      for (const auto& row : kBuiltins.all())
        if (row.size() > 2 && row[2] == "*") {
          modules.emplace_back(row[1]);
          modules.emplace_back(row[1].substr(5));
        }
      // A package of the project misspelt: what its manifest lists.
      for (const std::string_view manifest : {"package.json"})
        if (const auto content = code.tree().read(manifest)) {
          const auto from = content->find("ependencies\"");
          for (auto at = from; at != std::string_view::npos && at < content->size();) {
            const auto open = content->find('"', at + 1);
            const auto close = open == std::string_view::npos ? open : content->find('"', open + 1);
            if (close == std::string_view::npos) break;
            const auto word = content->substr(open + 1, close - open - 1);
            if (!word.empty() && word.size() < 100) modules.emplace_back(word);
            at = close;
          }
        }
      std::vector<std::string_view> names(modules.begin(), modules.end());
      std::size_t rank = 0;
      for (const auto& near : source::near_names(module, names)) {
        if (near.name.starts_with("node:") != module.starts_with("node:")) continue;
        add(std::string(near.name), nearness(module, near, rank), "there is no module " + std::string(module));
        if (++rank == 3) break;
      }
      // A file beside it, written without "./".
      if (const auto beside = resolve_module(code, file.path, "./" + std::string(module)))
        add(written(code, file, *beside, "./x.js"), 0.8, *beside + " is a file of the project");
      return;
    }
    if (const auto there = resolve_module(code, file.path, module)) {
      add(written(code, file, *there, module), 0.94, "the path needs its ending");
      if (base::extension(module).empty() && base::extension(*there) == ".js") {
        auto full = std::string(module);
        full += std::string_view(*there).ends_with("/index.js") && !module.ends_with("index") ? "/index.js" : ".js";
        add(full, 0.9, "the path needs its ending");
      }
      if (base::extension(module).empty() && base::extension(*there) == ".ts")
        add(std::string(module) + ".js", 0.9, "the path needs its ending");
    }
    // The same name elsewhere, or a near name.
    std::vector<std::pair<double, std::string>> found;
    const auto wanted = stem_of(module);
    const auto folder =
        base::normalize(std::string(base::parent(file.path)) + "/" + std::string(base::parent(module)));
    for (const auto& path : script_files(code)) {
      if (path == file.path || stem_of(path).empty()) continue;
      const auto name = stem_of(path);
      const bool same_folder = base::normalize(base::parent(path).empty() ? "." : base::parent(path)) ==
                               base::normalize(folder.starts_with('/') ? folder.substr(1) : folder);
      double belief = 0;
      if (name == wanted) {
        belief = 0.88;
      } else if (base::lower(name) == base::lower(wanted)) {
        belief = 0.86;
      } else {
        const auto limit = std::max<std::size_t>(1, wanted.size() / 3);
        const auto distance = base::edit_distance(name, wanted, limit);
        if (distance <= limit && distance < wanted.size())
          belief = 0.85 - 0.1 * static_cast<double>(distance - 1) - (wanted.size() < 4 ? 0.2 : 0.0);
        else if (same_folder && (name.starts_with(wanted) || wanted.starts_with(name)) &&
                 std::min(name.size(), wanted.size()) > 2)
          belief = 0.5;
      }
      if (belief == 0) continue;
      found.emplace_back(same_folder ? belief + 0.05 : belief - 0.05, path);
    }
    std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.first > b.first; });
    double less = 1;
    for (const auto& [belief, path] : found) {
      add(written(code, file, path, module), belief * less, "the module is " + path);
      less *= 0.7;
      if (proposals.size() >= 8) break;
    }
  };

  const std::string_view missing = diagnostic.arguments.empty() ? std::string_view{} : diagnostic.arguments[0];
  const auto here = base::parent(file.path);
  source::walk(file.syntax.root(), [&](TSNode node) {
    if (source::type(node) != "string" || proposals.size() > 20) return true;
    const auto parent = ts_node_parent(node);
    const auto kind = source::type(parent);
    const bool call = kind == "arguments" && (text(file, ts_node_parent(parent)).starts_with("require") ||
                                              text(file, ts_node_parent(parent)).starts_with("import"));
    if (kind != "import_statement" && kind != "export_statement" && !call) return true;
    auto module = text(file, node);
    if (module.size() < 3) return true;
    module = module.substr(1, module.size() - 2);
    bool meant = module == missing;
    const auto span = source::span(node);
    if (diagnostic.code == "TS2835") meant = span.begin <= context.at.begin && context.at.begin <= span.end;
    // node says the absolute path it looked for.
    if (!meant && module.starts_with('.') && missing.starts_with('/')) {
      const auto looked = base::normalize((here.empty() ? "" : std::string(here) + "/") + std::string(module));
      meant = missing == looked || (missing.size() > looked.size() && missing.ends_with(looked) &&
                                    missing[missing.size() - looked.size() - 1] == '/');
    }
    if (meant) at_node(node, module);
    return true;
  });
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "javascript/module_path",
          .languages = kBoth,
          .answers = R"(MODULE_NOT_FOUND|UNKNOWN_BUILTIN|UNSUPPORTED_DIR|^\S+ TS(2307|2835|2792|2834|2882) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::module_path
