// What it answers: TS2532, TS18048, TS2531, TS18047, TS18049: something may be undefined or null; in JavaScript
// reading a property of undefined. What it changes: reads through "?." (with a fallback where a number or text is
// needed), else says "!". When it declines: the place is not the object of an access.
#include "../javascript/_names.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::typescript::possibly_undefined {
namespace {

using namespace fixpoint::propose::fixers::javascript;
using source::type;
constexpr Language kLanguages[] = {Language::typescript};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr || context.at.begin == 0) return {};
  const auto& file = *context.file;
  auto node = file.syntax.at(context.at.begin, std::max(context.at.end, context.at.begin + 1));
  // The widest expression that starts at the place and is the object of a member access or call.
  TSNode object{};
  for (auto each = node; !is_null(each) && source::span(each).begin == source::span(node).begin;
       each = ts_node_parent(each)) {
    const auto parent = ts_node_parent(each);
    if (is_null(parent)) break;
    const auto kind = type(parent);
    if ((kind == "member_expression" || kind == "subscript_expression") &&
        source::span(field(parent, "object")) == source::span(each)) {
      if (context.at.end > context.at.begin && source::span(each).end != context.at.end) continue;
      if (context.problem.primary.arguments.empty() || text(file, each) == context.problem.primary.arguments[0]) {
        object = each;
        break;
      }
    }
  }
  std::vector<Proposal> proposals;
  if (is_null(object)) {
    // A plain value in an expression.
    if (!context.problem.primary.arguments.empty() && text(file, node) == context.problem.primary.arguments[0])
      proposals.push_back(
          insert(file, source::span(node).end, "!", 0.4, "it is there by what the code does", Safety::choice));
    return proposals;
  }
  const auto end = source::span(object).end;
  const auto access = ts_node_parent(object);
  const bool subscript = type(access) == "subscript_expression";
  const std::string optional = subscript ? "?." : "?";
  const auto outer = type(ts_node_parent(access));
  const bool assigned =
      outer == "assignment_expression" && source::span(field(ts_node_parent(access), "left")) == source::span(access);
  if (!assigned) proposals.push_back(insert(file, end, optional, 0.6, "it may be undefined there", Safety::choice));
  proposals.push_back(insert(file, end, "!", 0.45, "it is there by what the code does", Safety::choice));
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "typescript/possibly_undefined",
          .languages = kLanguages,
          .answers = R"(^\S+ TS(2532|18048|2531|18047|18049|2533) )",
          .best = Safety::choice,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::typescript::possibly_undefined
