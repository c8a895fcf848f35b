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
  const auto at = kBroken.find("\"") + 1;
  const Candidate insertion{{{{at, at}, " "}}, 0, ""};
  ASSERT_GT(parser.original(insertion).score.errors, 0);
  const auto outcome = parser.with(insertion);
  ASSERT_TRUE(outcome.tree);
  EXPECT_LE(outcome.score, parser.original(insertion).score);
}

/// Most of it is one error: no quote of the first function matches.
std::string mostly_unreadable() {
  std::string text = "class A {\n  int f(int a) {\n";
  for (int i = 0; i < 20; ++i) text += "    if (a == 'x\") {\n      a = 1  (a - 'y\");\n    }\n";
  return text;
}

TEST(Reparser, WhereAllIsOneErrorTheLinesAroundAChangeTell) {
  const auto text = mostly_unreadable();
  const source::Code file("a.cpp", text, languages::facts(Language::cpp));
  Reparser parser(file);
  const auto quote = text.find('"', text.find('"') + 1);  // of the second if
  const Candidate right{{{{quote, quote + 1}, "'"}}, 0, ""};
  ASSERT_FALSE(parser.original(right).whole());
  EXPECT_GT(parser.original(right).score.errors, 0);
  EXPECT_EQ(parser.with(right).score.errors, 0);
  const auto outcome = parser.with(right);
  EXPECT_EQ(outcome.text.substr(outcome.region.begin, outcome.region.end - outcome.region.begin), "'");
  // A brace more or less cannot be judged there.
  const auto brace = text.find("}\n");
  EXPECT_EQ(parser.with({{{{brace, brace}, "}"}}, 0, ""}).score,
            parser.original({{{{brace, brace}, ""}}, 0, ""}).score);
}

TEST(Reparser, ChangesThatDoNotFitGiveNothing) {
  const auto file = broken();
  Reparser parser(file);
  EXPECT_FALSE(parser.with({{}, 0, ""}).tree);
  EXPECT_FALSE(parser.with({{{{5, 2}, ""}}, 0, ""}).tree);
  EXPECT_FALSE(parser.with({{{{0, kBroken.size() + 1}, ""}}, 0, ""}).tree);
  EXPECT_FALSE(parser.with({{{{5, 6}, ""}, {{3, 4}, ""}}, 0, ""}).tree);
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
