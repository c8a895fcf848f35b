// What it answers: a trait that can be derived is missing on a type of the project.
// What it changes: adds it (and what it needs) to the type's #[derive(...)], or writes one.
// When it declines: the type is not the project's, or has the derive already.
#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust::missing_derive {
namespace {

constexpr std::string_view kDerivable[] = {"Debug",      "Clone", "Copy", "PartialEq", "Eq",
                                           "PartialOrd", "Ord",   "Hash", "Default"};

std::string bare(std::string type) {
  while (type.starts_with('&') || type.starts_with("mut ")) type.erase(0, type.starts_with('&') ? 1 : 4);
  if (type.starts_with("[") || type.starts_with("(")) type.erase(0, 1);
  if (const auto open = type.find_first_of("<;])"); open != std::string::npos) type.resize(open);
  if (const auto colons = type.rfind("::"); colons != std::string::npos) type.erase(0, colons + 2);
  return type;
}

/// The types in a message that may lack the trait: as named, and inside generics.
std::vector<std::string> candidates(std::string_view message) {
  std::vector<std::string> types;
  for (const auto& one : quoted_parts(message)) {
    std::string word;
    for (const char c : one + " ") {
      if (base::is_identifier_part(c)) {
        word += c;
        continue;
      }
      if (!word.empty() && std::ranges::find(types, word) == types.end()) types.push_back(word);
      word.clear();
    }
  }
  return types;
}

void derive(const FixContext& context, const std::string& type, std::vector<std::string> traits, double confidence,
            std::vector<Proposal>& found) {
  for (const auto& [file, node] : items(context, type, {"struct_item", "enum_item", "union_item"})) {
    // The attributes stand right above, as siblings.
    TSNode list{};
    for (TSNode above = ts_node_prev_named_sibling(node); !ts_node_is_null(above);
         above = ts_node_prev_named_sibling(above)) {
      const auto kind = source::type(above);
      if (kind.ends_with("comment")) continue;
      if (kind != "attribute_item") break;
      if (file->syntax.text(above).starts_with("#[derive(")) list = above;
    }
    auto wanted = traits;
    if (!ts_node_is_null(list)) {
      source::walk(list, [&](TSNode part) {
        std::erase(wanted, std::string(file->syntax.text(part)));
        return true;
      });
      if (wanted.empty()) return;
      const auto text = file->syntax.text(list);
      const auto close = text.rfind(')');
      if (close == std::string_view::npos) return;
      const bool first = text.substr(0, close).ends_with('(');
      std::string added = base::join(wanted, ", ");
      // In the order that people write: before the first trait that comes later.
      const auto rank = [](std::string_view trait) {
        return std::ranges::find(kDerivable, trait) - std::begin(kDerivable);
      };
      TSNode later{};
      source::walk(list, [&](TSNode part) {
        if (ts_node_is_null(later) && source::type(part) == "identifier" && file->syntax.text(part) != "derive" &&
            rank(file->syntax.text(part)) > rank(wanted.back()) &&
            rank(file->syntax.text(part)) < std::ssize(kDerivable))
          later = part;
        return true;
      });
      if (!ts_node_is_null(later)) {
        found.push_back(
            insert(*file, source::span(later).begin, added + ", ", confidence, type + " can derive " + added));
        return;
      }
      const auto at = source::span(list).begin + close;
      found.push_back(insert(*file, at, (first ? "" : ", ") + added, confidence, type + " can derive " + added));
      return;
    }
    const auto line = file->lines.line_of(source::span(node).begin);
    const std::string indent(indentation(file->lines.line(line)));
    const auto added = base::join(wanted, ", ");
    found.push_back(
        insert_line(*file, line, indent + "#[derive(" + added + ")]", confidence, type + " can derive " + added));
    return;
  }
}

std::vector<std::string> with_needs(const std::string& trait) {
  if (trait == "Copy") return {"Clone", "Copy"};
  if (trait == "Eq") return {"PartialEq", "Eq"};
  if (trait == "Ord") return {"PartialEq", "Eq", "PartialOrd", "Ord"};
  if (trait == "PartialOrd") return {"PartialEq", "PartialOrd"};
  if (trait == "Hash") return {"Hash"};
  return {trait};
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& primary = context.problem.primary;
  const std::string_view message = primary.message;
  std::vector<Proposal> found;
  std::vector<std::pair<std::string, double>> traits;
  const auto everything = primary.message + "\n" + primary.context;
  std::vector<std::string> types = candidates(message);
  if (message.starts_with("binary operation `==`") || message.starts_with("binary operation `!=`")) {
    traits.emplace_back("PartialEq", 0.9);
  } else if (message.starts_with("binary operation `<") || message.starts_with("binary operation `>")) {
    traits.emplace_back("PartialOrd", 0.85);
  } else if (primary.code == "E0382" || primary.code == "E0507" || primary.code == "E0505") {
    static const base::Regex kMoved(R"(has type `([^`]+)`, which does not implement the `Copy` trait)");
    std::string type;
    if (!kMoved.find(everything, &type)) return {};
    types = {bare(type)};
    traits.emplace_back("Copy", 0.72);
  } else if (primary.code == "E0204") {
    return {};
  } else if (primary.code == "E0599") {
    static const base::Regex kCalled(R"(named `(\w+)`)");
    std::string method;
    if (!kCalled.find(message, &method)) return {};
    if (method == "clone") traits.emplace_back("Clone", 0.88);
    if (method == "default") traits.emplace_back("Default", 0.85);
    if (method == "cmp") traits.emplace_back("Ord", 0.7);
    if (method == "partial_cmp") traits.emplace_back("PartialOrd", 0.7);
    if (method == "eq" || method == "ne") traits.emplace_back("PartialEq", 0.7);
    if (method == "hash") traits.emplace_back("Hash", 0.7);
  } else {
    for (const auto trait : kDerivable) {
      const std::string name(trait);
      if (message.contains("`" + name + "`") || message.contains(": " + name + "`") ||
          message.contains("::" + name + "`"))
        traits.emplace_back(name, 0.88);
    }
    // "can't compare `A` with `A`"
    if (message.contains("can't compare")) {
      const bool order = everything.contains("PartialOrd") && !everything.contains("PartialEq");
      traits.emplace_back(order ? "PartialOrd" : "PartialEq", 0.88);
    }
  }
  for (const auto& [trait, confidence] : traits)
    for (const auto& type : types)
      if (found.size() < 6) derive(context, type, with_needs(trait), confidence, found);
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "rust/missing_derive",
          .languages = kRust,
          .answers = R"(E0(277|369|382|507|505|599) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::missing_derive
