// What it answers: NameError of CPython ("name 'x' is not defined").
// What it changes: imports the name (from the standard library, an installed habit like np, or the project), corrects
// its spelling to a visible one wherever it is used, replaces what another language calls it, puts "self." before a
// member, or adds the missing parameter self. When it declines: nothing visible is near the name.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/python/_names.hpp"

namespace fixpoint::propose::fixers::python::name {
namespace {

using namespace fixpoint::propose::python;

constexpr Language kLanguages[] = {Language::python};

std::string_view missing_name(std::string_view message) {
  if (message.starts_with("Undefined name `")) {  // ruff and pyflakes
    const auto close = message.find('`', 16);
    return close == std::string_view::npos ? std::string_view{} : message.substr(16, close - 16);
  }
  const auto open = message.find("name '");
  const auto begin = open + 6;
  const auto end = open == std::string_view::npos ? open : message.find('\'', begin);
  return end == std::string_view::npos ? std::string_view{} : message.substr(begin, end - begin);
}

bool bound_in(const source::Code& file, std::string_view name) {
  return std::ranges::any_of(file.symbols, [&](const source::Symbol& symbol) { return symbol.name == name; });
}

/// Where `name` is used without being known: the whole file when nothing binds it there, else the line.
std::vector<source::Span> unknown_uses(const FixContext& context, std::string_view name) {
  const auto& file = *context.file;
  if (!bound_in(file, name)) return uses_of_name(file, name, {0, file.text.size()});
  auto uses = uses_of_name(file, name, line_region(context));
  if (uses.empty()) uses = uses_of_name(file, name, line_region(context, 15));
  return uses;
}

void imports(const FixContext& context, std::string_view name, std::vector<Proposal>& out) {
  const auto& file = *context.file;
  const auto& message = context.problem.primary.message;
  const auto forgot = message.find("forget to import '" + std::string(name)) != std::string::npos;
  static const languages::Table kModules("python/std_modules"), kSymbols("python/std_symbols"),
      kAliases("python/aliases");
  const bool used_with_dot = [&] {
    for (const auto& use : uses_of_name(file, name, {0, file.text.size()}))
      if (use.end < file.text.size() && file.text[use.end] == '.') return true;
    return false;
  }();
  if (forgot || !kModules.rows(name).empty()) {
    // "datetime.now()" means the class, "datetime.date" the module.
    const auto same = kSymbols.rows(name);
    const bool module_is_meant = used_with_dot || same.empty();
    out.push_back(import_proposal(file, name, "", module_is_meant ? 0.92 : 0.4, "imports " + std::string(name)));
  }
  int rank = 0;
  auto rows = kSymbols.rows(name);
  std::ranges::stable_sort(rows, [](const auto& a, const auto& b) { return a.back() < b.back(); });
  for (const auto& row : rows) {
    if (row.size() < 3 || rank >= 3) break;
    const bool common = row[2] < std::string_view("030");
    const double confidence = (rank == 0 ? (common ? 0.92 : 0.6) : 0.4 - 0.1 * rank) -
                              (used_with_dot && !kModules.rows(name).empty() ? 0.3 : 0.0);
    out.push_back(import_proposal(file, row[1], name, confidence,
                                  "imports " + std::string(name) + " from " + std::string(row[1])));
    ++rank;
  }
  for (const auto& row : kAliases.rows(name))
    if (row.size() >= 2)
      out.push_back(import_proposal(file, row[1], "", 0.85,
                                    "imports " + std::string(row[1]) + " as " + std::string(name), name));
  // The project's own.
  std::set<std::string_view> files;
  for (const auto& symbol : context.code.project_symbols(Language::python)) {
    if (symbol.name != name || symbol.file == file.path || !files.insert(symbol.file).second || files.size() > 4)
      continue;
    if (symbol.kind == languages::SymbolKind::module || symbol.kind == languages::SymbolKind::parameter) continue;
    const auto module = module_of(context, file, symbol.file);
    if (module.empty()) continue;
    const bool test = symbol.file.find("test") != std::string_view::npos;
    const double kind = symbol.kind == languages::SymbolKind::variable ? 0.7 : 0.88;
    out.push_back(import_proposal(file, module, name, test ? 0.4 : kind - 0.1 * static_cast<double>(files.size() - 1),
                                  "imports " + std::string(name) + " from " + module));
  }
  if (used_with_dot && kModules.rows(name).empty())
    if (const auto path = file_of_module(context, file, name); path && *path != file.path)
      out.push_back(import_proposal(file, name, "", 0.85, "imports the module " + std::string(name)));
}

void foreign(const FixContext& context, std::string_view name, std::vector<Proposal>& out) {
  static const languages::Table kForeign("python/foreign_names");
  for (const auto& row : kForeign.rows(name)) {
    if (row.size() < 2) continue;
    if (row[1] == "self" && ts_node_is_null(enclosing(*context.file, context.at.begin, "class_definition"))) continue;
    out.push_back(rename(*context.file, unknown_uses(context, name), row[1], 0.9,
                         "'" + std::string(name) + "' is '" + std::string(row[1]) + "' in Python"));
  }
}

/// A foreign name that is misspelt, too: "lenght".
void near_foreign(const FixContext& context, std::string_view name, std::vector<Proposal>& out) {
  static const languages::Table kForeign("python/foreign_names");
  std::vector<std::string_view> names;
  const auto rows = kForeign.all();
  for (const auto& row : rows)
    if (row.size() >= 2 && row[0].size() >= 4) names.push_back(row[0]);
  const auto near = source::near_names(name, names);
  if (near.empty() || near.front().distance > 1) return;
  for (const auto& row : rows)
    if (row.size() >= 2 && row[0] == near.front().name && row[1] != "self")
      out.push_back(rename(*context.file, unknown_uses(context, name), row[1], 0.55,
                           "'" + std::string(name) + "' is '" + std::string(row[1]) + "' in Python"));
}

void misspelt(const FixContext& context, std::string_view name, std::vector<Proposal>& out) {
  const auto& file = *context.file;
  const auto uses = unknown_uses(context, name);
  if (uses.empty()) return;
  static const languages::Table kBuiltins("python/builtins"), kModules("python/std_modules");
  const auto meant = did_you_mean(context.problem.primary.message);
  if (!meant.empty() && base::is_identifier(meant)) {
    const bool is_self = context.problem.primary.message.find("'self." + std::string(meant)) != std::string::npos;
    if (!is_self)
      out.push_back(
          rename(file, uses, meant, 0.86, "'" + std::string(name) + "' is a misspelt '" + std::string(meant) + "'"));
  }
  std::vector<std::string_view> names;
  for (const auto& symbol : context.code.visible(file, context.at.begin, false)) {
    // The names of a class are not visible in its methods.
    names.push_back(symbol.name);
  }
  std::set<std::string_view> imported;
  for (std::uint32_t i = 0; i < ts_node_child_count(file.syntax.root()); ++i) {
    const auto node = ts_node_child(file.syntax.root(), i);
    if (!source::type(node).starts_with("import")) continue;
    source::walk(node, [&](TSNode part) {
      if (source::type(part) == "identifier") imported.insert(file.syntax.text(part));
      return true;
    });
  }
  names.insert(names.end(), imported.begin(), imported.end());
  std::erase(names, name);
  const auto local = source::near_names(name, names);
  for (std::size_t i = 0; i < local.size() && i < 4; ++i)
    out.push_back(rename(file, uses, local[i].name,
                         near_confidence(name, local[i].name, local[i].distance) - 0.1 * static_cast<double>(i),
                         "'" + std::string(name) + "' is a misspelt '" + std::string(local[i].name) + "'"));
  names.clear();
  for (const auto& row : kBuiltins.all()) names.push_back(row[0]);
  const auto global = source::near_names(name, names);
  for (std::size_t i = 0; i < global.size() && i < 2; ++i)
    out.push_back(
        rename(file, uses, global[i].name,
               near_confidence(name, global[i].name, global[i].distance) - 0.04 - 0.1 * static_cast<double>(i),
               "'" + std::string(name) + "' is a misspelt '" + std::string(global[i].name) + "'"));
  if (!out.empty() || uses.front().end >= file.text.size() || file.text[uses.front().end] != '.') return;
  // Nothing near: perhaps a module's name is misspelt and not imported.
  names.clear();
  for (const auto& row : kModules.all()) names.push_back(row[0]);
  const auto modules = source::near_names(name, names);
  if (!modules.empty() && modules.front().distance <= 1) {
    auto proposal =
        import_proposal(file, modules.front().name, "", 0.5, "imports " + std::string(modules.front().name));
    for (const auto& use : uses)
      proposal.edits.push_back({file.path, use.begin, use.end, std::string(modules.front().name)});
    out.push_back(std::move(proposal));
  }
}

/// Members are reached through self.
void through_self(const FixContext& context, std::string_view name, std::vector<Proposal>& out) {
  const auto& file = *context.file;
  const auto klass = enclosing(file, context.at.begin, "class_definition");
  const auto function = enclosing(file, context.at.begin, "function_definition");
  if (ts_node_is_null(klass) || ts_node_is_null(function) || source::span(function).begin < source::span(klass).begin)
    return;
  const auto parameters = field(function, "parameters");
  const auto first = ts_node_is_null(parameters) || ts_node_named_child_count(parameters) == 0
                         ? std::string_view{}
                         : file.syntax.text(ts_node_named_child(parameters, 0));
  if (name == "self") {
    const auto decorators = ts_node_parent(function);
    if (source::type(decorators) == "decorated_definition" &&
        file.syntax.text(decorators).find("@staticmethod") <
            source::span(function).begin - source::span(decorators).begin) {
      out.push_back(rename(file, uses_of_name(file, name, source::span(function)),
                           file.syntax.text(field(klass, "name")), 0.75,
                           "a static method reaches the class by its name"));
      return;
    }
    const auto at = source::span(parameters).begin + 1;
    const bool empty = ts_node_named_child_count(parameters) == 0;
    out.push_back(insert(file, at, empty ? "self" : "self, ", 0.88, "adds the missing parameter 'self'"));
    return;
  }
  if (first != "self" && first != "cls") return;
  const auto members = class_members(context, file.syntax.text(field(klass, "name")));
  const auto uses = uses_of_name(file, name, source::span(function));
  const bool known = std::ranges::find(members, name) != members.end();
  const auto prefixed = [&](double confidence, std::string_view member) {
    out.push_back(rename(file, uses, std::string(first) + "." + std::string(member), confidence,
                         "'" + std::string(member) + "' is a member: it is reached through " + std::string(first)));
  };
  if (known) return prefixed(0.9, name);
  const auto near = source::near_names(name, members);
  if (!near.empty() && near.front().distance == 1) prefixed(0.35, near.front().name);
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  const auto name = missing_name(context.problem.primary.message);
  if (context.file == nullptr || !base::is_identifier(name)) return proposals;
  through_self(context, name, proposals);
  imports(context, name, proposals);
  foreign(context, name, proposals);
  near_foreign(context, name, proposals);
  misspelt(context, name, proposals);
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "python/name",
          .languages = kLanguages,
          .answers = R"(NameError (free variable|global name|name) |F821 Undefined name )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::python::name
