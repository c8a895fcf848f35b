// What it answers: a name that is not declared, in C (and C++ for names of the file itself).
// What it changes: replaces it by the near name that is meant (variables in scope, functions, library names,
// keywords), everywhere the unknown name stands in the function; declares it; makes "p-x" "p->x"; splits "intx". When
// it declines: no near name, and nothing to infer a declaration from.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "_check.hpp"
#include "_tools.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c::undeclared {
namespace {

constexpr Language kLanguages[] = {Language::c, Language::cpp};

struct Use {
  std::size_t index;
  bool call = false, subscript = false, address = false, argument = false;
};

Use look(const std::vector<Token>& all, std::size_t index) {
  Use use{index};
  if (index + 1 < all.size()) {
    use.call = all[index + 1].text == "(";
    use.subscript = all[index + 1].text == "[";
  }
  if (index > 0) {
    use.address = all[index - 1].text == "&";
    use.argument = all[index - 1].text == "(" || all[index - 1].text == ",";
  }
  return use;
}

Candidate replace_all(const std::vector<Token>& all, const std::vector<std::size_t>& uses, std::string_view with,
                      double cost, std::string reason) {
  Candidate candidate;
  for (const auto index : uses) candidate.changes.push_back({all[index].span, std::string(with)});
  candidate.cost = cost;
  candidate.reason = std::move(reason);
  return candidate;
}

/// Candidates that declare `name` as an int: in its for header, or in the function's first declaration of ints.
void declare(const std::vector<Token>& all, std::size_t first_use, std::string_view name,
             std::vector<Candidate>& candidates) {
  const auto use = look(all, first_use);
  if (use.call) return;
  const auto quoted = "'" + std::string(name) + "' is not declared";
  if (first_use >= 2 && all[first_use - 1].text == "(" && all[first_use - 2].text == "for")
    candidates.push_back(insert_before(all[first_use], "int ", use.subscript ? 4.0 : 1.9, quoted));
  else if (first_use + 1 < all.size() && all[first_use + 1].text == "=" && first_use > 0 &&
           (all[first_use - 1].text == ";" || all[first_use - 1].text == "{" || all[first_use - 1].text == "}"))
    candidates.push_back(insert_before(all[first_use], "int ", 3.0, quoted));
  // "int a, b;" becomes "int a, b, name;" for the nearest such declaration above; else a line of its own.
  std::size_t open = all.size(), end_of_ints = all.size();
  for (std::size_t i = 0; i < first_use; ++i) {
    if (all[i].text == "{" && open == all.size()) open = i;
    if (open == all.size()) continue;
    if (all[i].text == "int" && i > 0 &&
        (all[i - 1].text == "{" || all[i - 1].text == ";" || all[i - 1].text == "}")) {
      int depth = 0;
      for (auto j = i + 1; j < first_use; ++j) {
        if (all[j].text == "(" || all[j].text == "[" || all[j].text == "{") ++depth;
        if (all[j].text == ")" || all[j].text == "]" || all[j].text == "}") --depth;
        if (all[j].text == ";" && depth == 0) {
          end_of_ints = j;
          break;
        }
      }
      if (end_of_ints != all.size()) break;
    }
  }
  const double like = use.subscript ? 3.5 : 2.3;
  if (end_of_ints != all.size())
    candidates.push_back(
        insert_before(all[end_of_ints], ", " + std::string(name) + (use.subscript ? "[100]" : ""), like, quoted));
  else if (open != all.size())
    candidates.push_back(insert_after(all[open], "\n    int " + std::string(name) + (use.subscript ? "[100];" : ";"),
                                      like + 0.3, quoted));
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto& diagnostic = context.problem.primary;
  const auto where = identifier_at(file.text, context.at.begin);
  if (where.begin == where.end) return {};
  const auto name = file.text.substr(where.begin, where.end - where.begin);
  if (!diagnostic.arguments.empty() && diagnostic.arguments.front() != name) return {};

  const auto item = item_around(file, where.begin);
  const auto all = tokens(file, item);
  const auto here = token_at(all, where.begin);
  if (here >= all.size() || all[here].span.begin != where.begin) return {};
  const auto use = look(all, here);

  // All uses from the first undeclared one on; members of the same name are no uses.
  std::vector<std::size_t> uses;
  for (auto i = here; i < all.size(); ++i)
    if (all[i].text == name && (i == 0 || (all[i - 1].text != "." && all[i - 1].text != "->"))) uses.push_back(i);
  const auto line = file.lines.line_of(where.begin);
  std::vector<std::size_t> on_line;
  for (const auto index : uses)
    if (file.lines.line_of(all[index].span.begin) == line) on_line.push_back(index);

  std::map<std::string_view, int> counts;
  for (const auto& token : all)
    if (token.word) ++counts[token.text];

  std::vector<Candidate> candidates;
  std::set<std::string_view> offered;
  const auto offer = [&](std::string_view right, double cost) {
    if (right == name || right.empty() || !offered.insert(right).second) return;
    const auto reason = "'" + std::string(name) + "' is not declared, '" + std::string(right) + "' is";
    if (uses.size() > 1) candidates.push_back(replace_all(all, uses, right, cost, reason));
    if (on_line.size() > 1 && on_line.size() < uses.size())
      candidates.push_back(replace_all(all, on_line, right, cost + 0.4, reason));
    candidates.push_back(replace_all(all, {here}, right,
                                     cost + (on_line.size() > 1 ? 1.2
                                             : uses.size() > 1  ? 0.5
                                                                : 0),
                                     reason));
  };

  for (const auto& symbol : context.code.visible(file, where.begin)) {
    using languages::SymbolKind;
    if (symbol.kind == SymbolKind::field || symbol.name == "main") continue;
    const bool function = symbol.kind == SymbolKind::function;
    if (symbol.file == file.path && symbol.place.begin > where.begin && !function) continue;
    if (symbol.kind == SymbolKind::type) continue;
    double cost = letters(name, symbol.name);
    if (function != use.call) cost += 2.0;
    // Declared and never used: this is where it was meant to be used.
    if (!function && counts[symbol.name] == 1) cost -= 1.2;
    if (!symbol.top_level || function) cost -= 0.2;
    if (cost < 6) offer(symbol.name, cost);
  }
  // The loop variable and what stands beside the place are more likely than the rest.
  for (std::size_t i = here > 24 ? here - 24 : 0; i < here; ++i)
    if (all[i].word)
      for (auto& candidate : candidates)
        if (candidate.changes.front().with == all[i].text) candidate.cost -= 0.02;

  // The variable of the nearest loop above is what an index most often means.
  for (std::size_t i = here, seen = 0; i-- > 1 && seen < 80; ++seen) {
    if (all[i].text != "for" || i + 2 >= all.size() || all[i + 1].text != "(") continue;
    const auto variable = all[i + 2].word && i + 3 < here && all[i + 3].word ? i + 3 : i + 2;
    for (auto& candidate : candidates)
      if (candidate.changes.front().with == all[variable].text && name.size() == 1) candidate.cost -= 0.7;
    break;
  }

  const auto globals = globals_of(file, context.code);
  // Library names: near ones by table (all of one first letter would miss "rpintf"; the table is small).
  static const languages::Table table("c/std_symbols");
  if (name.size() >= 3) {
    const auto limit = std::max<std::size_t>(1, name.size() / 3);
    std::size_t at = 0;
    const auto text = table.text();
    while (at < text.size()) {
      const auto end = std::min(text.find('\n', at), text.size());
      const auto row = text.substr(at, end - at);
      at = end + 1;
      const auto tab = row.find('\t');
      if (tab == std::string_view::npos || row.starts_with('#')) continue;
      const auto word = row.substr(0, tab);
      const auto gap = word.size() > name.size() ? word.size() - name.size() : name.size() - word.size();
      if (gap > limit) continue;
      const bool function = row.ends_with("\tfunction");
      if (function != use.call) continue;
      const auto rest = row.substr(tab + 1);
      const auto header = rest.substr(0, rest.find('\t'));
      const bool included = std::ranges::find(globals.headers, header) != globals.headers.end();
      if (!included && header != "stdio.h" && header != "string.h" && header != "stdlib.h" && header != "math.h")
        continue;
      if (base::lower(word) != base::lower(name) && base::edit_distance(name, word, limit) > limit) continue;
      offer(word, letters(name, word) + (included ? 0.0 : 1.0) - (word == "printf" || word == "scanf" ? 0.5 : 0.0));
    }
  }
  const bool cpp = context.facts.language == Language::cpp;
  if (cpp && name.size() >= 3) {
    static const languages::Table std_names("cpp/std_symbols");
    const bool open = file.text.find("using namespace std") != std::string_view::npos ||
                      (where.begin >= 2 && file.text.substr(where.begin - 2, 2) == "::");
    const auto limit = std::max<std::size_t>(1, name.size() / 3);
    for (const auto& row : std_names.all()) {
      if (row.size() < 3) continue;
      const auto word = row[0];
      const auto gap = word.size() > name.size() ? word.size() - name.size() : name.size() - word.size();
      const bool longer = name.size() >= 4 && word.starts_with(name);
      if ((gap > limit && !longer) || (row[2] == "function" && !use.call)) continue;
      if (!longer && base::lower(word) != base::lower(name) && base::edit_distance(name, word, limit) > limit)
        continue;
      offer(word, std::min(letters(name, word), longer ? 1.6 : 9.0) + (open ? 0.0 : 0.6));
    }
  }
  // Names that other languages have for the same thing.
  static const languages::Table foreign("cpp/foreign_names");
  for (const auto& row : foreign.rows(name))
    if (row.size() > 2 && (cpp ? row[1] : row[2]) != "-") offer(cpp ? row[1] : row[2], 0.2);
  for (const auto keyword : context.facts.keywords) {
    if (keyword.size() < 2 || name.size() < 2) continue;
    const bool folded = base::lower(name) == keyword;
    const std::size_t limit = keyword.size() > 3 ? 2 : 1;
    const auto distance = folded ? 0 : base::edit_distance(name, keyword, limit);
    if (distance <= limit)
      candidates.push_back(replace_all(all, {here}, keyword, 0.6 + 1.1 * static_cast<double>(distance),
                                       "the keyword '" + std::string(keyword) + "' is meant"));
    // "intx" and "returnx": run together.
    if (keyword.size() > 2 && name.size() > keyword.size() && name.starts_with(keyword))
      candidates.push_back(replace_all(all, {here},
                                       std::string(keyword) + " " + std::string(name.substr(keyword.size())), 1.2,
                                       "a blank is missing after '" + std::string(keyword) + "'"));
  }
  if (here > 0 && all[here - 1].text == "-" && all[here - 1].span.end == where.begin)
    candidates.push_back(replace_token(all[here - 1], "->", 0.9, "a member is reached with '->'"));
  if (name == "o" || name == "O") candidates.push_back(replace_all(all, {here}, "0", 1.2, "the digit 0 is meant"));
  if (name == "l" || name == "I") candidates.push_back(replace_all(all, {here}, "1", 1.8, "the digit 1 is meant"));
  if (name.size() == 1 && !use.subscript && !use.call && here > 0 &&
      (all[here - 1].text == "==" || all[here - 1].text == "!=" || all[here - 1].text == ">=" ||
       all[here - 1].text == "<="))
    candidates.push_back(replace_all(all, {here}, "'" + std::string(name) + "'", 3.2,
                                     "the character '" + std::string(name) + "' is meant"));
  declare(all, here, name, candidates);
  // "printf(hello world)": what is called is given text.
  if (here > 1 && all[here - 1].text == "(" && (all[here - 2].text == "printf" || all[here - 2].text == "puts")) {
    const auto close = closing(all, here - 1);
    if (close < all.size() && file.lines.line_of(all[close].span.begin) == line)
      candidates.push_back(
          {{{{where.begin, where.begin}, "\""}, {{all[close].span.begin, all[close].span.begin}, "\""}},
           2.2,
           "text stands in quotes"});
  }
  // Two words for one name: "check prime(x)".
  for (const auto& symbol : context.code.visible(file, where.begin)) {
    if (here + 1 >= all.size() || !all[here + 1].word) break;
    const auto joined = std::string(name) + std::string(all[here + 1].text);
    const auto underscored = std::string(name) + "_" + std::string(all[here + 1].text);
    if (symbol.name != joined && symbol.name != underscored) continue;
    Candidate every;
    for (const auto index : uses)
      if (index + 1 < all.size() && all[index + 1].text == all[here + 1].text)
        every.changes.push_back({{all[index].span.begin, all[index + 1].span.end}, std::string(symbol.name)});
    every.cost = 0.3;
    every.reason = "the name is written '" + std::string(symbol.name) + "'";
    candidates.push_back(std::move(every));
  }

  auto options = search_options(context);
  options.max_tries = std::min<std::size_t>(options.max_tries, 60);
  return search(file, std::move(candidates), options);
}

}  // namespace

Fixer fixer() {
  return {
      .id = "c/undeclared",
      .languages = kLanguages,
      .answers =
          R"(^(gcc|clang) .*(undeclared|was not declared|has not been declared|does not name a type|unknown type name|is not a type|implicit declaration of function))",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c::undeclared
