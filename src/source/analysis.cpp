#include "source/analysis.hpp"

#include <algorithm>
#include <set>

#include "base/paths.hpp"
#include "base/text.hpp"

namespace fixpoint::source {
namespace {

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// The identifier a declaration declares: through nested declarators down to the first name.
TSNode declared_name(TSNode node, std::string_view field, const languages::LanguageFacts& facts) {
  TSNode at = field.empty()
                  ? node
                  : ts_node_child_by_field_name(node, field.data(), static_cast<std::uint32_t>(field.size()));
  for (int depth = 0; depth < 12 && !ts_node_is_null(at); ++depth) {
    if (contains(facts.identifier_nodes, type(at))) return at;
    TSNode next = ts_node_child_by_field_name(at, "declarator", 10);
    if (ts_node_is_null(next)) next = ts_node_child_by_field_name(at, "name", 4);
    if (ts_node_is_null(next)) next = ts_node_named_child(at, 0);
    at = next;
  }
  return at;
}

/// All names a declaration declares: fields may repeat ("int a, b;") and patterns may hold several names.
void declare(const Code& code, TSNode node, const languages::DefinitionRule& rule, Span scope, bool top,
             std::vector<Symbol>& symbols) {
  const auto add = [&](TSNode name) {
    if (ts_node_is_null(name)) return;
    const auto text = code.syntax.text(name);
    if (!text.empty()) symbols.push_back({text, rule.kind, code.path, span(name), scope, top});
  };
  if (rule.field.empty()) return add(declared_name(node, rule.field, *code.facts));
  TSTreeCursor cursor = ts_tree_cursor_new(node);
  if (ts_tree_cursor_goto_first_child(&cursor)) {
    do {
      const char* field = ts_tree_cursor_current_field_name(&cursor);
      if (field == nullptr || rule.field != field) continue;
      const TSNode child = ts_tree_cursor_current_node(&cursor);
      const auto kind = type(child);
      const bool list = kind.ends_with("_list") || kind.ends_with("_pattern") || kind == "pattern_list";
      if (!list) {
        add(declared_name(child, "", *code.facts));
        continue;
      }
      walk(child, [&](TSNode part) {
        if (!contains(code.facts->identifier_nodes, type(part))) return true;
        add(part);
        return false;
      });
    } while (ts_tree_cursor_goto_next_sibling(&cursor));
  }
  ts_tree_cursor_delete(&cursor);
}

void collect(const Code& code, TSNode node, Span scope, bool top, int depth, std::vector<Symbol>& symbols) {
  if (depth > 200) return;
  for (const auto& rule : code.facts->definitions)
    if (rule.node == type(node)) {
      // A function's parameters are seen inside it; its own name outside.
      declare(code, node, rule, scope, top, symbols);
    }
  const bool opens = contains(code.facts->scopes, type(node));
  const auto inner = opens ? span(node) : scope;
  const auto count = ts_node_child_count(node);
  for (std::uint32_t i = 0; i < count; ++i)
    collect(code, ts_node_child(node, i), inner, top && !opens, depth + 1, symbols);
}

bool same_family(Language a, Language b) {
  const auto family = [](Language language) {
    if (language == Language::cpp) return Language::c;
    if (language == Language::typescript) return Language::javascript;
    return language;
  };
  return family(a) == family(b);
}

}  // namespace

Code::Code(std::string where, std::string_view bytes, const languages::LanguageFacts& of)
    : path(std::move(where)), text(bytes), facts(&of), lines(bytes), syntax(bytes, of) {
  if (!ts_node_is_null(syntax.root())) collect(*this, syntax.root(), {0, text.size()}, true, 0, symbols);
}

const Code* Analysis::code(std::string_view path, Language as) const {
  const auto language = as == Language::any ? languages::language_of(path) : as;
  std::string key(path);
  key += '\0';
  key += name(language);
  auto found = codes_.find(key);
  if (found == codes_.end()) {
    const auto text = tree_.read(path);
    auto made = text ? std::make_unique<Code>(std::string(path), *text, languages::facts(language)) : nullptr;
    found = codes_.emplace(std::move(key), std::move(made)).first;
  }
  return found->second.get();
}

const std::vector<Symbol>& Analysis::project_symbols(Language language) const {
  auto found = project_.find(language);
  if (found != project_.end()) return found->second;
  std::vector<Symbol> symbols;
  constexpr std::size_t kMaxFiles = 2000;  // enough for a module; a monorepo is cut here to stay in milliseconds
  std::size_t read = 0;
  for (const auto& path : tree_.files()) {
    if (!same_family(languages::language_of(path), language)) continue;
    if (++read > kMaxFiles) break;
    if (const auto* file = code(path))
      for (const auto& symbol : file->symbols)
        if (symbol.top_level) symbols.push_back(symbol);
  }
  return project_.emplace(language, std::move(symbols)).first->second;
}

std::vector<Symbol> Analysis::visible(const Code& code, std::uint64_t offset, bool project) const {
  std::vector<Symbol> symbols;
  if (project)
    for (const auto& symbol : project_symbols(code.facts->language))
      if (symbol.file != code.path) symbols.push_back(symbol);
  std::vector<Symbol> local;
  for (const auto& symbol : code.symbols)
    if (symbol.scope.begin <= offset && offset <= symbol.scope.end) local.push_back(symbol);
  std::ranges::stable_sort(local, [](const Symbol& a, const Symbol& b) {
    return a.scope.end - a.scope.begin > b.scope.end - b.scope.begin;
  });
  symbols.insert(symbols.end(), local.begin(), local.end());
  return symbols;
}

std::optional<std::string> Analysis::resolve(std::string_view folder, std::string_view printed) const {
  if (printed.empty()) return std::nullopt;
  const auto& root = tree_.root();
  const auto inside = base::below(root, base::absolute(base::absolute(root, folder), printed));
  if (inside && tree_.read(*inside)) return inside;
  if (!printed.starts_with('/')) {
    auto direct = base::normalize(printed);
    if (!direct.starts_with("..") && tree_.read(direct)) return direct;
  }
  // Tools that print paths of another root (containers, module names): the longest suffix that only one file has.
  for (std::string_view suffix = printed;;) {
    const std::string* only = nullptr;
    int hits = 0;
    for (const auto& file : tree_.files())
      if (file == suffix ||
          (file.size() > suffix.size() && file.ends_with(suffix) && file[file.size() - suffix.size() - 1] == '/'))
        only = &file, ++hits;
    if (hits == 1) return *only;
    const auto slash = suffix.find('/');
    if (hits > 1 || slash == std::string_view::npos) return std::nullopt;
    suffix.remove_prefix(slash + 1);
  }
}

std::vector<NearName> near_names(std::string_view wrong, const std::vector<std::string_view>& names) {
  const auto limit = std::max<std::size_t>(1, (wrong.size() + 1) / 3);
  std::vector<NearName> near;
  std::set<std::string_view> seen;
  for (const auto name : names) {
    if (name == wrong || !seen.insert(name).second) continue;
    const auto distance = base::edit_distance(wrong, name, limit);
    if (distance <= limit && distance < std::max(wrong.size(), name.size())) near.push_back({name, distance});
  }
  const auto folded = base::lower(wrong);
  const auto prefix = [&](std::string_view name) { return std::ranges::mismatch(wrong, name).in1 - wrong.begin(); };
  std::ranges::stable_sort(near, [&](const NearName& a, const NearName& b) {
    const bool same_a = base::lower(a.name) == folded, same_b = base::lower(b.name) == folded;
    if (same_a != same_b) return same_a;
    if (a.distance != b.distance) return a.distance < b.distance;
    return prefix(a.name) > prefix(b.name);
  });
  return near;
}

}  // namespace fixpoint::source
