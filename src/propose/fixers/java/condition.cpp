// What it answers: values that are no conditions: "int cannot be converted to boolean", bad operands of && || ! ==
// !=, "unexpected type" and assignments to finals inside a condition. What it changes: '=' to '==' where a condition
// assigns; parentheses where a bit operator or '!' binds otherwise than meant; a comparison with null or 0 where a
// bare value stands; null to 0 next to a primitive. When it declines: nothing of that stands at the place.
#include <fmt/format.h>

#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_code.hpp"
#include "propose/fixers/java/_java_parser.hpp"

namespace fixpoint::propose::fixers::java::condition {
namespace {

constexpr Language kLanguages[] = {Language::java};

/// The condition or boolean expression around a node.
bool in_condition(TSNode node) {
  for (auto child = node; !null(node); child = node, node = parent_of(node)) {
    if (is(node, "parenthesized_expression")) {
      const auto around = parent_of(node);
      if (is(around, "if_statement") || is(around, "while_statement") || is(around, "do_statement")) return true;
    }
    if ((is(node, "for_statement") || is(node, "ternary_expression")) && ts_node_eq(field(node, "condition"), child))
      return true;
    if (is(node, "binary_expression")) return true;
    if (is(node, "block") || is(node, "expression_statement")) return false;
  }
  return false;
}

source::Span operator_of(TSNode node) {
  const auto sign = field(node, "operator");
  return null(sign) ? source::Span{} : span(sign);
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const World world(context);
  const auto& file = *context.file;
  const std::string_view message = context.problem.primary.message;
  const auto says = [&](std::string_view words) { return message.find(words) != std::string_view::npos; };
  const auto node = world.node_at();

  // '=' where a condition is wanted.
  for (auto at = node; !null(at) && !is(at, "block") && !is(at, "method_declaration"); at = parent_of(at)) {
    if (!is(at, "assignment_expression")) continue;
    const auto sign = field(at, "operator");
    if (null(sign) || world.text(sign) != "=") break;
    if (is(parent_of(at), "expression_statement")) break;
    if (!in_condition(at) && !says("converted to boolean")) break;
    proposals.push_back(replace(file, span(sign), "==", 0.93, "a condition compares with '=='"));
    // The assignment may hold others: a = b || c = d
    auto whole = proposals.back();
    source::walk(at, [&](TSNode inner) {
      if (!ts_node_eq(inner, at) && is(inner, "assignment_expression") &&
          world.text(field(inner, "operator")) == "=" && !is(parent_of(inner), "parenthesized_expression"))
        whole.edits.push_back({file.path, operator_of(inner).begin, operator_of(inner).end, "=="});
      return !is(inner, "lambda_expression");
    });
    if (whole.edits.size() > 1) {
      whole.confidence = 0.95;
      proposals.push_back(std::move(whole));
    }
    break;
  }
  // Assignments among the operands: "a = b || c = d" is parsed as a = (b || (c = d)).
  if (says("bad operand types") || says("unexpected type")) {
    const auto statement = enclosing(node, {"if_statement", "while_statement", "for_statement", "return_statement",
                                            "ternary_expression", "local_variable_declaration"});
    if (!null(statement)) {
      auto scope = field(statement, "condition");
      if (null(scope) && is(statement, "return_statement")) scope = statement;
      Proposal all = replace(file, {0, 0}, "", 0.9, "a condition compares with '=='");
      all.edits.clear();
      if (!null(scope))
        source::walk(scope, [&](TSNode inner) {
          if (is(inner, "assignment_expression") && world.text(field(inner, "operator")) == "=" &&
              !is(parent_of(inner), "expression_statement"))
            all.edits.push_back({file.path, operator_of(inner).begin, operator_of(inner).end, "=="});
          return !is(inner, "lambda_expression");
        });
      if (!all.edits.empty()) proposals.push_back(std::move(all));
    }
  }
  // "a = b % 2 + 1 = 0": the left side is no variable.
  if (says("unexpected type")) {
    const auto assignment = enclosing(node, {"assignment_expression"});
    if (!null(assignment) && world.text(field(assignment, "operator")) == "=") {
      proposals.push_back(replace(file, operator_of(assignment), "==", 0.7, "a value is compared with '=='"));
    } else {
      // "f(x) = n" has no tree: the '=' that follows on the line.
      const auto line = file.lines.line_span(file.lines.line_of(context.at.begin));
      std::vector<Token> tokens;
      scan(file.text.substr(line.begin, line.end - line.begin), tokens);
      for (const auto& token : tokens)
        if (token.is("=") && line.begin + token.begin >= context.at.begin) {
          proposals.push_back(replace(file, {line.begin + token.begin, line.begin + token.end}, "==", 0.85,
                                      "a value is compared with '=='"));
          break;
        }
    }
  }

  const auto binary = enclosing(node, {"binary_expression"});
  if (says("bad operand types for binary operator") && !null(binary)) {
    const auto left = field(binary, "left"), right = field(binary, "right");
    const auto sign = world.text(field(binary, "operator"));
    const auto types = [&](std::string_view label) {
      const auto at = message.find(label);
      if (at == std::string_view::npos) return std::string{};
      const auto rest = message.substr(at + label.size());
      return simple(rest.substr(0, rest.find(';')));
    };
    const auto first = types("first type: "), second = types("second type: ");
    if (sign == "==" || sign == "!=") {
      const bool null_left = first == "<null>";
      const auto& other = null_left ? second : first;
      if ((null_left || second == "<null>") && is_primitive_type(other)) {
        const auto literal = null_left ? left : right;
        if (other == "boolean") {
          proposals.push_back(replace(
              file, span(binary), fmt::format("{}{}", sign == "==" ? "!" : "", world.text(null_left ? right : left)),
              0.5, "a boolean is never null"));
        } else {
          proposals.push_back(replace(file, span(literal), neutral_value(other), 0.8,
                                      fmt::format("a value of type {} is never null", other), Safety::choice));
          if (is_numeric_type(other) && other != "char")
            proposals.push_back(replace(file, span(literal), "-1", 0.5,
                                        fmt::format("a value of type {} is never null", other), Safety::choice));
        }
      }
      // int == String and the like: compare as texts.
      if (first == "String" && is_numeric_type(second) && second != "char")
        proposals.push_back(replace(file, span(right), fmt::format("String.valueOf({})", world.text(right)), 0.3,
                                    "both sides are made texts"));
      if (first == "String" && second == "char" && world.text(right).size() == 3)
        proposals.push_back(replace(file, span(right), fmt::format("\"{}\"", world.text(right).substr(1, 1)), 0.5,
                                    "a text is compared with a text"));
      if (first == "char" && second == "String" && world.text(right).size() == 3)
        proposals.push_back(replace(file, span(right), fmt::format("'{}'", world.text(right).substr(1, 1)), 0.85,
                                    "a character is compared with a character"));
    }
    // "x & 1 == 0" is parsed as x & (1 == 0).
    if ((sign == "&" || sign == "|" || sign == "^") && second == "boolean" && is(right, "binary_expression")) {
      const auto inner = field(right, "left");
      auto both = insert(file, span(left).begin, "(", 0.9, "the bit operator binds weaker than the comparison");
      both.edits.push_back({file.path, span(inner).end, span(inner).end, ")"});
      proposals.push_back(std::move(both));
    }
    if ((sign == "&&" || sign == "||") && is_numeric_type(first) && is_numeric_type(second))
      proposals.push_back(
          replace(file, operator_of(binary), sign.substr(0, 1), 0.5, "numbers take the bit operator"));
    if (sign == "&&" || sign == "||") {
      const auto to_condition = [&](TSNode side, const std::string& type) {
        if (type == "boolean" || type.empty() || type == "<null>") return;
        proposals.push_back(
            replace(file, span(side),
                    fmt::format("{} != {}", world.text(side), is_primitive_type(type) ? neutral_value(type) : "null"),
                    0.45, fmt::format("a value of type {} is no condition", type), Safety::choice));
      };
      to_condition(left, first);
      to_condition(right, second);
    }
    if ((sign == "<" || sign == ">" || sign == "<=" || sign == ">=") && first == second && !first.empty() &&
        !is_primitive_type(first))
      proposals.push_back(replace(file, span(binary),
                                  fmt::format("{}.compareTo({}) {} 0", world.text(left), world.text(right), sign),
                                  0.6, fmt::format("values of type {} are ordered by compareTo", first)));
    // A text or null where a number is wanted.
    if (sign != "==" && sign != "!=" && sign != "&&" && sign != "||") {
      const auto to_number = [&](TSNode side, const std::string& type, const std::string& other) {
        if (type == "<null>")
          proposals.push_back(replace(file, span(side), "0", 0.6, "null is no number", Safety::choice));
        if (type == "String" && is_numeric_type(other)) {
          const auto literal = world.text(side);
          if (literal.starts_with('"') && literal.size() == 3)
            proposals.push_back(
                replace(file, span(side), fmt::format("'{}'", literal.substr(1, 1)), 0.6, "a character"));
          proposals.push_back(replace(file, span(side), fmt::format("Integer.parseInt({})", literal), 0.35,
                                      "the text is read as a number", Safety::choice));
          if (literal.starts_with('"'))
            proposals.push_back(replace(file, span(side), "0", 0.3, "a text is no number", Safety::placeholder));
        }
        if (type.starts_with("List") || type.starts_with("Set") || type.starts_with("Map"))
          proposals.push_back(insert(file, span(side).end, ".size()", 0.5, "a collection is no number"));
        if (type.ends_with("[]"))
          proposals.push_back(insert(file, span(side).end, ".length", 0.5, "an array is no number"));
        if (type == "String")
          proposals.push_back(insert(file, span(side).end, ".length()", 0.3, "a text is no number"));
        if (type == "boolean")
          proposals.push_back(replace(file, span(side), fmt::format("({} ? 1 : 0)", world.text(side)), 0.3,
                                      "a boolean is no number"));
      };
      to_number(left, first, second);
      to_number(right, second, first);
      if (first == "boolean" && is(left, "binary_expression") &&
          (sign == ">" || sign == "<" || sign == ">=" || sign == "<="))
        proposals.push_back(replace(
            file, span(left),
            fmt::format("{} {} {} && {}", world.text(field(left, "left")), world.text(field(left, "operator")),
                        world.text(field(left, "right")), world.text(field(left, "right"))),
            0.5, "a chain of comparisons"));
    }
  }
  if (says("bad operand type") && says("unary operator '!'")) {
    const auto unary = enclosing(node, {"unary_expression"});
    if (!null(unary)) {
      const auto operand = field(unary, "operand");
      const auto around = parent_of(unary);
      if (is(around, "binary_expression") && ts_node_eq(field(around, "left"), unary)) {
        auto both = insert(file, span(operand).begin, "(", 0.6, "'!' is meant for the whole comparison");
        both.edits.push_back({file.path, span(around).end, span(around).end, ")"});
        proposals.push_back(std::move(both));
      }
      const auto type = world.type_of(operand);
      proposals.push_back(replace(file, span(unary),
                                  fmt::format("{} == {}", world.text(operand), is_numeric_type(type) ? "0" : "null"),
                                  0.7, "'!' takes a boolean", Safety::choice));
    }
  }
  // A bare value as condition.
  if (const auto at = message.find(" cannot be converted to boolean");
      at != std::string_view::npos && proposals.empty()) {
    const auto type = simple(message.substr(message.find(": ") + 2, at - message.find(": ") - 2));
    auto value = node;
    while (!null(value) && !is(parent_of(value), "parenthesized_expression") &&
           !is(parent_of(value), "binary_expression") && !is(parent_of(value), "return_statement") &&
           !is(parent_of(value), "variable_declarator") && !is(parent_of(value), "argument_list") &&
           !is(parent_of(value), "assignment_expression") && !is(parent_of(value), "for_statement") &&
           !is(parent_of(value), "ternary_expression"))
      value = parent_of(value);
    if (!null(value) && is(value, "parenthesized_expression")) value = child_of(value, 0);
    if (!null(value)) {
      const auto text = world.text(value);
      if (text == "0" || text == "1") {
        proposals.push_back(
            replace(file, span(value), text == "0" ? "false" : "true", 0.85, "a boolean is true or false"));
      } else if (is_numeric_type(type)) {
        const bool loose = is(value, "binary_expression") || is(value, "ternary_expression");
        proposals.push_back(replace(file, span(value),
                                    loose ? fmt::format("({}) != 0", text) : fmt::format("{} != 0", text), 0.6,
                                    "a number is no condition", Safety::choice));
        proposals.push_back(replace(file, span(value),
                                    loose ? fmt::format("({}) > 0", text) : fmt::format("{} > 0", text), 0.35,
                                    "a number is no condition", Safety::choice));
      } else if (type == "String" && text.starts_with("\"true\"")) {
        proposals.push_back(replace(file, span(value), "true", 0.8, "a boolean is true or false"));
      } else if (type == "String" && text.starts_with("\"false\"")) {
        proposals.push_back(replace(file, span(value), "false", 0.8, "a boolean is true or false"));
      } else if (type == "<null>") {
        proposals.push_back(replace(file, span(value), "false", 0.7, "a boolean is never null", Safety::choice));
      } else {
        proposals.push_back(
            insert(file, span(value).end, " != null", 0.5, "an object is no condition", Safety::choice));
      }
    }
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "java/condition",
      .languages = kLanguages,
      .answers =
          R"(converted to boolean|bad operand type|compiler\.err\.type\.found\.req|cannot assign a value to (final|static final) variable|incomparable types)",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::condition
