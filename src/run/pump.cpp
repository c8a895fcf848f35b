#include "run/pump.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string>

#include "run/signals.hpp"
#include "run/terminal.hpp"

namespace fixpoint::run {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// After the command's end: how long a silent pipe that somebody in the background still holds is waited for, and how
// long one that goes on talking.
constexpr milliseconds kSilentGrace{200};
constexpr milliseconds kTalkingGrace{1000};
constexpr std::size_t kReadBytes = 64 << 10;

class Pump {
 public:
  Pump(Streams& streams, KeeperProcess& keeper, Capture& capture, const seams::LiveOutput& live, SignalRelay* relay,
       UserTerminal* terminal)
      : streams_(streams), keeper_(keeper), capture_(capture), live_(live), relay_(relay), terminal_(terminal) {}

  PumpResult run() {
    if (terminal_ != nullptr) terminal_->take();
    while (keeper_open_ || streams_.sources[0].fd || streams_.sources[1].fd) {
      const int timeout = time_left();
      if (timeout == 0) break;
      const bool keys = keeper_open_ && terminal_ != nullptr && terminal_->taken() && typed_.empty();
      const auto outer = static_cast<short>(typed_.empty() ? POLLIN : POLLIN | POLLOUT);
      pollfd waits[] = {{streams_.sources[0].fd.get(), outer, 0},
                        {streams_.sources[1].fd.get(), POLLIN, 0},
                        {keeper_open_ ? keeper_.control() : -1, POLLIN, 0},
                        {relay_ != nullptr ? relay_->fd() : -1, POLLIN, 0},
                        {keys ? terminal_->fd() : -1, POLLIN, 0}};
      if (::poll(waits, sizeof waits / sizeof *waits, timeout) <= 0) continue;
      for (int i = 0; i < 2; ++i) {
        if ((waits[i].revents & ~POLLOUT) != 0) read_output(streams_.sources[i]);
      }
      if ((waits[0].revents & POLLOUT) != 0) pass_keys_on();
      if (waits[3].revents != 0) relay_signals();
      if (waits[4].revents != 0) read_keys();
      if (waits[2].revents != 0 && !hear_keeper()) break;
    }
    // One signal can end the command and be ours too: poll may have seen the end first.
    if (relay_ != nullptr) relay_signals();
    for (int i = 0; i < 2; ++i) flush(i);
    if (terminal_ != nullptr) terminal_->restore();
    return result_;
  }

 private:
  // For poll: -1 while the command runs, 0 when its leftovers have had their time.
  int time_left() const {
    if (keeper_open_) return -1;
    const auto left = std::chrono::ceil<milliseconds>(std::min(silent_end_, talking_end_) - Clock::now()).count();
    return static_cast<int>(std::max<long long>(left, 0));
  }

  void read_output(Source& source) {
    const ssize_t got = ::read(source.fd.get(), buffer_.get(), kReadBytes);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) {  // a pty says EIO when nobody has it open any more
      source.fd.reset();
      return;
    }
    const std::string_view bytes(buffer_.get(), static_cast<std::size_t>(got));
    keep(source, bytes);
    if (live_) live_(source.stream, bytes);
    if (!keeper_open_) silent_end_ = Clock::now() + kSilentGrace;
  }

  // The capture holds what the command printed: without the "\r" that the pty added.
  void keep(const Source& source, std::string_view bytes) {
    if (!source.carriage_returns) {
      capture_.add(source.stream, bytes);
      return;
    }
    if (held_return_ && !bytes.starts_with('\n')) capture_.add(source.stream, "\r");
    held_return_ = false;
    while (!bytes.empty()) {
      const std::size_t at = bytes.find('\r');
      capture_.add(source.stream, bytes.substr(0, at));
      if (at == std::string_view::npos) return;
      bytes.remove_prefix(at + 1);
      if (bytes.empty()) {
        held_return_ = true;
      } else if (bytes.front() != '\n') {
        capture_.add(source.stream, "\r");
      }
    }
  }

