// What it answers: names, types, macros, methods, fields and paths that do not exist, when something close to them
// does. What it changes: writes the close name: of the scope, the project, the standard library, the path's module.
// When it declines: nothing is close enough.
#include <algorithm>
#include <set>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/fixers/rust/_code.hpp"
#include "propose/rename.hpp"

namespace fixpoint::propose::fixers::rust::misspelt_name {
namespace {

using languages::SymbolKind;

const languages::Table& std_names() {
  static const languages::Table kTable("rust/std_names");
  return kTable;
}

constexpr std::string_view kPrelude[] = {
    "Option", "Some",      "None",    "Result",     "Ok",           "Err",   "String", "Vec",      "Box",   "Clone",
    "Copy",   "Drop",      "Default", "Iterator",   "IntoIterator", "From",  "Into",   "ToString", "i8",    "i16",
    "i32",    "i64",       "i128",    "isize",      "u8",           "u16",   "u32",    "u64",      "u128",  "usize",
    "f32",    "f64",       "bool",    "char",       "str",          "Self",  "self",   "true",     "false", "std",
    "crate",  "PartialEq", "Eq",      "PartialOrd", "Ord",          "Debug", "Hash",   "Send",     "Sync",  "AsRef"};
constexpr std::string_view kMacros[] = {
    "println",     "print",         "eprintln",  "eprint",       "format",      "vec",     "panic",
    "assert",      "assert_eq",     "assert_ne", "write",        "writeln",     "matches", "todo",
    "unreachable", "unimplemented", "dbg",       "debug_assert", "include_str", "env",     "concat"};
constexpr std::string_view kMethods[] = {"len",
                                         "push",
                                         "pop",
                                         "iter",
                                         "iter_mut",
                                         "into_iter",
                                         "map",
                                         "filter",
                                         "collect",
                                         "unwrap",
                                         "expect",
                                         "clone",
                                         "to_string",
                                         "as_str",
                                         "push_str",
                                         "insert",
                                         "remove",
                                         "get",
                                         "get_mut",
                                         "contains",
                                         "contains_key",
                                         "is_empty",
                                         "sum",
                                         "fold",
                                         "enumerate",
                                         "zip",
                                         "rev",
                                         "chars",
                                         "bytes",
                                         "lines",
                                         "split",
                                         "split_whitespace",
                                         "trim",
                                         "parse",
                                         "unwrap_or",
                                         "unwrap_or_else",
                                         "unwrap_or_default",
                                         "ok_or",
                                         "ok_or_else",
                                         "map_err",
                                         "and_then",
                                         "is_some",
                                         "is_none",
                                         "is_ok",
                                         "is_err",
                                         "as_ref",
                                         "as_mut",
                                         "to_owned",
                                         "into",
                                         "extend",
                                         "sort",
                                         "sort_by",
                                         "sort_by_key",
                                         "sort_unstable",
                                         "dedup",
                                         "first",
                                         "last",
                                         "min",
                                         "max",
                                         "abs",
                                         "pow",
                                         "sqrt",
                                         "entry",
                                         "or_insert",
                                         "or_insert_with",
                                         "or_default",
                                         "keys",
                                         "values",
                                         "values_mut",
                                         "starts_with",
                                         "ends_with",
                                         "replace",
                                         "join",
                                         "take",
                                         "skip",
                                         "any",
                                         "all",
                                         "find",
                                         "position",
                                         "count",
                                         "next",
                                         "peekable",
                                         "borrow",
                                         "borrow_mut",
                                         "lock",
                                         "read",
                                         "write",
                                         "to_uppercase",
                                         "to_lowercase",
                                         "split_once",
                                         "cloned",
                                         "copied",
                                         "flat_map",
                                         "for_each",
                                         "chunks",
                                         "windows",
                                         "swap",
                                         "truncate",
                                         "clear",
                                         "drain",
                                         "retain",
                                         "with_capacity",
                                         "is_alphabetic",
                                         "is_numeric",
                                         "is_whitespace",
                                         "to_vec",
                                         "round",
                                         "floor",
                                         "ceil",
                                         "powi"};

struct Span {
  source::Span what;
  std::string_view text;
};

void rename(const source::Code& file, source::Span what, std::string_view wrong,
            const std::vector<std::string_view>& names, double best, std::vector<Proposal>& found) {
  const auto close = source::near_names(wrong, names);
  double confidence = best;
  for (std::size_t i = 0; i < close.size() && i < 4; ++i) {
    const auto base = confidence - 0.1 * static_cast<double>(std::min<std::size_t>(close[i].distance, 4) - 1);
    found.push_back(
        replace(file, what, close[i].name, std::max(base, 0.1),
                "nothing is called " + std::string(wrong) + "; " + std::string(close[i].name) + " exists"));
    confidence *= 0.7;
  }
}

/// Names of a path's module: of the standard library, or the items and submodules of the project.
std::vector<std::string_view> names_below(const FixContext& context, std::string_view prefix,
                                          std::set<std::string, std::less<>>& storage) {
  std::vector<std::string_view> names;
  if (prefix == "std" || prefix.starts_with("std::") || prefix == "core" || prefix == "alloc") {
    for (const auto& row : std_names().all()) {
      if (row.size() < 2 || !row[1].starts_with(prefix) || row[1].size() < prefix.size() + 3) continue;
      auto rest = row[1].substr(prefix.size());
      if (!rest.starts_with("::")) continue;
      rest.remove_prefix(2);
      storage.emplace(rest.substr(0, rest.find("::")));
    }
    for (const auto& name : storage) names.push_back(name);
    return names;
  }
  for (const auto* file : project_files(context))
    for (const auto& symbol : file->symbols)
      if (symbol.top_level || symbol.kind == SymbolKind::constant || symbol.kind == SymbolKind::function)
        names.push_back(symbol.name);
  return names;
}

/// A type, a module, or a name that a `use` brings in: followed by "::".
bool module_like(const FixContext& context, std::string_view name) {
  if (name[0] >= 'A' && name[0] <= 'Z') return true;
  for (const auto* file : project_files(context))
    for (const auto& symbol : file->symbols)
      if (symbol.name == name && symbol.kind == SymbolKind::module) return true;
  return context.file->text.contains("::" + std::string(name) + ";");
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr || context.at.end <= context.at.begin) return {};
  const auto& file = *context.file;
  const auto& primary = context.problem.primary;
  const std::string_view message = primary.message;
  const auto names = quoted_parts(message);
  std::vector<Proposal> found;
  std::set<std::string, std::less<>> storage;
  const auto here = file.text.substr(context.at.begin, context.at.end - context.at.begin);

