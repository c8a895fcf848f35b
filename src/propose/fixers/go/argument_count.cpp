// What it answers: "too many" or "not enough" arguments in a call or values in a return.
// What it changes: drops what is too much at the end; adds nil for a missing error, a variable that is called like
// the parameter, or (placeholder) the zero value. When it declines: the message does not show what was wanted.
#include <algorithm>

#include "base/text.hpp"
#include "propose/fixers/go/_code.hpp"

namespace fixpoint::propose::fixers::go::argument_count {
namespace {

/// "want (int, string)" -> its types.
std::vector<std::string> listed(const Diagnostic& diagnostic, std::string_view word) {
  for (const auto& related : diagnostic.related) {
    const std::string_view text = related.message;
    if (!text.starts_with(word) || !text.ends_with(')')) continue;
    const auto open = text.find('(');
    if (open == std::string_view::npos) continue;
    std::vector<std::string> types;
    std::string type;
    int depth = 0;
    for (const char c : text.substr(open + 1, text.size() - open - 2)) {
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') --depth;
      if (c == ',' && depth == 0) {
        types.emplace_back(base::trim(type));
        type.clear();
      } else {
        type += c;
      }
    }
    if (!base::trim(type).empty()) types.emplace_back(base::trim(type));
    return types;
  }
  return {};
}

/// Names of the parameters of the function `name` of this package, in order.
std::vector<std::string> parameters(const FixContext& context, std::string_view name) {
  if (const auto dot = name.rfind('.'); dot != std::string_view::npos) name = name.substr(dot + 1);
  std::vector<std::string> names;
  for (const auto* file : project_files(context)) {
    if (!names.empty()) break;
    for (const auto node : named_children(file->syntax.root())) {
      if (!source::type(node).ends_with("_declaration") || file->syntax.text(field(node, "name")) != name) continue;
      for (const auto parameter : named_children(field(node, "parameters")))
        for (const auto child : named_children(parameter))
          if (source::type(child) == "identifier") names.emplace_back(file->syntax.text(child));
    }
  }
  return names;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto& primary = context.problem.primary;
  const bool returns = primary.message.contains("return values");
  auto have = listed(primary, "have"), want = listed(primary, "want");
  const auto node = file.syntax.at(context.at.begin, context.at.begin + 1);
  std::vector<Proposal> found;
  TSNode list{}, statement{};
  std::vector<TSNode> values;
  if (returns) {
    statement = enclosing(node, {"return_statement"});
    if (ts_node_is_null(statement)) return {};
    const auto children = named_children(statement);
    if (!children.empty()) list = children.front();
    if (!ts_node_is_null(list)) values = named_children(list);
  } else {
    // The place is an argument, or the closing parenthesis.
    list = enclosing(node, {"argument_list"});
    if (ts_node_is_null(list)) {
      const auto call = enclosing(node, {"call_expression"});
      if (ts_node_is_null(call)) return {};
      list = field(call, "arguments");
    }
    values = named_children(list);
  }
  if (values.size() != have.size() || have.size() == want.size()) return {};

  if (have.size() > want.size()) {
    const auto kept = want.size();
    if (kept == 0) {
      const source::Span all{source::span(values.front()).begin, source::span(values.back()).end};
      if (returns) {
        found.push_back(erase(file, {source::span(statement).begin + 6, source::span(statement).end}, 0.6,
                              "the function returns nothing"));
        const auto function = enclosing_function(statement);
        const auto body = field(function, "body");
        static constexpr std::string_view kKnown[] = {"string", "bool", "error", "int", "float64"};
        const bool known = have.size() == 1 && std::ranges::find(kKnown, have.front()) != std::end(kKnown);
        if (!ts_node_is_null(body) && (known || have.front() == "number"))
          found.push_back(insert(file, source::span(body).begin, (known ? have.front() : "int") + " ", 0.55,
                                 "the function returns a value but does not say so"));
      } else {
        found.push_back(erase(file, all, 0.75, "the function takes no arguments"));
      }
      return found;
    }
    found.push_back(erase(file, {source::span(values[kept - 1]).end, source::span(values.back()).end}, 0.75,
                          "only " + std::to_string(kept) + " values are wanted"));
    if (values.size() == kept + 1 && !returns)
      for (std::size_t i = 0; i < kept && i < 4; ++i)
        found.push_back(erase(file, {source::span(values[i]).begin, source::span(values[i + 1]).begin}, 0.35,
                              "one argument too many"));
    return found;
  }
  // Which are missing? The first position where the types stop to agree, else the end.
  const auto missing = want.size() - have.size();
  if (missing > 3) return {};
  std::vector<std::string> adds;
  bool sure = true;
  const auto names = returns || primary.arguments.empty() ? std::vector<std::string>{}
                                                          : parameters(context, primary.arguments.front());
  for (std::size_t i = have.size(); i < want.size(); ++i) {
    std::string value = zero_value(want[i]);
    if (want[i] != "error") sure = false;
    if (i < names.size())
      for (const auto& symbol : context.code.visible(file, context.at.begin, false))
        if (symbol.name == names[i] && symbol.kind != languages::SymbolKind::field) {
          value = names[i];
          sure = true;
        }
    adds.push_back(std::move(value));
  }
  const auto text = base::join(adds, ", ");
  const std::string reason = std::to_string(want.size()) + " values are wanted";
  const bool nothing = returns && std::ranges::all_of(adds, [](const auto& one) { return one == "nil"; });
  const auto safety = sure ? Safety::likely : nothing ? Safety::choice : Safety::placeholder;
  const double confidence = sure ? 0.8 : 0.35;
  if (!values.empty())
    found.push_back(insert(file, source::span(values.back()).end, ", " + text, confidence, reason, safety));
  else if (returns)
    found.push_back(insert(file, source::span(statement).end, " " + text, confidence, reason, safety));
  else
    found.push_back(insert(file, source::span(list).begin + 1, text, confidence, reason, safety));
  // "return err" where a value and the error are wanted.
  if (returns && missing >= 1 && values.size() == 1 && want.back() == "error" &&
      file.syntax.text(values[0]).starts_with("err")) {
    std::string zeros;
    for (std::size_t i = 0; i < missing; ++i) zeros += zero_value(want[i]) + ", ";
    found.push_back(insert(file, source::span(values[0]).begin, zeros, 0.9, "the error comes last"));
  }
  // An argument that was left out before the last one: a variable called like the parameter fits its gap.
  if (!returns && missing == 1)
    for (std::size_t i = 0; i < values.size() && i < names.size(); ++i)
      for (const auto& symbol : context.code.visible(file, context.at.begin, false))
        if (symbol.name == names[i] && file.syntax.text(values[i]) != names[i] &&
            symbol.kind != languages::SymbolKind::field && found.size() < 6)
          found.push_back(
              insert(file, source::span(values[i]).begin, names[i] + ", ", 0.6, "the argument is missing"));
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "go/argument_count",
          .languages = kGo,
          .answers = R"((not enough|too many) (arguments in call|return values))",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::argument_count
