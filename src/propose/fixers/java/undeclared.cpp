// What it answers: "cannot find symbol" for variables.
// What it changes: brings back a declaration that was commented out; declares the variable where it is first
// assigned, or with a neutral value before the statement that holds all its uses. When it declines: nothing tells the
// variable's type.
#include <fmt/format.h>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_code.hpp"
#include "propose/fixers/java/_java_parser.hpp"

namespace fixpoint::propose::fixers::java::undeclared {
namespace {

constexpr Language kLanguages[] = {Language::java};

/// Does the commented text declare the name? "List<Integer> even = new ArrayList<>();"
bool declares(std::string_view code, std::string_view name) {
  for (auto at = code.find(name); at != std::string_view::npos; at = code.find(name, at + 1)) {
    const auto after = base::trim(code.substr(at + name.size()));
    if (at == 0 || (at + name.size() < code.size() && base::is_identifier_part(code[at + name.size()]))) continue;
    const char before = code[at - 1];
    if (before != ' ' && before != ',' && before != '\t') continue;
    const auto head = base::trim_right(code.substr(0, at));
    if (head.empty() ||
        !(base::is_identifier_part(head.back()) || head.back() == '>' || head.back() == ']' || head.back() == ','))
      continue;
    if (head.ends_with("return") || head.ends_with("new")) continue;
    if (after.starts_with("=") || after.starts_with(";") || after.starts_with(",")) return true;
  }
  return false;
}

void bring_back(const FixContext& context, std::string_view name, std::vector<Proposal>& proposals) {
  const auto& file = *context.file;
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto kind = source::type(node);
    if (kind != "block_comment" && kind != "line_comment") return true;
    const auto whole = span(node);
    auto inner = file.text.substr(whole.begin, whole.end - whole.begin);
    if (inner.size() < 4) return false;
    inner = kind == "block_comment" ? inner.substr(2, inner.size() - 4) : inner.substr(2);
    if (!declares(inner, name) || !is_statements(inner)) return false;
    // The nearer to the use, the likelier.
    const bool above = whole.begin < context.at.begin;
    proposals.push_back(replace(file, whole, base::trim(inner), above ? 0.9 : 0.5,
                                fmt::format("the declaration of '{}' was commented out", name)));
    return false;
  });
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  const auto missing = missing_symbol(context.problem.primary);
  if (context.file == nullptr || !missing || missing->kind != "variable") return proposals;
  const auto& file = *context.file;
  const auto& name = missing->name;
  bring_back(context, name, proposals);
  const World world(context);
  const auto use = world.node_at();
  if (null(use) || world.text(use) != name) return proposals;
  const auto method = enclosing(use, {"method_declaration", "constructor_declaration"});
  if (null(method)) return proposals;

  // All uses of the name in the method; what they say about its type.
  std::string type;
  TSNode first{}, common{};
  bool first_is_assignment = false;
  bool written = false;
  source::walk(field(method, "body"), [&](TSNode node) {
    if (!is(node, "identifier") || world.text(node) != name) return true;
    const auto parent = parent_of(node);
    if (is(parent, "field_access") && ts_node_eq(field(parent, "field"), node)) return true;
    if (is(parent, "method_invocation") && ts_node_eq(field(parent, "name"), node)) return true;
    if (world.variable(name, span(node).begin)) return true;  // declared there
    std::string hint;
    if (is(parent, "assignment_expression") && ts_node_eq(field(parent, "left"), node)) {
      hint = world.type_of(field(parent, "right"));
      if (hint == "<null>") hint.clear();
      written = true;
      if (null(first))
        first_is_assignment =
            world.text(field(parent, "operator")) == "=" &&
            (is(parent_of(parent), "expression_statement") || is(parent_of(parent), "for_statement"));
    } else if (is(parent, "update_expression")) {
      hint = "int";
      written = true;
    } else if (is(parent, "array_access") && ts_node_eq(field(parent, "array"), node)) {
      const auto element = world.wanted(parent);
      hint = element.empty() ? "" : element + "[]";
    } else {
      hint = world.wanted(node);
      if (hint == "<null>") hint.clear();
    }
    if (type.empty()) type = hint;
    if (null(first)) {
      first = node;
      common = node;
    } else {
      while (!null(common) && !(span(common).begin <= span(node).begin && span(common).end >= span(node).end))
        common = parent_of(common);
    }
    return true;
  });
  if (null(first)) return proposals;
  const bool guessed = type.empty();
  if (guessed) type = "int";

  if (first_is_assignment) {
    const auto assignment = parent_of(first);
    const auto block = parent_of(parent_of(assignment));
    // Declared there, it is seen to the end of that block or loop.
    const bool covers = span(block).begin <= span(common).begin && span(common).end <= span(block).end;
    const bool loop = is(parent_of(assignment), "for_statement");
    if (covers || loop)
      proposals.push_back(insert(file, span(first).begin, type + " ", guessed ? 0.35 : 0.8,
                                 fmt::format("'{}' is declared nowhere", name)));
  }
  // Used in other methods, too: a field of the class.
  const auto type_around = enclosing(method, {"class_declaration", "enum_declaration", "record_declaration"});
  bool shared = false;
  source::walk(field(type_around, "body"), [&](TSNode node) {
    if (ts_node_eq(node, method)) return false;
    if (is(node, "identifier") && world.text(node) == name && !world.variable(name, span(node).begin) &&
        !is(parent_of(node), "method_invocation") && !is(parent_of(node), "variable_declarator"))
      shared = true;
    return true;
  });
  if (const auto body = field(type_around, "body"); shared && !null(body)) {
    const auto outer = indentation(file.lines.line(file.lines.line_of(span(method).begin)));
    const bool is_static = world.text(method).substr(0, 60).find("static ") != std::string_view::npos;
    proposals.push_back(insert(file, span(body).begin + 1,
                               fmt::format("{}{}{}{} {} = {};", line_end(file), outer, is_static ? "static " : "",
                                           type, name, neutral_value(type)),
                               0.62, fmt::format("'{}' is declared nowhere and used by several methods", name),
                               Safety::choice));
  }
  // Before the statement of the innermost block that holds all uses.
  auto statement = common;
  while (!null(statement) && !is(parent_of(statement), "block") && !is(parent_of(statement), "constructor_body") &&
         !is(parent_of(statement), "switch_block_statement_group"))
    statement = parent_of(statement);
  // A value that is kept from round to round must be declared outside of the loop.
  for (auto at = statement; written && !null(at) && !ts_node_eq(at, method); at = parent_of(at))
    if (is(at, "for_statement") || is(at, "while_statement") || is(at, "enhanced_for_statement") ||
        is(at, "do_statement"))
      statement = at;
  while (!null(statement) && !is(parent_of(statement), "block") && !is(parent_of(statement), "constructor_body"))
    statement = parent_of(statement);
  if (null(statement)) return proposals;
  const auto line = file.lines.line_of(span(statement).begin);
  const auto indent = indentation(file.lines.line(line));
  proposals.push_back(insert_line(file, line, fmt::format("{}{} {} = {};", indent, type, name, neutral_value(type)),
                                  guessed   ? 0.25
                                  : written ? 0.6
                                            : 0.32,
                                  fmt::format("'{}' is declared nowhere", name), Safety::choice));
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "java/undeclared",
          .languages = kLanguages,
          .answers = R"(cannot find symbol; symbol: variable )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::undeclared
