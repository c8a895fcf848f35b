// SignalRelay: while an interactive command runs, the signals meant for it arrive as data instead of ending us.
#pragma once

#include <signal.h>

#include <optional>

#include "run/fd.hpp"

namespace fixpoint::run {

class SignalRelay {
 public:
  /// Takes over what ends a program (HUP INT QUIT TERM USR1 USR2), CONT and WINCH; with `stops`, TSTP too. What was
  /// ignored stays ignored. One relay at a time: a second one stays without effect.
  explicit SignalRelay(bool stops);
  ~SignalRelay();
  SignalRelay(const SignalRelay&) = delete;
  SignalRelay& operator=(const SignalRelay&) = delete;

  struct Arrived {
    int signal = 0;
    bool from_terminal = false;  ///< the terminal sent it to the whole group, not a process to us
  };
  [[nodiscard]] int fd() const { return read_.get(); }
  [[nodiscard]] int write_fd() const { return write_.get(); }
  [[nodiscard]] std::optional<Arrived> next();

  /// Stops our whole job, as the terminal's Ctrl-Z would have, until somebody continues it.
  void stop_us();

 private:
  static constexpr int kSignals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGCONT, SIGWINCH, SIGTSTP};
  static constexpr int kCount = sizeof kSignals / sizeof *kSignals;

  bool active_ = false;
  bool taken_[kCount] = {};
  struct sigaction before_[kCount] = {};
  Fd read_, write_;
};

/// True for the signals by which one asks a program to end.
[[nodiscard]] bool asks_for_the_end(int signal);

}  // namespace fixpoint::run
