// What it answers: a function whose body has no value ("found `()`"), a call that lacks an argument.
// What it changes: returns the field or local that the function's name or type points to; passes the variable that is
// called like the parameter.
// When it declines: nothing in scope suggests itself.
#include "base/text.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust::missing_value {
namespace {

std::vector<Proposal> tail(const FixContext& context) {
  const auto& file = *context.file;
  const auto function = enclosing(file.syntax.at(context.at.begin, context.at.end), {"function_item"});
  const auto body = field(function, "body");
  if (ts_node_is_null(body)) return {};
  const auto name = file.syntax.text(field(function, "name"));
  const auto type = file.syntax.text(field(function, "return_type"));
  const auto end = source::span(body).end;
  if (end == 0 || file.text[end - 1] != '}') return {};
  std::vector<Proposal> found;
  const auto add = [&](const std::string& value, double confidence) {
    const auto brace = file.lines.line_of(end - 1);
    const std::string indent(indentation(file.lines.line(brace)));
    if (file.lines.line_of(source::span(body).begin) == brace)
      found.push_back(insert(file, end - 1, value + " ", confidence, "the function returns a value"));
    else
      found.push_back(insert_line(file, brace, indent + "    " + value, confidence, "the function returns a value"));
  };
  // A getter: a field of the function's name.
  const bool method = file.syntax.text(field(function, "parameters")).contains("self");
  const auto owner = enclosing(function, {"impl_item"});
  if (method && !ts_node_is_null(owner) && !items(context, name, {"field_declaration"}).empty()) {
    const bool reference = type.starts_with('&');
    add((reference ? type.starts_with("&mut") ? "&mut self." : "&self." : "self.") + std::string(name), 0.8);
  }
  // Locals of the body itself, the last one first.
  std::vector<std::string_view> locals;
  for (const auto& symbol : file.symbols)
    if (symbol.kind == languages::SymbolKind::variable && symbol.scope == source::span(body)) {
      const auto let =
          enclosing(file.syntax.at(symbol.place.begin, symbol.place.end), {"let_declaration", "for_expression"});
      if (source::type(let) == "let_declaration") locals.insert(locals.begin(), symbol.name);
    }
  const auto wrap = [&](std::string_view value) {
    if (type.starts_with("Result<")) return "Ok(" + std::string(value) + ")";
    if (type.starts_with("Option<")) return "Some(" + std::string(value) + ")";
    return std::string(value);
  };
  double confidence = 0.62;
  if (type.starts_with("Result<()")) add("Ok(())", 0.85);
  for (const auto local : locals) {
    if (found.size() >= 5) break;
    add(wrap(local), confidence);
    confidence *= 0.75;
  }
  if (type == "Self" || type.ends_with("fmt::Result")) add(type == "Self" ? "self" : "Ok(())", 0.5);
  return found;
}

std::vector<Proposal> argument(const FixContext& context) {
  const auto& file = *context.file;
  const auto call = enclosing(file.syntax.at(context.at.begin, context.at.begin + 1), {"call_expression"});
  const auto list = field(call, "arguments");
  if (ts_node_is_null(list)) return {};
  auto called = field(call, "function");
  if (source::type(called) == "field_expression") called = field(called, "field");
  if (source::type(called) == "scoped_identifier") called = field(called, "name");
  const auto values = named_children(list);
  std::vector<Proposal> found;
  for (const auto& [home, declared] : items(context, file.syntax.text(called), {"function_item"})) {
    std::vector<std::string_view> names;
    for (const auto parameter : named_children(field(declared, "parameters")))
      if (source::type(parameter) == "parameter") names.push_back(home->syntax.text(field(parameter, "pattern")));
    if (names.size() != values.size() + 1) continue;
    // The first parameter that has a namesake in scope and is not passed.
    for (std::size_t i = 0; i < names.size(); ++i) {
      bool visible = false, passed = false;
      for (const auto value : values) passed = passed || file.syntax.text(value).contains(names[i]);
      for (const auto& symbol : context.code.visible(file, context.at.begin, false))
        visible = visible || (symbol.name == names[i] && symbol.kind != languages::SymbolKind::field);
      // Patterns ("for (name, kind) in") declare names too.
      if (!visible) {
        const auto scope = enclosing(call, {"function_item"});
        source::walk(scope, [&](TSNode node) {
          if (source::span(node).begin >= context.at.begin) return false;
          visible = visible || (source::type(node) == "identifier" && file.syntax.text(node) == names[i]);
          return !visible;
        });
      }
      if (!visible || passed) continue;
      const std::string text(names[i]);
      if (values.empty())
        found.push_back(
            insert(file, source::span(list).begin + 1, text, 0.8, "the argument " + text + " is missing"));
      else if (i < values.size())
        found.push_back(
            insert(file, source::span(values[i]).begin, text + ", ", 0.8, "the argument " + text + " is missing"));
      else
        found.push_back(
            insert(file, source::span(values.back()).end, ", " + text, 0.8, "the argument " + text + " is missing"));
    }
  }
  return found;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& primary = context.problem.primary;
  if (primary.code == "E0061") return argument(context);
  const auto types = mismatch(primary);
  const bool returns = primary.context.contains("implicitly returns") ||
                       primary.context.contains("evaluate to unit type") ||
                       primary.context.contains("because of return type");
  if (!types || types->found != "()" || !returns) return {};
  return tail(context);
}

}  // namespace

Fixer fixer() {
  return {.id = "rust/missing_value",
          .languages = kRust,
          .answers = R"(E0308 mismatched|E0061 )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::missing_value
