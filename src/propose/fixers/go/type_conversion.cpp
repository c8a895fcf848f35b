// What it answers: a value of one type where another is wanted, and operands of different types.
// What it changes: the plain conversions: T(x) between numbers, strconv between numbers and text, &x and *x, quotes
// on or off a literal, x.Error(), errors.New("x"), f() for f, xs... for xs. When it declines: no plain conversion
// leads from one to the other.
#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/fixers/go/_code.hpp"

namespace fixpoint::propose::fixers::go::type_conversion {
namespace {

bool is_integer(std::string_view type) {
  static constexpr std::string_view kTypes[] = {"int",    "int8",   "int16",  "int32",   "int64", "uint", "uint8",
                                                "uint16", "uint32", "uint64", "uintptr", "byte",  "rune"};
  return std::ranges::find(kTypes, type) != std::end(kTypes);
}
bool is_number(std::string_view type) { return is_integer(type) || type == "float64" || type == "float32"; }

/// "variable of type int", "untyped string constant", "value of struct type T", "constant 3 of type int" -> the type.
std::string type_of(std::string_view description) {
  if (const auto at = description.rfind("type "); at != std::string_view::npos)
    return std::string(description.substr(at + 5));
  if (description.contains("untyped string")) return "untyped string";
  if (description.contains("untyped int")) return "untyped int";
  if (description.contains("untyped float")) return "untyped float";
  if (description.contains("untyped rune")) return "untyped rune";
  if (description.contains("untyped nil")) return "untyped nil";
  return std::string(description);
}

void with_import(const source::Code& file, Proposal& proposal, std::string_view path) {
  for (const auto& import : imports(file))
    if (import.path == path) return;
  proposal.edits.push_back(import_edit(file, path));
}

bool has_string_method(const FixContext& context, std::string_view type) {
  while (type.starts_with('*')) type.remove_prefix(1);
  if (const auto dot = type.find('.'); dot != std::string_view::npos) {
    static const languages::Table kMembers("go/std_members");
    for (const auto& row : kMembers.rows(type.substr(0, dot)))
      if (row.size() > 2 && row[1] == type.substr(dot + 1) && row[2] == "String") return true;
    type = type.substr(dot + 1);
  }
  for (const auto* file : project_files(context))
    for (const auto node : named_children(file->syntax.root()))
      if (source::type(node) == "method_declaration" && file->syntax.text(field(node, "name")) == "String" &&
          file->syntax.text(field(node, "receiver")).contains(type))
        return true;
  return false;
}

/// The function's result that the returned expression stands for gets the expression's type.
void change_result(const source::Code& file, TSNode expression, std::string_view wanted, std::string_view from,
                   std::vector<Proposal>& found) {
  const auto statement = enclosing(expression, {"return_statement", "block", "func_literal"});
  if (ts_node_is_null(statement) || source::type(statement) != "return_statement") return;
  if (from.starts_with("untyped") || from.starts_with("struct") || from.contains('{')) return;
  const auto result = field(enclosing_function(statement), "result");
  if (ts_node_is_null(result)) return;
  TSNode type = result;
  if (source::type(result) == "parameter_list") {
    type = {};
    for (const auto parameter : named_children(result))
      if (file.syntax.text(field(parameter, "type")) == wanted) type = field(parameter, "type");
  }
  if (ts_node_is_null(type) || file.syntax.text(type) != wanted) return;
  found.push_back(replace(file, source::span(type), from, 0.6,
                          "the function returns a " + std::string(from) + ", not a " + std::string(wanted)));
}

/// Everything that makes a `to` of an expression of type `from`.
void convert(const FixContext& context, TSNode expression, std::string from, const std::string& to, double scale,
             std::vector<Proposal>& found) {
  const auto& file = *context.file;
  const auto what = source::span(expression);
  const std::string text(file.syntax.text(expression));
  const auto add = [&](const std::string& replacement, double confidence, std::string_view import = {}) {
    auto proposal = replace(file, what, replacement, confidence * scale, "a " + to + " is wanted, not a " + from);
    if (!import.empty()) with_import(file, proposal, import);
    found.push_back(std::move(proposal));
  };
  const bool literal = source::type(expression).ends_with("literal");
  const auto unquoted = text.size() >= 2 ? text.substr(1, text.size() - 2) : std::string{};
  const bool digits = !unquoted.empty() &&
                      std::ranges::all_of(unquoted, [](char c) { return base::is_digit(c) || c == '.' || c == '-'; });
  if (from == "untyped string" || (from == "string" && literal)) {
    if (is_number(to) && digits) add(unquoted, 0.85);
    if ((to == "bool") && (unquoted == "true" || unquoted == "false")) add(unquoted, 0.85);
    if ((to == "rune" || to == "byte" || to == "int32" || to == "uint8") && unquoted.size() == 1)
      add("'" + unquoted + "'", 0.85);
    if (to == "error") add("errors.New(" + text + ")", 0.85, "errors");
    if (to == "[]byte") add("[]byte(" + text + ")", 0.85);
    if (is_number(to)) add(zero_value(to), 0.2);
    if (to == "[]string") add("[]string{" + text + "}", 0.6);
  } else if (from == "untyped int" || from == "untyped float" || from == "untyped rune") {
    if (to == "string" && from == "untyped rune")
      add("\"" + unquoted + "\"", 0.85);
    else if (to == "string")
      add("\"" + text + "\"", 0.85);
    if (to == "bool" && (text == "0" || text == "1")) add(text == "1" ? "true" : "false", 0.85);
    if (is_integer(to) && text.contains('.')) add(text.substr(0, text.find('.')), 0.7);
    if (to == "time.Duration" && from == "untyped float") add("time.Duration(" + text + ")", 0.4);
    if (to == "error" || to.starts_with('*') || to.starts_with('[') || to.starts_with("map[")) add("nil", 0.5);
  } else if (from == "untyped nil") {
    const auto zero = zero_value(to);
    if (zero != "nil") add(zero, 0.6);
  }
  if (from == to) return;
  if (is_number(from) && is_number(to)) add(to + "(" + text + ")", 0.85);
  if (is_integer(from) && to == "string") {
    if (from == "rune" || from == "byte" || from == "int32" || from == "uint8")
      add("string(" + text + ")", 0.85);
    else
      add("strconv.Itoa(" + (from == "int" ? text : "int(" + text + ")") + ")", 0.85, "strconv");
  }
  if ((from == "float64" || from == "float32" || from == "bool") && to == "string")
    add("fmt.Sprint(" + text + ")", 0.8, "fmt");
  if ((from == "[]byte" && to == "string") || (from == "[]rune" && to == "string")) add("string(" + text + ")", 0.88);
  if (from == "string" && (to == "[]byte" || to == "[]rune")) add(to + "(" + text + ")", 0.88);
  if (from == "string" && to == "error") add("errors.New(" + text + ")", 0.8, "errors");
  if (from == "error" && to == "string") add(text + ".Error()", 0.88);
  if (to == "*" + from || (to.starts_with('*') && from.starts_with("struct"))) add("&" + text, 0.88);
  if (from == "*" + to) {
    if (text.starts_with('&'))
      add(text.substr(1), 0.9);
    else
      add("*" + text, 0.88);
  }
  if (to == "string" && has_string_method(context, from)) add(text + ".String()", 0.85);
  if (from.starts_with("func()") && base::trim(std::string_view(from).substr(6)) == to) add(text + "()", 0.9);
  if (from == "[]" + to) {
    if (source::type(ts_node_parent(expression)) == "argument_list") add(text + "...", 0.7);
    add(text + "[0]", 0.3);
  }
  if (to == "[]" + from) add("[]" + from + "{" + text + "}", 0.5);
  if (to == "bool" && is_number(from)) add(text + " != 0", 0.6);
  if (to == "bool" && (from.starts_with('*') || from == "error")) add(text + " != nil", 0.6);
  // A named type over the other's kind: "type Celsius float64", time.Duration.
  const bool basic = is_number(from) || from == "string";
  const bool name = base::is_identifier(to) || (to.contains('.') && !to.contains('*') && !to.contains('['));
  if (basic && name && !is_number(to) && to != "string" && to != "bool" && to != "error" && to != "any")
    add(to + "(" + text + ")", 0.6);
  if ((is_number(to) || to == "string") && base::is_identifier(from) && !is_number(from) && from != "string" &&
      from != "bool" && from != "error" && !from.starts_with("untyped"))
    add(to + "(" + text + ")", 0.5);
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const std::string_view all = context.problem.primary.message;
  const auto message = all.substr(0, all.find('\n'));
  std::vector<Proposal> found;
  static const base::Regex kUse(
      R"(^cannot use (.+) \(([^()]*(?:\([^()]*\)[^()]*)*)\) as (.+?) value in (?:argument|assignment|return|variable|struct|map|array|slice|send|range|index|key|composite)[^:]*(?:: (.*))?$)");
  static const base::Regex kMismatch(R"(^invalid operation: (.+) \(mismatched types (.+) and (.+)\)$)");
  std::string text, from, to, why;
  if (kUse.full_match(message, &text, &from, &to, &why)) {
    const auto expression = expression_at(file, context.at.begin, text);
    if (ts_node_is_null(expression)) return {};
    from = type_of(from);
    if (from.starts_with("interface type ")) from.erase(0, 15);
    if (why.contains("has pointer receiver"))
      found.push_back(
          insert(file, source::span(expression).begin, "&", 0.9, "only *" + from + " has all the methods"));
    convert(context, expression, from, to, 1.0, found);
    const auto list = ts_node_parent(expression);
    if (message.contains("in argument to") && source::type(list) == "argument_list" &&
        ts_node_named_child_count(list) > 1) {
      const auto values = named_children(list);
      if (ts_node_eq(values.back(), expression))
        found.push_back(erase(file, {source::span(values[values.size() - 2]).end, source::span(expression).end}, 0.35,
                              "the argument does not fit"));
    }
    if (message.contains("in return statement")) change_result(file, expression, to, from, found);
    return found;
  }
  static const base::Regex kTruncated(R"(^(?:cannot use )?(\S+) \(untyped float constant\S*\).*truncated)");
  if (kTruncated.find(message, &text)) {
    const auto literal = expression_at(file, context.at.begin, text);
    if (ts_node_is_null(literal) || !text.contains('.') || file.syntax.text(literal) != text) return {};
    found.push_back(
        replace(file, source::span(literal), text.substr(0, text.find('.')), 0.6, "an integer is wanted"));
    return found;
  }
  if (message.starts_with("non-boolean condition")) {
    const auto node = file.syntax.at(context.at.begin, context.at.begin + 1);
    const auto expression = expression_at(file, context.at.begin, {});
    if (ts_node_is_null(node) || ts_node_is_null(expression)) return {};
    const auto end = source::span(expression).end;
    found.push_back(insert(file, end, " != 0", 0.5, "a condition must be a bool"));
    found.push_back(insert(file, end, " != nil", 0.45, "a condition must be a bool"));
    found.push_back(insert(file, end, " != \"\"", 0.3, "a condition must be a bool"));
    return found;
  }
  if (!kMismatch.full_match(message, &text, &from, &to)) return {};
  // `from op to`, at the left operand or the operator: the innermost operation that reads like the message.
  const auto start = file.syntax.at(context.at.begin, context.at.begin + 1);
  TSNode operation = expression_at(file, context.at.begin, text);
  if (source::type(operation) != "binary_expression")
    operation = enclosing(start, {"binary_expression", "assignment_statement"});
  if (ts_node_is_null(operation)) return {};
  auto left = field(operation, "left"), right = field(operation, "right");
  if (source::type(left) == "expression_list") left = ts_node_named_child(left, 0);
  if (source::type(right) == "expression_list") right = ts_node_named_child(right, 0);
  if (ts_node_is_null(left) || ts_node_is_null(right)) return {};
  const bool float_left = from.starts_with("float"), float_right = to.starts_with("float");
  // "total := 0" that floats are added to.
  const auto& whole = float_right ? left : right;
  if (float_left != float_right && (from == "int" || to == "int") && source::type(whole) == "identifier")
    for (const auto& symbol : context.code.visible(file, context.at.begin, false)) {
      if (symbol.name != file.syntax.text(whole) || symbol.kind != languages::SymbolKind::variable) continue;
      const auto declaration =
          enclosing(file.syntax.at(symbol.place.begin, symbol.place.end), {"short_var_declaration", "block"});
      const auto value = ts_node_named_child(field(declaration, "right"), 0);
      if (source::type(declaration) == "short_var_declaration" && source::type(value) == "int_literal")
        found.push_back(insert(file, source::span(value).end, ".0", 0.88, "floats are added to it"));
    }
  convert(context, right, to, from, float_right && !float_left ? 0.6 : 1.0, found);
  if (source::type(operation) != "assignment_statement")
    convert(context, left, from, to, float_left && !float_right ? 0.6 : 0.9, found);
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "go/type_conversion",
          .languages = kGo,
          .answers = R"(cannot use .* as .* value in |mismatched types|non-boolean condition|truncated)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::type_conversion
