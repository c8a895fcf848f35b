// ProcessRunner against real processes.
#include "run/runner.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

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
  // A folder of the program's name on the search path is passed over.
  command.argv = {"bin"};
  command.environment = {"PATH=/usr:/bin"};
  EXPECT_EQ(runner.run(command, {}).error().code, ErrorCode::not_found);
  command.argv = {"passwd"};
  command.environment = {"PATH=/etc"};
  EXPECT_EQ(runner.run(command, {}).error().code, ErrorCode::denied);
  command.environment = {};
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

// Waits for a process to be gone; a zombie counts as gone.
bool ends_soon(pid_t pid) {
  for (int i = 0; i < 1000; ++i) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    if (!std::getline(stat, text) || text.find(") Z") != std::string::npos) return true;
    ::usleep(10'000);
  }
  return false;
}

bool alive(pid_t pid) { return ::kill(pid, 0) == 0; }

TEST(Runner, StopsAtTheWallLimit) {
  Command command = shell_command("echo before; sleep 60");
  command.limits.wall = std::chrono::milliseconds(1500);
  const RunOutput out = must_run(command);
  EXPECT_EQ(out.limit, LimitHit::wall);
  EXPECT_EQ(out.bytes, "before\n");
  EXPECT_FALSE(out.passed());
  EXPECT_LT(out.wall, std::chrono::seconds(30));
}

TEST(Runner, TheWallLimitEndsEverybody) {
  // A child in its own session, a double fork whose parent is gone, one that ignores SIGTERM, one that is stopped.
  Command command = shell_command(
      "setsid sleep 61 & echo $!; (sleep 62 & echo $!); sh -c 'trap \"\" TERM; echo $$; exec sleep 63' & "
      "sleep 64 & kill -STOP $!; echo $!; wait");
  command.limits.wall = std::chrono::milliseconds(1500);
  const RunOutput out = must_run(command);
  EXPECT_EQ(out.limit, LimitHit::wall);
  std::istringstream pids(out.bytes);
  int count = 0;
  for (pid_t pid = 0; pids >> pid; ++count) EXPECT_TRUE(ends_soon(pid)) << pid;
  EXPECT_EQ(count, 4);
}

TEST(Runner, ACommandMayCleanUpBeforeTheWallLimitKillsIt) {
  Command command = shell_command("trap 'echo cleaned; exit 3' TERM; echo up; sleep 60 & wait");
  command.limits.wall = std::chrono::milliseconds(1500);
  const RunOutput out = must_run(command);
  EXPECT_EQ(out.limit, LimitHit::wall);
  EXPECT_EQ(out.exit_code, 3);
  EXPECT_EQ(out.bytes, "up\ncleaned\n");
}

TEST(Runner, DoesNotWaitForWhoHoldsThePipeAndLetsHimLive) {
  const RunOutput out = must_run(shell_command("sleep 30 & echo $!"));
  EXPECT_TRUE(out.passed());
  const pid_t pid = std::stoi(out.bytes);
  EXPECT_TRUE(alive(pid));
  ::kill(pid, SIGKILL);
}

TEST(Runner, ReadsWhatABackgroundProcessStillSays) {
  const RunOutput out = must_run(shell_command("(sleep 0.02; echo late) & echo early"));
  EXPECT_EQ(out.bytes, "early\nlate\n");
}

TEST(Runner, DoesNotWaitForATalkerForever) {
  const RunOutput out = must_run(shell_command("(while :; do echo talk || exit; sleep 0.01; done) & echo $!"));
  EXPECT_TRUE(out.passed());
  EXPECT_LT(out.wall, std::chrono::seconds(20));
  ::kill(std::stoi(out.bytes), SIGKILL);
}

TEST(Runner, CpuLimit) {
  Command command = shell_command("while :; do :; done");
  command.limits.cpu = std::chrono::seconds(1);
  EXPECT_EQ(must_run(command).limit, LimitHit::cpu);
}

