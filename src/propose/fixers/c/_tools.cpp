#include "_tools.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace fixpoint::propose::fixers::c {
namespace {

bool neighbours_on_keyboard(char a, char b) {
  constexpr std::string_view kRows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  for (const auto row : kRows) {
    const auto i = row.find(a), j = row.find(b);
    if (i != std::string_view::npos && j != std::string_view::npos && (i + 1 == j || j + 1 == i)) return true;
  }
  return false;
}

}  // namespace

source::Span item_around(const source::Code& file, std::uint64_t at) {
  source::Span found{0, file.text.size()};
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto where = source::span(node);
    if (at < where.begin || at > where.end) return false;
    const auto kind = source::type(node);
    if (kind == "function_definition" || kind == "struct_specifier" || kind == "class_specifier") {
      found = where;
      return kind != "function_definition";
    }
    return true;
  });
  return found;
}

std::string plain_message(const FixContext& context) {
  return base::replace_all(base::replace_all(context.problem.primary.message, "‘", "'"), "’", "'");
}

std::size_t closing(const std::vector<Token>& tokens, std::size_t open) {
  int depth = 0;
  for (auto i = open; i < tokens.size(); ++i) {
    const auto text = tokens[i].text;
    if (text == "(" || text == "[" || text == "{") ++depth;
    if ((text == ")" || text == "]" || text == "}") && --depth == 0) return i;
  }
  return tokens.size();
}

std::size_t opening(const std::vector<Token>& tokens, std::size_t close) {
  int depth = 0;
  for (auto i = close + 1; i-- > 0;) {
    const auto text = tokens[i].text;
    if (text == ")" || text == "]" || text == "}") ++depth;
    if ((text == "(" || text == "[" || text == "{") && --depth == 0) return i;
  }
  return tokens.size();
}

std::vector<std::pair<std::size_t, std::size_t>> arguments_of(const std::vector<Token>& tokens, std::size_t open) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  const auto close = closing(tokens, open);
  if (close == tokens.size() || close == open + 1) return found;
  int depth = 0;
  auto begin = open + 1;
  for (auto i = open + 1; i <= close; ++i) {
    const auto text = tokens[i].text;
    if ((text == "," && depth == 0) || i == close) {
      found.emplace_back(begin, i);
      begin = i + 1;
    }
    if (text == "(" || text == "[" || text == "{") ++depth;
    if (text == ")" || text == "]" || text == "}") --depth;
  }
  return found;
}

std::vector<source::Symbol> variables_at(const FixContext& context, std::uint64_t at) {
  std::vector<source::Symbol> found;
  std::set<std::string_view> seen;
  auto all = context.code.visible(*context.file, at);
  std::ranges::reverse(all);
  for (const auto& symbol : all) {
    using languages::SymbolKind;
    if (symbol.kind != SymbolKind::variable && symbol.kind != SymbolKind::parameter) continue;
    if (symbol.file == context.file->path && symbol.place.begin > at) continue;
    if (seen.insert(symbol.name).second) found.push_back(symbol);
  }
  std::ranges::reverse(found);
  return found;
}

double letters(std::string_view wrong, std::string_view right) {
  if (base::lower(wrong) == base::lower(right)) return 0.1;
  const auto longest = std::max(wrong.size(), right.size());
  if (longest == 1) return neighbours_on_keyboard(wrong[0], right[0]) ? 2.2 : 2.6;
  const auto limit = std::max<std::size_t>(2, longest / 2);
  const auto distance = base::edit_distance(wrong, right, limit);
  if (distance > limit) {
    if (right.starts_with(wrong) || wrong.starts_with(right) || right.ends_with(wrong)) return 2.6;
    return 5;
  }
  const bool same_start = wrong[0] == right[0];
  return 3.2 * static_cast<double>(distance) / static_cast<double>(longest) + (same_start ? 0 : 0.5) +
         (longest <= 2 ? 0.4 : 0);
}

}  // namespace fixpoint::propose::fixers::c
