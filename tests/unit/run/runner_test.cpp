// ProcessRunner against real processes.
#include "run/runner.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <string>

#include "run/shell.hpp"

namespace fixpoint::run {
namespace {

RunOutput must_run(const Command& command, const seams::LiveOutput& live = {}) {
  ProcessRunner runner;
  auto result = runner.run(command, live);
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  return result ? *std::move(result) : RunOutput{};
}

std::string of(const RunOutput& out, Stream stream) {
  std::string text;
  for (const auto& chunk : out.chunks) {
    if (chunk.stream == stream) text += out.bytes.substr(chunk.offset, chunk.size);
  }
  return text;
}

TEST(Runner, GivesTheExitCodeAndBothStreams) {
  const RunOutput out = must_run(shell_command("echo one; echo two >&2; exit 7"));
  EXPECT_EQ(out.exit_code, 7);
  EXPECT_EQ(out.signal, 0);
  EXPECT_FALSE(out.passed());
  EXPECT_EQ(of(out, Stream::out), "one\n");
  EXPECT_EQ(of(out, Stream::err), "two\n");
  EXPECT_GT(out.wall.count(), 0);
  EXPECT_GT(out.peak_memory_bytes, 100'000U);
}

TEST(Runner, PassesWhenTheCommandPasses) {
  Command command;
  command.argv = {"true"};
  EXPECT_TRUE(must_run(command).passed());
}

TEST(Runner, ReportsTheSignal) {
  const RunOutput out = must_run(shell_command("kill -SEGV $$"));
  EXPECT_EQ(out.signal, SIGSEGV);
  EXPECT_EQ(out.exit_code, 128 + SIGSEGV);
}

TEST(Runner, TellsNotFoundFromNotExecutable) {
  ProcessRunner runner;
  Command command;
  command.argv = {"surely-no-such-program"};
  EXPECT_EQ(runner.run(command, {}).error().code, ErrorCode::not_found);
  command.argv = {"/surely/no/such/program"};
  EXPECT_EQ(runner.run(command, {}).error().code, ErrorCode::not_found);
  command.argv = {"/etc/passwd"};
  EXPECT_EQ(runner.run(command, {}).error().code, ErrorCode::denied);
  command.argv = {"/tmp"};
  EXPECT_EQ(runner.run(command, {}).error().code, ErrorCode::denied);
  command.argv = {};
  EXPECT_EQ(runner.run(command, {}).error().code, ErrorCode::invalid_input);
  command.argv = {"true"};
  command.folder = "/surely/not/there";
  EXPECT_EQ(runner.run(command, {}).error().code, ErrorCode::invalid_input);
}

TEST(Runner, RunsInTheFolderWithTheEnvironment) {
  ASSERT_EQ(::setenv("FIXPOINT_TEST_GONE", "x", 1), 0);
  ASSERT_EQ(::setenv("FIXPOINT_TEST_KEPT", "k", 1), 0);
  Command command = shell_command("pwd; echo \"[$A][${FIXPOINT_TEST_GONE-unset}][$FIXPOINT_TEST_KEPT]\"");
  command.folder = "/usr";
  command.environment = {"A=old", "A=b=c", "FIXPOINT_TEST_GONE"};
  EXPECT_EQ(must_run(command).bytes, "/usr\n[b=c][unset][k]\n");
}

TEST(Runner, KeepsTheOrderOfTheTwoStreams) {
  const RunOutput out =
      must_run(shell_command("for i in 1 2 3; do echo o$i; sleep 0.05; echo e$i >&2; sleep 0.05; done"));
  EXPECT_EQ(out.bytes, "o1\ne1\no2\ne2\no3\ne3\n");
  ASSERT_EQ(out.chunks.size(), 6U);
  EXPECT_EQ(out.chunks[1].stream, Stream::err);
  EXPECT_EQ(out.chunks[1].offset, 3U);
  EXPECT_EQ(out.chunks[1].size, 3U);
}

TEST(Runner, GivesEverythingLive) {
  std::string seen;
  const RunOutput out = must_run(shell_command("printf a; printf b >&2"), [&](Stream stream, std::string_view bytes) {
    seen += stream == Stream::out ? "o:" : "e:";
    seen += bytes;
  });
  EXPECT_EQ(out.bytes.size(), 2U);
  EXPECT_NE(seen.find("o:a"), std::string::npos);
  EXPECT_NE(seen.find("e:b"), std::string::npos);
}

TEST(Runner, StopsAtTheWallLimit) {
  Command command = shell_command("echo before; sleep 60");
  command.limits.wall = std::chrono::milliseconds(200);
  const RunOutput out = must_run(command);
  EXPECT_EQ(out.limit, LimitHit::wall);
  EXPECT_EQ(out.bytes, "before\n");
  EXPECT_FALSE(out.passed());
}

}  // namespace
}  // namespace fixpoint::run
