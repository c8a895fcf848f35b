// What it answers: a promise used where its value is meant: "x.map is not a function", "x is not iterable", reading a
// property of what an async call returned.
// What it changes: adds "await" to the call of an async function that gave the value.
// When it declines: the value does not come from such a call, or the code around is not async.
#include <set>

#include "_names.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::missing_await {
namespace {

using source::type;

/// Names of async functions and methods of the project.
std::set<std::string_view> async_names(const FixContext& context) {
  std::set<std::string_view> names;
  int looked = 0;
  for (const auto& path : script_files(context.code)) {
    const auto* file = ++looked > 200 ? nullptr : context.code.code(path);
    if (file == nullptr || file->text.find("async") == std::string_view::npos) continue;
    source::walk(file->syntax.root(), [&](TSNode node) {
      const auto kind = type(node);
      if (kind == "function_declaration" || kind == "method_definition") {
        const auto name = field(node, "name");
        const auto head =
            file->text.substr(source::span(node).begin, source::span(name).begin - source::span(node).begin);
        if (head.find("async") != std::string_view::npos) names.insert(text(*file, name));
      } else if (kind == "variable_declarator" && text(*file, field(node, "value")).starts_with("async")) {
        names.insert(text(*file, field(node, "name")));
      }
      return true;
    });
  }
  return names;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr || context.at.begin == 0) return {};
  const auto& file = *context.file;
  const auto names = async_names(context);
  if (names.empty()) return {};
  const auto row = file.lines.line_of(context.at.begin);
  std::vector<Proposal> proposals;
  source::walk(file.syntax.root(), [&](TSNode node) {
    if (type(node) != "call_expression" || proposals.size() > 5) return true;
    auto callee = field(node, "function");
    if (type(callee) == "member_expression") callee = field(callee, "property");
    if (!names.contains(text(file, callee))) return true;
    if (type(ts_node_parent(node)) == "await_expression") return true;
    const auto span = source::span(node);
    const auto line = file.lines.line_of(span.begin);
    const auto function = enclosing(
        ts_node_parent(node), {"function_declaration", "function_expression", "arrow_function", "method_definition"});
    const bool top = is_null(function);
    if (!top &&
        text(file, function).substr(0, text(file, function).find('(')).find("async") == std::string_view::npos)
      return true;
    if (top && !is_module(context.code, file)) return true;
    // The nearest calls above the place are the likely ones.
    if (line > row || row - line > 30) return true;
    const double belief = 0.75 - 0.02 * static_cast<double>(row - line);
    const bool member = type(ts_node_parent(node)) == "member_expression";
    if (member) {
      Proposal proposal = insert(file, span.begin, "(await ", belief, "the call gives a promise");
      proposal.edits.push_back({file.path, span.end, span.end, ")"});
      proposals.push_back(std::move(proposal));
    } else {
      proposals.push_back(insert(file, span.begin, "await ", belief, "the call gives a promise"));
    }
    return true;
  });
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "javascript/missing_await",
      .languages = kBoth,
      .answers =
          R"(is not a function|is not iterable|Cannot read propert|ERR_ASSERTION|is not valid JSON|ERR_INVALID_ARG_TYPE|^\S+ TS(2339|2801|2345|2322) )",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::missing_await