  // A path: "unresolved import `std::colections`", "could not find `x` in `y`".
  static const base::Regex kIn(R"((?:could not find|no) `([^`]+)` in `([^`]+)`)");
  static const base::Regex kUnlinked(R"(unresolved module or unlinked crate `([^`]+)`)");
  std::string missing, module;
  if (kIn.find(primary.context, &missing, &module)) {
    // The segment within the place; in a use list the place is the segment alone.
    const auto at = here.find(missing);
    if (at == std::string_view::npos) return {};
    const source::Span what{context.at.begin + at, context.at.begin + at + missing.size()};
    auto prefix = std::string(file.text.substr(context.at.begin, at));
    while (prefix.ends_with(':')) prefix.pop_back();
    if (prefix.empty()) {
      const auto before = file.text.substr(0, context.at.begin);
      auto begin = before.size();
      while (begin > 0 && (base::is_identifier_part(before[begin - 1]) || before[begin - 1] == ':')) --begin;
      prefix = before.substr(begin);
      while (prefix.ends_with(':')) prefix.pop_back();
    }
    rename(file, what, missing, names_below(context, prefix.empty() ? module : prefix, storage), 0.85, found);
    return found;
  }
  if (kUnlinked.find(primary.context, &missing)) {
    const auto at = here.find(missing);
    if (at == std::string_view::npos) return {};
    std::vector<std::string_view> candidates = {"std", "core", "alloc", "crate", "self", "super"};
    for (const auto* one : project_files(context))
      for (const auto& symbol : one->symbols)
        if (symbol.kind == SymbolKind::module) candidates.push_back(symbol.name);
    // Crates by their manifests, and the names that this file's uses bring in.
    for (const auto& path : context.tree.files())
      if (path.ends_with("Cargo.toml"))
        if (const auto text = context.tree.read(path))
          for (const auto line : base::split_lines(*text)) {
            const auto equals = line.find('=');
            if (equals == std::string_view::npos) continue;
            auto name = base::trim(line.substr(0, equals));
            if (name == "name") {
              name = base::trim(line.substr(equals + 1));
              if (name.size() > 2) name = name.substr(1, name.size() - 2);
            }
            candidates.push_back(*storage.insert(base::replace_all(name, "-", "_")).first);
          }
    source::walk(file.syntax.root(), [&](TSNode node) {
      if (source::type(node) != "use_declaration") return source::type(node) != "function_item";
      source::walk(node, [&](TSNode part) {
        if (source::type(part) == "identifier") candidates.push_back(file.syntax.text(part));
        return true;
      });
      return false;
    });
    rename(file, {context.at.begin + at, context.at.begin + at + missing.size()}, missing, candidates, 0.8, found);
    return found;
  }
  if (names.empty()) return {};
  const auto& wrong = names.front();
  std::vector<std::string_view> candidates;
  source::Span what = context.at;
  if (here != wrong) {
    const auto at = here.find(wrong);
    if (at == std::string_view::npos) return {};
    what = {context.at.begin + at, context.at.begin + at + wrong.size()};
  }
  double best = 0.8;
  if (message.starts_with("cannot find macro")) {
    candidates.assign(std::begin(kMacros), std::end(kMacros));
    for (const auto* one : project_files(context))
      for (const auto& symbol : one->symbols)
        if (symbol.kind == SymbolKind::macro) candidates.push_back(symbol.name);
  } else if (primary.code == "E0599" || primary.code == "E0576" || primary.code == "E0407" ||
             primary.code == "E0437" || primary.code == "E0438") {
    for (const auto* one : project_files(context))
      for (const auto& symbol : one->symbols)
        if (symbol.kind == SymbolKind::function || symbol.kind == SymbolKind::constant)
          candidates.push_back(symbol.name);
    candidates.insert(candidates.end(), std::begin(kMethods), std::end(kMethods));
    best = 0.65;
  } else if (primary.code == "E0609" || primary.code == "E0560" || primary.code == "E0559" ||
             primary.code == "E0026") {
    for (const auto* one : project_files(context))
      for (const auto& symbol : one->symbols)
        if (symbol.kind == SymbolKind::field) candidates.push_back(symbol.name);
    best = 0.65;
  } else {
    for (const auto& symbol : context.code.visible(file, what.begin))
      if (symbol.kind != SymbolKind::field) candidates.push_back(symbol.name);
    std::ranges::reverse(candidates);
    candidates.insert(candidates.end(), std::begin(kPrelude), std::end(kPrelude));
    // What the file's uses bring in.
    source::walk(file.syntax.root(), [&](TSNode node) {
      if (source::type(node) != "use_declaration") return source::type(node) != "function_item";
      source::walk(node, [&](TSNode part) {
        if (source::type(part) == "identifier") candidates.push_back(file.syntax.text(part));
        return true;
      });
      return false;
    });
    if (names.size() == 1)
      for (const auto keyword : context.facts.keywords) candidates.push_back(keyword);
  }
  // The dot after "self" (or a variable) is missing.
  if (primary.code == "E0425")
    for (const auto known : candidates) {
      if (known.size() < 2 || known.size() + 1 >= wrong.size() || !wrong.starts_with(known)) continue;
      const auto rest = std::string_view(wrong).substr(known.size());
      const bool member = std::ranges::any_of(project_files(context), [&](const auto* one) {
        return std::ranges::any_of(one->symbols, [&](const auto& symbol) {
          return symbol.name == rest && (symbol.kind == SymbolKind::field || symbol.kind == SymbolKind::function);
        });
      });
      if (member && found.empty())
        found.push_back(insert(file, what.begin + known.size(), module_like(context, known) ? "::" : ".", 0.85,
                               "a separator is missing in " + wrong));
    }
  rename(file, what, wrong, candidates, best, found);
  rename_declaration(project_files(context), wrong, found);
  return found;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "rust/misspelt_name",
      .languages = kRust,
      .answers =
          R"(cannot find |unresolved import|failed to resolve|no (method|field|function|variant|associated|struct)|has no field|is not a member of)",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::misspelt_name
