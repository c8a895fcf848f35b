// What it answers: "declared and not used: x".
// What it changes: removes the variable: its statement when evaluating the value has no effect, else only the name
// ("_", or `_ = call()`), a range's variable, a type switch's name.
// When it declines: an unknown name close to it is used (then that is the mistake).
#include "base/text.hpp"
#include "propose/fixers/go/_code.hpp"

namespace fixpoint::propose::fixers::go::unused_variable {
namespace {

bool has_effect(TSNode node) {
  bool effect = false;
  source::walk(node, [&](TSNode part) {
    const auto kind = source::type(part);
    if (kind == "call_expression" || kind == "unary_expression") effect = true;  // a call, or "<-channel"
    return !effect && kind != "func_literal";
  });
  return effect;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr || context.problem.primary.arguments.empty()) return {};
  const auto& file = *context.file;
  const auto& name = context.problem.primary.arguments.front();
  const auto node = file.syntax.at(context.at.begin, context.at.begin + name.size());
  if (ts_node_is_null(node) || file.syntax.text(node) != name) return {};
  const auto function = enclosing_function(node);
  if (ts_node_is_null(function)) return {};
  for (const auto other : unexplained(context, function))
    if (near(other, name)) return {};

  std::vector<Proposal> found;
  const std::string reason = name + " is never used";
  // A struct literal below that sets other fields but not the one called like it.
  source::walk(function, [&](TSNode part) {
    if (source::type(part) != "composite_literal" || source::span(part).begin < context.at.begin) return true;
    const auto type = file.syntax.text(field(part, "type"));
    const auto body = field(part, "body");
    const auto elements = named_children(body);
    if (elements.empty() || source::type(elements.back()) != "keyed_element") return true;
    for (const auto* one : project_files(context))
      for (const auto& symbol : one->symbols) {
        if (symbol.kind != languages::SymbolKind::field || base::lower(symbol.name) != base::lower(name)) continue;
        const auto spec = enclosing(one->syntax.at(symbol.place.begin, symbol.place.end), {"type_spec"});
        const auto owner = one->syntax.text(field(spec, "name"));
        if (owner != type && !type.ends_with("." + std::string(owner))) continue;
        bool set = false;
        for (const auto element : elements) {
          const auto text = file.syntax.text(element);
          set = set || base::trim(text.substr(0, text.find(':'))) == symbol.name;
        }
        if (!set && found.empty())
          found.push_back(insert(file, source::span(elements.back()).end,
                                 ", " + std::string(symbol.name) + ": " + name, 0.84,
                                 std::string(owner) + "'s " + std::string(symbol.name) + " is not set"));
      }
    return true;
  });
  const auto keep = [&](TSNode statement, double confidence) {
    const auto line = file.lines.line_of(source::span(statement).end);
    const std::string indent(indentation(file.lines.line(file.lines.line_of(source::span(statement).begin))));
    found.push_back(insert_line(file, line + 1, indent + "_ = " + name, confidence, reason + "; it is kept"));
  };
  const auto statement =
      enclosing(node, {"short_var_declaration", "var_spec", "range_clause", "type_switch_statement", "const_spec"});
  if (ts_node_is_null(statement)) return {};
  const auto kind = source::type(statement);
  const auto list = enclosing(node, {"expression_list"});
  const auto left = ts_node_is_null(list) ? std::vector<TSNode>{} : named_children(list);

  if (kind == "range_clause") {
    const auto right = field(statement, "right");
    if (left.size() == 2 && ts_node_eq(left[1], node)) {
      // "for i, v := range" -> "for i := range"; "for _, v" -> "for range"
      if (file.syntax.text(left[0]) == "_") {
        found.push_back(
            replace(file, {source::span(statement).begin, source::span(right).begin}, "range ", 0.8, reason));
      } else {
        found.push_back(erase(file, {source::span(left[0]).end, source::span(left[1]).end}, 0.8, reason));
      }
    } else if (left.size() == 2) {
      found.push_back(replace(file, source::span(node), "_", 0.85, reason));
    } else {
      found.push_back(
          replace(file, {source::span(statement).begin, source::span(right).begin}, "range ", 0.85, reason));
    }
    return found;
  }
  if (kind == "type_switch_statement") {
    const auto value = field(statement, "value");
    if (!ts_node_is_null(value) && !ts_node_is_null(list))
      found.push_back(erase(file, {source::span(list).begin, source::span(value).begin}, 0.85, reason));
    return found;
  }
  const auto block = enclosing(statement, {"block", "statement_list"});
  const bool written = occurrences(file, function, name) > 1;
  if (kind == "var_spec") {
    const auto declaration = ts_node_parent(statement);
    const bool whole = source::type(declaration) == "var_declaration" && named_children(declaration).size() == 1;
    const auto value = field(statement, "value");
    const bool effect = !ts_node_is_null(value) && has_effect(value);
    std::size_t names = 0;
    for (const auto child : named_children(statement))
      if (source::type(child) == "identifier") ++names;
    if (names == 1 && !written && !effect)
      found.push_back(erase(file, whole_line(file, source::span(whole ? declaration : statement)), 0.8, reason));
    if (names == 1 && !written && effect) found.push_back(replace(file, source::span(node), "_", 0.8, reason));
    keep(whole ? declaration : statement, 0.5);
    return found;
  }
  if (kind != "short_var_declaration" || ts_node_is_null(block)) return {};
  const bool initializer = source::type(ts_node_parent(statement)) != "statement_list" &&
                           source::type(ts_node_parent(statement)) != "block";
  if (left.size() == 1) {
    const auto right = field(statement, "right");
    const bool effect = has_effect(right);
    if (!written && !effect && !initializer)
      found.push_back(erase(file, whole_line(file, source::span(statement)), 0.8, reason));
    if (!written) {
      const source::Span head{source::span(list).begin, source::span(right).begin};
      found.push_back(replace(file, head, "_ = ", effect ? 0.8 : 0.45, reason));
      if (effect && named_children(right).size() == 1 && source::type(named_children(right)[0]) == "call_expression")
        found.push_back(erase(file, head, 0.6, reason + "; the call is kept"));
    }
    if (!initializer) keep(statement, written ? 0.7 : 0.4);
    return found;
  }
  // One of several: "_", and "=" when nothing new is declared any more.
  bool others = false;
  for (const auto one : left)
    if (!ts_node_eq(one, node) && file.syntax.text(one) != "_") others = true;
  if (!written) {
    auto proposal = replace(file, source::span(node), "_", 0.85, reason);
    if (!others) {
      const auto right = source::span(field(statement, "right")).begin;
      const auto operator_at = file.text.substr(0, right).rfind(":=");
      if (operator_at != std::string_view::npos)
        proposal.edits.push_back({file.path, operator_at, operator_at + 2, "="});
    }
    found.push_back(std::move(proposal));
  }
  if (!initializer) keep(statement, 0.5);
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "go/unused_variable",
          .languages = kGo,
          .answers = R"(declared (and|but) not used)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::unused_variable
