// What it answers: "cannot import name 'x' from 'm'" and "No module named 'm'".
// What it changes: the spelling of the name or module, the module that the name is imported from, a module's name of
// Python 2. For a package that is not installed it changes nothing and gives the command that installs it.
// When it declines: the name is near nothing, and the module is the project's own.
#include <algorithm>

#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/python/_names.hpp"

namespace fixpoint::propose::fixers::python::import_name {
namespace {

using namespace fixpoint::propose::python;

constexpr Language kLanguages[] = {Language::python};

std::string_view quoted_behind(std::string_view message, std::string_view mark) {
  const auto at = message.find(mark);
  if (at == std::string_view::npos) return {};
  const auto begin = at + mark.size();
  const auto end = message.find('\'', begin);
  return end == std::string_view::npos ? std::string_view{} : message.substr(begin, end - begin);
}

/// The import statement that failed; a null node when the line holds none.
TSNode import_at(const FixContext& context) {
  for (const std::string_view kind : {"import_from_statement", "import_statement"}) {
    const auto node = enclosing(*context.file, context.at.begin, kind);
    if (!ts_node_is_null(node)) return node;
  }
  return {};
}

/// Identifiers of that text in the statement and, for a name, its uses in the file.
std::vector<source::Span> names_in(const source::Code& file, TSNode statement, std::string_view name) {
  std::vector<source::Span> places;
  source::walk(statement, [&](TSNode node) {
    if (source::type(node) == "identifier" && file.syntax.text(node) == name) places.push_back(source::span(node));
    return true;
  });
  return places;
}

void name_of_module(const FixContext& context, std::string_view name, std::string_view module,
                    std::vector<Proposal>& out) {
  const auto& file = *context.file;
  const auto statement = import_at(context);
  if (ts_node_is_null(statement)) return;
  // `import x as y`: only the import changes; else every use does.
  const auto places = names_in(file, statement, name);
  if (places.empty()) return;
  const auto parent = ts_node_parent(ts_node_parent(file.syntax.at(places.front().begin, places.front().end)));
  const bool aliased = source::type(parent) == "aliased_import";
  auto all = places;
  if (!aliased)
    for (const auto& use : uses_of_name(file, name, {0, file.text.size()}))
      if (std::ranges::find(all, use) == all.end()) all.push_back(use);
  std::ranges::sort(all, {}, &source::Span::begin);
  const auto change = [&](std::string_view right, double confidence) {
    // Uses may be spelt right already.
    const bool right_is_used = !uses_of_name(file, right, {source::span(statement).end, file.text.size()}).empty();
    out.push_back(rename(file, right_is_used ? places : all, right, confidence,
                         "'" + std::string(name) + "' is a misspelt '" + std::string(right) + "'"));
  };
  if (const auto meant = did_you_mean(context.problem.primary.message); base::is_identifier(meant))
    change(meant, 0.88);

  static const languages::Table kMembers("python/members"), kSymbols("python/std_symbols"), kMoved("python/moved");
  std::vector<std::string_view> names;
  const source::Code* own = nullptr;
  auto printed = file.syntax.text(field(statement, "module_name"));
  auto path = file_of_module(context, file, printed);
  if (!path) path = file_of_module(context, file, module);
  if (path) own = context.code.code(*path);
  if (own != nullptr)
    names = module_names(*own);
  else
    for (const auto& row : kMembers.rows(module))
      if (row.size() >= 2) names.push_back(row[1]);
  const auto near = source::near_names(name, names);
  for (std::size_t i = 0; i < near.size() && i < 3; ++i)
    change(near[i].name, near_confidence(name, near[i].name, near[i].distance) + 0.02 - 0.1 * static_cast<double>(i));

  // It lives elsewhere. Only a statement that imports this one name is rewritten; else the name is taken out of it.
  const auto move = [&](std::string_view to, double confidence) {
    if (to.empty() || to == printed) return;
    const auto reason = "'" + std::string(name) + "' is in " + std::string(to);
    const auto count = ts_node_named_child_count(statement) - 1;
    if (count == 1) {
      out.push_back(replace(file, source::span(field(statement, "module_name")), to, confidence, reason));
      return;
    }
    auto proposal = import_proposal(file, to, name, confidence, reason);
    auto cut = places.front();
    if (const auto comma = file.text.find_first_not_of(' ', cut.end);
        comma != std::string_view::npos && file.text[comma] == ',') {
      cut.end = comma + 1;
      while (cut.end < file.text.size() && file.text[cut.end] == ' ') ++cut.end;
    } else {
      while (cut.begin > 0 && (file.text[cut.begin - 1] == ' ' || file.text[cut.begin - 1] == ',')) --cut.begin;
    }
    proposal.edits.push_back({file.path, cut.begin, cut.end, ""});
    out.push_back(std::move(proposal));
  };
  for (const auto& row : kMoved.rows(std::string(module) + "." + std::string(name)))
    if (row.size() >= 2 && row[1].rfind('.') != std::string_view::npos) {
      const auto dot = row[1].rfind('.');
      if (row[1].substr(dot + 1) == name) move(row[1].substr(0, dot), 0.92);
    }
  int seen = 0;
  for (const auto& symbol : context.code.project_symbols(Language::python)) {
    if (symbol.name != name || symbol.file == file.path || (own != nullptr && symbol.file == own->path) || ++seen > 3)
      continue;
    if (symbol.kind == languages::SymbolKind::module || symbol.kind == languages::SymbolKind::parameter) continue;
    move(module_of(context, file, symbol.file), 0.85 - 0.1 * seen);
  }
  auto rows = kSymbols.rows(name);
  std::ranges::stable_sort(rows, [](const auto& a, const auto& b) { return a.back() < b.back(); });
  for (std::size_t i = 0; i < rows.size() && i < 2; ++i)
    if (rows[i].size() >= 3 && rows[i][1] != module)
      move(rows[i][1], own != nullptr ? 0.5 : 0.85 - 0.2 * static_cast<double>(i));
}

void missing_module(const FixContext& context, std::string_view module, std::vector<Proposal>& out) {
  const auto& file = *context.file;
  const auto statement = import_at(context);
  static const languages::Table kModules("python/std_modules"), kRenamed("python/renamed_modules"),
      kPackages("python/packages");
  if (!ts_node_is_null(statement)) {
    const auto text = file.syntax.text(statement);
    const auto at = text.find(module);
    // "No module named 'pkg.mod'" names the whole way; the statement may be relative or shorter.
    const auto last = module.substr(module.rfind('.') == std::string_view::npos ? 0 : module.rfind('.') + 1);
    const auto change = [&](std::string_view wrong, std::string_view right, double confidence, std::string reason) {
      const auto place = text.find(wrong);
      if (place == std::string_view::npos) return;
      const auto begin = source::span(statement).begin + place;
      Proposal proposal = replace(file, {begin, begin + wrong.size()}, right, confidence, std::move(reason));
      // "import x" binds x: its uses follow. An alias keeps them.
      if (source::type(statement) == "import_statement" && text.find(" as ") == std::string_view::npos &&
          wrong.find('.') == std::string_view::npos) {
        if (right.find('.') != std::string_view::npos)
          proposal.edits.front().replacement += " as " + std::string(wrong);
        else
          for (const auto& use : uses_of_name(file, wrong, {source::span(statement).end, file.text.size()}))
            proposal.edits.push_back({file.path, use.begin, use.end, std::string(right)});
      }
      out.push_back(std::move(proposal));
    };
    if (at != std::string_view::npos)
      for (const auto& row : kRenamed.rows(module))
        if (row.size() >= 2)
          change(module, row[1], 0.9, "'" + std::string(module) + "' is '" + std::string(row[1]) + "' in Python 3");
    // The project's own modules, and the standard library's.
    std::vector<std::string_view> names;
    std::vector<std::string> own;
    const auto folder_of = [](std::string_view path) {
      const auto slash = path.rfind('/');
      return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
    };
    for (const auto& path : context.tree.files()) {
      if (!path.ends_with(".py") || path == file.path) continue;
      std::string_view stem(path);
      stem.remove_suffix(3);
      if (stem.ends_with("/__init__")) stem.remove_suffix(9);
      own.emplace_back(stem.substr(stem.rfind('/') == std::string_view::npos ? 0 : stem.rfind('/') + 1));
      // The module exists, but in a package: "import utils" for package/utils.py.
      if (own.back() == last && source::type(statement) == "import_from_statement") {
        const auto whole = module_of(context, file, path);
        if (!whole.empty() && whole != module)
          change(file.syntax.text(field(statement, "module_name")), whole, 0.8, "the module is " + whole);
      } else if (own.back() == last && folder_of(path) != folder_of(file.path) && module == last) {
        const auto whole = module_of(context, file, path);
        const auto dot = whole.rfind('.');
        if (dot != std::string::npos && dot > 0)
          out.push_back(replace(file, source::span(statement),
                                "from " + whole.substr(0, dot) + " import " + std::string(last), 0.7,
                                "the module is " + whole));
      }
      if (own.size() > 2000) break;
    }
    for (const auto& name : own) names.push_back(name);
    const auto near_own = source::near_names(last, names);
    for (std::size_t i = 0; i < near_own.size() && i < 2; ++i)
      change(last, near_own[i].name, near_confidence(last, near_own[i].name, near_own[i].distance) + 0.03,
             "'" + std::string(last) + "' is a misspelt '" + std::string(near_own[i].name) + "'");
    names.clear();
    for (const auto& row : kModules.all()) names.push_back(row[0]);
    const auto near = source::near_names(module, names);
    for (std::size_t i = 0; i < near.size() && i < 2; ++i)
      change(module, near[i].name,
             near_confidence(module, near[i].name, near[i].distance) - 0.1 * static_cast<double>(i),
             "'" + std::string(module) + "' is a misspelt '" + std::string(near[i].name) + "'");
  }
  // Not installed.
  const auto top = module.substr(0, module.find('.'));
  if (!base::is_identifier(top) || !kModules.rows(top).empty() || !kRenamed.rows(module).empty() ||
      file_of_module(context, file, top))
    return;
  std::string package(top);
  for (const auto& row : kPackages.rows(top))
    if (row.size() >= 2) package = row[1];
  Proposal install;
  install.install = "python3 -m pip install " + package;
  install.confidence = 0.55;
  install.safety = Safety::likely;
  install.reason = "the package " + package + " is not installed";
  out.push_back(std::move(install));
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const auto& message = context.problem.primary.message;
  if (const auto module = quoted_behind(message, "No module named '"); !module.empty()) {
    missing_module(context, module, proposals);
    return proposals;
  }
  const auto name = quoted_behind(message, "cannot import name '");
  const auto module = quoted_behind(message, " from '");
  if (base::is_identifier(name)) name_of_module(context, name, module, proposals);
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "python/import_name",
          .languages = kLanguages,
          .answers = "(ImportError cannot import name|ModuleNotFoundError No module named)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::python::import_name
