// What it answers: UnboundLocalError: a function assigns to a name that it also reads from outside.
// What it changes: declares the name 'global' or 'nonlocal' at the start of the function.
// When it declines: no module or enclosing function binds the name.
#include <algorithm>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/python/_names.hpp"

namespace fixpoint::propose::fixers::python::unbound_local {
namespace {

using namespace fixpoint::propose::python;

constexpr Language kLanguages[] = {Language::python};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const std::string_view message = context.problem.primary.message;
  const auto open = message.find("variable '");
  const auto end = open == std::string_view::npos ? open : message.find('\'', open + 10);
  if (end == std::string_view::npos) return proposals;
  const auto name = message.substr(open + 10, end - open - 10);
  const auto& file = *context.file;
  const auto function = enclosing(file, context.at.begin, "function_definition");
  if (ts_node_is_null(function)) return proposals;
  const auto own = source::span(function);

  std::string_view word;
  for (const auto& symbol : file.symbols) {
    if (symbol.name != name) continue;
    if (symbol.top_level && (symbol.place.begin < own.begin || symbol.place.end > own.end)) {
      if (word.empty()) word = "global";
    } else if (symbol.scope.begin < own.begin && symbol.scope.end >= own.end && symbol.place.begin < own.begin) {
      const auto outer = enclosing(file, symbol.place.begin, "function_definition");
      if (!ts_node_is_null(outer) && source::span(outer).begin < own.begin && source::span(outer).end >= own.end)
        word = "nonlocal";
    }
  }
  if (!word.empty()) {
    const auto body = field(function, "body");
    auto first = ts_node_named_child(body, 0);
    // Behind the docstring.
    if (source::type(first) == "expression_statement" && ts_node_named_child_count(body) > 1 &&
        source::type(ts_node_named_child(first, 0)) == "string")
      first = ts_node_named_child(body, 1);
    const auto line = file.lines.line_of(source::span(first).begin);
    const auto blanks = indentation(file.lines.line(line));
    if (file.lines.line_of(own.begin) != line)
      proposals.push_back(insert_line(file, line, std::string(blanks) + std::string(word) + " " + std::string(name),
                                      0.88, "the function changes the outer '" + std::string(name) + "'"));
  }
  // A misspelt assignment makes it local, too: another local name is near.
  std::vector<std::string_view> names;
  for (const auto& symbol : context.code.visible(file, context.at.begin, false))
    if (symbol.name != name && symbol.scope.begin >= own.begin && symbol.scope.end <= own.end)
      names.push_back(symbol.name);
  const auto near = source::near_names(name, names);
  if (!near.empty()) {
    const auto uses = uses_of_name(file, name, line_region(context));
    if (!uses.empty())
      proposals.push_back(rename(
          file, uses, near.front().name, near_confidence(name, near.front().name, near.front().distance) - 0.25,
          "'" + std::string(name) + "' is a misspelt '" + std::string(near.front().name) + "'"));
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "python/unbound_local",
          .languages = kLanguages,
          .answers = "UnboundLocalError ",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::python::unbound_local
