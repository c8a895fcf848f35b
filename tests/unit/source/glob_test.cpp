#include "source/glob.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace fixpoint::source {
namespace {

TEST(Glob, NamesFitAnywhereOnThePath) {
  EXPECT_TRUE(glob_match("*.c", "a.c"));
  EXPECT_TRUE(glob_match("*.c", "src/deep/a.c"));
  EXPECT_FALSE(glob_match("*.c", "a.cpp"));
  EXPECT_TRUE(glob_match("vendor", "src/vendor/x/a.c"));
  EXPECT_TRUE(glob_match("vendor/", "vendor/a.c"));
  EXPECT_FALSE(glob_match("vend", "vendor/a.c"));
}

TEST(Glob, PathsFitFromTheStart) {
  EXPECT_TRUE(glob_match("src/*.c", "src/a.c"));
  EXPECT_FALSE(glob_match("src/*.c", "src/deep/a.c"));
  EXPECT_FALSE(glob_match("src/*.c", "lib/src/a.c"));
  EXPECT_TRUE(glob_match("./src/a.c", "src/a.c"));
  EXPECT_TRUE(glob_match("/src", "src/a.c"));
  EXPECT_TRUE(glob_match("src/deep", "src/deep/er/a.c"));
  EXPECT_FALSE(glob_match("src/deep", "src/deeper/a.c"));
}

TEST(Glob, DoubleStarsCrossFolders) {
  EXPECT_TRUE(glob_match("src/**/a.c", "src/a.c"));
  EXPECT_TRUE(glob_match("src/**/a.c", "src/x/y/a.c"));
  EXPECT_FALSE(glob_match("src/**/a.c", "src/x/ba.c"));
  EXPECT_TRUE(glob_match("src/**", "src/x/y"));
  EXPECT_TRUE(glob_match("**/test_*.py", "a/b/test_x.py"));
  EXPECT_TRUE(glob_match("**/test_*.py", "test_x.py"));
}

TEST(Glob, SetsQuestionMarksAndQuotes) {
  EXPECT_TRUE(glob_match("a?.[ch]", "ab.c"));
  EXPECT_FALSE(glob_match("a?.[ch]", "ab.o"));
  EXPECT_TRUE(glob_match("[a-c]1", "b1"));
  EXPECT_TRUE(glob_match("[!a-c]1", "d1"));
  EXPECT_FALSE(glob_match("[!a-c]1", "b1"));
  EXPECT_TRUE(glob_match("\\*", "*"));
  EXPECT_FALSE(glob_match("\\*", "x"));
  EXPECT_TRUE(glob_match("[", "["));
  EXPECT_FALSE(glob_match("", "a"));
}

TEST(Glob, ManyStarsStayCheap) {
  const auto begun = std::chrono::steady_clock::now();
  std::string pattern, path(5000, 'a');
  for (int i = 0; i < 100; ++i) pattern += "a*";
  EXPECT_FALSE(glob_match(pattern + "b", path));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
}

}  // namespace
}  // namespace fixpoint::source
