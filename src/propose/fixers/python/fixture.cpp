// What it answers: pytest's "fixture 'x' not found".
// What it changes: the parameter (and its uses in the test) into the available fixture whose name is near.
// When it declines: no available fixture is near.
#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/python/_names.hpp"

namespace fixpoint::propose::fixers::python::fixture {
namespace {

using namespace fixpoint::propose::python;

constexpr Language kLanguages[] = {Language::python};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr || context.problem.primary.arguments.empty()) return proposals;
  const auto& file = *context.file;
  const std::string_view wrong = context.problem.primary.arguments.front();
  const std::string_view available = context.problem.primary.context;
  const auto list = available.find("available fixtures: ");
  std::vector<std::string_view> names;
  if (list != std::string_view::npos)
    for (const auto name : base::split(available.substr(list + 20, available.find('\n', list) - list - 20), ','))
      names.push_back(base::trim(name));
  // The line is that of the function or of its first decorator.
  const auto line = line_region(context, 10);
  TSNode function{};
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto span = source::span(node);
    if (span.end < line.begin || span.begin > line.end) return false;
    if (ts_node_is_null(function) && source::type(node) == "function_definition" && span.begin >= line.begin)
      function = node;
    return true;
  });
  if (ts_node_is_null(function)) return proposals;
  const auto uses = uses_of_name(file, wrong, source::span(function));
  const auto near = source::near_names(wrong, names);
  for (std::size_t i = 0; i < near.size() && i < 2 && !uses.empty(); ++i)
    proposals.push_back(rename(file, uses, near[i].name,
                               near_confidence(wrong, near[i].name, near[i].distance) - 0.1 * static_cast<double>(i),
                               "the fixture is called '" + std::string(near[i].name) + "'"));
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "python/fixture",
          .languages = kLanguages,
          .answers = "pytest fixture fixture '",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::python::fixture
