// What it answers: a method whose `self` is taken by value although its callers only lend it, or that changes what it
// borrows.
// What it changes: `self` to `&self` or `&mut self`, `&self` to `&mut self`.
// When it declines: the method is not in the project.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust::receiver {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& primary = context.problem.primary;
  std::vector<Proposal> found;
  const auto lend = [&](const source::Code& file, TSNode function, double shared, double changing) {
    const auto parameters = named_children(field(function, "parameters"));
    if (parameters.empty() || source::type(parameters.front()) != "self_parameter") return;
    const auto text = file.syntax.text(parameters.front());
    const auto what = source::span(parameters.front());
    if (text == "self" || text == "mut self") {
      if (shared > 0) found.push_back(replace(file, what, "&self", shared, "the method only borrows its object"));
      found.push_back(replace(file, what, "&mut self", changing, "the method only borrows its object"));
    }
  };
  static const base::Regex kTakes(R"(`([\w:<>, ]+)` takes ownership of the receiver `self`)");
  std::string method;
  if (kTakes.find(primary.context, &method)) {
    if (const auto colons = method.rfind("::"); colons != std::string::npos) method.erase(0, colons + 2);
    for (const auto& [file, node] : items(context, method, {"function_item"})) {
      const auto body = file->syntax.text(field(node, "body"));
      const auto type = file->syntax.text(field(node, "return_type"));
      const bool changes = type.contains("&mut") || body.contains("get_mut") || body.contains("+= ") ||
                           body.contains("-= ") || body.contains(".push(") || body.contains(".insert(");
      lend(*file, node, changes ? 0.4 : 0.78, changes ? 0.78 : 0.4);
    }
    return found;
  }
  if (primary.message.starts_with("cannot borrow `self") || primary.message.starts_with("cannot assign to `self")) {
    const auto function =
        enclosing(context.file->syntax.at(context.at.begin, context.at.begin + 1), {"function_item"});
    lend(*context.file, function, 0, 0.78);
  }
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "rust/receiver",
          .languages = kRust,
          .answers = R"(E0(507|382|596|594) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::receiver
