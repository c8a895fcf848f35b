#include "base/text.hpp"

#include <gtest/gtest.h>

#include "base/paths.hpp"

namespace fixpoint::base {
namespace {

TEST(Text, SplitLinesKeepsEmptyLinesAndDropsLineEnds) {
  EXPECT_EQ(split_lines("a\r\n\nb"), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_TRUE(split_lines("").empty());
  EXPECT_EQ(split_lines("a\n").size(), 1U);
}

TEST(Text, EditDistanceCountsSwapsOnceAndStopsAtItsLimit) {
  EXPECT_EQ(edit_distance("printf", "print", 3), 1U);
  EXPECT_EQ(edit_distance("retrun", "return", 3), 1U);
  EXPECT_EQ(edit_distance("abc", "xyz", 5), 3U);
  EXPECT_EQ(edit_distance("abcdefgh", "z", 2), 3U);
  EXPECT_EQ(edit_distance("", "", 2), 0U);
}

TEST(Text, StripEscapesRemovesColoursTitlesAndControls) {
  EXPECT_EQ(strip_escapes("\x1b[1;31merror\x1b[0m: x"), "error: x");
  EXPECT_EQ(strip_escapes("\x1b]0;title\x07text"), "text");
  EXPECT_EQ(strip_escapes("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\"), "link");
  EXPECT_EQ(strip_escapes("a\tb\nc\x01\x7f"), "a\tb\nc");
  EXPECT_EQ(strip_escapes("\x1b["), "");
}

TEST(Text, DecodeUtf8RefusesOverlongAndSurrogates) {
  EXPECT_EQ(decode_utf8("é", 0).value, U'é');
  EXPECT_EQ(decode_utf8("\xF0\x9F\x98\x80", 0).size, 4U);
  EXPECT_EQ(decode_utf8("\xC0\x80", 0).value, 0xFFFDU);
  EXPECT_EQ(decode_utf8("\xED\xA0\x80", 0).value, 0xFFFDU);
  EXPECT_FALSE(is_utf8("\xff"));
  EXPECT_TRUE(is_utf8("naïve 漢字"));
}

TEST(Paths, NormalizeByTextAlone) {
  EXPECT_EQ(normalize("a/./b//c/../d/"), "a/b/d");
  EXPECT_EQ(normalize("/../a"), "/a");
  EXPECT_EQ(normalize("../a"), "../a");
  EXPECT_EQ(normalize(""), ".");
}

TEST(Paths, BelowIsByWholeComponents) {
  EXPECT_EQ(below("/a/b", "/a/b/c/d"), "c/d");
  EXPECT_EQ(below("/a/b", "/a/b"), ".");
  EXPECT_FALSE(below("/a/b", "/a/bc"));
  EXPECT_EQ(extension("x/.bashrc"), "");
  EXPECT_EQ(extension("x/a.tar.gz"), ".gz");
}

}  // namespace
}  // namespace fixpoint::base
