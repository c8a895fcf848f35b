// How the runner drives a sandbox: process 1, the end of everybody, errors of its making. What a sandbox keeps apart
// is tested elsewhere.
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "run/runner.hpp"
#include "run/shell.hpp"

namespace fixpoint::run {
namespace {

class SandboxedRun : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/fixpoint-sandboxed-XXXXXX";
    ASSERT_NE(::mkdtemp(name), nullptr);
    folder_ = name;
    ProcessRunner runner;
    const auto probe = runner.run(command("true"), {});
    if (!probe && probe.error().code == ErrorCode::unavailable) GTEST_SKIP() << probe.error().message;
    ASSERT_TRUE(probe.has_value()) << probe.error().message;
    EXPECT_TRUE(probe->passed());
    EXPECT_EQ(probe->isolation, Isolation::full);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Command command(std::string_view line) const {
    Command command = shell_command(line);
    command.folder = folder_;
    command.sandbox.emplace();
    command.sandbox->covered = {folder_};
    return command;
  }
  static RunOutput run(const Command& command) {
    ProcessRunner runner;
    auto result = runner.run(command, {});
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
    return result ? *std::move(result) : RunOutput{};
  }
  std::string folder_;
};

TEST_F(SandboxedRun, GivesExitCodesSignalsAndOutput) {
  const RunOutput out = run(command("echo one; echo two >&2; exit 7"));
  EXPECT_EQ(out.exit_code, 7);
  EXPECT_EQ(out.bytes.size(), 8U);
  EXPECT_EQ(run(command("kill -SEGV $$")).signal, SIGSEGV);
  // Process 1 of a namespace ignores the signals it has no handler for; the command is not process 1.
  EXPECT_EQ(run(command("echo $$; kill -TERM $$")).signal, SIGTERM);
}

TEST_F(SandboxedRun, TellsNotFoundFromNotExecutable) {
  ProcessRunner runner;
  Command missing = command("");
  missing.argv = {"surely-no-such-program"};
  EXPECT_EQ(runner.run(missing, {}).error().code, ErrorCode::not_found);
  missing.argv = {"/etc/passwd"};
  EXPECT_EQ(runner.run(missing, {}).error().code, ErrorCode::denied);
}

TEST_F(SandboxedRun, RunsAProgramOfTheProposal) {
  Command tool = command("");
  tool.argv = {"./tool"};
  std::ofstream(folder_ + "/tool") << "#!/bin/sh\necho old\n";
  std::filesystem::permissions(folder_ + "/tool", std::filesystem::perms::owner_all);
  tool.sandbox->files = {{folder_ + "/tool", "#!/bin/sh\necho new\n"}};
  EXPECT_EQ(run(tool).bytes, "new\n");
}

TEST_F(SandboxedRun, NobodyOutlivesIt) {
  // The background process would write here for ever; it can be seen from outside by its name.
  const std::string mark = "97531." + std::to_string(::getpid());
  const RunOutput out = run(command("setsid sleep " + mark + " & (sleep " + mark + " &) ; echo done"));
  EXPECT_TRUE(out.passed());
  EXPECT_EQ(out.bytes, "done\n");
  EXPECT_NE(::system(("pgrep -f '^sleep " + mark + "' > /dev/null").c_str()), 0);
}

TEST_F(SandboxedRun, ABackgroundProcessMayFinishItsOutput) {
  EXPECT_EQ(run(command("(sleep 0.02; echo late) & echo early")).bytes, "early\nlate\n");
}

TEST_F(SandboxedRun, TheWallLimitEndsEverybody) {
  const std::string mark = "86420." + std::to_string(::getpid());
  Command slow = command("trap '' TERM; setsid sleep " + mark + " & echo up; while :; do sleep " + mark + "; done");
  slow.limits.wall = std::chrono::milliseconds(1500);
  const RunOutput out = run(slow);
  EXPECT_EQ(out.limit, LimitHit::wall);
  EXPECT_EQ(out.bytes, "up\n");
  EXPECT_NE(::system(("pgrep -f '^sleep " + mark + "' > /dev/null").c_str()), 0);
}

TEST_F(SandboxedRun, ProcessLimit) {
  Command bomb = command("i=0; while [ $i -lt 200 ]; do sleep 30 & i=$((i+1)); done; wait");
  bomb.limits.processes = 40;
  const RunOutput out = run(bomb);
  EXPECT_FALSE(out.passed());
}

TEST_F(SandboxedRun, TheCommandCannotTouchItsKeeper) {
  const RunOutput out = run(command("kill -9 1; kill -STOP 1; (: > /proc/1/mem) 2>&1 && echo open; exit 6"));
  EXPECT_EQ(out.exit_code, 6);
  EXPECT_EQ(out.bytes.find("open\n"), std::string::npos) << out.bytes;
}

TEST_F(SandboxedRun, ManyAtOnce) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the thread sanitizer does not know clone(): its locks stay taken in the copy";
#endif
  std::vector<std::thread> threads;
  std::atomic<int> passed = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 5; ++j) {
        const std::string text = std::to_string(i * 100 + j);
        const RunOutput out = run(command("echo " + text + " > file; cat file"));
        if (out.bytes == text + "\n") ++passed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(passed, 20);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/file"));
}

}  // namespace
}  // namespace fixpoint::run
