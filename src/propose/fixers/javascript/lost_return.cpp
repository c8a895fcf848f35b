// What it answers: a value is undefined where one is needed: wrong results, reading a property of undefined, what is
// not iterable. What it changes: a function of the project that ends in an expression whose value nobody takes
// returns it. When it declines: no function ends so.
#include "_names.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::lost_return {
namespace {

using source::type;

/// An expression that does nothing but have a value.
bool is_pure(TSNode node) {
  for (const std::string_view kind :
       {"identifier", "binary_expression", "object", "array", "template_string", "string", "number",
        "member_expression", "ternary_expression", "subscript_expression", "parenthesized_expression",
        "new_expression", "arrow_function"})
    if (type(node) == kind) return true;
  return false;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  const auto files = script_files(context.code);
  if (files.size() > 300) return {};
  for (const auto& path : files) {
    if (path.find("test") != std::string::npos || path.find("spec") != std::string::npos) continue;
    const auto* file = context.code.code(path);
    if (file == nullptr) continue;
    source::walk(file->syntax.root(), [&](TSNode node) {
      if (type(node) != "statement_block" || proposals.size() >= 6) return true;
      const auto owner = type(ts_node_parent(node));
      const bool function = owner == "function_declaration" || owner == "function_expression" ||
                            owner == "arrow_function" || owner == "method_definition";
      const bool branch = owner == "if_statement" || owner == "else_clause";
      const auto statements = children(node);
      if ((!function && !branch) || statements.empty() || type(statements.back()) != "expression_statement")
        return true;
      const auto parts = children(statements.back());
      if (parts.empty()) return true;
      const bool pure = is_pure(parts[0]);
      // A call may be there for what it does; as the only statement of a function it is often its value.
      const bool lone =
          function && statements.size() == 1 && type(parts[0]) == "call_expression" && owner != "arrow_function";
      if (!pure && !lone) return true;
      proposals.push_back(insert(*file, source::span(statements.back()).begin, "return ", pure ? 0.85 : 0.3,
                                 "the value of the last expression is lost", pure ? Safety::likely : Safety::choice));
      return true;
    });
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "javascript/lost_return",
      .languages = kBoth,
      .answers =
          R"(^node\w* \S+ ((?s).*undefined|.*is not iterable|.*return value is not iterable|.*is not a function))",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::lost_return
