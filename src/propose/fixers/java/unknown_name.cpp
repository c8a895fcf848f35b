// What it answers: "cannot find symbol" for variables, methods and members.
// What it changes: the name to one that exists there: by likeness, by being what another language or class calls it
// (append/add, length/size), by kind (field for method, method for field), and for methods of the project by their
// parameters.
// When it declines: nothing that exists is like it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_code.hpp"

namespace fixpoint::propose::fixers::java::unknown_name {
namespace {

constexpr Language kLanguages[] = {Language::java};

/// Names that mean the same elsewhere. Each line is one meaning.
constexpr std::string_view kMeanings[] = {
    "length size count len getLength getSize",
    "add append push offer addLast insert push_back enqueue put addElement",
    "pop poll remove removeLast pollLast removeFirst pollFirst dequeue delete erase shift pop_back",
    "peek top first getFirst peekFirst front element head",
    "last getLast peekLast back",
    "contains includes has containsKey exists contain",
    "charAt at get elementAt char_at",
    "substring substr slice subString",
    "toLowerCase lower tolower to_lower",
    "toUpperCase upper toupper to_upper",
    "isEmpty empty is_empty",
    "indexOf find index",
    "equals equal isEqual eq",
    "println print log writeln echo",
    "parseInt parse_int toInt atoi valueOf parseLong parseDouble",
    "strip trim",
    "keySet keys values entrySet entries items",
    "getOrDefault get",
    "toCharArray toArray chars split",
    "put set add insert",
    "sort sorted sortBy",
    "hasNext next",
    "floor floorDiv round ceil",
    "max maximum MAX",
    "min minimum MIN",
    "pow power",
    "abs fabs",
    "sqrt root",
    "MAX_VALUE MAX_INT INT_MAX MAX",
    "MIN_VALUE MIN_INT INT_MIN MIN"};

bool same_meaning(std::string_view a, std::string_view b) {
  for (const auto line : kMeanings) {
    bool has_a = false, has_b = false;
    for (const auto word : base::split(line, ' ')) {
      has_a = has_a || base::lower(word) == base::lower(a);
      has_b = has_b || word == b;
    }
    if (has_a && has_b) return true;
  }
  return false;
}

bool fits(const Method& method, const std::vector<std::string>& arguments) {
  if (method.variadic) return arguments.size() + 1 >= method.parameters.size();
  if (method.parameters.size() != arguments.size()) return false;
  for (std::size_t i = 0; i < arguments.size(); ++i)
    if (!assignable(arguments[i], method.parameters[i])) return false;
  return true;
}

struct Choice {
  std::string text;
  double cost = 0;
  std::string reason;
  source::Span what;
};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  const auto missing = missing_symbol(context.problem.primary);
  if (context.file == nullptr || !missing) return proposals;
  const World world(context);
  const auto& file = *context.file;
  // The place is the name, or the dot before it.
  auto at = context.at.begin;
  if (at < file.text.size() && file.text[at] == '.') ++at;
  while (at < file.text.size() &&
         (file.text[at] == ' ' || file.text[at] == '\n' || file.text[at] == '\r' || file.text[at] == '\t'))
    ++at;
  const auto name = identifier_at(file.text, at);
  if (file.text.substr(name.begin, name.end - name.begin) != missing->name) return proposals;

  const auto node = world.node_at(name.begin);
  const auto parent = null(node) ? node : parent_of(node);
  const bool call = missing->kind == "method";
  const auto object =
      is(parent, "method_invocation") || is(parent, "field_access") ? field(parent, "object") : TSNode{};
  const bool member = !null(object) && !ts_node_eq(object, node);
  std::vector<Choice> choices;
  const auto choose = [&](std::string text, double cost, std::string reason) {
    choices.push_back({std::move(text), cost, std::move(reason), name});
  };
  const auto wanted_type = [&]() -> std::string {
    const auto expression = is(parent, "method_invocation") || member ? parent : node;
    return null(expression) ? "" : world.wanted(expression);
  }();
  const auto fits_place = [&](const std::string& type) {
    return wanted_type.empty() || type.empty() || assignable(type, wanted_type) || assignable(wanted_type, type);
  };

