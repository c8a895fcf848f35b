// What it answers: "await" in a function that is not async.
// What it changes: makes the innermost function around it async.
// When it declines: there is no such function, or it is async already.
#include "_names.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::async_function {
namespace {

using source::type;

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr || context.at.begin == 0) return {};
  const auto& file = *context.file;
  auto at = file.text.find("await", context.at.begin > 0 ? context.at.begin : 0);
  // node points at "await", or behind it at what it did not expect.
  const auto line = file.lines.line_span(file.lines.line_of(context.at.begin));
  if (at == std::string_view::npos || at > line.end) at = file.text.substr(0, line.end).rfind("await");
  if (at == std::string_view::npos || at < line.begin) return {};
  const auto function =
      enclosing(file.syntax.at(at, at + 5), {"function_declaration", "function_expression", "arrow_function",
                                             "method_definition", "generator_function_declaration"});
  if (is_null(function)) return {};
  auto begin = source::span(function).begin;
  if (type(function) == "method_definition") begin = source::span(field(function, "name")).begin;
  const auto head = text(file, function).substr(0, 60);
  if (head.starts_with("async") || head.find(" async ") < head.find('(')) return {};
  return std::vector{insert(file, begin, "async ", 0.92, "await needs an async function")};
}

}  // namespace

Fixer fixer() {
  return {
      .id = "javascript/async_function",
      .languages = kBoth,
      .answers =
          R"(Unexpected reserved word|await is only valid|^node SyntaxError Unexpected identifier|missing \) after argument list|^\S+ TS(1308|1359|2304|2311) )",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::async_function
