// What it answers: "X cannot be dereferenced", "array required, but X found", "for-each not applicable", incomparable
// types: the value has another kind of access.
// What it changes: equals to ==, members of primitives away; s[i] to charAt, get or put; a map's entries, a text's
// characters or an array's in for-each.
// When it declines: the value's type has no such access.
#include <fmt/format.h>

#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_code.hpp"

namespace fixpoint::propose::fixers::java::access {
namespace {

constexpr Language kLanguages[] = {Language::java};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const auto& file = *context.file;
  const World world(context);
  const std::string_view message = context.problem.primary.message;
  const auto says = [&](std::string_view words) { return message.find(words) != std::string_view::npos; };
  const auto node = world.node_at();

  if (says("cannot be dereferenced")) {
    auto at = context.at.begin;
    const auto access = enclosing(world.node_at(at), {"method_invocation", "field_access"});
    if (null(access)) return proposals;
    const auto object = world.text(field(access, "object"));
    const auto name = world.text(is(access, "field_access") ? field(access, "field") : field(access, "name"));
    const auto arguments = field(access, "arguments");
    const auto first = child_count(arguments) == 1 ? world.text(child_of(arguments, 0)) : std::string_view{};
    const auto type = world.type_of(field(access, "object"));
    if (name == "equals" && !first.empty()) {
      const auto around = parent_of(access);
      const bool operand = is(around, "binary_expression") || is(around, "unary_expression");
      if (is(around, "unary_expression"))
        proposals.push_back(replace(file, span(around), fmt::format("{} != {}", object, first), 0.93,
                                    "primitives are compared with '!='"));
      proposals.push_back(
          replace(file, span(access),
                  operand ? fmt::format("({} == {})", object, first) : fmt::format("{} == {}", object, first), 0.85,
                  "primitives are compared with '=='"));
    } else if (name == "compareTo" && !first.empty()) {
      proposals.push_back(replace(file, span(access), fmt::format("Integer.compare({}, {})", object, first), 0.85,
                                  "primitives are compared by their class"));
    } else if (name == "toString") {
      proposals.push_back(
          replace(file, span(access), fmt::format("String.valueOf({})", object), 0.92, "a primitive has no methods"));
    } else if (name == "length" || name == "size") {
      proposals.push_back(replace(file, span(access), fmt::format("String.valueOf({}).length()", object), 0.3,
                                  "a primitive has no length", Safety::choice));
      proposals.push_back(replace(file, span(access), object, 0.55, "a primitive has no length", Safety::choice));
    } else {
      proposals.push_back(replace(file, span(access), object, 0.5, "a primitive has no members", Safety::choice));
      if (type == "char" && !null(arguments))
        proposals.push_back(replace(file, span(access), fmt::format("Character.{}({})", name, object), 0.5,
                                    "its class has the method"));
      if (is(parent_of(access), "expression_statement"))
        proposals.push_back(erase(file, span(parent_of(access)), 0.3, "a primitive has no members", Safety::choice));
    }
    return proposals;
  }
  if (says("array required")) {
    const auto access = enclosing(node, {"array_access"});
    if (null(access)) return proposals;
    const auto object = world.text(field(access, "array")), index = world.text(field(access, "index"));
    auto type = world.type_of(field(access, "array"));
    if (type.empty() && !context.problem.primary.arguments.empty())
      type = simple(context.problem.primary.arguments.front());
    const auto kind = erased(type);
    const auto around = parent_of(access);
    if (is(around, "assignment_expression") && ts_node_eq(field(around, "left"), access)) {
      const auto value = world.text(field(around, "right"));
      if (kind.ends_with("Map"))
        proposals.push_back(replace(file, span(around), fmt::format("{}.put({}, {})", object, index, value), 0.9,
                                    "a map takes its values by put"));
      else if (kind.ends_with("List"))
        proposals.push_back(replace(file, span(around), fmt::format("{}.set({}, {})", object, index, value), 0.85,
                                    "a list takes its values by set"));
      else if (kind == "StringBuilder")
        proposals.push_back(replace(file, span(around), fmt::format("{}.setCharAt({}, {})", object, index, value),
                                    0.9, "a builder takes its characters by setCharAt"));
      return proposals;
    }
    if (kind == "String" || kind.starts_with("StringBu") || kind == "CharSequence")
      proposals.push_back(replace(file, span(access), fmt::format("{}.charAt({})", object, index), 0.92,
                                  "a text's characters are asked by charAt"));
    else if (kind.ends_with("List") || kind.ends_with("Map") || kind == "Stack" || kind == "Vector")
      proposals.push_back(replace(file, span(access), fmt::format("{}.get({})", object, index), 0.92,
                                  fmt::format("a {} is asked by get", kind)));
    else
      proposals.push_back(replace(file, span(access), object, 0.3, "it is no array", Safety::choice));
    return proposals;
  }
  if (says("for-each not applicable")) {
    const auto loop = enclosing(node, {"enhanced_for_statement"});
    const auto value = field(loop, "value");
    if (null(value)) return proposals;
    const auto type = world.type_of(value);
    const auto text = world.text(value);
    if (type == "String")
      proposals.push_back(
          replace(file, span(value), fmt::format("{}.toCharArray()", text), 0.93, "a text's characters"));
    if (erased(type).ends_with("Map")) {
      const auto element = world.text(field(loop, "type"));
      const bool entries = element.find("Entry") != std::string_view::npos || element == "var";
      proposals.push_back(
          replace(file, span(value), fmt::format("{}.entrySet()", text), entries ? 0.93 : 0.3, "a map's entries"));
      proposals.push_back(replace(file, span(value), fmt::format("{}.keySet()", text), 0.6, "a map's keys"));
      proposals.push_back(replace(file, span(value), fmt::format("{}.values()", text), 0.4, "a map's values"));
    }
    if (is_numeric_type(type)) {
      const auto name = world.text(field(loop, "name"));
      proposals.push_back(replace(file, {span(field(loop, "type")).begin, span(value).end},
                                  fmt::format("int {} = 0; {} < {}; {}++", name, name, text, name), 0.6,
                                  "it counts to the number", Safety::choice));
      // An array of the same type as the element, or what the number came from.
      for (const auto& one : world.visible(span(loop).begin))
        if (one.type == simple(world.text(field(loop, "type"))) + "[]")
          proposals.push_back(replace(file, span(value), one.name, 0.55,
                                      fmt::format("'{}' holds such elements", one.name), Safety::choice));
    }
    return proposals;
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "java/access",
          .languages = kLanguages,
          .answers = R"(cannot be dereferenced|array required, but|for-each not applicable)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::access