TEST(Runner, CpuLimitHoldsForTheWholeTree) {
  Command command = shell_command("while :; do sh -c 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done'; done");
  command.limits.cpu = std::chrono::seconds(1);
  EXPECT_EQ(must_run(command).limit, LimitHit::cpu);
}

TEST(Runner, CpuLimitOfAChildThatTheCommandReportsAsItsOwnFailure) {
  Command command = shell_command("sh -c 'while :; do :; done'; exit 2");
  command.limits.cpu = std::chrono::seconds(1);
  const RunOutput out = must_run(command);
  EXPECT_EQ(out.limit, LimitHit::cpu) << out.user_cpu.count() << " + " << out.system_cpu.count() << " us";
  EXPECT_EQ(out.exit_code, 2);
}

TEST(Runner, AFailureWithinItsLimitsIsNoLimit) {
  Command command = shell_command("exit 1");
  command.limits = {.wall = std::chrono::minutes(5),
                    .cpu = std::chrono::minutes(5),
                    .memory_bytes = 1ULL << 40,
                    .file_size_bytes = 1 << 30,
                    .processes = 1000};
  EXPECT_EQ(must_run(command).limit, LimitHit::none);
}

TEST(Runner, FileSizeLimit) {
  Command command = shell_command("f=$(mktemp); trap 'rm -f $f' EXIT; head -c 3000000 /dev/zero > $f");
  command.limits.file_size_bytes = 1'000'000;
  const RunOutput out = must_run(command);
  EXPECT_EQ(out.limit, LimitHit::file_size) << out.exit_code << out.bytes;
}

TEST(Runner, MemoryLimit) {
  Command command = shell_command("exec awk 'BEGIN { s = \"x\"; while (1) s = s s }'");
  command.limits.memory_bytes = 300'000'000;
  const RunOutput out = must_run(command);
  EXPECT_FALSE(out.passed());
  EXPECT_LT(out.peak_memory_bytes, 300'000'000U);
}

TEST(Runner, ProcessLimit) {
  Command command = shell_command("i=0; while [ $i -lt 100 ]; do sleep 30 & i=$((i+1)); done; wait");
  command.limits.processes = 40;
  const RunOutput out = must_run(command);
  EXPECT_EQ(out.limit, LimitHit::processes);
}

TEST(Runner, EndlessOutputIsBounded) {
  Command command = shell_command("echo first; head -c 200000000 /dev/zero; echo last");
  command.limits.capture_head_bytes = 1000;
  command.limits.capture_tail_bytes = 500;
  std::uint64_t live = 0;
  const RunOutput out = must_run(command, [&](Stream, std::string_view bytes) { live += bytes.size(); });
  EXPECT_TRUE(out.passed());
  EXPECT_EQ(out.bytes.size(), 1500U);
  EXPECT_EQ(out.dropped_bytes, 200'000'011U - 1500U);
  EXPECT_EQ(out.dropped_at, 1000U);
  EXPECT_TRUE(out.bytes.starts_with("first\n"));
  EXPECT_TRUE(out.bytes.ends_with("last\n"));
  EXPECT_EQ(live, 200'000'011U);
}

TEST(Runner, OutputMayHoldAnyByte) {
  const RunOutput out = must_run(shell_command("printf 'a\\000\\377\\r\\n\\033[1m'"));
  EXPECT_EQ(out.bytes, std::string_view("a\0\xff\r\n\033[1m", 9));
}

TEST(Runner, ManySmallWrites) {
  const RunOutput out = must_run(shell_command("i=0; while [ $i -lt 30000 ]; do echo $i; i=$((i+1)); done"));
  EXPECT_EQ(std::count(out.bytes.begin(), out.bytes.end(), '\n'), 30000);
  EXPECT_TRUE(out.bytes.ends_with("\n29999\n"));
}

TEST(Runner, WithoutAUserStandardInputIsEmpty) {
  EXPECT_EQ(must_run(shell_command("cat; test -t 0 || echo none; cat < /dev/tty")).bytes.substr(0, 5), "none\n");
}

