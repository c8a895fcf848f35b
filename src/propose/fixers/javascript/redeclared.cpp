// What it answers: a name that is declared twice in one scope.
// What it changes: makes the later declaration an assignment, or removes an import that is there twice.
// When it declines: the later one is a function or a class.
#include "_names.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::redeclared {
namespace {

using source::type;

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& diagnostic = context.problem.primary;
  if (context.file == nullptr || diagnostic.arguments.empty()) return {};
  const auto& file = *context.file;
  std::vector<Binding> same;
  for (const auto& one : bindings(file))
    if (one.name == diagnostic.arguments[0]) same.push_back(one);
  if (same.size() < 2) return {};
  const Binding* later = nullptr;
  for (const auto& one : same) {
    const auto span = source::span(one.node);
    if (span.begin <= context.at.begin && context.at.begin <= span.end) later = &one;
  }
  if (later == nullptr) later = &same.back();
  std::vector<Proposal> proposals;
  const auto statement = enclosing(later->node, {"lexical_declaration", "variable_declaration", "import_statement"});
  if (is_null(statement)) return {};
  if (type(statement) == "import_statement") {
    const auto line = file.lines.line_span_full(file.lines.line_of(source::span(statement).begin));
    proposals.push_back(erase(file, {line.begin, line.end}, 0.7, "it is imported already"));
  } else if (children(statement).size() == 1 && type(field(children(statement)[0], "name")) == "identifier") {
    const auto begin = source::span(statement).begin;
    proposals.push_back(erase(file, {begin, source::span(children(statement)[0]).begin}, 0.6,
                              std::string(later->name) + " is declared already", Safety::choice));
    const auto first = enclosing(same.front().node, {"lexical_declaration"});
    if (const auto word = field(first, "kind"); !is_null(first) && text(file, word) == "const") {
      auto proposal = proposals.back();
      proposal.edits.insert(proposal.edits.begin(),
                            Edit{file.path, source::span(word).begin, source::span(word).end, "let"});
      proposal.confidence = 0.65;
      proposals.push_back(std::move(proposal));
    }
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "javascript/redeclared",
          .languages = kBoth,
          .answers = R"(has already been declared|^\S+ TS(2451|2300) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::redeclared
