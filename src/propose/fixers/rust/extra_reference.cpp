// What it answers: a `&` that makes a type need a lifetime, a pattern that cannot be dereferenced, an argument that
//   is a reference too many.
// What it changes: removes it.
// When it declines: there is none at the place.
#include "base/text.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust::extra_reference {
namespace {

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  auto at = context.at.begin;
  if (at >= file.text.size() || file.text[at] != '&') return {};
  auto end = at + 1;
  const auto rest = file.text.substr(end);
  if (rest.starts_with("str") && (rest.size() < 4 || !base::is_identifier_part(rest[3])))
    return std::vector{replace(file, {at, end + 3}, "String", 0.45, "an owned text needs no lifetime")};
  if (rest.starts_with("mut ")) end += 4;
  const bool pattern = context.problem.primary.code != "E0106";
  return std::vector{erase(file, {at, end}, pattern ? 0.85 : 0.5, "without the reference no lifetime is needed")};
}

}  // namespace

Fixer fixer() {
  return {.id = "rust/extra_reference",
          .languages = kRust,
          .answers = R"(E0(106|033|277|596) )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::extra_reference
