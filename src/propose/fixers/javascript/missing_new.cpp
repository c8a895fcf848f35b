// What it answers: a class called without "new", and a derived constructor that uses "this" before super().
// What it changes: adds "new", or "super()" as the constructor's first statement.
// When it declines: neither is found at the place.
#include "_names.hpp"
#include "base/text.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::missing_new {
namespace {

using source::type;

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr || context.at.begin == 0) return {};
  const auto& file = *context.file;
  const auto& diagnostic = context.problem.primary;
  const auto line = file.lines.line_span(file.lines.line_of(context.at.begin));
  std::vector<Proposal> proposals;
  if (diagnostic.message.find("super") != std::string::npos) {
    const auto method = enclosing(file.syntax.at(context.at.begin, context.at.begin), {"method_definition"});
    const auto body = field(method, "body");
    if (is_null(body) || text(file, field(method, "name")) != "constructor" ||
        text(file, body).find("super(") != std::string_view::npos)
      return {};
    const auto first = children(body);
    const auto at = source::span(body).begin + 1;
    std::string inserted = " super();";
    if (!first.empty()) {
      const auto begin = source::span(first[0]).begin;
      if (file.lines.line_of(begin) != file.lines.line_of(at))
        inserted = std::string(line_end(file)) +
                   std::string(indentation(file.lines.line(file.lines.line_of(begin)))) + "super();";
    }
    proposals.push_back(insert(file, at, inserted, 0.85, "a derived class calls super() first"));
    return proposals;
  }
  if (diagnostic.message.starts_with("Cannot set propert")) {
    // "this" is undefined in a constructor that was called as a function: the caller lacks "new".
    for (auto frame = diagnostic.related.rbegin(); frame != diagnostic.related.rend() && proposals.size() < 3;
         ++frame) {
      const auto path = context.code.resolve(context.folder, frame->place.file);
      const auto* code = path ? context.code.code(*path) : nullptr;
      const auto at = code == nullptr ? std::nullopt : source::locate(code->lines, frame->place);
      if (!at) continue;
      const auto call = enclosing(code->syntax.at(at->begin, at->begin + 1), {"call_expression"});
      if (is_null(call) || type(field(call, "function")) != "identifier") continue;
      const auto name = text(*code, field(call, "function"));
      if (name.empty() || name[0] < 'A' || name[0] > 'Z') continue;
      proposals.push_back(
          insert(*code, source::span(call).begin, "new ", 0.85, std::string(name) + " is a constructor"));
    }
    return proposals;
  }
  if (diagnostic.arguments.empty()) return {};
  // The place may be the call's name or, for built-in classes, anything on its line.
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto span = source::span(node);
    if (span.end < line.begin || span.begin > line.end) return false;
    if (type(node) == "call_expression" && text(file, field(node, "function")) == diagnostic.arguments[0] &&
        proposals.empty())
      proposals.push_back(insert(file, span.begin, "new ", 0.95, diagnostic.arguments[0] + " is a class"));
    return true;
  });
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "javascript/missing_new",
      .languages = kBoth,
      .answers =
          R"(cannot be invoked without 'new'|Constructor \w+ requires 'new'|Must call super constructor|Cannot set propert|^\S+ TS(2348|17009|2377) )",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::missing_new
