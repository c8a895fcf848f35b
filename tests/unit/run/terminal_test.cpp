// Interactive runs: the test is the terminal, a forked copy of it is the program that runs a command there.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <functional>
#include <string>

#include "run/runner.hpp"
#include "run/shell.hpp"

namespace fixpoint::run {
namespace {

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

// Runs `line` as the command line program would: live output goes to where it belongs, a summary to `summary_fd`.
int run_interactively(const std::string& line, int summary_fd, Limits limits = {}) {
  Command command = shell_command(line);
  command.interactive = true;
  command.limits = limits;
  ProcessRunner runner;
  const auto out = runner.run(command, [](Stream stream, std::string_view bytes) {
    write_all(stream == Stream::out ? STDOUT_FILENO : STDERR_FILENO, bytes);
  });
  if (!out) {
    write_all(summary_fd, out.error().message);
    return 1;
  }
  std::string text = "exit=" + std::to_string(out->exit_code) + " signal=" + std::to_string(out->signal) +
                     " interrupted=" + std::to_string(out->interrupted) + "\n";
  for (const auto& chunk : out->chunks) {
    text += chunk.stream == Stream::out ? "out:" : "err:";
    text += out->bytes.substr(chunk.offset, chunk.size);
  }
  write_all(summary_fd, text);
  return 0;
}

// The summary of a run that happens in a forked process, whose streams `prepare` set up.
struct Summary {
  int fd = -1;
  int inner = -1;
  Summary() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) ::abort();
    fd = ends[0];
    inner = ends[1];
  }
  ~Summary() { ::close(fd); }
  std::string text() {
    ::close(inner);
    std::string all;
    char buffer[4096];
    for (ssize_t got; (got = ::read(fd, buffer, sizeof buffer)) > 0;)
      all.append(buffer, static_cast<std::size_t>(got));
    return all;
  }
  std::string first_line() {
    const std::string all = text();
    return all.substr(0, all.find('\n') + 1);
  }
};

struct Terminal {
  int fd = -1;
  pid_t pid = -1;
  std::string seen;

  explicit Terminal(const std::function<int()>& program) {
    winsize size{};
    size.ws_row = 33;
    size.ws_col = 77;
    pid = ::forkpty(&fd, nullptr, nullptr, &size);
    if (pid != 0) return;
    // As a terminal's first program has them: a background job's are ignored for good, and keys would end nothing.
    for (const int key : {SIGINT, SIGQUIT, SIGTSTP, SIGHUP}) ::signal(key, SIG_DFL);
    ::_exit(program());
  }
  ~Terminal() {
    ::close(fd);
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
  }

