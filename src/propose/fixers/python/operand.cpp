// What it answers: TypeErrors that an operand of the wrong built-in type raises.
// What it changes: puts str() or int() around the operand that CPython names, makes a division whole, goes over
// range(n) instead of n.
// When it declines: the operand cannot be told from the excerpt.
#include <algorithm>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/python/_names.hpp"

namespace fixpoint::propose::fixers::python::operand {
namespace {

using namespace fixpoint::propose::python;

constexpr Language kLanguages[] = {Language::python};

/// Binary operations and comparisons where the traceback points; the exactly underlined one first.
std::vector<TSNode> operations(const FixContext& context, std::string_view kind, std::string_view sign) {
  const auto& file = *context.file;
  const auto marks = underlined(context);
  const auto region = marks ? marks->whole : line_region(context);
  std::vector<TSNode> found;
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto span = source::span(node);
    if (span.end <= region.begin || span.begin >= region.end) return false;
    if (source::type(node) != kind || span.begin < region.begin || span.end > region.end) return true;
    if (kind == "binary_operator" && !sign.empty() && file.syntax.text(field(node, "operator")) != sign) return true;
    found.push_back(node);
    return true;
  });
  // Without an underline the innermost operation is the likelier one.
  if (!marks) std::ranges::reverse(found);
  return found;
}

Proposal wrap(const source::Code& file, TSNode node, std::string_view with, double confidence, std::string reason) {
  const auto span = source::span(node);
  auto text = std::string(file.syntax.text(node));
  if (text.size() > 2 && text.front() == '(' && text.back() == ')' &&
      source::type(node) == "parenthesized_expression")
    text = text.substr(1, text.size() - 2);
  return replace(file, span, std::string(with) + "(" + text + ")", confidence, std::move(reason));
}

bool is_text(TSNode node) { return source::type(node) == "string" || source::type(node) == "concatenated_string"; }

std::string_view quoted(std::string_view message, std::string_view behind) {
  const auto at = message.find(behind);
  if (at == std::string_view::npos) return {};
  const auto begin = at + behind.size();
  const auto end = message.find_first_of("'\"", begin);
  return end == std::string_view::npos ? std::string_view{} : message.substr(begin, end - begin);
}

