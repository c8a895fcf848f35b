// What it answers: too few or too many arguments in a call.
// What it changes: adds the variable whose name or place fits the missing parameter, or takes arguments away; where a
// prototype of the same file disagrees with its definition, nothing.
// When it declines: the call cannot be found.
#include <algorithm>

#include "_check.hpp"
#include "_tools.hpp"
#include "base/regex.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c::call_arguments {
namespace {

constexpr Language kLanguages[] = {Language::c, Language::cpp};

/// Parameter texts of a function declared in this file ("int n", "char *s"); empty when unknown.
std::vector<std::string> parameters_of(const source::Code& file, std::string_view function) {
  std::vector<std::string> found;
  source::walk(file.syntax.root(), [&](TSNode node) {
    if (source::type(node) != "function_declarator") return true;
    const TSNode name = ts_node_child_by_field_name(node, "declarator", 10);
    if (ts_node_is_null(name) || file.syntax.text(name) != function) return true;
    found.clear();
    const TSNode list = ts_node_child_by_field_name(node, "parameters", 10);
    for (std::uint32_t i = 0; i < ts_node_named_child_count(list); ++i)
      found.emplace_back(file.syntax.text(ts_node_named_child(list, i)));
    return false;
  });
  return found;
}

std::string last_word(std::string_view text) {
  const auto end = text.find_last_not_of(" \t\n*[]0123456789");
  if (end == std::string_view::npos) return {};
  const auto begin = text.find_last_of(" \t\n*(", end);
  return std::string(text.substr(begin == std::string_view::npos ? 0 : begin + 1, end - (begin + 1) + 1));
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto message = plain_message(context);
  const bool few = message.find("few") != std::string::npos;
  const auto all = tokens(file, item_around(file, context.at.begin));
  auto here = token_at(all, context.at.begin);
  if (here >= all.size()) return {};
  // clang stands at the ')' or at the first argument too many, gcc at the function's name.
  std::size_t open = all.size();
  if (all[here].word && here + 1 < all.size() && all[here + 1].text == "(" &&
      message.find("function") != std::string::npos && context.problem.primary.tool == "gcc") {
    open = here + 1;
  } else {
    int depth = 0;
    for (auto i = here + (all[here].text == ")" ? 0 : 1); i-- > 0;) {
      const auto text = all[i].text;
      if (text == ")" || text == "]") ++depth;
      if (text == "(" || text == "[") {
        if (depth == 0) {
          open = i;
          break;
        }
        --depth;
      }
      if (text == ";" || text == "{") break;
    }
  }
  if (open == all.size() || open == 0 || !all[open - 1].word) return {};
  const auto function = all[open - 1].text;
  const auto close = closing(all, open);
  if (close == all.size()) return {};
  const auto given = arguments_of(all, open);
  const auto wanted = parameters_of(file, function);
  std::vector<Candidate> candidates;
  if (few) {
    const auto variables = variables_at(context, all[open].span.begin);
    std::string single;
    static const base::Regex kSingle(R"(single argument '(\w+)' was not specified)");
    static_cast<void>(kSingle.find(message, &single));
    const auto used = [&](std::string_view name) {
      for (const auto& [begin, end] : given)
        for (auto i = begin; i < end; ++i)
          if (all[i].text == name) return true;
      return false;
    };
    const auto offer = [&](std::size_t slot, std::string_view with, double cost) {
      const auto reason = "'" + std::string(function) + "' takes one more argument";
      const std::string text(with);
      if (given.empty())
        candidates.push_back(insert_after(all[open], text, cost, reason));
      else if (slot >= given.size())
        candidates.push_back(insert_before(all[close], ", " + text, cost, reason));
      else
        candidates.push_back(insert_before(all[given[slot].first], text + ", ", cost, reason));
    };
    for (std::size_t slot = 0; slot <= given.size(); ++slot) {
      const double late = slot == given.size() ? 0 : 1.0;
      const auto parameter = slot < wanted.size() ? last_word(wanted[slot]) : single;
      std::size_t order = variables.size();
      for (const auto& variable : variables) {
        --order;
        double cost = 1.6 + late + 0.1 * static_cast<double>(std::min<std::size_t>(order, 8));
        if (used(variable.name)) cost += 1.5;
        if (!parameter.empty()) cost += 0.3 * letters(parameter, variable.name) - 0.4;
        if (parameter == variable.name) cost -= 1.0;
        offer(slot, variable.name, cost);
      }
      const bool number = slot < wanted.size() && wanted[slot].find('*') == std::string::npos &&
                          wanted[slot].find('[') == std::string::npos;
      if (number || wanted.empty()) offer(slot, "0", 2.6 + late);
      if (slot < wanted.size() && !number) offer(slot, "NULL", 3.6 + late);
    }
    if (function == "scanf" || function == "printf") candidates.clear();
  } else {
    for (std::size_t i = 0; i < given.size(); ++i) {
      const auto reason = "'" + std::string(function) + "' takes fewer arguments";
      const auto [begin, end] = given[i];
      if (begin >= end) continue;
      const double cost = i + 1 == given.size() ? 0.8 : 1.6;
      if (i > 0)
        candidates.push_back({{{{all[given[i - 1].second].span.begin, all[end - 1].span.end}, ""}}, cost, reason});
      else if (given.size() > 1)
        candidates.push_back({{{{all[begin].span.begin, all[given[1].first].span.begin}, ""}}, cost, reason});
      else
        candidates.push_back({{{{all[begin].span.begin, all[end - 1].span.end}, ""}}, cost, reason});
    }
    // All beyond what is wanted, at once.
    static const base::Regex kCount(R"(expected (?:at most )?(\d+)(?: arguments?)?, have (\d+))");
    int expected = 0, have = 0;
    if (kCount.find(message, &expected, &have) && expected >= 0 && have == static_cast<int>(given.size()) &&
        have - expected > 1) {
      const auto from = expected == 0 ? all[given.front().first].span.begin
                                      : all[given[static_cast<std::size_t>(expected) - 1].second].span.begin;
      candidates.push_back(
          {{{{from, all[close].span.begin}, ""}}, 0.4, "'" + std::string(function) + "' takes fewer arguments"});
    }
    // printf with its call ended too late, or two calls run together.
    if (function != "main")
      for (std::size_t i = 1; i < given.size(); ++i) {
        const auto comma = given[i].first - 1;
        for (const auto op : {" * ", " + "})
          candidates.push_back(replace_token(all[comma], op, 4.0, "an operator is meant, not ','"));
      }
  }
  auto options = search_options(context);
  options.unexplained = 0;
  options.safety = Safety::choice;
  return search(file, std::move(candidates), options);
}

}  // namespace

Fixer fixer() {
  return {.id = "c/call_arguments",
          .languages = kLanguages,
          .answers = R"(^(gcc|clang) .*too (few|many) arguments)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c::call_arguments
