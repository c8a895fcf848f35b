// What it answers: ":=" that declares nothing new, "=" to a name that is not declared, and left sides that do not
// have as many names as the right side has values. What it changes: the operator; or adds "_" (or "err", when the
// next lines use it) and drops "_" on the left. When it declines: more than two values are missing.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/fixers/go/_code.hpp"

namespace fixpoint::propose::fixers::go::assignment {
namespace {

/// "=" or ":=" of a statement: the token between its sides.
std::optional<source::Span> operator_span(const source::Code& file, TSNode statement) {
  const auto left = field(statement, "left"), right = field(statement, "right");
  if (ts_node_is_null(left) || ts_node_is_null(right)) return std::nullopt;
  const auto from = source::span(left).end, to = source::span(right).begin;
  const auto text = file.text.substr(from, to - from);
  if (const auto at = text.find(":="); at != std::string_view::npos) return source::Span{from + at, from + at + 2};
  if (const auto at = text.find('='); at != std::string_view::npos) return source::Span{from + at, from + at + 1};
  return std::nullopt;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const std::string_view message = context.problem.primary.message;
  std::vector<Proposal> found;
  TSNode node = file.syntax.at(context.at.begin, context.at.begin + 1);

  if (message.starts_with("no new variables")) {
    node = enclosing(node, {"short_var_declaration", "range_clause"});
    if (ts_node_is_null(node)) return {};
    if (const auto what = operator_span(file, node)) {
      found.push_back(replace(file, *what, "=", 0.9, "every name on the left is declared already"));
      // The same line twice: the second is the mistake.
      const auto line = file.lines.line_of(what->begin);
      if (line > 1 && file.lines.line(line) == file.lines.line(line - 1))
        found.push_back(erase(file, file.lines.line_span_full(line), 0.93, "the line is there twice"));
    }
    return found;
  }
  if (message.starts_with("undefined: ")) {
    const auto statement = enclosing(node, {"assignment_statement", "range_clause", "block", "func_literal"});
    if (ts_node_is_null(statement)) return {};
    const auto kind = source::type(statement);
    const auto what = operator_span(file, statement);
    if (!what || file.text.substr(what->begin, 1) != "=" ||
        (kind != "assignment_statement" && kind != "range_clause"))
      return {};
    if (context.at.begin >= source::span(field(statement, "left")).end) return {};
    const auto list = field(statement, "left");
    for (const auto child : named_children(list))
      if (source::type(child) != "identifier") return {};
    const auto sign = field(statement, "operator");
    if (!ts_node_is_null(sign) && file.syntax.text(sign) != "=") return {};
    found.push_back(replace(file, *what, ":=", 0.85, "the name is not declared yet"));
    return found;
  }
  static const base::Regex kMismatch(R"(^assignment mismatch: (\d+) variables? but (?:.+ returns? )?(\d+) values?)");
  int names = 0, values = 0;
  if (!kMismatch.find(message, &names, &values)) return {};
  const auto statement =
      enclosing(node, {"short_var_declaration", "assignment_statement", "var_spec", "range_clause"});
  if (ts_node_is_null(statement)) return {};
  const bool spec = source::type(statement) == "var_spec";
  std::vector<TSNode> left;
  if (spec) {
    for (const auto child : named_children(statement))
      if (source::type(child) == "identifier") left.push_back(child);
  } else {
    left = named_children(field(statement, "left"));
  }
  if (left.empty() || static_cast<int>(left.size()) != names) return {};
  if (values > names && values - names <= 3) {
    // Is "err" read below without being declared? Then it was meant here.
    std::string extra, blanks;
    for (int i = names; i < values; ++i) blanks += ", _";
    extra = blanks;
    const auto function = enclosing_function(statement);
    const auto end = source::span(left.back()).end;
    bool wants_error = false;
    for (const auto name : unexplained(context, ts_node_is_null(function) ? file.syntax.root() : function))
      wants_error = wants_error || name == "err";
    for (const auto& symbol : file.symbols)
      if (symbol.name == "err" && symbol.scope.begin <= end && end <= symbol.scope.end && !symbol.top_level)
        wants_error = true;
    if (wants_error) extra = blanks.substr(0, blanks.size() - 1) + "err";
    found.push_back(insert(file, end, extra, 0.75, "the call returns " + std::to_string(values) + " values"));
    if (wants_error)
      found.push_back(insert(file, end, blanks, 0.5, "the call returns " + std::to_string(values) + " values"));
    if (source::span(left.front()).begin < end && values == names + 1)
      found.push_back(insert(file, source::span(left.front()).begin, "_, ", 0.3, "the first value is not wanted"));
    return found;
  }
  if (names > values && values > 0) {
    const auto keep = left[static_cast<std::size_t>(values) - 1];
    found.push_back(erase(file, {source::span(keep).end, source::span(left.back()).end}, 0.7,
                          "the right side has only " + std::to_string(values) + " values"));
    if (file.syntax.text(left.front()) == "_" && names == values + 1)
      found.push_back(erase(file, {source::span(left.front()).begin, source::span(left[1]).begin}, 0.75,
                            "the right side has only " + std::to_string(values) + " values"));
  }
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "go/assignment",
          .languages = kGo,
          .answers = R"(no new variables on left side|undefined: \w+$|assignment mismatch)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::assignment
