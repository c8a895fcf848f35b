#include "run/runner.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "run/capture.hpp"
#include "run/environment.hpp"
#include "run/fd.hpp"
#include "run/keeper.hpp"
#include "run/limits.hpp"
#include "run/sandbox.hpp"
#include "run/streams.hpp"

namespace fixpoint::run {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// After the command's end: how long a silent pipe that somebody in the background still holds is waited for, and how
// long one that goes on talking.
constexpr milliseconds kSilentGrace{200};
constexpr milliseconds kTalkingGrace{1000};
constexpr std::size_t kReadBytes = 64 << 10;

std::unexpected<Error> io_error(std::string_view what) {
  return fail(ErrorCode::io, fmt::format("cannot {}: {}", what, std::strerror(errno)));
}

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> out;
  out.reserve(strings.size() + 1);
  for (const std::string& string : strings) out.push_back(const_cast<char*>(string.c_str()));
  out.push_back(nullptr);
  return out;
}

bool has_nul(const std::vector<std::string>& strings) {
  return std::any_of(strings.begin(), strings.end(), [](const auto& s) { return s.find('\0') != std::string::npos; });
}

// The running keeper. Destroyed early, it ends the command and all that belongs to it.
class KeeperProcess {
 public:
  KeeperProcess(pid_t pid, Fd control) : pid_(pid), control_(std::move(control)) {}
  KeeperProcess(KeeperProcess&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)), control_(std::move(other.control_)) {}
  KeeperProcess& operator=(KeeperProcess&&) = delete;
  ~KeeperProcess() { wait(); }

  [[nodiscard]] int control() const { return control_.get(); }
  [[nodiscard]] pid_t pid() const { return pid_; }

  void tell(KeeperCommand::Kind kind, int signal = 0) const {
    const KeeperCommand command{kind, signal};
    (void)::send(control_.get(), &command, sizeof command, MSG_NOSIGNAL);
  }

  void wait() {
    control_.reset();
    if (pid_ <= 0) return;
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
  }

 private:
  pid_t pid_;
  Fd control_;
};

// A failed step between birth and exec, said so that the caller can act on it.
Error failure_of(const KeeperReport& report, const Command& command) {
  const std::string& program = command.argv.front();
  const std::string why = std::strerror(report.error);
  if (std::string_view(report.step) == kExecStep) {
    if (report.error == ENOENT) {
      const bool there = program.find('/') != std::string::npos && ::access(program.c_str(), F_OK) == 0;
      if (there) {
        return {ErrorCode::not_found,
                fmt::format("cannot run {}: the interpreter its first line or its ELF header names does not exist",
                            program),
                {}};
      }
      return {ErrorCode::not_found, fmt::format("command not found: {}", program), {}};
    }
    if (report.error == EACCES || report.error == EPERM || report.error == ENOEXEC) {
      return {ErrorCode::denied, fmt::format("cannot execute {}: {}", program, why), {}};
    }
    if (report.error == E2BIG) {
      return {ErrorCode::invalid_input,
              fmt::format("cannot run {}: its arguments and environment are too long", program),
              {}};
    }
    return {ErrorCode::io, fmt::format("cannot run {}: {}", program, why), {}};
  }
  if (std::string_view(report.step) == kFolderStep) {
    return {ErrorCode::invalid_input, fmt::format("cannot run in the folder {}: {}", command.folder, why), {}};
  }
  const ErrorCode code = command.sandbox ? ErrorCode::unavailable : ErrorCode::io;
  return {code, fmt::format("cannot start {}: {}: {}", program, report.step, why), {}};
}

}  // namespace

