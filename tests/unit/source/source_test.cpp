#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "languages/table.hpp"
#include "source/analysis.hpp"
#include "source/edits.hpp"
#include "source/lines.hpp"
#include "source/syntax.hpp"

namespace fixpoint::source {
namespace {

TEST(Lines, ColumnsInFourUnits) {
  const Lines lines("é\t𝒳x\n");  // 2 + 1 + 4 + 1 bytes
  EXPECT_EQ(lines.offset(1, 8, ColumnUnit::byte), 7U);
  EXPECT_EQ(lines.offset(1, 4, ColumnUnit::code_point), 7U);
  EXPECT_EQ(lines.offset(1, 5, ColumnUnit::utf16), 7U);
  EXPECT_EQ(lines.offset(1, 10, ColumnUnit::display), 7U);
  for (const auto unit : {ColumnUnit::byte, ColumnUnit::utf16, ColumnUnit::code_point, ColumnUnit::display})
    EXPECT_EQ(lines.offset(1, lines.column(7, unit), unit), 7U);
}

TEST(Lines, ClampsToTheLineAndRefusesMissingLines) {
  const Lines lines("ab\r\ncd");
  EXPECT_EQ(lines.count(), 2U);
  EXPECT_EQ(lines.offset(1, 99, ColumnUnit::byte), 2U);
  EXPECT_FALSE(lines.offset(3, 1, ColumnUnit::byte));
  EXPECT_EQ(lines.line(2), "cd");
  EXPECT_EQ(lines.line_of(4), 2U);
}

TEST(Edits, ApplyRefusesOverlapsAndRanges) {
  EXPECT_EQ(source::apply("abc", std::vector<Edit>{{"f", 1, 2, "X"}}).value(), "aXc");
  EXPECT_EQ(source::apply("abc", {{"f", 1, 1, "1"}, {"f", 1, 1, "2"}}).value(), "a12bc");
  EXPECT_FALSE(source::apply("abc", {{"f", 0, 2, ""}, {"f", 1, 3, ""}}));
  EXPECT_FALSE(source::apply("abc", {{"f", 2, 9, ""}}));
}

TEST(Edits, DifferenceReproducesTheText) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string before, after;
    for (int i = 0; i < 12; ++i) {
      const std::string line =
          std::string(1, static_cast<char>('a' + random() % 4)) + (random() % 9 == 0 ? "" : "\n");
      if (random() % 4 != 0) before += line;
      if (random() % 4 != 0) after += line;
    }
    EXPECT_EQ(source::apply(before, difference("f", before, after)).value(), after);
  }
}

TEST(Edits, UnifiedDiffIsWhatGitApplies) {
  const seams::MemoryTree tree({{"a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n"}, {"gone", "x"}});
  EXPECT_EQ(unified_diff(tree, {{"a.txt", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"}, {"gone", std::nullopt}, {"new", "y"}}),
            "--- a/a.txt\n+++ b/a.txt\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
            "--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\\ No newline at end of file\n"
            "--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+y\n\\ No newline at end of file\n");
}

TEST(Syntax, FindsErrorsAndMissingTokens) {
  const auto& c = languages::facts(Language::c);
  EXPECT_EQ(error_score("int main(void) { return 0; }\n", c).errors, 0);
  EXPECT_GT(error_score("int main(void) { return 0 }\n", c).errors, 0);
  for (const auto* language : languages::all_languages()) EXPECT_EQ(error_score("", *language).errors, 0);
}

TEST(Analysis, KnowsWhatIsVisibleWhere) {
  const seams::MemoryTree tree(
      {{"a.c", "int total;\nint add(int left, int right) {\n  int sum = left;\n  return sum;\n}\n"},
       {"b.h", "int helper(int x);\n"}});
  const Analysis analysis(tree);
  const auto* code = analysis.code("a.c");
  ASSERT_NE(code, nullptr);
  std::vector<std::string_view> names;
  for (const auto& symbol : analysis.visible(*code, code->text.find("return"))) names.push_back(symbol.name);
  for (const auto* expected : {"helper", "total", "add", "left", "right", "sum"})
    EXPECT_NE(std::ranges::find(names, expected), names.end()) << expected;
  names.clear();
  for (const auto& symbol : analysis.visible(*code, 2)) names.push_back(symbol.name);
  EXPECT_EQ(std::ranges::find(names, "sum"), names.end());
}

TEST(Analysis, ResolvesPrintedPaths) {
  const seams::MemoryTree tree({{"src/a.c", ""}, {"lib/a.c", ""}, {"lib/only.c", ""}});
  const Analysis analysis(tree);
  EXPECT_EQ(analysis.resolve("src", "a.c"), "src/a.c");
  EXPECT_EQ(analysis.resolve(".", "./lib/a.c"), "lib/a.c");
  EXPECT_EQ(analysis.resolve(".", "/container/app/lib/only.c"), "lib/only.c");
  EXPECT_FALSE(analysis.resolve(".", "a.c"));
  EXPECT_FALSE(analysis.resolve(".", "../../etc/passwd"));
}

TEST(Analysis, NearNamesPreferTheClosest) {
  const auto near = near_names("prnitf", {"printf", "sprintf", "puts", "print"});
  ASSERT_FALSE(near.empty());
  EXPECT_EQ(near.front().name, "printf");
  EXPECT_TRUE(near_names("x", {"y"}).empty());
}

TEST(Table, FindsRowsByTheirFirstColumn) {
  const languages::Table table("c/std_symbols");
  ASSERT_FALSE(table.empty());
  const auto rows = table.rows("printf");
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.front()[1], "stdio.h");
  EXPECT_TRUE(table.rows("no_such_symbol").empty());
}

}  // namespace
}  // namespace fixpoint::source
