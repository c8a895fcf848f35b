// What it answers: calls whose arguments do not fit the method or constructor, when there is one of that name.
// What it changes: moves a parenthesis that closes behind a comparison; leaves superfluous arguments away; puts them
// into the order of the parameters; adds missing ones from variables of the same name or type, else a neutral value;
// takes an unused parameter from the method. When it declines: several edits would do.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_code.hpp"

namespace fixpoint::propose::fixers::java::arguments {
namespace {

constexpr Language kLanguages[] = {Language::java};

std::string joined(const std::vector<std::string>& parts) { return "(" + base::join(parts, ", ") + ")"; }

bool all_fit(const std::vector<std::string>& from, const std::vector<std::string>& to) {
  if (from.size() != to.size()) return false;
  for (std::size_t i = 0; i < from.size(); ++i)
    if (!assignable(from[i], to[i])) return false;
  return true;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const auto& file = *context.file;
  const std::string_view message = context.problem.primary.message;
  const auto part = [&](std::string_view label) -> std::string_view {
    const auto at = message.find(label);
    if (at == std::string_view::npos) return {};
    const auto rest = message.substr(at + label.size());
    return base::trim(rest.substr(0, rest.find(';')));
  };
  // "abs(a - b == k)": the parenthesis closes too late.
  if (message.find("(boolean)") != std::string_view::npos) {
    const World around(context);
    auto place = context.at.begin;
    if (place < file.text.size() && file.text[place] == '.') ++place;
    const auto late = enclosing(around.node_at(place), {"method_invocation"});
    const auto given = field(late, "arguments");
    const auto comparison = child_of(given, 0);
    if (child_count(given) == 1 && is(comparison, "binary_expression")) {
      auto made = insert(file, span(field(comparison, "left")).end, ")", 0.85, "the parenthesis closes too late");
      made.edits.push_back({file.path, span(given).end - 1, span(given).end, ""});
      proposals.push_back(std::move(made));
    }
    return proposals;
  }
  auto required = split_types(part("required: ")), found = split_types(part("found: "));
  if (part("required: ") == "no arguments") required.clear();
  if (part("found: ") == "no arguments") found.clear();
  if (part("required: ").empty()) return proposals;
  const World world(context);
  auto at = context.at.begin;
  if (at < file.text.size() && file.text[at] == '.') ++at;
  const auto call = enclosing(world.node_at(at),
                              {"method_invocation", "object_creation_expression", "explicit_constructor_invocation"});
  const auto list = field(call, "arguments");
  if (null(list) || child_count(list) != found.size()) return proposals;
  std::vector<std::string> texts;
  for (std::uint32_t i = 0; i < child_count(list); ++i) texts.emplace_back(world.text(child_of(list, i)));
  const auto say = [&](const std::vector<std::string>& arguments, double confidence, std::string reason) {
    proposals.push_back(replace(file, span(list), joined(arguments), confidence, std::move(reason), Safety::choice));
  };

  // The declaration, for its parameters' names.
  const Method* method = nullptr;
  std::vector<Method> methods;
  if (is(call, "method_invocation")) {
    const auto object = field(call, "object");
    methods = null(object) ? world.callable(at) : world.methods_of(world.type_of(object));
    for (const auto& one : methods)
      if (one.name == world.text(field(call, "name")) && one.parameters.size() == required.size()) method = &one;
  } else if (const auto* type = world.find_class(world.text(field(call, "type"))); type != nullptr) {
    methods = type->methods;
    for (const auto& one : methods)
      if (one.name == "<init>" && one.parameters.size() == required.size()) method = &one;
  }

  if (found.size() > required.size() && found.size() - required.size() <= 2) {
    // Leave away what makes the rest fit.
    for (std::size_t skip = found.size(); skip-- > 0;) {
      auto fewer = found;
      auto rest = texts;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(skip));
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(skip));
      if (all_fit(fewer, required)) say(rest, skip + 1 == found.size() ? 0.62 : 0.5, "an argument is too much");
    }
    if (required.empty()) say({}, 0.62, "the method takes no arguments");
    // A field for each argument, and no constructor that sets them: the class's own makes it.
    if (required.empty() && is(call, "object_creation_expression")) {
      const auto* type = world.find_class(world.text(field(call, "type")));
      if (type != nullptr && type->file == &file) {
        std::string parameters, body;
        std::size_t next = 0;
        for (const auto& one : type->fields) {
          if (one.is_static || next == found.size()) continue;
          if (!assignable(found[next], one.type)) continue;
          ++next;
          parameters += fmt::format("{}{} {}", parameters.empty() ? "" : ", ", one.type, one.name);
          body += fmt::format(" this.{} = {};", one.name, one.name);
        }
        const auto type_body = field(type->node, "body");
        if (next == found.size() && !null(type_body))
          proposals.push_back(
              insert(file, span(type_body).begin + 1,
                     fmt::format("{}{}    {}({}) {{{} }}", line_end(file),
                                 indentation(file.lines.line(file.lines.line_of(span(type->node).begin))), type->name,
                                 parameters, body),
                     0.7, "the class lacks the constructor", Safety::likely));
      }
    }
  }
  if (found.size() < required.size() && required.size() - found.size() <= 2 && method != nullptr) {
    const auto visible = world.visible(at);
    const auto parameters = method->file == nullptr ? TSNode{} : field(method->node, "parameters");
    const auto name_of = [&](std::size_t i) -> std::string_view {
      const auto name = field(child_of(parameters, static_cast<std::uint32_t>(i)), "name");
      return null(name) || method->file == nullptr ? std::string_view{} : method->file->syntax.text(name);
    };
    // Where do the given ones go? In order, the gaps are filled.
    std::vector<std::string> named, neutral;
    std::size_t given = 0;
    bool all_named = true;
    for (std::size_t i = 0; i < required.size(); ++i) {
      const bool spare = required.size() - i > found.size() - given;
      if (given < found.size() && (assignable(found[given], required[i]) || !spare)) {
        named.push_back(texts[given]);
        neutral.push_back(texts[given]);
        ++given;
        continue;
      }
      const auto same = std::ranges::find_if(
          visible, [&](const Variable& one) { return one.name == name_of(i) && assignable(one.type, required[i]); });
      const auto alike = std::ranges::find_if(visible, [&](const Variable& one) {
        return one.type == required[i] && std::ranges::find(texts, one.name) == texts.end();
      });
      if (same != visible.end())
        named.emplace_back(same->name);
      else if (alike != visible.end())
        named.emplace_back(alike->name);
      else
        all_named = false;
      neutral.push_back(neutral_value(required[i]));
    }
    if (all_named) say(named, 0.55, "an argument is missing");
    say(neutral, 0.35, "an argument is missing");
    // The parameter that nobody gives is not used: the declaration has one too many.
    if (method->file == &file && !null(parameters)) {
      for (std::uint32_t i = 0; i < child_count(parameters); ++i) {
        auto fewer = required;
        fewer.erase(fewer.begin() + i);
        if (!all_fit(found, fewer)) continue;
        const auto parameter = child_of(parameters, i);
        const auto name = world.text(field(parameter, "name"));
        int uses = 0;
        source::walk(field(method->node, "body"), [&](TSNode node) {
          uses += is(node, "identifier") && world.text(node) == name;
          return true;
        });
        if (uses > 0) continue;
        auto what = span(parameter);
        if (i + 1 < child_count(parameters))
          what.end = span(child_of(parameters, i + 1)).begin;
        else if (i > 0)
          what.begin = span(child_of(parameters, i - 1)).end;
        proposals.push_back(erase(file, what, 0.6, fmt::format("nobody gives or uses '{}'", name), Safety::choice));
      }
    }
  }
  if (found.size() == required.size() && found.size() > 1) {
    for (std::size_t i = 0; i + 1 < found.size(); ++i)
      for (auto j = i + 1; j < found.size(); ++j) {
        auto types = found;
        auto swapped = texts;
        std::swap(types[i], types[j]);
        std::swap(swapped[i], swapped[j]);
        if (!all_fit(found, required) && all_fit(types, required))
          say(swapped, 0.6, "two arguments are in the wrong order");
      }
  }
  if (found.size() == required.size()) {
    // One argument of the wrong type that a variable at hand could be, or that converts.
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (assignable(found[i], required[i])) continue;
      auto other = texts;
      if (required[i] == "String")
        other[i] = fmt::format("String.valueOf({})", texts[i]);
      else if (is_numeric_type(found[i]) && is_primitive_type(required[i]))
        other[i] = fmt::format("({}) {}", required[i],
                               texts[i].find(' ') == std::string::npos ? texts[i] : "(" + texts[i] + ")");
      else if (found[i] == "<null>" && is_primitive_type(required[i]))
        other[i] = neutral_value(required[i]);
      else if (found[i] == "String" && required[i] == "int")
        other[i] = fmt::format("Integer.parseInt({})", texts[i]);
      else
        continue;
      say(other, 0.5, fmt::format("a {} is wanted", required[i]));
    }
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "java/arguments",
          .languages = kLanguages,
          .answers = R"(cannot be applied to given types|no suitable method found for \w+\(boolean\))",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::arguments
