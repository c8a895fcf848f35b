// What it answers: a variable declared twice in one scope.
// What it changes: the second declaration becomes an assignment, or goes.
// When it declines: what is redefined is no variable (functions, types).
#include <algorithm>

#include "_check.hpp"
#include "_tools.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c::redefinition {
namespace {

constexpr Language kLanguages[] = {Language::c, Language::cpp};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto all = tokens(file, item_around(file, context.at.begin));
  const auto here = token_at(all, context.at.begin);
  if (here >= all.size() || !all[here].word) return {};
  const auto name = all[here].text;
  // Back to the begin of the declaration, forward to its ';'.
  auto first = here;
  int depth = 0;
  while (first > 0) {
    const auto text = all[first - 1].text;
    if (text == ")" || text == "]") ++depth;
    if (text == "(" || text == "[") --depth;
    if (depth < 0 || (depth == 0 && (text == ";" || text == "{" || text == "}"))) break;
    --first;
  }
  auto last = here;
  depth = 0;
  bool list = false, assigned = false, subscripted = false;
  for (; last < all.size(); ++last) {
    const auto text = all[last].text;
    if (text == "(" || text == "[" || text == "{") ++depth;
    if (text == ")" || text == "]" || text == "}") --depth;
    if (depth < 0 || text == ";") break;
    if (text == "," && depth == 0) list = true;
  }
  if (last >= all.size() || here == first) return {};
  depth = 0;
  for (auto i = first; i < here; ++i) {
    const auto text = all[i].text;
    if (text == "(" || text == "[" || text == "{") ++depth;
    if (text == ")" || text == "]" || text == "}") --depth;
    if (text == "," && depth == 0) list = true;
  }
  // The declarator itself: from its '*' or the name to ',' or ';'.
  auto end = here + 1;
  depth = 0;
  for (; end < last; ++end) {
    const auto text = all[end].text;
    if (text == "[" || text == "(" || text == "{") ++depth;
    if (text == "[" && depth == 1) subscripted = true;
    if (text == "]" || text == ")" || text == "}") --depth;
    if (depth == 0 && text == "=") assigned = true;
    if (depth == 0 && text == ",") break;
  }
  if (here + 1 < all.size() && all[here + 1].text == "(") return {};
  const bool before_comma = all[here - 1].text == ",";
  const auto reason = "'" + std::string(name) + "' is declared already";
  std::vector<Candidate> candidates;
  const auto erase = [&](std::uint64_t begin, std::uint64_t stop, double cost) {
    candidates.push_back({{{{begin, stop}, ""}}, cost, reason});
  };
  if (!list) {
    // "int x = 0;" becomes "x = 0;", "int x;" goes.
    if (assigned) {
      erase(all[first].span.begin, all[here].span.begin, 0.2);
      erase(all[first].span.begin, all[last].span.end, 2.0);
    } else if (all[last].text == ";") {
      erase(all[first].span.begin, all[last].span.end, subscripted ? 0.6 : 0.5);
      if (!subscripted) erase(all[first].span.begin, all[here].span.begin, 1.0);
    }
  } else {
    if (before_comma) erase(all[here - 1].span.begin, all[end - 1].span.end, 0.4);
    if (!before_comma && end < last) erase(all[here].span.begin, all[end + 1].span.begin, 0.4);
    if (!before_comma && assigned) erase(all[first].span.begin, all[here].span.begin, 1.4);
    if (before_comma) candidates.push_back(replace_token(all[here - 1], ";", 1.6, reason));
  }
  auto options = search_options(context);
  options.unexplained = 1;
  return search(file, std::move(candidates), options);
}

}  // namespace

Fixer fixer() {
  return {
      .id = "c/redefinition",
      .languages = kLanguages,
      .answers =
          R"(^(gcc|clang) .*(redefinition of|redeclaration of|redeclared|conflicting declaration|different type))",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c::redefinition
