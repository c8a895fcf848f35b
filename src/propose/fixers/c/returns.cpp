// What it answers: "return;" where a value is due, and a value where none may be.
// What it changes: gives a value (0, or the variable that the function builds), takes it away, or makes the
// function's type fit its returns. When it declines: there is no return statement at the place.
#include <algorithm>

#include "_check.hpp"
#include "_tools.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c::returns {
namespace {

constexpr Language kLanguages[] = {Language::c, Language::cpp};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto message = plain_message(context);
  const bool lacks = message.find("should return a value") != std::string::npos ||
                     message.find("with no value") != std::string::npos;
  const auto all = tokens(file, item_around(file, context.at.begin));
  auto here = token_at(all, context.at.begin);
  while (here > 0 && here < all.size() && all[here].text != "return" && all[here].text != ";") --here;
  if (here + 1 >= all.size() || all[here].text != "return") return {};
  // The function's type: what stands before its name.
  std::size_t type = 0;
  while (type < all.size() && (all[type].text == "static" || all[type].text == "inline")) ++type;
  std::vector<Candidate> candidates;
  if (lacks) {
    if (all[here + 1].text != ";" && all[here + 1].text != "}") return {};
    const bool ended = all[here + 1].text == ";";
    const std::string tail = ended ? "" : ";";
    candidates.push_back(insert_after(all[here], " 0" + tail, 0.6, "the function returns a value"));
    std::size_t order = 0;
    auto variables = variables_at(context, all[here].span.begin);
    std::ranges::reverse(variables);
    for (const auto& variable : variables)
      if (!variable.top_level && ++order < 8)
        candidates.push_back(insert_after(all[here], " " + std::string(variable.name) + tail,
                                          2.2 + 0.25 * static_cast<double>(order), "the function returns a value"));
    if (type < all.size() && all[type].text == "int" && all[type + 1].text != "main")
      candidates.push_back(replace_token(all[type], "void", 2.0, "the function returns nothing"));
  } else {
    auto end = here;
    while (end < all.size() && all[end].text != ";") ++end;
    if (end >= all.size() || end == here + 1) return {};
    const auto value = all[here + 1].text;
    const bool zero = end == here + 2 && value == "0";
    candidates.push_back(
        {{{{all[here].span.end, all[end].span.begin}, ""}}, zero ? 0.7 : 1.2, "the function returns nothing"});
    if (type < all.size() && all[type].text == "void")
      candidates.push_back(replace_token(all[type], "int", zero ? 1.2 : 0.7, "the function returns a value"));
  }
  auto options = search_options(context);
  options.unexplained = 0;
  return search(file, std::move(candidates), options);
}

}  // namespace

Fixer fixer() {
  return {.id = "c/returns",
          .languages = kLanguages,
          .answers = R"(^(gcc|clang) .*(should (not )?return a value|return-statement with|'return' with))",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c::returns
