// What it answers: "expected ';' ..." in C and C++.
// What it changes: inserts ';' after the last token before the place the compiler means.
// When it declines: there is already a ';' there.
#include "propose/edits.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c {
namespace {

constexpr Language kLanguages[] = {Language::c, Language::cpp};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto at = end_of_previous_token(*context.file, context.at.begin);
  if (at == 0 || context.file->text[at - 1] == ';') return {};
  return std::vector{insert(*context.file, at, ";", 0.8, "the statement lacks its ';'")};
}

}  // namespace

Fixer missing_semicolon() {
  return {.id = "c/missing_semicolon",
          .languages = kLanguages,
          .answers = R"(expected ['‘]?;['’]?)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c