TEST(Runner, AScriptWithoutAnInterpreterLineRunsInTheShell) {
  char name[] = "/tmp/fixpoint-runner-XXXXXX";
  const int fd = ::mkstemp(name);
  ASSERT_GE(fd, 0);
  const std::string script = "echo \"$# $1\"; exit 4\n";
  ASSERT_EQ(::write(fd, script.data(), script.size()), static_cast<ssize_t>(script.size()));
  ::fchmod(fd, 0755);
  ::close(fd);
  Command command;
  command.argv = {name, "a b"};
  const RunOutput out = must_run(command);
  EXPECT_EQ(out.exit_code, 4);
  EXPECT_EQ(out.bytes, "1 a b\n");

  std::ofstream(name) << "#!/no/such/interpreter\n";
  ProcessRunner runner;
  const auto missing = runner.run(command, {});
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_NE(missing.error().message.find("interpreter"), std::string::npos);
  ::unlink(name);
}

TEST(Runner, TheCommandStartsWithOrdinarySignals) {
  // What this program was started with ignored stays so (a shell's background jobs, CI runners). SIGPIPE does not.
  const auto ignored = [](std::string_view status) {
    const auto at = status.find("SigIgn:\t");
    return at == std::string_view::npos ? ~0ULL : std::stoull(std::string(status.substr(at + 8, 16)), nullptr, 16);
  };
  std::ostringstream ours;
  ours << std::ifstream("/proc/self/status").rdbuf();
  const auto expected = ignored(ours.str()) & ~(1ULL << (SIGPIPE - 1));
  // A server ignores SIGPIPE and its threads block much; a command must not.
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  sigset_t all;
  sigset_t mask;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &mask);
  const RunOutput out = must_run(shell_command("grep -E '^Sig(Blk|Ign)' /proc/self/status"));
  ::pthread_sigmask(SIG_SETMASK, &mask, nullptr);
  ::signal(SIGPIPE, before);
  EXPECT_NE(out.bytes.find("SigBlk:\t0000000000000000"), std::string::npos) << out.bytes;
  EXPECT_EQ(ignored(out.bytes), expected) << out.bytes;
}

TEST(Runner, TheCommandGetsNoDescriptorOfOurs) {
  const int leak = ::open("/dev/null", O_RDONLY);
  ASSERT_GT(leak, 2);
  const RunOutput out = must_run(shell_command("ls /proc/$$/fd"));
  EXPECT_EQ(out.bytes, "0\n1\n2\n");
  ::close(leak);
}

TEST(Runner, RunsManyAtOnce) {
  // One run's keeper must not hold the pipes of another: the short ones end while the long one runs.
  std::vector<std::thread> threads;
  std::atomic<int> passed = 0;
  std::thread slow([] { EXPECT_TRUE(must_run(shell_command("sleep 1")).passed()); });
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&passed, i] {
      for (int j = 0; j < 10; ++j) {
        const RunOutput out = must_run(shell_command("echo " + std::to_string(i * 100 + j)));
        if (out.bytes == std::to_string(i * 100 + j) + "\n") ++passed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(passed, 80);
  slow.join();
}

TEST(Runner, WhenWeDieTheCommandDies) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t us = ::fork();
  ASSERT_GE(us, 0);
  if (us == 0) {
    ProcessRunner runner;
    (void)runner.run(shell_command("setsid sleep 60 & echo $$ $!; wait"),
                     [&](Stream, std::string_view bytes) { (void)!::write(ends[1], bytes.data(), bytes.size()); });
    ::_exit(0);
  }
  char text[64] = {};
  ASSERT_GT(::read(ends[0], text, sizeof text - 1), 0);
  ::kill(us, SIGKILL);
  ::waitpid(us, nullptr, 0);
  std::istringstream pids(text);
  int count = 0;
  for (pid_t pid = 0; pids >> pid; ++count) EXPECT_TRUE(ends_soon(pid)) << pid;
  EXPECT_EQ(count, 2);
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace fixpoint::run
