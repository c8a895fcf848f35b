// What it answers: something declared twice: items, imports, fields, match arms, trait items, parameters.
//   Also a line of a call chain that is there twice.
// What it changes: removes the second when it is the same text as another one.
// When it declines: the two differ.
#include "base/text.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust::duplicate {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto number = file.lines.line_of(context.at.begin);
  if (number > 1 && file.lines.line(number) == file.lines.line(number - 1) &&
      base::trim(file.lines.line(number)).size() > 2)
    return std::vector{erase(file, file.lines.line_span_full(number), 0.93, "the line is there twice")};
  if (context.problem.primary.code == "E0599" || context.problem.primary.code == "E0308") return {};
  for (TSNode node = file.syntax.at(context.at.begin, context.at.end); !ts_node_is_null(node);
       node = ts_node_parent(node)) {
    const auto parent = ts_node_parent(node);
    if (ts_node_is_null(parent)) break;
    const auto text = file.syntax.text(node);
    const auto kind = source::type(node);
    if (kind == "block" || kind == "impl_item") break;
    if (text.size() < 2 || kind == "visibility_modifier") continue;
    bool twin = false;
    for (const auto other : named_children(parent))
      twin = twin || (!ts_node_eq(other, node) && file.syntax.text(other) == text && source::type(other) == kind);
    if (!twin) continue;
    const auto what = source::span(node);
    const auto line = file.lines.line_of(what.begin);
    auto end = what.end;
    if (end < file.text.size() && file.text[end] == ',') ++end;
    const auto whole = whole_line(file, what);
    const auto before = file.text.substr(whole.begin, what.begin - whole.begin);
    const auto after = file.text.substr(end, whole.end > end ? whole.end - end : 0);
    const bool alone = before.find_first_not_of(" \t") == std::string_view::npos &&
                       after.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (!alone) {
      while (end < file.text.size() && file.text[end] == ' ') ++end;
      return std::vector{erase(file, {what.begin, end}, 0.88, "it is there twice")};
    }
    (void)line;
    return std::vector{erase(file, whole, 0.92, "it is there twice")};
  }
  return {};
}

}  // namespace

Fixer fixer() {
  return {
      .id = "rust/duplicate",
      .languages = kRust,
      .answers =
          R"(E0(428|252|254|255|124|415|416|201|592|119|062|025|403|404|423|599|308) |defined multiple times|duplicate definitions|already declared|more than once)",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::duplicate
