// The keeper: a small process between us and the command. It starts the command, waits for it, collects every orphan
// the command leaves, and can therefore end the whole tree exactly, whoever called setsid() in it. In a pid namespace
// it is process 1: its end is everybody's end. When we die, however we die, the keeper notices, restores the terminal
// and ends the command.
//
// Between its birth and its end it may only do what is async-signal-safe: we may have had other threads.
#pragma once

#include <signal.h>
#include <sys/types.h>
#include <termios.h>

#include <cstdint>

#include "fixpoint/command.hpp"
#include "fixpoint/run_output.hpp"

namespace fixpoint::run {

struct SandboxPlan;

/// In which process group and session the command runs.
enum class Grouping : std::uint8_t {
  session,   ///< its own session, without a terminal: nothing it starts can wait for somebody at a keyboard
  own,       ///< its own group in our session
  shared,    ///< our group: the terminal's signals reach it as they reach us
  terminal,  ///< its own group, in the foreground of KeeperOrder::terminal
};

/// Everything is prepared before the keeper is born; all pointers stay valid in its copy of our memory.
struct KeeperOrder {
  int control = -1;  ///< SOCK_SEQPACKET: orders in, reports out; its end is our end
  int in = -1, out = -1, err = -1;
  Grouping grouping = Grouping::session;
  int terminal = -1;        ///< the pty's inner side when grouping is `terminal`
  pid_t our_group = 0;      ///< when grouping is `shared`
  int users_terminal = -1;  ///< restored to `users_modes` when we die; -1: none
  termios users_modes{};
  int ours[6] = {-1, -1, -1, -1, -1, -1};  ///< our ends: the keeper closes its copies
  bool inherit_descriptors = false;        ///< false: the command gets 0, 1 and 2 only
  const char* folder = nullptr;            ///< nullptr: ours
  const char* const* programs = nullptr;   ///< paths to try, ended by nullptr
  bool searched = false;                   ///< they come from a search path
  char** argv = nullptr;
  char** shell_argv = nullptr;  ///< "sh", a slot for the path, the arguments: for scripts without an interpreter line
  char** environment = nullptr;
  sigset_t signals{};  ///< the command's signal mask
  Limits limits;
  const SandboxPlan* sandbox = nullptr;
  bool own_pids = false;  ///< the keeper is process 1 of a pid namespace
};

/// What the keeper tells us.
struct KeeperReport {
  enum class Kind : std::uint8_t { failed, stopped, ended } kind = Kind::failed;
  LimitHit limit = LimitHit::none;
  int status = 0;  ///< as wait() gave it (stopped, ended)
  int error = 0;   ///< errno of the failed step
  char step[256] = {};
  std::int64_t wall_microseconds = 0;
  std::int64_t user_microseconds = 0;
  std::int64_t system_microseconds = 0;
  std::int64_t peak_memory_bytes = 0;
  /// What the keeper, a copy of us, had itself when it started the command. The kernel counts that as the command's,
  /// up to its exec: a peak not above it only says "at most".
  std::int64_t memory_floor_bytes = 0;
};

/// What we tell the keeper.
struct KeeperCommand {
  enum class Kind : std::uint8_t { start, signal } kind = Kind::start;
  int signal = 0;  ///< for the command's process group
};

/// The name of the step in which no program could be executed.
inline constexpr char kExecStep[] = "execute";
inline constexpr char kFolderStep[] = "folder";

[[noreturn]] void keep(const KeeperOrder& order);

}  // namespace fixpoint::run
