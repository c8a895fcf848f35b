#include "diagnose/prefilter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "base/regex.hpp"
#include "diagnose/literals.hpp"

namespace fixpoint::diagnose {
namespace {

/// All fixtures of all formats, as one block.
const std::string& all_fixtures() {
  static const auto kText = [] {
    std::string text = "\n";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(FIXPOINT_SOURCE "/tests/cases/formats")) {
      if (entry.path().extension() != ".case") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      text.append(std::istreambuf_iterator<char>(in), {});
      text += '\n';
    }
    return text;
  }();
  return kText;
}

std::set<std::pair<std::uint64_t, std::uint32_t>> hits_of(const Prefilter& filter, std::string_view block) {
  std::vector<Prefilter::Hit> hits;
  filter.scan(block, 0, hits);
  EXPECT_TRUE(std::ranges::is_sorted(hits, {}, &Prefilter::Hit::line));
  std::set<std::pair<std::uint64_t, std::uint32_t>> set;
  for (const auto& hit : hits) set.emplace(hit.line, hit.format);
  return set;
}

/// Lines that a pattern matches and the prefilter does not hit.
void expect_no_miss(std::span<const Format> formats, std::string_view block) {
  const Prefilter filter(formats);
  const auto hits = hits_of(filter, block);
  for (std::size_t at = 1; at < block.size();) {
    const auto line = block.substr(at, block.find('\n', at) - at);
    for (std::uint32_t i = 0; i < formats.size(); ++i)
      EXPECT_TRUE(!filter.matches(i, line.substr(0, kStartSeen)) || hits.contains({at, i}))
          << formats[i].id << ": " << line;
    at += line.size() + 1;
  }
}

TEST(Prefilter, MissesNothingThatStartsMatch) {
  ASSERT_GT(all_fixtures().size(), 100'000U);
  expect_no_miss(all_formats(), all_fixtures());
}

TEST(Prefilter, MissesNothingWithATableMadeAtRunTime) {
  std::vector<Format> formats(all_formats().begin(), all_formats().begin() + 40);
  formats.push_back({.id = "any", .starts = "."});
  formats.push_back({.id = "folded", .starts = "(?i)ERROR: [xyz]"});
  formats.push_back({.id = "pair", .starts = "^[^:]*:[0-9]"});
  expect_no_miss(formats, all_fixtures());
}

TEST(Prefilter, DigitsAreAsManyAsThereAre) {
  const Format format{.id = "digits", .starts = R"(at \d+:\d{1,3} of \d+\.)"};
  const Prefilter filter(std::span(&format, 1));
  for (const std::string_view line :
       {"at 1:2 of 3.", "say at 123456:789 of 10000.", "x at 0:00 of 0. y", "at 5:55 of 5."})
    EXPECT_FALSE(hits_of(filter, "\n" + std::string(line) + "\n").empty()) << line;
  for (const std::string_view line : {"at 1: of 3.", "at :2 of 3.", "at 1:2 of .", "at 1:2 of 3", "at 1:2", "of 3."})
    EXPECT_TRUE(hits_of(filter, "\n" + std::string(line) + "\n").empty()) << line;
}

TEST(Prefilter, FindsLiteralsAtEitherEnd) {
  const Prefilter filter(all_formats());
  for (std::size_t size = 0; size < 80; ++size)
    EXPECT_FALSE(hits_of(filter, "\n" + std::string(size, ' ') + ":app:test FAILED\n").empty());
  EXPECT_TRUE(hits_of(filter, "\n").empty());
}

// A format without literals meets every line of a log: each alternative of `starts` needs two bytes that always stand
// in it (a line's start and end count as one each).
TEST(Prefilter, EveryFormatHasLiterals) {
  const Prefilter filter(all_formats());
  for (const auto format : filter.anywhere()) ADD_FAILURE() << all_formats()[format].id;
}

TEST(Literals, StandInEveryLineThatMatches) {
  struct Example {
    std::string_view pattern;
    std::vector<std::string> literals;
  };
  const Example examples[] = {
      {R"(\.ya?ml:\d+)", {".yaml:\v", ".yml:\v"}},
      {R"(^error: |: fatal$)", {"\nerror: ", ": fatal\n"}},
      {R"(^\d+\) x)", {"\n\f) x"}},
      {R"(: [EW]\d{3,4} )", {": E\f ", ": W\f "}},
      {R"([a-z]:\d+:\d{2}: )", {":\f:\v\v: "}},
      {R"(x\d+\d:)", {"x\v"}},
      {R"((?i)Error\[x)", {"error[x"}},
      {R"([[:upper:]]+: [^]a]x[]b]y)", {"x]y", "xby"}},
      {R"(^⎯+ Failed)", {"\n⎯"}},
      {R"((?:ab)?cd|(ef|gh)+i)", {"cd", "efi", "ghi"}},
      {R"(a??bcde|fg*?hij)", {"bcde", "hij"}},
      {R"(\x41\x{42}\pLdone)", {"done"}},
  };
  for (const auto& [pattern, literals] : examples) {
    std::vector<std::string> texts;
    for (const auto& literal : literals_of(pattern)) texts.push_back(literal.text);
    EXPECT_FALSE(texts.empty()) << pattern;
    for (const auto& literal : literals)
      EXPECT_TRUE(std::ranges::any_of(texts, [&](const auto& text) { return literal.contains(text); }))
          << pattern << ": " << literal << " of " << testing::PrintToString(texts);
  }
  for (const std::string_view pattern :
       {"", ".", ".*x?", "a|", "(", "[", "\\", "(?", "x", "(a", "[[:", "\\x{", "a(?i"})
    EXPECT_TRUE(literals_of(pattern).empty()) << pattern;
}

}  // namespace
}  // namespace fixpoint::diagnose