  if (call) {
    auto methods = member ? world.methods_of(missing->location.empty() ? world.type_of(object) : missing->location)
                          : world.callable(name.begin);
    const auto around = enclosing(node, {"method_declaration"});
    const auto own = null(around) ? std::string_view{} : world.text(field(around, "name"));
    for (const auto& method : methods) {
      if (method.name == missing->name || method.name == "<init>") continue;
      const auto like = likeness(missing->name, method.name);
      const bool fit = fits(method, missing->arguments);
      const bool place = fits_place(method.returns) || is(parent_of(parent), "expression_statement");
      double cost = fit ? 0 : missing->arguments.size() == method.parameters.size() ? 1.5 : 2.5;
      if (!place) cost += 2;
      if (like)
        cost += 0.2 + *like;
      else if (same_meaning(missing->name, method.name))
        cost += 0.5;
      else if (member && fit && !wanted_type.empty() && method.returns == wanted_type && !missing->arguments.empty())
        cost += 2.0;  // takes these and gives what is wanted
      else if (!member && method.file != nullptr && fit)
        cost += 1.6 + (method.name == own ? 0.2 : 0.0);  // of the project, and takes these arguments
      else
        continue;
      choose(method.name, cost, fmt::format("there is no method '{}', but '{}'", missing->name, method.name));
    }
    // A field with parentheses behind it: "array.length()".
    if (member) {
      const auto type = missing->location.empty() ? world.type_of(object) : missing->location;
      const auto arguments = field(parent, "arguments");
      const auto drop = [&](std::string_view with, double cost) {
        choices.push_back(
            {std::string(with), cost, fmt::format("'{}' is a field", with), {name.begin, span(arguments).end}});
      };
      if (type.ends_with("[]") && (same_meaning(missing->name, "length") || missing->name == "length"))
        drop("length", 0.05);
      for (const auto& one : world.fields_of(type))
        if (one.name == missing->name || likeness(missing->name, one.name) == 0.0) drop(one.name, 0.1);
    } else {
      // "value()" for a variable, "Foo()" for "new Foo()".
      for (const auto& one : world.visible(name.begin))
        if (one.name == missing->name) {
          const auto arguments = field(parent, "arguments");
          if (null(arguments)) continue;
          if (missing->arguments.empty())
            choices.push_back({std::string(one.name),
                               0.5,
                               fmt::format("'{}' is a variable", one.name),
                               {name.begin, span(arguments).end}});
          if (missing->arguments.size() == 1 && one.type.ends_with("[]")) {
            const auto inner = world.text(child_of(arguments, 0));
            choices.push_back({fmt::format("{}[{}]", one.name, inner),
                               0.3,
                               fmt::format("'{}' is an array", one.name),
                               {name.begin, span(arguments).end}});
          }
        }
      if (world.find_class(missing->name) != nullptr || !jdk_classes(missing->name).empty())
        choose("new " + missing->name, 0.2, fmt::format("an object of '{}' is made with 'new'", missing->name));
      // A static helper of the JDK called by its bare name: max(a, b)
      static constexpr std::string_view kHelpers[] = {"Math",    "Arrays",    "Collections",
                                                      "Integer", "Character", "String"};
      for (const auto helper : kHelpers)
        for (const auto& method : world.methods_of(helper))
          if (method.is_static && method.name == missing->name && fits(method, missing->arguments)) {
            choose(fmt::format("{}.{}", helper, missing->name), helper == "Math" ? 0.3 : 0.9,
                   fmt::format("'{}' is a method of {}", missing->name, helper));
            break;
          }
      if (missing->name == "print" || missing->name == "println" || missing->name == "printf")
        choose("System.out." + missing->name, 0.2, "output goes to System.out");
      // A method of one of the objects at hand.
      for (const auto& one : world.visible(name.begin))
        for (const auto& method : world.methods_of(one.type))
          if (method.name == missing->name && method.file != nullptr && fits(method, missing->arguments)) {
            choose(fmt::format("{}.{}", one.name, missing->name), 1.8,
                   fmt::format("'{}' is a method of '{}'", missing->name, one.name));
            break;
          }
    }
  } else if (member) {
    const auto type = missing->location.empty() ? world.type_of(object) : missing->location;
    for (const auto& one : world.fields_of(type)) {
      const auto like = likeness(missing->name, one.name);
      if (like)
        choose(std::string(one.name), 0.2 + *like + (fits_place(one.type) ? 0 : 1.5),
               fmt::format("there is no '{}', but '{}'", missing->name, one.name));
      else if (same_meaning(missing->name, one.name))
        choose(std::string(one.name), 0.6, fmt::format("there is no '{}', but '{}'", missing->name, one.name));
    }
    if (type.ends_with("[]") && (same_meaning(missing->name, "length") || likeness(missing->name, "length")))
      choose("length", 0.1, "an array has a length");
    for (const auto& method : world.methods_of(type)) {
      if (!method.parameters.empty()) continue;
      const auto like = likeness(missing->name, method.name);
      if (like || same_meaning(missing->name, method.name))
        choose(method.name + "()", 0.3 + like.value_or(0.6) + (fits_place(method.returns) ? 0 : 1.5),
               fmt::format("'{}' is a method", method.name));
    }
    if (missing->location_kind == "class" && is(object, "identifier"))
      for (const auto& one : world.fields_of(world.text(object)))
        if (one.is_static && likeness(missing->name, one.name).value_or(9) < 2)
          choose(std::string(one.name), 0.4, fmt::format("there is no '{}', but '{}'", missing->name, one.name));
  } else {
    for (const auto& one : world.visible(name.begin)) {
      const auto like = likeness(missing->name, one.name);
      const bool place = fits_place(one.type);
      // Members are asked of it: does its type have them?
      double cost = place ? 0 : 1.5;
      if (is(parent, "field_access") || is(parent, "method_invocation")) {
        const auto asked =
            is(parent, "field_access") ? world.text(field(parent, "field")) : world.text(field(parent, "name"));
        bool has = one.type.empty() || !world.knows_type(one.type) || (one.type.ends_with("[]") && asked == "length");
        for (const auto& method : world.methods_of(one.type)) has = has || method.name == asked;
        for (const auto& inner : world.fields_of(one.type)) has = has || inner.name == asked;
        if (!has || is_primitive_type(one.type)) cost += 2;
      }
      if (is(parent, "array_access") && ts_node_eq(field(parent, "array"), node) && !one.type.ends_with("[]"))
        cost += 2;
      if (like)
        cost += 0.2 + *like;
      else if (missing->name.size() == 1 && one.name.size() == 1 && place)
        cost += 2.6;
      else
        continue;
      choose(std::string(one.name), cost, fmt::format("there is no '{}', but '{}'", missing->name, one.name));
    }
    static constexpr std::pair<std::string_view, std::string_view> kConstants[] = {{"True", "true"},
                                                                                   {"False", "false"},
                                                                                   {"None", "null"},
                                                                                   {"nil", "null"},
                                                                                   {"NULL", "null"},
                                                                                   {"nullptr", "null"},
                                                                                   {"undefined", "null"},
                                                                                   {"self", "this"},
                                                                                   {"TRUE", "true"},
                                                                                   {"FALSE", "false"},
                                                                                   {"INT_MAX", "Integer.MAX_VALUE"},
                                                                                   {"INT_MIN", "Integer.MIN_VALUE"},
                                                                                   {"Null", "null"},
                                                                                   {"inf", "Integer.MAX_VALUE"}};
    for (const auto& [wrong, right] : kConstants)
      if (missing->name == wrong)
        choose(std::string(right == "null" && is_primitive_type(wanted_type) ? neutral_value(wanted_type) : right),
               0.1, fmt::format("'{}' is '{}' in Java", wrong, right));
    // A class's name in the wrong case, or one that must be imported, stands before a dot.
    if (is(parent, "method_invocation") || is(parent, "field_access")) {
      const auto asked = world.text(is(parent, "field_access") ? field(parent, "field") : field(parent, "name"));
      const auto has_static = [&](std::string_view type) {
        for (const auto& one : world.methods_of(type))
          if (one.is_static && one.name == asked) return true;
        for (const auto& one : world.fields_of(type))
          if (one.is_static && one.name == asked) return true;
        return false;
      };
      for (const std::string_view known :
           {"Math", "Arrays", "Collections", "Integer", "System", "Character", "String", "Long", "Double", "Objects",
            "StringBuilder", "Boolean", "List", "Map"})
        if (likeness(missing->name, known).value_or(9) < 1.2 && missing->name != known && has_static(known))
          choose(std::string(known), 0.3 + *likeness(missing->name, known),
                 fmt::format("there is no '{}', but '{}'", missing->name, known));
      for (const auto& one : world.classes())
        if (likeness(missing->name, one.name).value_or(9) < 1.2 && missing->name != one.name)
          choose(std::string(one.name), 0.6, fmt::format("there is no '{}', but '{}'", missing->name, one.name));
    }
    // A call without its parentheses.
    for (const auto& method : world.callable(name.begin))
      if (method.name == missing->name && method.parameters.empty())
        choose(missing->name + "()", 0.4, fmt::format("'{}' is a method", missing->name));
  }

  std::ranges::stable_sort(choices, {}, &Choice::cost);
  if (choices.empty()) return proposals;
  // One text once: overloads give the same name.
  std::set<std::string> seen;
  std::erase_if(choices, [&](const Choice& choice) { return !seen.insert(choice.text).second; });
  double weight = 0.1 * std::exp(-choices.front().cost) + 0.05;
  for (const auto& choice : choices) weight += std::exp(-1.6 * choice.cost);
  constexpr std::size_t kMost = 6;
  for (std::size_t i = 0; i < std::min(kMost, choices.size()); ++i) {
    const auto& choice = choices[i];
    // The only candidate is not the right one for that.
    const double belief = choice.cost < 0.8 ? 1.0 : choice.cost < 1.5 ? 0.8 : 0.5;
    proposals.push_back(replace(file, choice.what, choice.text,
                                std::clamp(std::exp(-1.6 * choice.cost) / weight * belief, 0.05, 0.95), choice.reason,
                                choice.cost > 1.4 ? Safety::choice : Safety::likely));
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "java/unknown_name",
          .languages = kLanguages,
          .answers = R"(cannot find symbol; symbol: (variable|method) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::unknown_name