Result<RunOutput> ProcessRunner::run(const Command& command, const seams::LiveOutput& live) {
  if (command.argv.empty() || command.argv.front().empty())
    return fail(ErrorCode::invalid_input, "no command was given");
  if (has_nul(command.argv) || has_nul(command.environment) || command.folder.find('\0') != std::string::npos) {
    return fail(ErrorCode::invalid_input, "a command's arguments, environment and folder cannot hold a NUL byte");
  }

  std::vector<std::string> environment = resulting_environment(environ, command.environment);
  std::optional<SandboxPlan> plan;
  if (command.sandbox) {
    plan = FIXPOINT_TRY(plan_sandbox(*command.sandbox, command.folder));
    environment = filtered_environment(*command.sandbox, environment);
  }
  const auto search_path = value_of(environment, "PATH", "/usr/local/bin:/usr/bin:/bin");
  const std::vector<std::string> programs = candidates(command.argv.front(), search_path);

  Streams streams = FIXPOINT_TRY(open_streams(command));
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return io_error("make a socket pair");
  Fd ours(ends[0]);
  Fd keepers(ends[1]);

  KeeperOrder order;
  order.control = keepers.get();
  order.in = streams.in.get();
  order.out = streams.out.get();
  order.err = streams.err ? streams.err.get() : streams.out.get();
  order.grouping = command.interactive ? Grouping::own : Grouping::session;
  order.inherit_descriptors = command.interactive;
  order.folder = command.folder.empty() ? nullptr : command.folder.c_str();
  const std::vector<char*> program_pointers = pointers(programs);
  order.programs = program_pointers.data();
  std::vector<char*> argv = pointers(command.argv);
  order.argv = argv.data();
  std::vector<char*> shell_argv = argv;
  static char shell[] = "sh";
  shell_argv.insert(shell_argv.begin(), shell);
  order.shell_argv = shell_argv.data();
  std::vector<char*> environment_pointers = pointers(environment);
  order.environment = environment_pointers.data();
  order.limits = command.limits;
  order.sandbox = plan ? &*plan : nullptr;
  const std::uint64_t flags = plan ? clone_flags(*plan) : 0;
  order.own_pids = (flags & CLONE_NEWPID) != 0;

  // No handler of ours may run in the keeper before it has reset them.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  if (command.interactive) {
    order.signals = before;
  } else {
    sigemptyset(&order.signals);
  }
  const pid_t pid =
      flags == 0 ? ::_Fork()
                 : static_cast<pid_t>(::syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
  if (pid == 0) keep(order);
  const int fork_error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0) {
    return fail(plan ? ErrorCode::unavailable : ErrorCode::io,
                fmt::format("cannot start a process: {}", std::strerror(fork_error)));
  }
  KeeperProcess keeper(pid, std::move(ours));
  keepers.reset();
  streams.in.reset();
  streams.out.reset();
  streams.err.reset();
  if (plan) {
    FIXPOINT_TRY(map_ids(*plan, pid));
    keeper.tell(KeeperCommand::Kind::start);
  }

  Capture capture(command.limits.capture_head_bytes, command.limits.capture_tail_bytes);
  const auto buffer = std::make_unique_for_overwrite<char[]>(kReadBytes);
  std::optional<KeeperReport> last;
  bool keeper_open = true;
  Clock::time_point silent_end;
  Clock::time_point talking_end;
  for (;;) {
    pollfd waits[3] = {{streams.sources[0].fd.get(), POLLIN, 0},
                       {streams.sources[1].fd.get(), POLLIN, 0},
                       {keeper_open ? keeper.control() : -1, POLLIN, 0}};
    if (!keeper_open && !streams.sources[0].fd && !streams.sources[1].fd) break;
    int timeout = -1;
    if (!keeper_open) {
      const auto left = std::chrono::ceil<milliseconds>(std::min(silent_end, talking_end) - Clock::now()).count();
      if (left <= 0) break;
      timeout = static_cast<int>(left);
    }
    const int ready = ::poll(waits, 3, timeout);
    if (ready < 0 && errno != EINTR) return io_error("wait for the command");
    if (ready <= 0) continue;

    for (int i = 0; i < 2; ++i) {
      Source& source = streams.sources[i];
      if (waits[i].revents == 0) continue;
      const ssize_t got = ::read(source.fd.get(), buffer.get(), kReadBytes);
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (got <= 0) {
        source.fd.reset();
        continue;
      }
      const std::string_view bytes(buffer.get(), static_cast<std::size_t>(got));
      capture.add(source.stream, bytes);
      if (live) live(source.stream, bytes);
      if (!keeper_open) silent_end = Clock::now() + kSilentGrace;
    }
    if (waits[2].revents != 0) {
      KeeperReport report;
      const ssize_t got = ::recv(keeper.control(), &report, sizeof report, MSG_DONTWAIT);
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (got == sizeof report && report.kind == KeeperReport::Kind::stopped) continue;
      if (got == sizeof report) last = report;
      keeper_open = false;
      silent_end = Clock::now() + kSilentGrace;
      talking_end = Clock::now() + kTalkingGrace;
      if (last && last->kind == KeeperReport::Kind::failed) break;
    }
  }
  keeper.wait();
  if (last && last->kind == KeeperReport::Kind::failed) return std::unexpected(failure_of(*last, command));

  RunOutput out;
  if (!last) {
    // Somebody killed the keeper, and with it went the rest.
    out.signal = SIGKILL;
  } else {
    if (WIFSIGNALED(last->status)) out.signal = WTERMSIG(last->status);
    if (WIFEXITED(last->status)) out.exit_code = WEXITSTATUS(last->status);
    out.wall = std::chrono::microseconds(last->wall_microseconds);
    out.user_cpu = std::chrono::microseconds(last->user_microseconds);
    out.system_cpu = std::chrono::microseconds(last->system_microseconds);
    out.peak_memory_bytes = static_cast<std::uint64_t>(last->peak_memory_bytes);
    out.limit = last->limit;
  }
  if (out.signal != 0) out.exit_code = 128 + out.signal;
  if (out.limit == LimitHit::none) {
    out.limit =
        limit_behind(command.limits, out.exit_code, out.signal,
                     static_cast<std::uint64_t>((out.user_cpu + out.system_cpu).count()), out.peak_memory_bytes);
  }
  out.isolation = plan ? Isolation::full : Isolation::none;
  capture.finish(out);
  return out;
}

}  // namespace fixpoint::run
