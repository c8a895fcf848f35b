// What it answers: text where a value of another type is needed.
// What it changes: takes the quotes off a literal of that line whose text is the name of a variable in scope.
// When it declines: no literal of the line is such a name.
#include <algorithm>

#include "_check.hpp"
#include "_tools.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c::quoted_name {
namespace {

constexpr Language kLanguages[] = {Language::c, Language::cpp};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto known = variables_at(context, context.at.begin);
  std::vector<Candidate> candidates;
  for (const auto& token : tokens(file, file.lines.line_span(file.lines.line_of(context.at.begin)))) {
    if (token.text.size() < 3 || !token.text.starts_with('"') || !token.text.ends_with('"')) continue;
    const auto name = token.text.substr(1, token.text.size() - 2);
    if (std::ranges::find(known, name, &source::Symbol::name) == known.end()) continue;
    const bool here = token.span.begin <= context.at.begin && context.at.begin < token.span.end;
    candidates.push_back(replace_token(token, name, here ? 0.2 : 0.8,
                                       "the variable '" + std::string(name) + "' is meant, not a text"));
  }
  if (candidates.empty()) return {};
  auto options = search_options(context);
  options.unexplained = 0.3;
  return search(file, std::move(candidates), options);
}

}  // namespace

Fixer fixer() {
  return {.id = "c/quoted_name",
          .languages = kLanguages,
          .answers = R"(^(gcc|clang) .*(const char|pointer without a cast|pointer and integer|from pointer))",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c::quoted_name
