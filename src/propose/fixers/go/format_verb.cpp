// What it answers: go vet's printf findings: a verb that does not fit its argument, a redundant newline, a call that
// should be the ...f variant.
// What it changes: the verb (to %v, %d, %s or %q as the type has it), the "\n", the function's name.
// When it declines: the format is not a literal in the call.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/fixers/go/_code.hpp"

namespace fixpoint::propose::fixers::go::format_verb {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const std::string_view message = context.problem.primary.message;
  static const base::Regex kVerb(R"(format (%\S+) has arg .+ of wrong type (\S+))");
  static const base::Regex kNewline(R"(arg list ends with redundant newline)");
  static const base::Regex kDirective(R"((\w+)\.(\w+) call has possible (?:P|p)rintf formatting directive)");
  const auto node = file.syntax.at(context.at.begin, context.at.begin + 1);
  const auto call = enclosing(node, {"call_expression"});
  if (ts_node_is_null(call)) return {};
  const auto what = source::span(call);
  const auto text = file.syntax.text(call);
  std::string verb, type, package, function;
  std::vector<Proposal> found;
  if (kVerb.find(message, &verb, &type)) {
    // The place may be the verb itself or the call.
    auto at = file.text.substr(context.at.begin).starts_with(verb) ? context.at.begin : std::string_view::npos;
    if (at == std::string_view::npos && text.find(verb) != std::string_view::npos) at = what.begin + text.find(verb);
    if (at == std::string_view::npos) return {};
    std::string flags = verb.substr(0, verb.size() - 1);
    const bool integer = type.starts_with("int") || type.starts_with("uint") || type == "byte" || type == "rune";
    const auto fits = integer                               ? "d"
                      : type.starts_with("float")           ? "g"
                      : type == "string" || type == "error" ? "s"
                      : type == "bool"                      ? "t"
                                                            : "v";
    found.push_back(replace(file, {at, at + verb.size()}, flags + fits, 0.88, verb + " does not print a " + type));
    if (std::string_view(fits) != "v")
      found.push_back(replace(file, {at, at + verb.size()}, "%v", 0.5, verb + " does not print a " + type));
    return found;
  }
  int wanted = 0, given = 0;
  static const base::Regex kCount(R"(call needs (\d+) args? but has (\d+) args?)");
  if (kCount.find(message, &wanted, &given)) {
    const auto values = named_children(field(call, "arguments"));
    const auto extra = static_cast<std::size_t>(given - wanted);
    if (given <= wanted || values.size() <= extra) return {};
    const auto from = source::span(values[values.size() - extra - 1]).end;
    return std::vector{erase(file, {from, source::span(values.back()).end}, 0.75, "the format does not print it")};
  }
  if (kNewline.find(message)) {
    const auto at = text.rfind("\\n\"");
    if (at == std::string_view::npos) return {};
    return std::vector{erase(file, {what.begin + at, what.begin + at + 2}, 0.9, "the call ends the line itself")};
  }
  if (kDirective.find(message, &package, &function)) {
    const auto name = field(field(call, "function"), "field");
    if (ts_node_is_null(name)) return {};
    std::string fixed(file.syntax.text(name));
    if (fixed.ends_with("ln")) fixed.resize(fixed.size() - 2);
    return std::vector{replace(file, source::span(name), fixed + "f", 0.85, "the text holds formatting directives")};
  }
  return {};
}

}  // namespace

Fixer fixer() {
  return {
      .id = "go/format_verb",
      .languages = kGo,
      .answers =
          R"(format %\S+ has arg|redundant newline|call needs \d+ args? but has|possible [Pp]rintf formatting directive)",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::format_verb
