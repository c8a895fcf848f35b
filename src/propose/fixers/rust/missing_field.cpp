// What it answers: "missing field `x` in initializer", "missing structure fields".
// What it changes: adds the field: from a variable of that name, else with a default (placeholder).
// When it declines: there is no initializer at the place.
#include <algorithm>

#include "base/text.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust::missing_field {
namespace {

std::string default_of(std::string_view type) {
  if (is_integer(type)) return "0";
  if (type == "f64" || type == "f32") return "0.0";
  if (type == "bool") return "false";
  if (type == "String") return "String::new()";
  if (type.starts_with("Vec<")) return "Vec::new()";
  if (type.starts_with("Option<")) return "None";
  return "Default::default()";
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  auto names = quoted_parts(context.problem.primary.message);
  if (names.size() < 2) return {};
  names.pop_back();  // the type
  const auto literal = enclosing(file.syntax.at(context.at.begin, context.at.end), {"struct_expression"});
  const auto body = field(literal, "body");
  if (ts_node_is_null(body)) return {};
  bool sure = true, zeros = true;
  std::vector<std::string> fields;
  for (const auto& name : names) {
    if (!base::is_identifier(name)) return {};
    bool visible = false;
    for (const auto& symbol : context.code.visible(file, context.at.begin, false))
      if (symbol.name == name && symbol.place.begin < context.at.begin &&
          (symbol.kind == languages::SymbolKind::variable || symbol.kind == languages::SymbolKind::parameter))
        visible = true;
    if (visible) {
      fields.push_back(name);
      continue;
    }
    sure = false;
    std::string value = "Default::default()";
    for (const auto& [home, declared] : items(context, name, {"field_declaration"}))
      value = default_of(home->syntax.text(field(declared, "type")));
    zeros = zeros && value != "Default::default()";
    fields.push_back(name + ": " + value);
  }
  const auto children = named_children(body);
  const auto text = base::join(fields, ", ");
  const std::string reason = "the initializer lacks " + base::join(names, ", ");
  const double confidence = sure ? 0.88 : 0.4;
  const auto safety = sure ? Safety::likely : zeros ? Safety::choice : Safety::placeholder;
  std::vector<Proposal> found;
  if (children.empty()) {
    found.push_back(insert(file, source::span(body).begin + 1, " " + text + " ", confidence, reason, safety));
    return found;
  }
  const auto last = source::span(children.back());
  const auto line = file.lines.line_of(last.begin);
  const bool lines = file.lines.line_of(source::span(body).begin) != line;
  auto after = last.end;
  const bool comma = after < file.text.size() && file.text[after] == ',';
  if (comma) ++after;
  if (source::type(children.back()) == "base_field_initializer") return {};
  std::string added = comma ? "" : ",";
  if (lines) {
    const std::string indent(indentation(file.lines.line(line)));
    for (const auto& one : fields) added += std::string(line_end(file)) + indent + one + ",";
  } else {
    added += " " + text;
  }
  found.push_back(insert(file, after, added, confidence, reason, safety));
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "rust/missing_field",
          .languages = kRust,
          .answers = R"(E0063 )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::missing_field