  void flush(int index) {
    if (streams_.sources[index].carriage_returns && held_return_) capture_.add(streams_.sources[index].stream, "\r");
  }

  // False when there is nothing more to come.
  bool hear_keeper() {
    KeeperReport report;
    const ssize_t got = ::recv(keeper_.control(), &report, sizeof report, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (got == sizeof report && report.kind == KeeperReport::Kind::stopped) {
      // Only on a terminal of its own does the command stop without us.
      if (terminal_ != nullptr && relay_ != nullptr) {
        terminal_->restore();
        relay_->stop_us();
        resume();
        keeper_.tell(KeeperCommand::Kind::signal, SIGCONT);
      }
      return true;
    }
    if (got == sizeof report) result_.last = report;
    keeper_open_ = false;
    silent_end_ = Clock::now() + kSilentGrace;
    talking_end_ = Clock::now() + kTalkingGrace;
    return !(result_.last && result_.last->kind == KeeperReport::Kind::failed);
  }

  void resume() {
    if (terminal_ != nullptr && keeper_open_) terminal_->take();
    resize();
  }

  void resize() {
    for (const Source& source : streams_.sources) {
      if (source.fd && source.size_of >= 0) copy_window_size(source.size_of, source.fd.get());
    }
  }

  void relay_signals() {
    while (const auto arrived = relay_->next()) {
      if (arrived->signal == SIGWINCH) {
        resize();
      } else if (arrived->signal == SIGCONT) {
        resume();
      } else {
        if (asks_for_the_end(arrived->signal)) result_.interrupted = arrived->signal;
        // What the terminal sends reaches everybody in its foreground group, and so a command that shares ours.
        const bool has_it = arrived->from_terminal && streams_.grouping == Grouping::shared;
        if (!has_it) keeper_.tell(KeeperCommand::Kind::signal, arrived->signal);
      }
    }
  }

  void read_keys() {
    char keys[1024];
    const ssize_t got = ::read(terminal_->fd(), keys, sizeof keys);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) {
      terminal_->restore();  // gone: SIGHUP tells the rest
      return;
    }
    typed_.assign(keys, static_cast<std::size_t>(got));
    for (const char key : typed_) {
      const int signal = signal_of_key(streams_.sources[0].fd.get(), static_cast<unsigned char>(key));
      if (signal != 0) result_.interrupted = signal;
    }
    pass_keys_on();
  }

  void pass_keys_on() {
    const ssize_t put = ::write(streams_.sources[0].fd.get(), typed_.data(), typed_.size());
    if (put > 0) {
      typed_.erase(0, static_cast<std::size_t>(put));
    } else if (put < 0 && errno != EAGAIN && errno != EINTR) {
      typed_.clear();
    }
  }

  Streams& streams_;
  KeeperProcess& keeper_;
  Capture& capture_;
  const seams::LiveOutput& live_;
  SignalRelay* relay_;
  UserTerminal* terminal_;
  std::unique_ptr<char[]> buffer_ = std::make_unique_for_overwrite<char[]>(kReadBytes);
  PumpResult result_;
  bool keeper_open_ = true;
  bool held_return_ = false;  // the "\r" at the end of the last read, until we know what follows
  std::string typed_;         // keys the command's terminal has not taken yet
  Clock::time_point silent_end_;
  Clock::time_point talking_end_;
};

}  // namespace

void KeeperProcess::tell(KeeperCommand::Kind kind, int signal) const {
  const KeeperCommand command{kind, signal};
  (void)::send(control_.get(), &command, sizeof command, MSG_NOSIGNAL);
}

void KeeperProcess::wait() {
  control_.reset();
  if (pid_ <= 0) return;
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

PumpResult pump(Streams& streams, KeeperProcess& keeper, Capture& capture, const seams::LiveOutput& live,
                SignalRelay* relay, UserTerminal* terminal) {
  return Pump(streams, keeper, capture, live, relay, terminal).run();
}

}  // namespace fixpoint::run
