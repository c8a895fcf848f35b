#include "diagnose/miner.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <string>

namespace fixpoint::diagnose {
namespace {

TEST(Miner, KnowsWhatLooksLikeAFailure) {
  for (const auto* line :
       {"Error: disk on fire", "[ERROR] cannot open the pod bay doors", "worker 3 failed", "fatal: no",
        "java.io.IOException: Broken pipe", "thread panicked", "TypeError: x", "request failed with status 500",
        "FAILED", "1 failed, 12 passed", "connection refused (111)", "unable to fetch", "E_ERROR raised"})
    EXPECT_TRUE(looks_like_failure(line)) << line;
  for (const auto* line :
       {"0 errors", "errors: 0", "no errors found", "0 failed, 12 passed", "12 passed, 0 failed", "tests ok",
        "gcc -c error.c -o error.o", "test_error_handling PASSED", "[ OK ] fails when it must", "without errors",
        "Setting up libgpg-error0 (1.46-1)", "compiling src/failure.rs", "-Werror -Wfatal-errors", "",
        "PASS: error is reported", "finished, no failures"})
    EXPECT_FALSE(looks_like_failure(line)) << line;
}

TEST(Miner, MergesWhatDiffersInPlaces) {
  Miner miner;
  miner.add("error: worker alpha lost its lease after 12 s", 10);
  miner.add("nothing to see", 50);
  miner.add("error: worker beta lost its lease after 9 s", 70);
  miner.add("error: worker gamma lost its lease after 140 s", 130);
  miner.add("fatal: out of cheese", 200);
  const auto all = miner.templates();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].text, "error: worker <*> lost its lease after <num> s");
  EXPECT_EQ(all[0].count, 3U);
  EXPECT_EQ(all[0].offset, 10U);
  EXPECT_EQ(all[0].example, "error: worker alpha lost its lease after 12 s");
  EXPECT_EQ(all[1].text, "fatal: out of cheese");
  EXPECT_EQ(miner.messages(), 4U);
}

TEST(Miner, TimestampsAreNoDifference) {
  Miner miner;
  miner.add("2024-05-01 12:00:00 ERROR pool exhausted", 0);
  miner.add("2024-05-02 13:10:59 ERROR pool exhausted", 50);
  EXPECT_EQ(miner.templates().size(), 1U);
}

std::string random_message(std::mt19937& random) {
  std::string line = "error";
  const auto words = 1 + random() % 12;
  for (unsigned i = 0; i < words; ++i) {
    line += ' ';
    const auto letters = 1 + random() % 8;
    for (unsigned j = 0; j < letters; ++j) line += static_cast<char>('a' + random() % 26);
  }
  return line;
}

std::size_t resident_kilobytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * 4;
}

TEST(Miner, AMillionDistinctMessagesStayWithinBounds) {
  std::mt19937 random(7);
  Miner miner(500);
  for (int i = 0; i < 50'000; ++i) miner.add(random_message(random), 0);
  const auto before = resident_kilobytes();
  for (int i = 50'000; i < 1'000'000; ++i) miner.add(random_message(random), static_cast<std::uint64_t>(i));
  EXPECT_LE(miner.size(), 500U);
  EXPECT_GT(miner.messages(), 990'000U);  // some happen to say "ok"
  EXPECT_LT(resident_kilobytes(), before + 4096);
}

TEST(Miner, IsDeterministic) {
  const auto run = [] {
    std::mt19937 random(11);
    Miner miner(50);
    for (int i = 0; i < 20'000; ++i) miner.add(random_message(random), static_cast<std::uint64_t>(i));
    std::string text;
    for (const auto& one : miner.templates()) text += fmt::format("{} {} {}\n", one.count, one.offset, one.text);
    return text;
  };
  EXPECT_EQ(run(), run());
}

TEST(Miner, TakesHostileLines) {
  Miner miner;
  miner.add("error " + std::string(100'000, 'x'), 0);
  std::string words = "error";
  for (int i = 0; i < 10'000; ++i) words += " w";
  miner.add(words, 1);
  miner.add(std::string("error \0 \xFF\xFE", 10), 2);
  EXPECT_EQ(miner.size(), 3U);
}

}  // namespace
}  // namespace fixpoint::diagnose