/// x = input(...): where a number was meant, the text is converted at its source.
void at_input(const FixContext& context, TSNode operand, std::vector<Proposal>& out) {
  const auto& file = *context.file;
  if (source::type(operand) != "identifier") return;
  const auto name = file.syntax.text(operand);
  source::walk(file.syntax.root(), [&](TSNode node) {
    if (source::type(node) != "assignment" || file.syntax.text(field(node, "left")) != name) return true;
    const auto right = field(node, "right");
    if (source::type(right) == "call" && file.syntax.text(field(right, "function")) == "input")
      out.push_back(wrap(file, right, "int", 0.6, "input() gives a text: makes it a number"));
    return true;
  });
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const auto& file = *context.file;
  const std::string_view message = context.problem.primary.message;

  if (message.starts_with("can only concatenate str") || message.starts_with("must be str, not ")) {
    for (const auto node : operations(context, "binary_operator", "+")) {
      const auto right = field(node, "right");
      if (is_text(right)) continue;
      proposals.push_back(
          wrap(file, right, "str", proposals.empty() ? 0.82 : 0.4, "makes the operand a text with str()"));
    }
    if (proposals.empty())
      for (const auto node : operations(context, "augmented_assignment", ""))
        proposals.push_back(wrap(file, field(node, "right"), "str", 0.75, "makes the operand a text with str()"));
    return proposals;
  }
  if (message.starts_with("unsupported operand type(s) for ")) {
    const auto sign_end = message.find(": ");
    auto sign = message.substr(32, sign_end == std::string_view::npos ? 0 : sign_end - 32);
    const auto left_type = quoted(message, ": '"), right_type = quoted(message, " and '");
    if (const auto space = sign.find(' '); space != std::string_view::npos)
      sign = sign.substr(0, space);  // "** or pow()"
    const auto number = [](std::string_view type) { return type == "int" || type == "float"; };
    for (const auto node : operations(context, "binary_operator", sign)) {
      const auto left = field(node, "left"), right = field(node, "right");
      if (number(left_type) && right_type == "str") {
        if (sign == "+" && is_text(right))
          proposals.push_back(wrap(file, left, "str", 0.8, "makes the operand a text with str()"));
        if (!is_text(right)) {
          at_input(context, right, proposals);
          proposals.push_back(wrap(file, right, left_type, 0.5, "makes the operand a number"));
        }
      }
      if (left_type == "str" && number(right_type) && !is_text(left)) {
        at_input(context, left, proposals);
        proposals.push_back(wrap(file, left, right_type, 0.5, "makes the operand a number"));
      }
      break;
    }
    return proposals;
  }
  if (message.find("not supported between instances of 'str' and 'int'") != std::string_view::npos ||
      message.find("not supported between instances of 'int' and 'str'") != std::string_view::npos) {
    const bool left_is_text = message.find("of 'str' and") != std::string_view::npos;
    for (const auto node : operations(context, "comparison_operator", "")) {
      if (ts_node_named_child_count(node) < 2) continue;
      const auto operand = ts_node_named_child(node, left_is_text ? 0 : 1);
      if (is_text(operand)) continue;
      at_input(context, operand, proposals);
      proposals.push_back(wrap(file, operand, "int", 0.5, "makes the operand a number"));
      break;
    }
    return proposals;
  }
  // Whole numbers are asked for: a division gave a fraction.
  if (message.find("'float' object cannot be interpreted as an integer") != std::string_view::npos ||
      message.starts_with("list indices must be integers or slices, not float") ||
      message.starts_with("slice indices must be integers") ||
      message.starts_with("can't multiply sequence by non-int of type 'float'")) {
    auto nodes = operations(context, "binary_operator", "/");
    if (nodes.empty()) {
      // The division may lie in the assignment of a name that is used here.
      for (const auto& symbol : context.code.visible(file, context.at.begin, false)) {
        if (uses_of_name(file, symbol.name, line_region(context)).empty()) continue;
        const auto assignment = enclosing(file, symbol.place.begin, "assignment");
        if (ts_node_is_null(assignment)) continue;
        const auto right = field(assignment, "right");
        if (!ts_node_is_null(right) && source::type(right) == "binary_operator" &&
            file.syntax.text(field(right, "operator")) == "/")
          nodes.push_back(right);
      }
    }
    for (const auto node : nodes)
      proposals.push_back(replace(file, source::span(field(node, "operator")), "//", proposals.empty() ? 0.82 : 0.5,
                                  "divides to a whole number"));
    return proposals;
  }
  if (message.ends_with("'int' object is not iterable")) {
    const auto region = line_region(context);
    source::walk(file.syntax.root(), [&](TSNode node) {
      const auto span = source::span(node);
      if (span.end <= region.begin || span.begin >= region.end) return false;
      const auto kind = source::type(node);
      if (kind == "for_statement" || kind == "for_in_clause") {
        const auto right = field(node, "right");
        if (!ts_node_is_null(right) && source::span(right).begin >= region.begin && source::type(right) != "list" &&
            source::type(right) != "tuple")
          proposals.push_back(wrap(file, right, "range", kind == "for_statement" ? 0.82 : 0.8,
                                   "goes over the numbers up to it with range()"));
      }
      return true;
    });
    return proposals;
  }
  if (message.ends_with("'str' object cannot be interpreted as an integer")) {
    for (const auto node : operations(context, "call", "")) {
      const auto arguments = field(node, "arguments");
      if (file.syntax.text(field(node, "function")) != "range" || ts_node_named_child_count(arguments) == 0) continue;
      const auto last = ts_node_named_child(arguments, ts_node_named_child_count(arguments) - 1);
      at_input(context, last, proposals);
      proposals.push_back(wrap(file, last, "int", 0.6, "makes the operand a number"));
      break;
    }
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "python/operand",
          .languages = kLanguages,
          .answers =
              "TypeError (can only concatenate|must be str|unsupported operand|.*not supported between|.*cannot be "
              "interpreted as an integer|list indices|slice indices|can't multiply|.*'int' object is not iterable)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::python::operand
