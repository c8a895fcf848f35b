#include "diagnose/reader.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "diagnose/diagnose.hpp"
#include "diagnose/stream.hpp"

namespace fixpoint::diagnose {
namespace {

std::string print(const Diagnostic& one) {
  return one.tool + "|" + one.code + "|" + std::string(name(one.severity)) + "|" + std::string(name(one.category)) +
         "|" + one.folder + "|" + one.place.file + ":" + std::to_string(one.place.line) + ":" +
         std::to_string(one.place.column) + "|" + one.message + "|" + one.context + "|" +
         std::to_string(one.related.size()) + "|" + std::to_string(one.raw_begin) + "-" + std::to_string(one.raw_end);
}

std::vector<std::string> read(std::string_view text, const ReaderOptions& options = {}, std::uint64_t seed = 0) {
  std::vector<std::string> found;
  Reader reader([&](Diagnostic&& one) { found.push_back(print(one)); }, options);
  std::minstd_rand random(static_cast<unsigned>(seed));
  while (!text.empty()) {
    const auto size = seed == 0
                          ? text.size()
                          : std::min<std::size_t>(text.size(), random() % (random() % 9 == 0 ? 300'000 : 40) + 1);
    reader.feed(text.substr(0, size));
    text.remove_prefix(size);
  }
  reader.finish();
  return found;
}

/// The output sections of all fixtures.
const std::vector<std::string>& fixtures() {
  static const auto kAll = [] {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(FIXPOINT_SOURCE "/tests/cases/formats")) {
      if (entry.path().extension() != ".case") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::string text((std::istreambuf_iterator<char>(in)), {});
      const auto begin = text.find("-- output --\n");
      if (begin == std::string::npos) continue;
      text.erase(0, begin + 13);
      all.push_back(text.substr(0, text.find("\n-- ") + 1));
    }
    std::ranges::sort(all);
    return all;
  }();
  return kAll;
}

/// All fixtures one after the other, with quiet lines between them.
std::string long_log(std::size_t size) {
  std::string text;
  while (text.size() < size)
    for (const auto& fixture : fixtures()) {
      text += fixture;
      for (int i = 0; i < 30; ++i) text += "[" + std::to_string(i) + "/99] Building C object x.o\n";
    }
  return text;
}

TEST(Reader, DoesNotDependOnWhereTheInputIsCut) {
  ASSERT_FALSE(fixtures().empty());
  for (std::size_t i = 0; i < fixtures().size(); ++i) EXPECT_EQ(read(fixtures()[i], {}, i + 1), read(fixtures()[i]));
  const auto log = long_log(3 << 20);
  const auto whole = read(log);
  EXPECT_GT(whole.size(), 100U);
  for (const std::uint64_t seed : {1, 2, 3}) EXPECT_EQ(read(log, {}, seed), whole);
}

TEST(Reader, CountsBriefly) {
  const auto log = long_log(1 << 20);
  Reader whole([](Diagnostic&&) {}), brief([](Diagnostic&&) {});
  brief.brief(true);
  for (auto* reader : {&whole, &brief}) {
    reader->feed(log);
    reader->finish();
  }
  EXPECT_EQ(whole.counts().by_severity, brief.counts().by_severity);
}

TEST(Reader, GivesRawPlaces) {
  const std::string log =
      "2024-05-01T12:00:00.1234567Z quiet\r\n"
      "2024-05-01T12:00:00.1234567Z \x1b[1ma.c:3:4: \x1b[31merror: \x1b[0mexpected ';' before 'x'\r\n"
      "b.c:3:4: error: expected ';' before 'y'";
  std::vector<std::pair<std::uint64_t, std::uint64_t>> places;
  Reader reader([&](Diagnostic&& one) { places.emplace_back(one.raw_begin, one.raw_end); }, {.raw_offset = 1000});
  reader.feed(log);
  reader.finish();
  const auto first = log.find('\n') + 1, second = log.find('\n', first) + 1;
  ASSERT_EQ(places.size(), 2U);
  EXPECT_EQ(places[0], std::pair(1000 + first, 1000 + second));
  EXPECT_EQ(places[1], std::pair(1000 + second, 1000 + log.size()));
}

TEST(Reader, ReadsInterleavedProgramsApart) {
  const std::string log =
      "web-1  | Traceback (most recent call last):\n"
      "db-1   | ready\n"
      "web-1  |   File \"/app/a.py\", line 3, in <module>\n"
      "db-1   | Traceback (most recent call last):\n"
      "web-1  |     f()\n"
      "db-1   |   File \"/app/b.py\", line 9, in <module>\n"
      "web-1  | NameError: name 'f' is not defined\n"
      "db-1   | KeyError: 'k'\n";
  const auto found = read_all(log);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].place.file, "/app/a.py");
  EXPECT_EQ(found[0].raw_begin, 0U);
  EXPECT_EQ(found[1].place.file, "/app/b.py");
  EXPECT_EQ(found[1].raw_end, log.size());
}

TEST(Reader, FlushGivesWhatIsThere) {
  std::vector<std::string> found;
  Reader reader([&](Diagnostic&& one) { found.push_back(one.message); });
  reader.feed("a.c:3:4: error: expected ';' before 'x'\nb.c:1:1: error: expec");
  reader.flush();
  EXPECT_EQ(found.size(), 1U);
  reader.feed("ted ';' before 'y'\n");
  reader.flush();
  EXPECT_EQ(found.size(), 2U);
  reader.finish();
  EXPECT_EQ(found.size(), 2U);
}

TEST(Reader, EndsALongLine) {
  const std::string tail = "\na.c:3:4: error: expected ';' before 'x'\n";
  for (const std::string& head :
       {std::string(3 << 20, 'x'), std::string(3 << 20, '\r'), "{" + std::string(12 << 20, 'x')})
    for (const std::uint64_t seed : {0, 5}) EXPECT_EQ(read(head + tail, {}, seed).size(), 1U);
  std::string progress;
  while (progress.size() < 1 << 20) progress += "  50% of it is done\r";
  const auto found = read(progress + "a.c:3:4: error: expected ';' before 'x'\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(read(progress + "a.c:3:4: error: expected ';' before 'x'\n", {}, 7), found);
}

std::size_t resident() {
  std::ifstream in("/proc/self/statm");
  std::size_t total = 0, pages = 0;
  in >> total >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

TEST(Reader, NeedsBoundedMemory) {
  for (const std::string_view piece :
       {"x", "{\"a\":", "\x1b[31m", "\n", "\r", "a.c:3:4: error: expected ';' before 'x'\n",
        "Traceback (most recent call last):\n", "web-1 | a\n", "[{\n"}) {
    std::string block;
    while (block.size() < 1 << 20) block += piece;
    Grouping grouping;
    Reader reader([&](Diagnostic&& one) { grouping.add(std::move(one)); });
    const auto before = resident();
    std::size_t most = before;
    for (int i = 0; i < 48; ++i) {
      reader.feed(block);
      most = std::max(most, resident());
    }
    reader.finish();
    (void)grouping.finish();
    EXPECT_LT(most - before, std::size_t{60} << 20) << piece;
  }
}

// Processor time, in five times the bytes at most fifteen times as long: what is quadratic would take 25 times.
TEST(Reader, TimeIsLinearInHostileInput) {
  const auto cost = [](const std::string& text) {
    const auto start = std::clock();
    Grouping grouping;
    Reader reader([&](Diagnostic&& one) { grouping.add(std::move(one)); });
    reader.feed(text);
    reader.finish();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  };
  for (const std::string_view piece :
       {"error: ", "a:1:", "{\"kind\": \"error\"", "  File \"a.py\", line 1\n", "In file included from a.h:1,\n",
        "\r1", "\x1b[3", "Traceback (most recent call last):\n", "error[E1]: x\n", "  1:1  error  x\n", "FAILED: x\n",
        "make: Entering directory '/x'\n", "panic: x\n", "x.java:1: error: y\n", "web-1 | error: x\n"}) {
    const auto repeated = [&](std::size_t size) {
      std::string text;
      while (text.size() < size) text += piece;
      return text;
    };
    (void)cost(repeated(576 << 10));  // automata are built once
    const auto small = cost(repeated(576 << 10)), large = cost(repeated(2880 << 10));
    EXPECT_LT(large, 15 * (small + 0.01)) << piece;
  }
}

TEST(Grouping, CountsWhatItDoesNotKeep) {
  Grouping grouping;
  for (unsigned i = 0; i < 20'000; ++i) {
    Diagnostic one;
    one.message = "message " + std::to_string(i);
    one.place = {.file = "a.c", .line = i + 1};
    grouping.add(std::move(one));
  }
  EXPECT_TRUE(grouping.full());
  const auto summary = grouping.finish();
  EXPECT_EQ(summary.counts.errors(), 20'000U);
  EXPECT_EQ(summary.problems.size() + summary.dropped, 20'000U);
}

}  // namespace
}  // namespace fixpoint::diagnose