  // Reads until `text` was shown; false when it never is.
  bool shows(std::string_view text) {
    for (int i = 0; i < 200 && seen.find(text) == std::string::npos; ++i) {
      pollfd wait{fd, POLLIN, 0};
      if (::poll(&wait, 1, 100) <= 0) continue;
      char buffer[4096];
      const ssize_t got = ::read(fd, buffer, sizeof buffer);
      if (got <= 0) break;
      seen.append(buffer, static_cast<std::size_t>(got));
    }
    return seen.find(text) != std::string::npos;
  }
  void type(std::string_view keys) const { write_all(fd, keys); }
  void resize(unsigned short rows, unsigned short columns) const {
    winsize size{};
    size.ws_row = rows;
    size.ws_col = columns;
    ::ioctl(fd, TIOCSWINSZ, &size);
  }
  // Whole lines are edited and echoed: nobody has the terminal in raw mode.
  [[nodiscard]] bool is_cooked() const {
    termios modes{};
    ::tcgetattr(fd, &modes);
    return (modes.c_lflag & ICANON) != 0 && (modes.c_lflag & ECHO) != 0 && (modes.c_oflag & OPOST) != 0;
  }
  bool becomes(bool cooked) const {
    for (int i = 0; i < 1000 && is_cooked() != cooked; ++i) ::usleep(10'000);
    return is_cooked() == cooked;
  }
};

TEST(TerminalRun, TheCommandSeesATerminalOfTheSameSize) {
  Summary summary;
  Terminal terminal([&] {
    return run_interactively("for i in 0 1 2; do test -t $i && echo tty$i; done; stty size; echo err >&2",
                             summary.inner);
  });
  EXPECT_TRUE(terminal.shows("err\r\n")) << terminal.seen;
  EXPECT_EQ(summary.text(), "exit=0 signal=0 interrupted=0\nout:tty0\ntty1\ntty2\n33 77\nerr\n");
  EXPECT_EQ(terminal.seen, "tty0\r\ntty1\r\ntty2\r\n33 77\r\nerr\r\n");
  EXPECT_TRUE(terminal.becomes(true));
}

TEST(TerminalRun, KeysReachTheCommand) {
  Summary summary;
  Terminal terminal(
      [&] { return run_interactively("echo ready; read -r line; echo \"got <$line>\"", summary.inner); });
  ASSERT_TRUE(terminal.shows("ready"));
  EXPECT_TRUE(terminal.becomes(false));
  terminal.type("some words\n");
  EXPECT_TRUE(terminal.shows("got <some words>")) << terminal.seen;
  EXPECT_NE(summary.text().find("exit=0 signal=0 interrupted=0"), std::string::npos);
  EXPECT_TRUE(terminal.becomes(true));
}

TEST(TerminalRun, CtrlDIsTheEndOfInput) {
  Summary summary;
  Terminal terminal([&] { return run_interactively("echo ready; wc -c", summary.inner); });
  ASSERT_TRUE(terminal.shows("ready"));
  terminal.type("abc\n\x04");
  EXPECT_NE(summary.text().find("4\n"), std::string::npos);
}

TEST(TerminalRun, CtrlCGoesToTheCommandAlone) {
  Summary summary;
  Terminal terminal([&] {
    return run_interactively("trap 'echo caught; exit 5' INT; echo ready; while :; do sleep 0.05; done",
                             summary.inner);
  });
  ASSERT_TRUE(terminal.shows("ready"));
  EXPECT_TRUE(terminal.becomes(false));
  terminal.type("\x03");
  EXPECT_TRUE(terminal.shows("caught")) << terminal.seen;
  EXPECT_EQ(summary.first_line(), "exit=5 signal=0 interrupted=2\n");
  EXPECT_TRUE(terminal.becomes(true));
}

TEST(TerminalRun, CtrlCEndsTheWholeForegroundGroup) {
  Summary summary;
  Terminal terminal([&] { return run_interactively("echo ready; sleep 60 | sleep 60", summary.inner); });
  ASSERT_TRUE(terminal.shows("ready"));
  EXPECT_TRUE(terminal.becomes(false));
  terminal.type("\x03");
  EXPECT_EQ(summary.first_line(), "exit=130 signal=2 interrupted=2\n");
}

TEST(TerminalRun, AKilledRunnerLeavesNoRawTerminal) {
  Summary summary;
  Terminal terminal([&] {
    // Two levels: were the session's leader itself killed, the terminal would be gone too.
    const pid_t program = ::fork();
    if (program == 0) ::_exit(run_interactively("echo ready; exec sleep 60", summary.inner));
    write_all(summary.inner, std::to_string(program) + "\n");
    ::waitpid(program, nullptr, 0);
    ::sleep(60);
    return 0;
  });
  ASSERT_TRUE(terminal.shows("ready"));
  EXPECT_TRUE(terminal.becomes(false));
  char text[32] = {};
  ASSERT_GT(::read(summary.fd, text, sizeof text - 1), 0);
  ::kill(std::stoi(text), SIGKILL);
  EXPECT_TRUE(terminal.becomes(true));
}

TEST(TerminalRun, SignalsSentToUsReachTheCommand) {
  Summary summary;
  Terminal terminal([&] {
    return run_interactively("trap 'echo terminated; exit 9' TERM; echo ready; while :; do sleep 0.05; done",
                             summary.inner);
  });
  ASSERT_TRUE(terminal.shows("ready"));
  ::kill(terminal.pid, SIGTERM);
  EXPECT_TRUE(terminal.shows("terminated")) << terminal.seen;
  EXPECT_EQ(summary.first_line(), "exit=9 signal=0 interrupted=15\n");
  EXPECT_TRUE(terminal.becomes(true));
}

TEST(TerminalRun, ANewWindowSizeReachesTheCommand) {
  Summary summary;
  Terminal terminal([&] {
    return run_interactively("trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.05; done",
                             summary.inner);
  });
  ASSERT_TRUE(terminal.shows("ready"));
  terminal.resize(20, 50);
  EXPECT_TRUE(terminal.shows("20 50\r\n")) << terminal.seen;
}

TEST(TerminalRun, CtrlZStopsUsWithTheCommandAndFgContinuesBoth) {
  Summary summary;
  // A shell with job control, as small as it can be.
  Terminal terminal([&] {
    ::signal(SIGTTOU, SIG_IGN);
    const pid_t job = ::fork();
    if (job == 0) {
      ::setpgid(0, 0);
      ::tcsetpgrp(0, ::getpid());
      ::signal(SIGTTOU, SIG_DFL);
      ::_exit(run_interactively("echo ready; read -r line; echo \"after $line\"", summary.inner));
    }
    ::setpgid(job, job);
    int status = 0;
    ::waitpid(job, &status, WUNTRACED);
    ::tcsetpgrp(0, ::getpgrp());
    write_all(1, WIFSTOPPED(status) ? "SHELL-STOPPED\n" : "SHELL-ENDED\n");
    char go = 0;
    (void)!::read(0, &go, 1);
    ::tcsetpgrp(0, job);
    ::kill(-job, SIGCONT);
    ::waitpid(job, &status, WUNTRACED);
    write_all(1, "SHELL-DONE\n");
    return 0;
  });
  ASSERT_TRUE(terminal.shows("ready"));
  EXPECT_TRUE(terminal.becomes(false));
  terminal.type("\x1a");
  ASSERT_TRUE(terminal.shows("SHELL-STOPPED")) << terminal.seen;
  EXPECT_TRUE(terminal.is_cooked());
  terminal.type("\n");
  EXPECT_TRUE(terminal.becomes(false));
  terminal.type("words\n");
  EXPECT_TRUE(terminal.shows("after words")) << terminal.seen;
  EXPECT_TRUE(terminal.shows("SHELL-DONE")) << terminal.seen;
  EXPECT_EQ(summary.first_line(), "exit=0 signal=0 interrupted=0\n");
}

TEST(TerminalRun, ABackgroundProcessOutlivesTheRun) {
  Summary summary;
  Terminal terminal([&] {
    run_interactively("sleep 30 & echo pid $!", summary.inner);
    write_all(1, "finished\n");
    ::sleep(60);
    return 0;
  });
  ASSERT_TRUE(terminal.shows("finished")) << terminal.seen;
  const pid_t pid = std::stoi(terminal.seen.substr(terminal.seen.find("pid ") + 4));
  ::usleep(50'000);
  EXPECT_EQ(::kill(pid, 0), 0);
  ::kill(pid, SIGKILL);
}

TEST(TerminalRun, TheWallLimitRestoresTheTerminal) {
  Summary summary;
  Terminal terminal([&] {
    Limits limits;
    limits.wall = std::chrono::milliseconds(1500);
    return run_interactively("stty -echo raw; echo ready; sleep 60", summary.inner, limits);
  });
  ASSERT_TRUE(terminal.shows("ready"));
  EXPECT_NE(summary.text().find("ready"), std::string::npos);
  EXPECT_TRUE(terminal.becomes(true));
}

TEST(TerminalRun, StreamsThatAreNoTerminalStayApart) {
  Summary summary;
  int err[2];
  ASSERT_EQ(::pipe2(err, O_CLOEXEC), 0);
  Terminal terminal([&] {
    ::dup2(err[1], 2);
    return run_interactively("test -t 1 && echo tty1; test -t 2 || echo no tty >&2", summary.inner);
  });
  EXPECT_TRUE(terminal.shows("tty1"));
  const std::string text = summary.text();
  EXPECT_NE(text.find("out:tty1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("err:no tty\n"), std::string::npos) << text;
  ::close(err[0]);
  ::close(err[1]);
}

TEST(TerminalRun, InputFromAPipeAndOutputToATerminal) {
  Summary summary;
  int in[2];
  ASSERT_EQ(::pipe2(in, O_CLOEXEC), 0);
  write_all(in[1], "piped\n");
  Terminal terminal([&] {
    ::dup2(in[0], 0);
    ::close(in[1]);
    return run_interactively("test -t 0 || echo pipe; test -t 1 && echo tty1; cat; stty size <&1", summary.inner);
  });
  ::close(in[0]);
  ::close(in[1]);
  EXPECT_TRUE(terminal.shows("33 77")) << terminal.seen;
  // Byte for byte what was printed, and the terminal is left alone.
  EXPECT_EQ(summary.text(), "exit=0 signal=0 interrupted=0\nout:pipe\ntty1\npiped\n33 77\n");
  EXPECT_TRUE(terminal.is_cooked());
}

TEST(TerminalRun, OutputToAPipeSharesTheKeyboardSignals) {
  Summary summary;
  int out[2];
  ASSERT_EQ(::pipe2(out, O_CLOEXEC), 0);
  Terminal terminal([&] {
    ::dup2(out[1], 1);
    // "exec": a shell that is interrupted while it starts a program may end without it.
    return run_interactively("test -t 1 || echo pipe; echo ready >&2; exec sleep 60", summary.inner);
  });
  ::close(out[1]);
  ASSERT_TRUE(terminal.shows("ready")) << terminal.seen;
  EXPECT_TRUE(terminal.is_cooked());
  terminal.type("\x03");
  EXPECT_EQ(summary.first_line(), "exit=130 signal=2 interrupted=2\n");
  ::close(out[0]);
}

// Without any terminal, in a forked process whose standard input is `input`.
std::string run_on_pipe(const std::string& line, std::string_view input) {
  Summary summary;
  int in[2];
  if (::pipe2(in, O_CLOEXEC) != 0) return {};
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::setsid();
    ::dup2(in[0], 0);
    ::close(in[1]);
    const int null = ::open("/dev/null", O_WRONLY);
    ::dup2(null, 1);
    ::dup2(null, 2);
    ::_exit(run_interactively(line, summary.inner));
  }
  ::close(in[0]);
  write_all(in[1], input);
  ::close(in[1]);
  const std::string text = summary.text();
  ::waitpid(pid, nullptr, 0);
  return text;
}

TEST(InteractiveRun, PassesStandardInputThrough) {
  EXPECT_EQ(run_on_pipe("cat; echo end >&2", "one\ntwo\n"), "exit=0 signal=0 interrupted=0\nout:one\ntwo\nerr:end\n");
}

TEST(InteractiveRun, TakesNoMoreInputThanTheCommandDid) {
  // The rest belongs to whoever reads next, as in `(fixpoint heal -- head -n1; cat) < file`.
  char name[] = "/tmp/fixpoint-input-XXXXXX";
  const int fd = ::mkstemp(name);
  ASSERT_GE(fd, 0);
  ::unlink(name);
  write_all(fd, "first\nsecond\n");
  ::lseek(fd, 0, SEEK_SET);
  Summary summary;
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::dup2(fd, 0);
    ::_exit(run_interactively("read -r line", summary.inner));
  }
  (void)summary.text();
  ::waitpid(pid, nullptr, 0);
  EXPECT_EQ(::lseek(fd, 0, SEEK_CUR), 6);
  ::close(fd);
}

TEST(InteractiveRun, InheritsDescriptorsAsMakesJobServerNeeds) {
  const int fd = ::open("/etc/hostname", O_RDONLY);
  ASSERT_GE(fd, 3);
  ASSERT_EQ(::dup2(fd, 99), 99);
  EXPECT_NE(run_on_pipe("test -e /proc/self/fd/99 && echo inherited", "").find("inherited"), std::string::npos);
  ::close(99);
  ::close(fd);
}

}  // namespace
}  // namespace fixpoint::run
