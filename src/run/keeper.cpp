#include "run/keeper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "run/limits.hpp"
#include "run/sandbox.hpp"
#include "run/tree.hpp"

namespace fixpoint::run {
namespace {

constexpr std::int64_t kMillisecond = 1000;
constexpr std::int64_t kTermGrace = 1000 * kMillisecond;  // from SIGTERM to SIGKILL
constexpr std::int64_t kKillGrace = 2000 * kMillisecond;  // for the kernel to end what was killed
constexpr std::int64_t kWatchEvery = 100 * kMillisecond;  // limits that the kernel does not watch for a whole tree
constexpr std::int64_t kLateGrace = 200 * kMillisecond;   // a sandbox's background processes, to finish their output
constexpr std::int64_t kNever = INT64_MAX;

std::int64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1'000'000 + time.tv_nsec / 1000;
}

std::int64_t microseconds(const timeval& time) { return time.tv_sec * 1'000'000 + time.tv_usec; }

void report(const KeeperOrder& order, const KeeperReport& what) {
  while (::send(order.control, &what, sizeof what, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

[[noreturn]] void give_up(const KeeperOrder& order, const char* step, int error) {
  KeeperReport failed;
  failed.kind = KeeperReport::Kind::failed;
  failed.error = error;
  std::strncpy(failed.step, step, sizeof failed.step - 1);
  report(order, failed);
  ::_exit(1);
}

// Handlers of ours must not run here. What was ignored stays so, as it would for a command started without us; but
// SIGPIPE, which servers ignore, and SIGCHLD, which we need.
void reset_handlers() {
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action{};
    if (::sigaction(signal, nullptr, &action) != 0) continue;
    const bool ours = action.sa_handler == SIG_IGN && (signal == SIGPIPE || signal == SIGCHLD);
    if (action.sa_handler == SIG_DFL || (action.sa_handler == SIG_IGN && !ours)) continue;
    action = {};
    action.sa_handler = SIG_DFL;
    ::sigaction(signal, &action, nullptr);
  }
}

void close_between(unsigned first, unsigned last) {
  if (::syscall(SYS_close_range, first, last, 0) == 0) return;
  for (unsigned fd = first; fd <= std::min(last, 4096U); ++fd) ::close(static_cast<int>(fd));  // before Linux 5.9
}

// Closes every descriptor but those named: a copy of another run's pipe held here would keep that run from its end.
void close_all_but(int* keep, std::size_t count) {
  std::sort(keep, keep + count);
  unsigned first = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (keep[i] < 0) continue;
    const auto fd = static_cast<unsigned>(keep[i]);
    if (fd > first) close_between(first, fd - 1);
    first = fd + 1;
  }
  close_between(first, ~0U);
}

struct Failure {
  const char* step = nullptr;
  int error = 0;
};

// One descriptor in place; equal numbers only lose their close-on-exec mark.
bool place(int fd, int at) {
  if (fd == at) return ::fcntl(fd, F_SETFD, 0) == 0;
  return ::dup2(fd, at) >= 0;
}

// In the child of vfork: shares the keeper's memory, so `failure` needs no pipe.
void become_command(const KeeperOrder& order, Failure& failure) {
  const auto fails = [&failure](const char* step) {
    failure.step = step;
    failure.error = errno;
  };
  switch (order.grouping) {
    case Grouping::session:
      if (::setsid() < 0) return fails("setsid");
      break;
    case Grouping::own:
    case Grouping::terminal:
      if (::setpgid(0, 0) != 0) return fails("setpgid");
      // SIGTTOU is blocked here, so a background group may do this.
      if (order.grouping == Grouping::terminal && ::tcsetpgrp(order.terminal, ::getpid()) != 0)
        return fails("tcsetpgrp");
      break;
    case Grouping::shared:
      if (::setpgid(0, order.our_group) != 0) return fails("setpgid");
      break;
  }
  // in, out and err are all above 2 (the runner sees to it), so none overwrites another.
  if (!place(order.in, 0) || !place(order.out, 1) || !place(order.err, 2)) return fails("standard streams");
  if (!order.inherit_descriptors) ::syscall(SYS_close_range, 3U, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */);
  if (order.folder != nullptr && ::chdir(order.folder) != 0) return fails(kFolderStep);
  if (const char* step = set_limits(order.limits, order.sandbox != nullptr)) return fails(step);
  ::sigprocmask(SIG_SETMASK, &order.signals, nullptr);

  int worst = ENOENT;
  for (const char* const* program = order.programs; *program != nullptr; ++program) {
    ::execve(*program, order.argv, order.environment);
    if (errno == ENOEXEC) {
      order.shell_argv[1] = const_cast<char*>(*program);
      ::execve("/bin/sh", order.shell_argv, order.environment);
    }
    if (errno == EACCES || errno == EPERM) {
      // In a search, as shells do it, a folder that we may not enter or one of that name is not what was meant.
      const int refused = errno;
      struct stat what{};
      if (!order.searched || (::stat(*program, &what) == 0 && S_ISREG(what.st_mode))) worst = refused;
    } else if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP && errno != ENAMETOOLONG) {
      worst = errno;
      break;
    }
  }
  errno = worst;
  fails(kExecStep);
}

__attribute__((noinline)) pid_t launch(const KeeperOrder& order, Failure& failure) {
  // Cheaper than fork: no page tables are copied, and the keeper has nothing else to do until the exec.
  const pid_t child = ::vfork();
  if (child == 0) {
    become_command(order, failure);
    ::_exit(127);
  }
  if (child < 0) {
    failure.step = "fork";
    failure.error = errno;
  }
  return child;
}

class Keeper {
 public:
  explicit Keeper(const KeeperOrder& order) : order_(order) {}

