// Terminals: the user's, and the pseudo-terminals a command gets in its place.
#pragma once

#include <termios.h>

#include "fixpoint/result.hpp"
#include "run/fd.hpp"

namespace fixpoint::run {

struct Pty {
  Fd outer;  ///< ours: reads what the command prints, takes what the user types; non-blocking
  Fd inner;  ///< the command's
};

/// A pseudo-terminal with the modes and the window size of `model`. With `output_only` nothing is typed into it and
/// it changes no byte of what is printed (no "\n" to "\r\n").
[[nodiscard]] Result<Pty> open_pty(int model, bool output_only);

void copy_window_size(int from, int to);

/// The terminal on our standard input, handed over to a command: as long as we are its foreground job, every key goes
/// to the command's terminal, which makes signals of them as the command wants it.
class UserTerminal {
 public:
  explicit UserTerminal(int fd);
  ~UserTerminal() { restore(); }
  UserTerminal(const UserTerminal&) = delete;
  UserTerminal& operator=(const UserTerminal&) = delete;

  /// Raw mode, if we are in the foreground.
  void take();
  void restore();
  [[nodiscard]] bool taken() const { return taken_; }
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] const termios& modes() const { return before_; }

 private:
  int fd_;
  bool taken_ = false;
  termios before_{};
};

/// The signal that `key`, typed into the terminal behind `outer`, makes there: SIGINT, SIGQUIT or 0.
[[nodiscard]] int signal_of_key(int outer, unsigned char key);

/// True when `fd` is our controlling terminal and we are its foreground job.
[[nodiscard]] bool foreground_of(int fd);

}  // namespace fixpoint::run
