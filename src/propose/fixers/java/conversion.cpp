// What it answers: "incompatible types: A cannot be converted to B" and "possible lossy conversion".
// What it changes: casts numbers; turns texts, characters and numbers into each other; takes null from primitives;
// puts a value into a list or an array where one is wanted; gives a variable the type of its value. When it declines:
// B is boolean (see condition), or nothing known leads from A to B.
#include <fmt/format.h>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_code.hpp"

namespace fixpoint::propose::fixers::java::conversion {
namespace {

constexpr Language kLanguages[] = {Language::java};

bool is_loose(TSNode node) {
  return is(node, "binary_expression") || is(node, "ternary_expression") || is(node, "assignment_expression") ||
         is(node, "lambda_expression") || is(node, "cast_expression") || is(node, "unary_expression");
}

/// The expression that javac blames: for operators the place is the operator, for calls the dot or parenthesis.
TSNode blamed(const World& world) {
  auto node = world.node_at();
  for (auto at = node; !null(at); at = parent_of(at)) {
    const auto kind = source::type(at);
    const auto around = parent_of(at);
    if (is(around, "variable_declarator") && ts_node_eq(field(around, "value"), at)) return at;
    if (is(around, "assignment_expression") && ts_node_eq(field(around, "right"), at)) return at;
    if (is(around, "return_statement") || is(around, "argument_list") || is(around, "array_initializer")) return at;
    if (is(around, "array_access") && ts_node_eq(field(around, "index"), at)) return at;
    if (is(around, "dimensions_expr") || is(around, "switch_label") || is(around, "parenthesized_expression"))
      return at;
    if (is(around, "enhanced_for_statement") && ts_node_eq(field(around, "value"), at)) return at;
    if (is(around, "ternary_expression") && !ts_node_eq(field(around, "condition"), at)) return at;
    if (is(around, "binary_expression") && kind != "binary_expression") {
      // An operand is blamed only when it is no part of a larger value of the wrong type.
      continue;
    }
    if (kind == "block" || kind == "class_body") break;
  }
  return {};
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const auto& file = *context.file;
  const std::string_view message = context.problem.primary.message;
  std::string from, to;
  bool lossy = false;
  if (const auto at = message.find("possible lossy conversion from "); at != std::string_view::npos) {
    const auto rest = message.substr(at + 31);
    const auto middle = rest.find(" to ");
    if (middle == std::string_view::npos) return proposals;
    from = simple(rest.substr(0, middle));
    to = simple(rest.substr(middle + 4, rest.substr(middle + 4).find_first_of("); ")));
    lossy = true;
  } else if (const auto verb = message.find(" cannot be converted to "); verb != std::string_view::npos) {
    auto begin = message.rfind(": ", verb);
    if (const auto semicolon = message.rfind("; ", verb);
        semicolon != std::string_view::npos && (begin == std::string_view::npos || semicolon > begin))
      begin = semicolon;
    if (begin == std::string_view::npos) return proposals;
    from = simple(message.substr(begin + 2, verb - begin - 2));
    const auto rest = message.substr(verb + 24);
    to = simple(rest.substr(0, rest.find(';')));
  }
  if (from.empty() || to.empty() || to == "boolean") return proposals;
  const World world(context);
  const auto value = blamed(world);
  if (null(value)) return proposals;
  const auto text = world.text(value);
  const auto put = [&](std::string with, double confidence, std::string reason, Safety safety = Safety::likely) {
    proposals.push_back(replace(file, span(value), with, confidence, std::move(reason), safety));
  };
  const auto operand = is_loose(value) ? fmt::format("({})", text) : std::string(text);
  const auto around = parent_of(value);
  // The variable takes the type of its value.
  const auto widen = [&](double confidence) {
    if (!is(around, "variable_declarator")) return;
    const auto declaration = parent_of(around);
    const auto type = field(declaration, "type");
    if (null(type) || child_count(declaration) > 2 || from == "<null>") return;
    proposals.push_back(
        replace(file, span(type), from, confidence, fmt::format("the value is a {}", from), Safety::likely));
  };

  if (lossy) {
    // The value is sound, only too wide.
    if (is(value, "method_invocation") && world.text(field(value, "name")).starts_with("round") && to == "int")
      put(fmt::format("(int) {}", text), 0.85, "the value is cast");
    else
      put(fmt::format("({}) {}", to, operand), 0.82, fmt::format("a {} does not fit a {} by itself", from, to));
    if (text.ends_with('L') && to == "int")
      put(std::string(text.substr(0, text.size() - 1)), 0.85, "an int literal has no L");
    widen(0.4);
    return proposals;
  }
  if (from == "<null>" && is_primitive_type(to)) {
    put(neutral_value(to), 0.75, fmt::format("a {} is never null", to), Safety::choice);
    if (is_numeric_type(to) && to != "char") put("-1", 0.35, fmt::format("a {} is never null", to), Safety::choice);
    return proposals;
  }
  // A comparison where a value or an assignment was meant.
  if (from == "boolean" && is(value, "binary_expression")) {
    const auto sign = world.text(field(value, "operator"));
    const auto left = field(value, "left"), right = field(value, "right");
    const auto left_type = world.type_of(left), right_type = world.type_of(right);
    if (sign == "==" && (is(left, "identifier") || is(left, "array_access") || is(left, "field_access")))
      proposals.push_back(replace(file, span(field(value, "operator")), "=", 0.62, "'=' assigns, '==' compares"));
    if (assignable(left_type, to))
      put(std::string(world.text(left)), left_type == to ? 0.5 : 0.3, "a comparison is no such value",
          Safety::choice);
    if (assignable(right_type, to))
      put(std::string(world.text(right)), 0.2, "a comparison is no such value", Safety::choice);
  }
  const bool literal = text.starts_with('"');
  if (to == "String") {
    if (from == "char" || is_primitive_type(from) || is_numeric_type(from))
      put(is(value, "character_literal") ? fmt::format("\"{}\"", text.substr(1, text.size() - 2))
                                         : fmt::format("String.valueOf({})", text),
          0.82, fmt::format("a {} becomes a text", from));
    else if (from == "char[]")
      put(fmt::format("new String({})", text), 0.88, "characters become a text");
    else if (from == "StringBuilder" || from == "StringBuffer")
      put(fmt::format("{}.toString()", operand), 0.93, "the builder's text");
    else if (from == "Object" || from == "T")
      put(fmt::format("(String) {}", operand), 0.6, "the value is cast");
    else if (from == "String[]" || from.starts_with("List"))
      put(fmt::format("String.join(\" \", {})", text), 0.35, "the parts become a text", Safety::choice);
    else if (from != "boolean" || proposals.empty())
      put(fmt::format("String.valueOf({})", text), 0.4, fmt::format("a {} becomes a text", from), Safety::choice);
  } else if (from == "String" && to == "char") {
    if (literal && text.size() == 3)
      put(fmt::format("'{}'", text.substr(1, 1)), 0.93, "a character stands in single quotes");
    else
      put(fmt::format("{}.charAt(0)", operand), 0.5, "the text's first character", Safety::choice);
  } else if (from == "String" && to == "char[]") {
    put(fmt::format("{}.toCharArray()", operand), 0.93, "the text's characters");
  } else if (from == "String" && to == "StringBuilder") {
    put(fmt::format("new StringBuilder({})", text), 0.93, "a builder of the text");
  } else if (from == "String" && is_numeric_type(to)) {
    if (literal && text.size() > 2 &&
        text.substr(1, text.size() - 2).find_first_not_of("0123456789") == std::string_view::npos)
      put(std::string(text.substr(1, text.size() - 2)), 0.8, "a number stands without quotes");
    else if (literal)
      put(neutral_value(to), 0.4, "a text is no number", Safety::choice);
    const auto parser = to == "long" || to == "Long"       ? "Long.parseLong"
                        : to == "double" || to == "Double" ? "Double.parseDouble"
                                                           : "Integer.parseInt";
    put(fmt::format("{}({})", parser, text), literal ? 0.3 : 0.72, "the text is read as a number");
  } else if (is_numeric_type(from) && is_numeric_type(to)) {
    // int to Long, Integer to char, ...
    if (to == "Long")
      put(is(value, "decimal_integer_literal") ? fmt::format("{}L", text) : fmt::format("(long) {}", operand), 0.85,
          "a long is wanted");
    else if (to == "Double")
      put(is(value, "decimal_integer_literal") ? fmt::format("{}.0", text) : fmt::format("(double) {}", operand),
          0.85, "a double is wanted");
    else if (is_primitive_type(to))
      put(fmt::format("({}) {}{}", to, is_primitive_type(from) ? "" : "(int) ", operand), 0.7, "the value is cast");
    else if (to == "Character")
      put(fmt::format("(char) {}", operand), 0.75, "the value is cast");
    else
      put(fmt::format("({}) {}", to == "Integer" ? "int" : to, operand), 0.6, "the value is cast");
  } else if (to.ends_with("[]") && !from.ends_with("[]")) {
    const auto element = to.substr(0, to.size() - 2);
    if (from.starts_with("List") || from.starts_with("ArrayList") || from.starts_with("Set") ||
        from.starts_with("LinkedList")) {
      if (element == "int")
        put(fmt::format("{}.stream().mapToInt(i -> i).toArray()", operand), 0.85, "the list becomes an array");
      else
        put(fmt::format("{}.toArray(new {}[0])", operand, element), 0.85, "the list becomes an array");
    } else if (assignable(from, element)) {
      put(fmt::format("new {}[]{{{}}}", element, text), 0.6, "an array of the value");
    }
  } else if (from.ends_with("[]") && to.starts_with("List")) {
    put(fmt::format("Arrays.asList({})", text), 0.7, "the array becomes a list");
  } else if (from.ends_with("[]") && !to.ends_with("[]") && is_primitive_type(to)) {
    put(fmt::format("{}.length", operand), 0.3, "an array is no number", Safety::choice);
    put(fmt::format("{}[0]", operand), 0.3, "an array is no number", Safety::choice);
  } else if ((from.starts_with("List") || from.starts_with("Set") || from.starts_with("Map")) &&
             is_numeric_type(to)) {
    put(fmt::format("{}.size()", operand), 0.6, "a collection is no number");
  } else if (to.starts_with("List<") && assignable(from, to.substr(5, to.size() - 6))) {
    put(fmt::format("Arrays.asList({})", text), 0.5, "a list of the value");
  } else if ((from.starts_with("List") || from.starts_with("Collection") || from.starts_with("Set")) &&
             (erased(to) == "Set" || erased(to) == "List" || erased(to) == "ArrayList" || erased(to) == "HashSet")) {
    put(fmt::format("new {}<>({})",
                    erased(to) == "Set"    ? "HashSet"
                    : erased(to) == "List" ? "ArrayList"
                                           : erased(to),
                    text),
        0.7, fmt::format("a {} of the elements", erased(to)));
  } else if (from == "Object") {
    put(fmt::format("({}) {}", to, operand), 0.75, "the value is cast");
  } else if (is(value, "object_creation_expression") && erased(from) == erased(to) && from != to) {
    // new ArrayList<Integer>() for a List<String>
    proposals.push_back(replace(file, span(field(value, "type")), erased(from) + "<>", 0.85,
                                "the variable's type says what it holds"));
  } else if (is(value, "object_creation_expression") || is(value, "array_creation_expression")) {
    if (erased(from) != erased(to) && from.ends_with("[]") == to.ends_with("[]") &&
        !world.text(field(value, "type")).empty() && world.find_class(to) != nullptr)
      proposals.push_back(
          replace(file, span(field(value, "type")), to, 0.4, fmt::format("a {} is wanted", to), Safety::choice));
  } else if (world.find_class(from) != nullptr && world.find_class(to) != nullptr &&
             world.find_class(to)->super == erased(from)) {
    put(fmt::format("({}) {}", to, operand), 0.6, "the value is cast");
  }
  widen(from == "boolean" ? 0.45 : 0.42);
  // A method that returns another type than it says.
  if (is(around, "return_statement") && proposals.empty()) {
    const auto method = enclosing(around, {"method_declaration", "lambda_expression"});
    if (is(method, "method_declaration") && from != "<null>")
      proposals.push_back(replace(file, span(field(method, "type")), from, 0.4,
                                  fmt::format("the method returns a {}", from), Safety::choice));
  }
  // A field or an element of the value that has the wanted type.
  if (world.find_class(from) != nullptr) {
    for (const auto& one : world.fields_of(from))
      if (one.type == to)
        put(fmt::format("{}.{}", operand, one.name), 0.35, fmt::format("'{}' of it is a {}", one.name, to),
            Safety::choice);
    for (const auto& method : world.methods_of(from))
      if (method.returns == to && method.parameters.empty() && method.file != nullptr)
        put(fmt::format("{}.{}()", operand, method.name), 0.35, fmt::format("'{}' of it is a {}", method.name, to),
            Safety::choice);
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "java/conversion",
          .languages = kLanguages,
          .answers = R"(incompatible types: .*(cannot be converted to|possible lossy conversion))",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::conversion
