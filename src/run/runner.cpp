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
#include <stop_token>
#include <utility>
#include <vector>

#include "base/paths.hpp"
#include "run/capture.hpp"
#include "run/environment.hpp"
#include "run/fd.hpp"
#include "run/keeper.hpp"
#include "run/limits.hpp"
#include "run/pump.hpp"
#include "run/sandbox.hpp"
#include "run/signals.hpp"
#include "run/streams.hpp"
#include "run/terminal.hpp"

namespace fixpoint::run {
namespace {

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

// A copy of this process, in the namespaces of `flags`. Without the handlers that libraries put around fork(): the
// copy calls nothing that would need them.
pid_t birth(std::uint64_t flags) {
  if (flags != 0)
    return static_cast<pid_t>(::syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
#ifdef __SANITIZE_THREAD__
  return ::fork();  // its run-time does need them
#else
  return ::_Fork();
#endif
}

// A failed step between birth and exec, said so that the caller can act on it.
Error failure_of(const KeeperReport& report, const Command& command) {
  const std::string& program = command.argv.front();
  const std::string why = std::strerror(report.error);
  if (std::string_view(report.step) == kExecStep) {
    if (report.error == ENOENT) {
      const std::string path = base::absolute(command.folder.empty() ? "." : command.folder, program);
      const bool there = program.find('/') != std::string::npos && ::access(path.c_str(), F_OK) == 0;
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
  Fd ours = above_standard(Fd(ends[0]));
  Fd keepers = above_standard(Fd(ends[1]));

  const bool interactive = command.interactive && !command.sandbox;
  KeeperOrder order;
  order.control = keepers.get();
  order.in = streams.in.get();
  order.out = streams.out.get();
  order.err = streams.err ? streams.err.get() : streams.out.get();
  order.grouping = streams.grouping;
  order.our_group = ::getpgrp();
  order.terminal = streams.terminal.get();
  std::optional<UserTerminal> terminal;
  if (streams.terminal) {
    terminal.emplace(STDIN_FILENO);
    order.users_terminal = terminal->fd();
    order.users_modes = terminal->modes();
  }
  order.inherit_descriptors = interactive;
  order.folder = command.folder.empty() ? nullptr : command.folder.c_str();
  const std::vector<char*> program_pointers = pointers(programs);
  order.programs = program_pointers.data();
  order.searched = command.argv.front().find('/') == std::string::npos;
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

  std::optional<SignalRelay> relay;
  if (interactive) relay.emplace(streams.grouping == Grouping::terminal);

  const int our_ends[] = {ours.get(), streams.sources[0].fd.get(), streams.sources[1].fd.get(),
                          relay ? relay->fd() : -1, relay ? relay->write_fd() : -1};
  std::copy(std::begin(our_ends), std::end(our_ends), order.ours);

  // No handler of ours may run in the keeper before it has reset them.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  if (interactive) {
    order.signals = before;
  } else {
    sigemptyset(&order.signals);
  }
  const pid_t pid = birth(flags);
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
  streams.terminal.reset();
  if (plan) {
    FIXPOINT_TRY(map_ids(*plan, pid));
    keeper.tell(KeeperCommand::Kind::start);
  }

  Capture capture(command.limits.capture_head_bytes, command.limits.capture_tail_bytes);
  PumpResult pumped;
  {
    const std::stop_callback stopped(command.stop, [&keeper] { keeper.tell(KeeperCommand::Kind::signal, SIGKILL); });
    pumped = pump(streams, keeper, capture, live, relay ? &*relay : nullptr, terminal ? &*terminal : nullptr);
  }
  keeper.wait();
  const std::optional<KeeperReport>& last = pumped.last;
  if (last && last->kind == KeeperReport::Kind::failed) return std::unexpected(failure_of(*last, command));

  RunOutput out;
  out.interrupted = pumped.interrupted;
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
    const bool known = last && last->peak_memory_bytes > last->memory_floor_bytes;
    out.limit = limit_behind(command.limits, out.exit_code, out.signal,
                             static_cast<std::uint64_t>((out.user_cpu + out.system_cpu).count()),
                             known ? out.peak_memory_bytes : 0);
  }
  out.isolation = plan ? Isolation::full : Isolation::none;
  capture.finish(out);
  return out;
}

}  // namespace fixpoint::run
