#include "run/capture.hpp"

#include <gtest/gtest.h>

#include <string>

namespace fixpoint::run {
namespace {

// What every consumer relies on: the chunks cover the bytes without a gap, nothing is counted twice.
void check(const RunOutput& out, std::uint64_t total) {
  std::uint64_t at = 0;
  for (const auto& chunk : out.chunks) {
    EXPECT_EQ(chunk.offset, at);
    EXPECT_GT(chunk.size, 0U);
    at += chunk.size;
  }
  EXPECT_EQ(at, out.bytes.size());
  EXPECT_EQ(out.bytes.size() + out.dropped_bytes, total);
  EXPECT_LE(out.dropped_at, out.bytes.size());
}

TEST(Capture, MergesNeighboursOfOneStream) {
  Capture capture(100, 100);
  capture.add(Stream::out, "ab");
  capture.add(Stream::out, "c");
  capture.add(Stream::err, "d");
  capture.add(Stream::err, "");
  capture.add(Stream::out, "e");
  RunOutput out;
  capture.finish(out);
  EXPECT_EQ(out.bytes, "abcde");
  ASSERT_EQ(out.chunks.size(), 3U);
  EXPECT_EQ(out.chunks[0].size, 3U);
  EXPECT_EQ(out.chunks[1].stream, Stream::err);
  check(out, 5);
}

TEST(Capture, KeepsBothEndsOfTooMuch) {
  Capture capture(10, 5);
  std::string all;
  for (int i = 0; i < 1000; ++i) {
    const std::string piece = std::to_string(i) + "\n";
    all += piece;
    capture.add(Stream::out, piece);
  }
  RunOutput out;
  capture.finish(out);
  EXPECT_EQ(out.bytes, all.substr(0, 10) + all.substr(all.size() - 5));
  EXPECT_EQ(out.dropped_at, 10U);
  EXPECT_EQ(out.dropped_bytes, all.size() - 15);
  ASSERT_EQ(out.chunks.size(), 2U) << "never merged over the gap";
  check(out, all.size());
}

TEST(Capture, HeadAndTailThatTouchLoseNothing) {
  for (std::size_t size = 0; size < 20; ++size) {
    Capture capture(10, 5);
    const std::string all = std::string("abcdefghijklmnopqrst").substr(0, size);
    capture.add(Stream::err, all);
    RunOutput out;
    capture.finish(out);
    check(out, size);
    const bool fits = size <= 15;
    EXPECT_EQ(out.bytes, fits ? all : all.substr(0, 10) + all.substr(size - 5));
    EXPECT_EQ(out.chunks.size(), size == 0 ? 0U : fits ? 1U : 2U);
  }
}

TEST(Capture, NothingKeptIsCounted) {
  Capture capture(0, 0);
  capture.add(Stream::out, "hello");
  RunOutput out;
  capture.finish(out);
  EXPECT_EQ(out.bytes, "");
  EXPECT_EQ(out.dropped_bytes, 5U);
  check(out, 5);
}

TEST(Capture, PaysForItsBookKeepingToo) {
  constexpr std::uint64_t kHead = 1 << 20;
  constexpr std::uint64_t kTail = 1 << 18;
  Capture capture(kHead, kTail);
  constexpr std::uint64_t kWrites = 2'000'000;
  for (std::uint64_t i = 0; i < kWrites; ++i) capture.add(i % 2 == 0 ? Stream::out : Stream::err, "x");
  RunOutput out;
  capture.finish(out);
  EXPECT_LE(out.bytes.size() + out.chunks.size() * sizeof(RunOutput::Chunk), kHead + kTail + (1 << 17));
  EXPECT_GT(out.chunks.size(), 10'000U);
  check(out, kWrites);
}

TEST(Capture, ALongTailKeepsExactlyTheLastBytes) {
  Capture capture(1000, 200'000);
  std::string all;
  for (int i = 0; i < 3000; ++i) {
    const std::string piece(static_cast<std::size_t>(i % 997), static_cast<char>('a' + i % 26));
    all += piece;
    capture.add(i % 10 == 0 ? Stream::err : Stream::out, piece);
  }
  RunOutput out;
  capture.finish(out);
  check(out, all.size());
  const std::uint64_t tail = out.bytes.size() - out.dropped_at;
  EXPECT_LE(tail, 200'000U);
  EXPECT_GT(tail, 150'000U);
  EXPECT_EQ(out.bytes.substr(0, out.dropped_at), all.substr(0, out.dropped_at));
  EXPECT_EQ(out.bytes.substr(out.dropped_at), all.substr(all.size() - tail));
}

}  // namespace
}  // namespace fixpoint::run
