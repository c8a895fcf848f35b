// What it answers: "missing return statement", "missing return value", values returned from a void method.
// What it changes: returns the last expression, or the local variable that was made to be the result, else a neutral
// value; gives the method the type of what it returns.
// When it declines: the place is in no method.
#include <fmt/format.h>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_code.hpp"

namespace fixpoint::propose::fixers::java::missing_return {
namespace {

constexpr Language kLanguages[] = {Language::java};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const auto& file = *context.file;
  const World world(context);
  const std::string_view message = context.problem.primary.message;
  const auto node = world.node_at();

  if (message.find("unexpected return value") != std::string_view::npos) {
    const auto method = enclosing(node, {"method_declaration", "lambda_expression", "constructor_declaration"});
    const auto statement = enclosing(node, {"return_statement"});
    if (null(statement)) return proposals;
    if (is(method, "method_declaration")) {
      auto type = world.type_of(child_of(statement, 0));
      if (type == "<null>") type = "Object";
      if (!type.empty())
        proposals.push_back(
            replace(file, span(field(method, "type")), type, 0.75, fmt::format("the method returns a {}", type)));
      else
        proposals.push_back(
            replace(file, span(field(method, "type")), "int", 0.3, "the method returns a value", Safety::choice));
    }
    proposals.push_back(replace(file, span(statement), "return;", 0.3, "the method returns nothing", Safety::choice));
    return proposals;
  }

  const auto method = enclosing(node, {"method_declaration", "lambda_expression"});
  if (!is(method, "method_declaration")) return proposals;
  const auto type = world.return_type(method);
  const auto body = field(method, "body");
  if (message.find("missing return value") != std::string_view::npos ||
      message.find("incompatible types") != std::string_view::npos) {
    const auto statement = enclosing(node, {"return_statement"});
    if (!null(statement) && child_count(statement) == 0)
      proposals.push_back(replace(file, span(statement), fmt::format("return {};", neutral_value(type)), 0.5,
                                  fmt::format("the method returns a {}", type), Safety::choice));
    return proposals;
  }
  if (null(body) || child_count(body) == 0) {
    if (null(body)) return proposals;
    const auto indent = indentation(file.lines.line(file.lines.line_of(span(method).begin)));
    const auto end = line_end(file);
    proposals.push_back(replace(
        file, span(body), fmt::format("{{{}{}    return {};{}{}}}", end, indent, neutral_value(type), end, indent),
        0.5, fmt::format("the method returns a {}", type), Safety::choice));
    for (const auto& one : world.visible(span(body).end - 1))
      if (!one.field && one.type == type)
        proposals.push_back(replace(file, span(body),
                                    fmt::format("{{{}{}    return {};{}{}}}", end, indent, one.name, end, indent),
                                    0.55, fmt::format("the method returns a {}", type), Safety::choice));
    return proposals;
  }
  auto last = child_of(body, child_count(body) - 1);
  for (auto i = child_count(body); i-- > 0 && source::type(last).ends_with("comment");) last = child_of(body, i);
  // The last expression is the value: "a + b;" does not parse, but calls and assignments do.
  if (is(last, "expression_statement")) {
    const auto value = world.type_of(child_of(last, 0));
    if (!value.empty() && value != "void" && assignable(value, type) && is(child_of(last, 0), "method_invocation"))
      proposals.push_back(insert(file, span(last).begin, "return ", 0.6, "the last value is the result"));
  }
  // Before the method's closing brace.
  const auto close = span(body).end - 1;
  const auto line = file.lines.line_of(close);
  const auto line_text = file.lines.line(line);
  const bool own_line = base::trim(line_text).starts_with("}");
  const auto indent = indentation(file.lines.line(file.lines.line_of(span(last).begin)));
  const auto returned = [&](std::string_view value, double confidence, std::string reason, Safety safety) {
    if (own_line)
      proposals.push_back(
          insert_line(file, line, fmt::format("{}return {};", indent, value), confidence, std::move(reason), safety));
    else
      proposals.push_back(
          insert(file, close, fmt::format(" return {}; ", value), confidence, std::move(reason), safety));
  };
  bool named = false;
  static constexpr std::string_view kResults[] = {"ans", "res",   "result", "ret", "answer", "output", "out",
                                                  "sum", "count", "total",  "max", "min",    "list",   "dp"};
  std::string_view best;
  int best_rank = 100;
  for (const auto& one : world.visible(close)) {
    if (one.field || one.type != type) continue;
    int order = 50;
    for (int i = 0; i < static_cast<int>(std::size(kResults)); ++i)
      if (one.name == kResults[i]) order = i;
    // Parameters are seldom what is returned.
    const bool local = one.place.begin > span(body).begin;
    if (!local) order += 30;
    if (order < best_rank) {
      best_rank = order;
      best = one.name;
      named = true;
    }
  }
  if (named) returned(best, best_rank < 50 ? 0.72 : 0.5, fmt::format("'{}' is the result", best), Safety::likely);
  returned(neutral_value(type), named ? 0.3 : 0.5, fmt::format("the method returns a {}", type), Safety::choice);
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "java/missing_return",
          .languages = kLanguages,
          .answers = R"(missing return statement|missing return value|unexpected return value)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::missing_return