  [[noreturn]] void run() {
    set_up();
    started_ = now();
    if (order_.limits.wall.count() > 0) wall_end_ = started_ + order_.limits.wall.count() * 1000;
    const bool watches = order_.limits.cpu.count() > 0 || order_.limits.processes > 0;
    if (watches) next_watch_ = started_ + kWatchEvery;

    rusage own{};
    ::getrusage(RUSAGE_SELF, &own);
    memory_floor_ = own.ru_maxrss * 1024;
    Failure failure;
    child_ = launch(order_, failure);
    if (failure.step != nullptr) give_up(order_, failure.step, failure.error);
    // Held here, these would keep the reader from ever seeing the end.
    ::close(order_.in);
    ::close(order_.out);
    if (order_.err != order_.out) ::close(order_.err);

    for (;;) {
      wait_for_something();
      reap();
      step();
    }
  }

 private:
  enum class Phase : std::uint8_t { running, terminating, killing, lingering };

  void set_up() {
    reset_handlers();
    for (const int fd : order_.ours) {
      if (fd >= 0) ::close(fd);
    }
    ::prctl(PR_SET_NAME, "fixpoint-keeper");
    if (order_.sandbox != nullptr) {
      KeeperCommand command;
      const ssize_t got = ::recv(order_.control, &command, sizeof command, 0);  // our ids are mapped by then
      if (got != sizeof command || command.kind != KeeperCommand::Kind::start) ::_exit(1);
      int error = 0;
      if (const char* failed = enter(*order_.sandbox, &error)) give_up(order_, failed, error);
      // Same user as the command: not debuggable, so that it cannot write into us.
      ::prctl(PR_SET_DUMPABLE, 0);
    }
    if (!order_.inherit_descriptors) {
      int keep[] = {order_.control, order_.in, order_.out, order_.err, order_.terminal, order_.users_terminal};
      close_all_but(keep, sizeof keep / sizeof *keep);
    }
    if (order_.grouping == Grouping::terminal) {
      // As a shell would: the session's leader, with the command's group as a job of it. A command whose parent is in
      // another session could not be stopped by Ctrl-Z.
      if (::setsid() < 0 || ::ioctl(order_.terminal, TIOCSCTTY, 0) != 0) give_up(order_, "terminal", errno);
    } else {
      ::setpgid(0, 0);  // out of the way of signals meant for our group
    }
    if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) give_up(order_, "subreaper", errno);
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    signals_ = ::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals_ < 0) give_up(order_, "signalfd", errno);
  }

  void wait_for_something() {
    const std::int64_t next = std::min({wall_end_, next_watch_, deadline_});
    int timeout = -1;
    if (next != kNever) timeout = static_cast<int>(std::clamp<std::int64_t>((next - now() + 999) / 1000, 0, 1 << 30));
    pollfd waits[] = {{signals_, POLLIN, 0}, {parent_gone_ ? -1 : order_.control, POLLIN, 0}};
    if (::poll(waits, 2, timeout) <= 0) return;
    if (waits[0].revents != 0) {
      signalfd_siginfo ignored;
      while (::read(signals_, &ignored, sizeof ignored) > 0) {
      }
    }
    if (waits[1].revents != 0) obey();
  }

  void obey() {
    KeeperCommand command;
    const ssize_t got = ::recv(order_.control, &command, sizeof command, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) {  // we died
      parent_gone_ = true;
      if (order_.users_terminal >= 0) ::tcsetattr(order_.users_terminal, TCSANOW, &order_.users_modes);
      terminate(LimitHit::none);
    } else if (command.kind == KeeperCommand::Kind::signal && !ended_) {
      // Not the group we share with our parent: who signalled the group reached the command already.
      ::kill(order_.grouping == Grouping::shared ? child_ : -child_, command.signal);
    }
  }

  void reap() {
    for (;;) {
      int status = 0;
      const pid_t who = ::wait4(-1, &status, WNOHANG | WUNTRACED, nullptr);
      if (who <= 0) {
        childless_ = who < 0 && errno == ECHILD;
        return;
      }
      if (who != child_) continue;
      if (WIFSTOPPED(status)) {
        // Never waits: a command that stops and goes on for ever must not keep us from its limits.
        KeeperReport stopped;
        stopped.kind = KeeperReport::Kind::stopped;
        stopped.status = status;
        if (order_.grouping == Grouping::terminal) {
          (void)::send(order_.control, &stopped, sizeof stopped, MSG_NOSIGNAL | MSG_DONTWAIT);
        }
        continue;
      }
      ended_ = true;
      status_ = status;
      finished_ = now();
    }
  }

  void step() {
    const std::int64_t time = now();
    if (phase_ == Phase::running) {
      if (ended_) {
        // Without a sandbox, what still runs in the background is the user's business.
        if (order_.sandbox == nullptr || childless_) finish();
        phase_ = Phase::lingering;
        deadline_ = time + kLateGrace;
        wall_end_ = next_watch_ = kNever;
        return;
      }
      if (time >= wall_end_) return terminate(LimitHit::wall);
      if (time >= next_watch_) watch(time);
      return;
    }
    if (childless_) finish();
    if (time < deadline_) return;
    if (phase_ != Phase::killing) {
      phase_ = Phase::killing;
      give_up_at_ = time + kKillGrace;
    }
    signal_all(SIGKILL);
    if (time >= give_up_at_) finish();
    deadline_ = time + 5 * kMillisecond;  // those that were forked during the sweep
  }

  void watch(std::int64_t time) {
    next_watch_ = time + kWatchEvery;
    const TreeUse use = tree_use(::getpid());
    if (order_.limits.processes > 0 && use.processes > order_.limits.processes) {
      terminate(LimitHit::processes);
      return;
    }
    if (order_.limits.cpu.count() > 0) {
      rusage reaped{};
      ::getrusage(RUSAGE_CHILDREN, &reaped);
      const long ticks = std::max(::sysconf(_SC_CLK_TCK), 1L);
      const std::int64_t used = microseconds(reaped.ru_utime) + microseconds(reaped.ru_stime) +
                                static_cast<std::int64_t>(use.cpu_ticks) * (1'000'000 / ticks);
      // One process alone gets its SIGXCPU from the kernel; this is for many small ones.
      if (used >= (order_.limits.cpu.count() * 1000 + 500) * kMillisecond) terminate(LimitHit::cpu);
    }
  }

  void terminate(LimitHit limit) {
    if (phase_ == Phase::terminating || phase_ == Phase::killing) return;
    if (limit_ == LimitHit::none) limit_ = limit;
    phase_ = Phase::terminating;
    wall_end_ = next_watch_ = kNever;
    // A runaway number of processes would outrun a polite request.
    deadline_ = limit == LimitHit::processes ? now() : now() + kTermGrace;
    signal_all(SIGTERM);
    signal_all(SIGCONT);
  }

  void signal_all(int signal) {
    if (order_.own_pids) {
      ::kill(-1, signal);  // everybody in the namespace but us
      return;
    }
    for (int pass = 0; pass < (signal == SIGKILL ? 16 : 1); ++pass) {
      if (signal_tree(::getpid(), signal) == 0) return;
    }
  }

  [[noreturn]] void finish() {
    reap();
    KeeperReport last;
    last.kind = KeeperReport::Kind::ended;
    last.limit = limit_;
    last.status = ended_ ? status_ : SIGKILL;
    last.wall_microseconds = (ended_ ? finished_ : now()) - started_;
    rusage use{};
    ::getrusage(RUSAGE_CHILDREN, &use);
    last.user_microseconds = microseconds(use.ru_utime);
    last.system_microseconds = microseconds(use.ru_stime);
    last.peak_memory_bytes = use.ru_maxrss * 1024;
    last.memory_floor_bytes = memory_floor_;
    if (order_.grouping == Grouping::terminal) {
      // The leader's end hangs up the foreground group; let that be ours, not that of a process in the background.
      ::tcsetpgrp(order_.terminal, ::getpgrp());
      ::signal(SIGHUP, SIG_IGN);
    }
    report(order_, last);
    ::_exit(0);
  }

  const KeeperOrder& order_;
  pid_t child_ = -1;
  int signals_ = -1;
  Phase phase_ = Phase::running;
  LimitHit limit_ = LimitHit::none;
  bool ended_ = false;
  bool childless_ = false;
  bool parent_gone_ = false;
  int status_ = 0;
  std::int64_t memory_floor_ = 0;
  std::int64_t started_ = 0;
  std::int64_t finished_ = 0;
  std::int64_t wall_end_ = kNever;
  std::int64_t next_watch_ = kNever;
  std::int64_t deadline_ = kNever;
  std::int64_t give_up_at_ = kNever;
};

}  // namespace

void keep(const KeeperOrder& order) {
  Keeper keeper(order);
  keeper.run();
}

}  // namespace fixpoint::run
