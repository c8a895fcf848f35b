// What it answers: unused imports, variables, `mut`s and functions where a lint makes them errors.
// What it changes: removes the import (or its part of a list) and the `mut`; puts an underscore before a name.
// When it declines: other lints.
#include <algorithm>

#include "base/text.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust::unused {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const std::string_view message = context.problem.primary.message;
  const auto names = quoted_parts(message);
  std::vector<Proposal> found;
  const auto node = file.syntax.at(context.at.begin, context.at.end);
  if (message.starts_with("unused import")) {
    const auto use = enclosing(node, {"use_declaration"});
    if (ts_node_is_null(use)) return {};
    // The parts of a list that are used stay.
    const auto last = [](std::string_view path) {
      const auto colons = path.rfind("::");
      return colons == std::string_view::npos ? path : path.substr(colons + 2);
    };
    TSNode list{};
    source::walk(use, [&](TSNode part) {
      if (source::type(part) == "use_list") list = part;
      return true;
    });
    std::vector<TSNode> kept;
    if (!ts_node_is_null(list))
      for (const auto part : named_children(list)) {
        const auto text = file.syntax.text(part);
        const bool unused = std::ranges::any_of(names, [&](const auto& name) { return last(name) == last(text); });
        if (!unused) kept.push_back(part);
      }
    if (kept.empty()) {
      found.push_back(erase(file, whole_line(file, source::span(use)), 0.93, "the import is not used", Safety::safe));
      return found;
    }
    std::string rest;
    for (const auto part : kept) {
      if (!rest.empty()) rest += ", ";
      rest += file.syntax.text(part);
    }
    const bool single = kept.size() == 1 && rest != "self";
    found.push_back(replace(file, source::span(list), single ? rest : "{" + rest + "}", 0.92,
                            "a part of the import is not used", Safety::safe));
    return found;
  }
  if (message.starts_with("argument never used")) {
    auto begin = context.at.begin;
    while (begin > 0 && (file.text[begin - 1] == ' ' || file.text[begin - 1] == '\n')) --begin;
    if (begin == 0 || file.text[begin - 1] != ',' || context.at.end <= context.at.begin) return {};
    return std::vector{erase(file, {begin - 1, context.at.end}, 0.8, "the format does not print it")};
  }
  if (names.empty() && !message.contains("mutable")) return {};
  if (message.contains("does not need to be mutable")) {
    const auto at = context.at.begin;
    if (file.text.substr(at, 4) != "mut ") return {};
    return std::vector{erase(file, {at, at + 4}, 0.93, "the variable never changes", Safety::safe)};
  }
  const auto& name = names.front();
  if (file.text.substr(context.at.begin, name.size()) != name || name.starts_with('_')) return {};
  if (message.starts_with("unused variable") || message.contains("never used") || message.contains("never read"))
    found.push_back(insert(file, context.at.begin, "_", message.starts_with("unused variable") ? 0.85 : 0.5,
                           name + " is never used"));
  return found;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "rust/unused",
      .languages = kRust,
      .answers = R"(unused (import|variable)|argument never used|does not need to be mutable|is never (used|read))",
      .best = Safety::safe,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::unused
