#include "propose/token_search.hpp"

#include <gtest/gtest.h>

#include <string>

namespace fixpoint::propose {
namespace {

/// Several errors, so that one ERROR node holds all of it.
constexpr std::string_view kBroken = "int f(int a) {\n  if (a == 'x\") {\n    return 1  (a - 'y\");\n  }\n}\n";

source::Code broken() { return {"a.c", kBroken, languages::facts(Language::c)}; }

TEST(Reparser, AnInsertionWithinAnErrorIsNoWorse) {
  const auto file = broken();
  Reparser parser(file);
  ASSERT_GT(parser.before().errors, 0);
  const auto at = kBroken.find("\"") + 1;
  const auto outcome = parser.with({{{{at, at}, " "}}, 0, ""});
  ASSERT_TRUE(outcome.tree);
  EXPECT_LE(outcome.score, parser.before());
}

TEST(Search, PastTheBudgetCandidatesCountByTheirCost) {
  const auto file = broken();
  file.reparse_budget = -1;
  const auto at = kBroken.find("\"");
  const auto found = search(file, {{{{{at, at + 1}, "'"}}, 1, "meant"}, {{{{at, at}, ";"}}, 3, "not meant"}});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].reason, "meant");
  EXPECT_GT(found[0].confidence, found[1].confidence);
}

TEST(Search, TheBudgetEnds) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += kBroken;
  const source::Code file("a.c", text, languages::facts(Language::c));
  Reparser parser(file);
  int parsed = 0;
  while (parser.with({{{{0, 0}, ";"}}, 0, ""}).tree) ASSERT_LT(++parsed, 10'000);
  EXPECT_GT(parsed, 0);
  EXPECT_TRUE(parser.exhausted());
}

}  // namespace
}  // namespace fixpoint::propose
