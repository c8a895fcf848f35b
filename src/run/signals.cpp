#include "run/signals.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace fixpoint::run {
namespace {

std::atomic<int> relay_fd{-1};

void relay(int signal, siginfo_t* info, void*) {
  const int saved = errno;
  const unsigned char message[2] = {static_cast<unsigned char>(signal),
                                    static_cast<unsigned char>(info != nullptr && info->si_code > 0)};
  const int fd = relay_fd.load();
  if (fd >= 0) {
    const ssize_t ignored = ::write(fd, message, sizeof message);
    (void)ignored;
  }
  errno = saved;
}

}  // namespace

SignalRelay::SignalRelay(bool stops) {
  int ends[2];
  if (relay_fd.load() >= 0 || ::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return;
  read_ = above_standard(Fd(ends[0]));
  write_ = above_standard(Fd(ends[1]));
  int expected = -1;
  active_ = relay_fd.compare_exchange_strong(expected, write_.get());
  if (!active_) return;
  for (int i = 0; i < kCount; ++i) {
    if (kSignals[i] == SIGTSTP && !stops) continue;
    if (::sigaction(kSignals[i], nullptr, &before_[i]) != 0 || before_[i].sa_handler == SIG_IGN) continue;
    struct sigaction action{};
    action.sa_sigaction = relay;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigfillset(&action.sa_mask);
    taken_[i] = ::sigaction(kSignals[i], &action, nullptr) == 0;
  }
}

SignalRelay::~SignalRelay() {
  for (int i = 0; i < kCount; ++i) {
    if (taken_[i]) ::sigaction(kSignals[i], &before_[i], nullptr);
  }
  if (active_) relay_fd.store(-1);
}

std::optional<SignalRelay::Arrived> SignalRelay::next() {
  unsigned char message[2];
  if (::read(read_.get(), message, sizeof message) != sizeof message) return std::nullopt;
  return Arrived{message[0], message[1] != 0};
}

void SignalRelay::stop_us() {
  struct sigaction plain{};
  plain.sa_handler = SIG_DFL;
  struct sigaction ours{};
  ::sigaction(SIGTSTP, &plain, &ours);
  ::kill(0, SIGTSTP);  // comes back when continued; at once if nobody could continue us
  ::sigaction(SIGTSTP, &ours, nullptr);
}

bool asks_for_the_end(int signal) {
  return signal == SIGHUP || signal == SIGINT || signal == SIGQUIT || signal == SIGTERM;
}

}  // namespace fixpoint::run
