#include "diagnose/match.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "diagnose/diagnose.hpp"

namespace fixpoint::diagnose {
namespace {

Problem problem(std::string file, std::uint32_t line, std::string message, Phase phase = Phase::compile) {
  Problem one;
  one.primary.category = one.category = Category::compiler_error;
  one.primary.phase = phase;
  one.primary.message = std::move(message);
  one.primary.place.file = std::move(file);
  one.primary.place.line = line;
  fill_pattern(one.primary);
  one.fingerprint = fingerprint(one.primary);
  return one;
}

std::string changes(const std::vector<Problem>& before, const std::vector<Problem>& now, bool across_files = true) {
  std::string text;
  for (const auto& matched : match(before, now, across_files))
    text += matched.change == Change::fixed   ? 'f'
            : matched.change == Change::fresh ? 'n'
            : matched.change == Change::still ? 's'
                                              : 'm';
  return text;
}

TEST(Match, TellsTheFourKinds) {
  const std::vector<Problem> before = {problem("a.c", 3, "one"), problem("a.c", 5, "two"),
                                       problem("b.c", 1, "three")};
  const std::vector<Problem> now = {problem("a.c", 3, "one"), problem("a.c", 9, "two"), problem("c.c", 1, "four")};
  EXPECT_EQ(changes(before, now), "smnf");
}

TEST(Match, CountsEqualProblems) {
  const std::vector<Problem> before = {problem("a.c", 3, "same"), problem("a.c", 10, "same")};
  EXPECT_EQ(changes(before, {problem("a.c", 10, "same"), problem("a.c", 3, "same"), problem("a.c", 20, "same")}),
            "ssn");
  EXPECT_EQ(changes(before, {problem("a.c", 11, "same")}), "mf");
}

TEST(Match, LinesDecideNothingButThePairing) {
  const std::vector<Problem> before = {problem("a.c", 3, "same"), problem("a.c", 10, "same")};
  const std::vector<Problem> now = {problem("a.c", 10, "same")};
  const auto all = match(before, now, false);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].before, &before[1]);
  EXPECT_EQ(all[1].before, &before[0]);
}

TEST(Match, OtherNamesAreOtherProblemsOfCompilersButNotOfTests) {
  EXPECT_EQ(changes({problem("a.c", 3, "unknown name 'x'")}, {problem("a.c", 3, "unknown name 'y'")}), "nf");
  EXPECT_EQ(
      changes({problem("a.py", 3, "expected 'x'", Phase::test)}, {problem("a.py", 3, "expected 'y'", Phase::test)}),
      "s");
}

TEST(Match, FoldersOfAnotherMachineDoNotCount) {
  EXPECT_EQ(changes({problem("/builds/1/src/a.c", 3, "one")}, {problem("src/a.c", 3, "one")}, false), "m");
}

TEST(Match, AnotherFileCountsOnlyAcrossFiles) {
  EXPECT_EQ(changes({problem("a.c", 3, "one")}, {problem("b.c", 3, "one")}, false), "nf");
  EXPECT_EQ(changes({problem("a.c", 3, "one")}, {problem("b.c", 3, "one")}, true), "m");
}

TEST(Match, ManyStayCheap) {
  std::vector<Problem> before, now;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    before.push_back(problem("a.c", i, "same"));
    now.push_back(problem("a.c", i + 7, "same"));
  }
  EXPECT_EQ(changes(before, now).size(), 5000U);
}

}  // namespace
}  // namespace fixpoint::diagnose
