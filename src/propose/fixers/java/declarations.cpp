// What it answers: variables declared twice, assigned though final, members used from static code, exceptions that
// nobody declares, bodies cut off by a ';', code that is never reached.
// What it changes: drops the second type or the second declaration, the `final`; adds `static` or `throws`; drops the
// ';'; takes away the statement that is never reached.
// When it declines: the declaration is not in the project.
#include <fmt/format.h>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_code.hpp"

namespace fixpoint::propose::fixers::java::declarations {
namespace {

constexpr Language kLanguages[] = {Language::java};

/// The node's text and, where nothing else stands there, its line.
source::Span with_line(const source::Code& file, TSNode node) {
  const auto first = file.lines.line_of(span(node).begin), last = file.lines.line_of(span(node).end);
  const source::Span whole{file.lines.line_span_full(first).begin, file.lines.line_span_full(last).end};
  return base::trim(file.text.substr(whole.begin, whole.end - whole.begin)) ==
                 file.text.substr(span(node).begin, span(node).end - span(node).begin)
             ? whole
             : span(node);
}

void defined_twice(const World& world, std::vector<Proposal>& proposals) {
  const auto& file = world.file();
  const auto declaration = enclosing(
      world.node_at(), {"local_variable_declaration", "formal_parameter", "enhanced_for_statement", "block"});
  if (!is(declaration, "local_variable_declaration")) return;
  const auto declarator = field(declaration, "declarator");
  const auto value = field(declarator, "value");
  const auto name = world.text(field(declarator, "name"));
  const auto type = world.text(field(declaration, "type"));
  // The earlier one of the same type: this is an assignment.
  const auto earlier = world.variable(name, span(declaration).begin);
  const bool same = earlier && earlier->type == simple(type);
  if (!null(value) && !is(value, "array_initializer")) {
    proposals.push_back(erase(file, {span(declaration).begin, span(declarator).begin}, same ? 0.8 : 0.45,
                              fmt::format("'{}' is declared already", name)));
  }
  proposals.push_back(erase(file, with_line(file, declaration), null(value) ? 0.8 : 0.4,
                            fmt::format("'{}' is declared already", name),
                            null(value) ? Safety::likely : Safety::choice));
}

void assigned_final(const World& world, std::string_view name, std::uint64_t at, std::vector<Proposal>& proposals) {
  const auto known = world.variable(name, at);
  if (!known || known->place.end == 0) return;
  const auto& file = world.file();
  const auto declaration = enclosing(world.node_at(known->place.begin),
                                     {"local_variable_declaration", "field_declaration", "formal_parameter"});
  for (std::uint32_t i = 0; i < child_count(declaration); ++i) {
    const auto modifiers = child_of(declaration, i);
    if (!is(modifiers, "modifiers")) continue;
    const auto found = world.text(modifiers).find("final");
    if (found == std::string_view::npos) continue;
    const auto begin = span(modifiers).begin + found;
    auto end = begin + 5;
    while (end < file.text.size() && file.text[end] == ' ') ++end;
    proposals.push_back(erase(file, {begin, end}, 0.85, fmt::format("'{}' is assigned again", name)));
  }
}

void from_static(const World& world, const Diagnostic& diagnostic, std::vector<Proposal>& proposals) {
  const auto& file = world.file();
  auto name = diagnostic.arguments.size() > 1 ? std::string_view(diagnostic.arguments[1]) : std::string_view{};
  name = name.substr(0, name.find('('));
  for (const auto& type : world.classes()) {
    if (type.file != &file) continue;
    for (const auto& method : type.methods)
      if (method.name == name) {
        const auto returns = field(method.node, "type");
        if (null(returns)) continue;
        proposals.push_back(
            insert(file, span(returns).begin, "static ", 0.8, fmt::format("'{}' is used from static code", name)));
      }
    for (const auto& one : type.fields)
      if (one.name == name) {
        const auto declaration = enclosing(world.node_at(one.place.begin), {"field_declaration"});
        const auto returns = field(declaration, "type");
        if (!null(returns))
          proposals.push_back(
              insert(file, span(returns).begin, "static ", 0.8, fmt::format("'{}' is used from static code", name)));
      }
  }
}

void unreported(const World& world, std::string_view exception, std::vector<Proposal>& proposals) {
  const auto& file = world.file();
  const auto method =
      enclosing(world.node_at(), {"method_declaration", "constructor_declaration", "lambda_expression"});
  if (null(method)) return;
  if (is(method, "lambda_expression")) {
    const auto statement =
        enclosing(world.node_at(), {"expression_statement", "local_variable_declaration", "lambda_expression"});
    if (!is(statement, "expression_statement")) return;
    auto made = insert(file, span(statement).begin, "try { ", 0.6, "a lambda cannot throw it on");
    made.edits.push_back({file.path, span(statement).end, span(statement).end,
                          fmt::format(" }} catch ({} e) {{ throw new RuntimeException(e); }}", exception)});
    proposals.push_back(std::move(made));
    return;
  }
  for (std::uint32_t i = 0; i < child_count(method); ++i)
    if (const auto clause = child_of(method, i); is(clause, "throws")) {
      proposals.push_back(insert(file, span(clause).end, fmt::format(", {}", exception), 0.92,
                                 fmt::format("the method throws {}", exception)));
      return;
    }
  const auto parameters = field(method, "parameters");
  if (null(parameters)) return;
  proposals.push_back(insert(file, span(parameters).end, fmt::format(" throws {}", exception), 0.92,
                             fmt::format("the method throws {}", exception)));
}

void cut_off(const World& world, std::vector<Proposal>& proposals) {
  const auto& file = world.file();
  const auto method = enclosing(world.node_at(), {"method_declaration"});
  if (null(method)) return;
  const auto end = span(method).end;
  if (end == 0 || file.text[end - 1] != ';') return;
  const auto next = file.text.find_first_not_of(" \t\r\n", end);
  if (next != std::string_view::npos && file.text[next] == '{') {
    proposals.push_back(erase(file, {end - 1, end}, 0.95, "the ';' cuts the method off its body"));
  } else {
    const auto type = world.return_type(method);
    proposals.push_back(replace(file, {end - 1, end},
                                type == "void" ? " {}" : fmt::format(" {{ return {}; }}", neutral_value(type)), 0.4,
                                "the method lacks its body", Safety::choice));
    proposals.push_back(erase(file, with_line(file, method), 0.2, "the method lacks its body", Safety::choice));
  }
}

void never_reached(const World& world, std::vector<Proposal>& proposals) {
  const auto& file = world.file();
  auto statement = world.node_at();
  while (!null(statement) && !is(parent_of(statement), "block")) statement = parent_of(statement);
  if (null(statement)) return;
  const auto before = ts_node_prev_named_sibling(statement);
  // All that follows in the block, when it is little; or what leaves too early.
  auto last = statement;
  for (auto next = ts_node_next_named_sibling(last); !null(next); next = ts_node_next_named_sibling(next))
    last = next;
  const auto begin = with_line(file, statement).begin, end = with_line(file, last).end;
  constexpr std::uint64_t kLittle = 120;
  const bool leaves = is(before, "return_statement") || is(before, "break_statement") ||
                      is(before, "continue_statement") || is(before, "throw_statement");
  if (leaves)
    proposals.push_back(erase(file, with_line(file, before), 0.45, "it leaves before what follows", Safety::choice));
  if (end > begin && end - begin < kLittle)
    proposals.push_back(erase(file, {begin, end}, 0.5, "it is never reached", Safety::choice));
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const World world(context);
  const auto& diagnostic = context.problem.primary;
  const std::string_view message = diagnostic.message;
  const auto says = [&](std::string_view words) { return message.find(words) != std::string_view::npos; };
  const auto argument =
      diagnostic.arguments.empty() ? std::string_view{} : std::string_view(diagnostic.arguments.front());
  if (says("is already defined")) defined_twice(world, proposals);
  if (says("cannot assign a value to"))
    assigned_final(world, diagnostic.arguments.empty() ? argument : std::string_view(diagnostic.arguments.back()),
                   context.at.begin, proposals);
  if (says("might already have been assigned")) assigned_final(world, argument, context.at.begin, proposals);
  if (says("cannot be referenced from a static context")) from_static(world, diagnostic, proposals);
  if (says("unreported exception")) unreported(world, argument, proposals);
  if (says("missing method body")) cut_off(world, proposals);
  if (says("unreachable statement")) never_reached(world, proposals);
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "java/declarations",
      .languages = kLanguages,
      .answers =
          R"(is already defined|cannot assign a value to|might already have been assigned|cannot be referenced from a static context|unreported exception|missing method body|unreachable statement)",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::declarations
