#include "verify/guard.hpp"

#include <gtest/gtest.h>

#include "verify/compare.hpp"

namespace fixpoint::verify {
namespace {

std::optional<std::string> check(std::string_view path, std::string_view before, std::string_view after,
                                 const std::set<std::string, std::less<>>& problem_files = {},
                                 const Allowed& allowed = {}) {
  const seams::MemoryTree tree(
      std::map<std::string, std::string, std::less<>>{{std::string(path), std::string(before)}});
  return guard(tree, {{std::string(path), std::string(after)}}, problem_files, allowed);
}

TEST(Guard, LetsAnHonestFixPass) { EXPECT_FALSE(check("src/a.c", "int x = 1\n", "int x = 1;\n")); }

TEST(Guard, ProtectsTestsCiConfigurationAndLockFiles) {
  for (const auto* path :
       {"tests/test_a.py", "pkg/a_test.go", "src/a.test.ts", ".github/workflows/ci.yml", "CMakeLists.txt",
        "package-lock.json", "ui/__snapshots__/x.snap", ".git/config", "src/test/java/FooTest.java"})
    EXPECT_TRUE(check(path, "a\n", "b\n")) << path;
  EXPECT_FALSE(check("tests/test_a.py", "def f(\n", "def f():\n", {"tests/test_a.py"}));
  EXPECT_FALSE(check("tests/test_a.py", "a\n", "b\n", {}, {"tests"}));
}

TEST(Guard, RefusesSuppressions) {
  EXPECT_TRUE(check("a.py", "x = f()\n", "x = f()  # type: ignore\n"));
  EXPECT_TRUE(check("a.ts", "f(x)\n", "f(x as any)\n"));
  EXPECT_TRUE(check("a.rs", "fn f() {}\n", "#[allow(dead_code)]\nfn f() {}\n"));
  EXPECT_TRUE(check("A.java", "f();\n", "try { f(); } catch (Exception e) { }\n"));
  EXPECT_FALSE(check("a.py", "x = f()  # type: ignore\n", "y = f()  # type: ignore\n"));
  EXPECT_FALSE(check("a.py", "x = f()\n", "x = f()  # noqa\n", {}, {"suppress"}));
}

TEST(Guard, RefusesDeletion) {
  const std::string body(1000, 'x');
  EXPECT_TRUE(check("a.c", body, std::string(600, 'x')));
  EXPECT_FALSE(check("a.c", body, std::string(990, 'x')));
  const seams::MemoryTree tree(std::map<std::string, std::string, std::less<>>{{"a.c", "x"}});
  EXPECT_TRUE(guard(tree, {{"a.c", std::nullopt}}, {}, {}));
  EXPECT_TRUE(guard(tree, {{"../b.c", "y"}}, {}, {}));
}

Problem problem(std::string message, std::uint32_t line, Phase phase = Phase::compile) {
  Problem made;
  made.primary.message = std::move(message);
  made.primary.place = {.file = "a.c", .line = line};
  made.primary.phase = phase;
  return made;
}

RunOutput failing() {
  RunOutput run;
  run.exit_code = 1;
  return run;
}

TEST(Compare, ProgressIsFewerProblemsOrALaterPhaseOrALaterFront) {
  const std::vector two{problem("a", 1), problem("b", 2)};
  EXPECT_EQ(compare(two, failing(), {problem("b", 9)}), VerdictKind::progress);
  EXPECT_EQ(compare(two, failing(), two), VerdictKind::no_change);
  EXPECT_EQ(compare(two, failing(), {problem("b", 2), problem("c", 1), problem("d", 1)}), VerdictKind::worse);
  EXPECT_EQ(compare({problem("a", 5, Phase::parse)}, failing(), {problem("x", 1), problem("y", 2)}),
            VerdictKind::progress);
  EXPECT_EQ(compare({problem("a", 5, Phase::parse)}, failing(), {problem("b", 9, Phase::parse)}),
            VerdictKind::progress);
  EXPECT_EQ(compare({problem("a", 5, Phase::parse)}, failing(), {problem("b", 3, Phase::parse)}), VerdictKind::worse);
  auto elsewhere = problem("c", 1);
  elsewhere.primary.place.file = "b.c";
  EXPECT_EQ(compare(two, failing(), {elsewhere}), VerdictKind::progress);
  EXPECT_EQ(compare(two, failing(), {elsewhere, problem("b", 2)}), VerdictKind::worse);
  EXPECT_EQ(compare(two, RunOutput{}, {}), VerdictKind::passed);
}

TEST(Compare, OfSeveralWithOneMessageTheNearestAreTheSame) {
  const auto change =
      difference({problem("a", 10), problem("a", 20), problem("a", 30)}, {problem("a", 21), problem("a", 31)});
  EXPECT_EQ(change.gone, std::vector<std::size_t>{0});
  EXPECT_TRUE(change.fresh.empty());
}

TEST(Compare, WhatFollowedBeforeIsNotNew) {
  auto before = problem("a", 10);
  const auto after = problem("b", 2);
  EXPECT_EQ(compare({before, problem("c", 1)}, failing(), {problem("c", 1), after}), VerdictKind::worse);
  before.follow_ons.push_back(after.primary);
  EXPECT_EQ(compare({before, problem("c", 1)}, failing(), {problem("c", 1), after}), VerdictKind::progress);
}

}  // namespace
}  // namespace fixpoint::verify
