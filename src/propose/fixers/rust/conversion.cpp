// What it answers: a number of one type where another is wanted, an index that is no usize, an Option or Result where
// its content is wanted, text where String is wanted and the other way round.
// What it changes: "as T", "?", ".unwrap()", ".to_string()", "&x", "*x"; a literal is written anew; or the declared
// type (of the function's result, a `let`, a field, a parameter) becomes the one that is there. When it declines: the
// types are not among these and nothing nearby declares the wanted one.
#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust::conversion {
namespace {

std::string around(const source::Code& file, TSNode node) {
  const std::string text(file.syntax.text(node));
  return is_simple(node) ? text : "(" + text + ")";
}

void cast(const source::Code& file, TSNode node, const std::string& to, double confidence,
          std::vector<Proposal>& found) {
  const auto kind = source::type(node);
  const std::string text(file.syntax.text(node));
  if (kind == "integer_literal" && (to == "f64" || to == "f32") &&
      std::ranges::all_of(text, [](char c) { return base::is_digit(c) || c == '_'; })) {
    found.push_back(replace(file, source::span(node), text + ".0", 0.85, "a " + to + " is wanted"));
    return;
  }
  if (kind == "float_literal" && is_integer(to)) {
    if (text.ends_with(".0") || text.ends_with("."))
      found.push_back(
          replace(file, source::span(node), text.substr(0, text.find('.')), 0.85, "a " + to + " is wanted"));
    else if (text.contains('.'))
      found.push_back(
          replace(file, source::span(node), text.substr(0, text.find('.')), 0.55, "a " + to + " is wanted"));
    return;
  }
  if (kind == "type_cast_expression") {  // cast to the wrong type
    found.push_back(
        replace(file, source::span(field(node, "type")), to, confidence + 0.05, "a " + to + " is wanted"));
    return;
  }
  if (kind == "integer_literal") return;
  found.push_back(
      replace(file, source::span(node), around(file, node) + " as " + to, confidence, "a " + to + " is wanted"));
}

/// Where the code says which type it wants: writes the found one there.
void redeclare(const FixContext& context, TSNode node, const std::string& wanted, const std::string& found_type,
               std::vector<Proposal>& found) {
  if (found_type.contains('{') || found_type.contains("integer") || found_type.contains("float") ||
      found_type.contains(' ') || found_type == "()" || wanted.contains('{'))
    return;
  const auto& file = *context.file;
  const auto propose_type = [&](const source::Code& in, TSNode type, double confidence, const std::string& what) {
    if (ts_node_is_null(type) || in.syntax.text(type) != wanted) return;
    found.push_back(replace(in, source::span(type), found_type, confidence, what + " is a " + found_type));
  };
  // The message's other labels show the declaration: "expected due to this", "because of return type", a parameter.
  for (TSNode up = node; !ts_node_is_null(up); up = ts_node_parent(up)) {
    const auto kind = source::type(up);
    if (kind == "let_declaration") {
      propose_type(file, field(up, "type"), 0.6, "the value");
      return;
    }
    if (kind == "return_expression" || kind == "block") {
      const auto function = enclosing_function(up);
      if (source::type(function) == "function_item")
        propose_type(file, field(function, "return_type"), 0.55, "the result");
      if (kind == "return_expression" || source::type(ts_node_parent(up)) == "function_item") return;
    }
    if (kind == "field_initializer" || kind == "shorthand_field_initializer") {
      const auto name = kind == "field_initializer" ? file.syntax.text(field(up, "field")) : file.syntax.text(up);
      for (const auto& [home, declared] : items(context, name, {"field_declaration"}))
        propose_type(*home, field(declared, "type"), 0.6, "the field");
      return;
    }
    if (kind == "arguments") {
      const auto call = ts_node_parent(up);
      auto called = field(call, "function");
      if (source::type(called) == "field_expression") called = field(called, "field");
      if (source::type(called) == "scoped_identifier") called = field(called, "name");
      std::size_t position = 0;
      for (const auto one : named_children(up)) {
        if (source::span(one).begin <= source::span(node).begin && source::span(node).end <= source::span(one).end)
          break;
        ++position;
      }
      for (const auto& [home, declared] : items(context, file.syntax.text(called), {"function_item"})) {
        std::size_t index = 0;
        for (const auto parameter : named_children(field(declared, "parameters"))) {
          if (source::type(parameter) != "parameter") continue;
          if (index++ == position) propose_type(*home, field(parameter, "type"), 0.55, "the parameter");
        }
      }
      return;
    }
    if (kind == "assignment_expression" || kind == "compound_assignment_expr") {
      const auto left = field(up, "left");
      if (source::type(left) == "field_expression")
        for (const auto& [home, declared] :
             items(context, file.syntax.text(field(left, "field")), {"field_declaration"}))
          propose_type(*home, field(declared, "type"), 0.55, "the field");
    }
  }
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto& primary = context.problem.primary;
  std::vector<Proposal> found;
  if (const auto types = mismatch(primary)) {
    auto node = expression(context);
    if (ts_node_is_null(node)) node = file.syntax.at(context.at.begin, context.at.end);
    if (ts_node_is_null(node)) return {};
    const auto& [expected, got] = *types;
    // "let (a, b) = f();": the pattern does not fit what f() is wrapped in.
    if (primary.context.contains("this expression has type `Result<") ||
        primary.context.contains("this expression has type `Option<")) {
      const auto let = enclosing(node, {"let_declaration"});
      const auto value = field(let, "value");
      if (!ts_node_is_null(value) && source::span(field(let, "pattern")).begin == context.at.begin) {
        const auto returns = file.syntax.text(field(enclosing_function(let), "return_type"));
        const bool passes = returns.contains("Result<") || returns.contains("Option<");
        found.push_back(insert(file, source::span(value).end, "?", passes ? 0.86 : 0.3, "the content is wanted"));
        found.push_back(
            insert(file, source::span(value).end, ".unwrap()", passes ? 0.5 : 0.7, "the content is wanted"));
      }
      return found;
    }

    const std::string text(file.syntax.text(node));
    const auto add = [&](const std::string& replacement, double confidence) {
      found.push_back(
          replace(file, source::span(node), replacement, confidence, "a " + expected + " is wanted, not a " + got));
    };
    const bool number = is_number(got) || got == "integer" || got == "floating-point number" || got == "{integer}" ||
                        got == "{float}";
    if (is_number(expected) && number) cast(file, node, expected, 0.68, found);
    const bool text_type = got == "&str" || got == "&'static str" || got == "str";
    if (expected == "String" && text_type) add(around(file, node) + ".to_string()", 0.8);
    if (expected == "String" && (got == "&String" || got == "char")) add(around(file, node) + ".to_string()", 0.7);
    if (expected == "String" && number) {
      if (source::type(node).ends_with("_literal")) add("\"" + text + "\".to_string()", 0.6);
      add(around(file, node) + ".to_string()", 0.6);
    }
    if (expected == "&str" && number && source::type(node).ends_with("_literal")) add("\"" + text + "\"", 0.8);
    if (is_number(expected) && text_type && text.size() > 2) {
      const auto inner = text.substr(1, text.size() - 2);
      if (std::ranges::all_of(inner, base::is_digit)) add(inner, 0.85);
    }
    if (expected == "&" + got) add("&" + around(file, node), 0.85);
    if (expected == "&mut " + got) add("&mut " + around(file, node), 0.85);
    if (got == "&" + expected || got == "&mut " + expected) {
      if (text.starts_with('&'))
        add(text.substr(text.starts_with("&mut ") ? 5 : 1), 0.85);
      else if (is_number(expected) || expected == "bool" || expected == "char")
        add("*" + text, 0.8);
      else
        add(around(file, node) + ".clone()", 0.7);
    }
    const bool option = got == "Option<" + expected + ">", result = got.starts_with("Result<" + expected + ",");
    if (option || result) {
      const auto function = enclosing_function(node);
      const auto returns = file.syntax.text(field(function, "return_type"));
      if (returns.contains(option ? "Option" : "Result")) add(around(file, node) + "?", 0.86);
      add(around(file, node) + ".unwrap()", returns.contains(option ? "Option" : "Result") ? 0.5 : 0.7);
      if (option) add(around(file, node) + ".unwrap_or_default()", 0.3);
    }
    redeclare(context, node, expected, got, found);
    return found;
  }
  // "cannot add `f64` to `i32`", "can't compare `usize` with `i32`", "the type `[T]` cannot be indexed by `i32`"
  static const base::Regex kIndex(R"(cannot be indexed by `([^`]+)`)");
  static const base::Regex kOperands(
      R"(cannot (add|subtract|multiply|divide|calculate and assign the remainder of|calculate the remainder of|compare)[^`]*`([^`]+)`[^`]*`([^`]+)`)");
  std::string type, verb, first, second;
  const auto node = file.syntax.at(context.at.begin, context.at.end);
  if (kIndex.find(primary.message, &type)) {
    const auto index = expression(context);
    if (ts_node_is_null(index)) return {};
    if (is_integer(type) || type == "{integer}")
      cast(file, index, "usize", 0.85, found);
    else if (type == "&usize")
      found.push_back(replace(file, source::span(index), "*" + around(file, index), 0.85, "an index is a usize"));
    return found;
  }
  const bool compares = primary.message.starts_with("can't compare");
  const auto names = quoted_parts(primary.message);
  const auto operation = enclosing(node, {"binary_expression", "compound_assignment_expr"});
  if (ts_node_is_null(operation) || names.size() < 2) return {};
  const auto left = field(operation, "left"), right = field(operation, "right");
  if (ts_node_is_null(left) || ts_node_is_null(right)) return {};
  first = names[0];
  second = names[1];
  // Which operand is which: "add B to A", "subtract B from A", "multiply A by B", "divide A by B", "compare A with
  // B".
  const bool swapped = primary.message.contains("cannot add") || primary.message.contains("subtract") ||
                       primary.message.contains("add-assign");
  const auto& left_type = swapped ? second : first;
  const auto& right_type = swapped ? first : second;
  const bool assigns = source::type(operation) == "compound_assignment_expr";
  const auto plain = [](std::string value) {
    return value == "{integer}" ? std::string("i32") : value == "{float}" ? std::string("f64") : value;
  };
  if (compares || kOperands.find(primary.message, &verb, &type, &type)) {
    if (is_number(plain(left_type)) && is_number(plain(right_type))) {
      const bool float_left = plain(left_type)[0] == 'f', float_right = plain(right_type)[0] == 'f';
      if (is_number(left_type)) cast(file, right, left_type, !float_left && float_right ? 0.45 : 0.72, found);
      if (is_number(right_type) && !assigns)
        cast(file, left, right_type, float_right && !float_left ? 0.74 : 0.5, found);
      if (left_type == "{integer}") cast(file, left, plain(right_type), 0.7, found);
      if (right_type == "{integer}") cast(file, right, plain(left_type), 0.7, found);
      if (right_type == "{float}") cast(file, right, plain(left_type), 0.6, found);
    } else if (is_number(left_type) && right_type == "&str" && file.syntax.text(right).size() > 2 &&
               source::type(right) == "string_literal") {
      const auto inner = file.syntax.text(right).substr(1, file.syntax.text(right).size() - 2);
      if (std::ranges::all_of(inner, base::is_digit))
        found.push_back(replace(file, source::span(right), inner, 0.85, "a number is wanted"));
    } else if (right_type == "&" + left_type || right_type == "&&" + left_type) {
      found.push_back(insert(file, source::span(right).begin, right_type.starts_with("&&") ? "**" : "*", 0.8,
                             "the right side is a reference"));
    } else if (left_type == "&" + right_type || left_type == "&&" + right_type) {
      found.push_back(insert(file, source::span(left).begin, left_type.starts_with("&&") ? "**" : "*", 0.8,
                             "the left side is a reference"));
    }
  }
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "rust/conversion",
          .languages = kRust,
          .answers = R"(E0308 |E0277 (cannot|can't compare|the type)|E0369 )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::conversion
