#include "run/terminal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace fixpoint::run {

Result<Pty> open_pty(int model, bool output_only) {
  const auto error = [] {
    return fail(ErrorCode::io, fmt::format("cannot make a pseudo-terminal: {}", std::strerror(errno)));
  };
  Pty pty;
  pty.outer = above_standard(Fd(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)));
  if (!pty.outer || ::grantpt(pty.outer.get()) != 0 || ::unlockpt(pty.outer.get()) != 0) return error();
  char name[64];
  if (::ptsname_r(pty.outer.get(), name, sizeof name) != 0) return error();
  pty.inner = above_standard(Fd(::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)));
  if (!pty.inner) return error();
  termios modes{};
  if (::tcgetattr(model, &modes) == 0 || ::tcgetattr(pty.inner.get(), &modes) == 0) {
    if (output_only) {
      modes.c_oflag &= ~static_cast<tcflag_t>(OPOST);
      modes.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    }
    ::tcsetattr(pty.inner.get(), TCSANOW, &modes);
  }
  copy_window_size(model, pty.outer.get());
  ::fcntl(pty.outer.get(), F_SETFL, O_RDWR | O_NONBLOCK);
  return pty;
}

void copy_window_size(int from, int to) {
  winsize size{};
  if (::ioctl(from, TIOCGWINSZ, &size) == 0) ::ioctl(to, TIOCSWINSZ, &size);
}

UserTerminal::UserTerminal(int fd) : fd_(fd) { ::tcgetattr(fd_, &before_); }

void UserTerminal::take() {
  if (taken_ || !foreground_of(fd_)) return;
  termios raw = before_;
  ::cfmakeraw(&raw);
  taken_ = ::tcsetattr(fd_, TCSANOW, &raw) == 0;
}

void UserTerminal::restore() {
  if (!taken_) return;
  taken_ = false;
  // Should we be in the background by now, the terminal would stop us for this: it is restored all the same.
  sigset_t block;
  sigset_t before;
  sigemptyset(&block);
  sigaddset(&block, SIGTTOU);
  ::pthread_sigmask(SIG_BLOCK, &block, &before);
  ::tcsetattr(fd_, TCSANOW, &before_);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

int signal_of_key(int outer, unsigned char key) {
  termios modes{};
  if (::tcgetattr(outer, &modes) != 0 || (modes.c_lflag & ISIG) == 0) return 0;
  if (key == modes.c_cc[VINTR]) return SIGINT;
  if (key == modes.c_cc[VQUIT]) return SIGQUIT;
  return 0;
}

bool foreground_of(int fd) { return ::tcgetpgrp(fd) == ::getpgrp(); }

}  // namespace fixpoint::run
