// --follow: a log that grows. Like `tail -F`: waits for the file, goes on when it was truncated or replaced.
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <set>

#include "cli/cli.hpp"
#include "cli/config.hpp"
#include "cli/diagnose_options.hpp"
#include "cli/problem_printer.hpp"
#include "diagnose/diagnose.hpp"
#include "seams/files.hpp"

namespace fixpoint::cli {
namespace {

constexpr auto kPause = std::chrono::milliseconds(100);
constexpr std::size_t kPiece = std::size_t{256} << 10;
/// Messages kept for grouping what comes later with them.
constexpr std::size_t kRemembered = 500;

volatile sig_atomic_t asked_to_end = 0;
void ask_to_end(int) { asked_to_end = 1; }

void end_on_signals() {
  struct sigaction action{};
  action.sa_handler = ask_to_end;  // without SA_RESTART: poll() and read() return
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
}

/// A file by its name, whatever happens to it.
class Tail {
 public:
  explicit Tail(std::string file) : file_(std::move(file)) {}

  /// More bytes, or nothing at the moment. After truncation or replacement it begins anew.
  std::string_view next() {
    if (!fd_ && !open()) return {};
    pollfd input{fd_.get(), POLLIN, 0};  // a pipe without bytes must not hold up what waits to be printed
    if (::poll(&input, 1, 0) == 0) return {};
    const auto got = ::read(fd_.get(), piece_.data(), piece_.size());
    if (got > 0) {
      at_ += static_cast<std::uint64_t>(got);
      return {piece_.data(), static_cast<std::size_t>(got)};
    }
    ended_ = file_ == "-" && got == 0;
    if (file_ != "-") look_for_change();
    return {};
  }
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  bool open() {
    fd_ = seams::Fd(file_ == "-" ? ::dup(STDIN_FILENO) : ::open(file_.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    at_ = 0;
    return static_cast<bool>(fd_);
  }
  void look_for_change() {
    struct stat ours{}, named{};
    if (fstat(fd_.get(), &ours) != 0) return;
    if (static_cast<std::uint64_t>(ours.st_size) < at_) {
      lseek(fd_.get(), 0, SEEK_SET);
      at_ = 0;
      return;
    }
    if (stat(file_.c_str(), &named) == 0 && (named.st_ino != ours.st_ino || named.st_dev != ours.st_dev)) open();
  }

  std::string file_;
  seams::Fd fd_;
  std::uint64_t at_ = 0;
  bool ended_ = false;
  std::string piece_ = std::string(kPiece, '\0');
};

/// Problems as they come: grouped with what was read lately, each printed once.
class Live {
 public:
  explicit Live(ProblemPrinter& printer) : printer_(printer) {}

  void add(Diagnostic&& diagnostic) {
    fresh_ = true;
    recent_.push_back(std::move(diagnostic));
  }

  void print() {
    if (!fresh_) return;
    fresh_ = false;
    for (auto& problem : diagnose::group(recent_, printer_.least() < Severity::error)) {
      if (!printed_.insert(problem.primary.raw_begin).second) continue;
      problem.id = fmt::format("p{}", ++number_);
      printer_.print_one(problem);
    }
    printer_.flush();
    if (recent_.size() <= kRemembered) return;
    recent_.erase(recent_.begin(), recent_.end() - kRemembered / 2);
    printed_.erase(printed_.begin(), printed_.lower_bound(recent_.front().raw_begin));
  }

 private:
  ProblemPrinter& printer_;
  std::vector<Diagnostic> recent_;
  std::set<std::uint64_t> printed_;  ///< by where their message begins
  std::uint64_t number_ = 0;
  bool fresh_ = false;
};

void wait(const Tail& tail) {
  pollfd input{tail.fd(), POLLIN, 0};
  struct stat info{};
  // Files are always readable: only pipes and terminals can be waited for.
  const bool file = tail.fd() < 0 || fstat(tail.fd(), &info) != 0 || S_ISREG(info.st_mode);
  ::poll(&input, file ? 0 : 1, static_cast<int>(kPause.count()));
}

Result<int> follow(const DiagnoseOptions& options) {
  if (options.files.size() > 1) return fail(ErrorCode::invalid_input, "--follow follows one log");
  if (!options.baseline.empty())
    return fail(ErrorCode::invalid_input, "--follow cannot be compared with a --baseline: leave one out");
  const auto file = options.files.empty() ? std::string("-") : options.files.front();
  auto printer = FIXPOINT_TRY(ProblemPrinter::make(options));
  struct stat info{};
  if (file != "-" && stat(file.c_str(), &info) == 0 && S_ISDIR(info.st_mode))
    return fail(ErrorCode::invalid_input, "cannot follow a folder: " + file);
  if (file != "-" && stat(file.c_str(), &info) != 0)
    fmt::print(stderr, "fixpoint: waiting for {}: {}\n", file, std::strerror(errno));
  end_on_signals();

  printer->logs.add(file, 0);
  Live live(*printer);
  const auto formats = FIXPOINT_TRY(active_formats());
  diagnose::Reader reader([&](Diagnostic&& one) { live.add(std::move(one)); }, {.formats = formats.all});
  Tail tail(file);
  bool waiting = true;  // everything that came has been flushed
  while (asked_to_end == 0 && !tail.ended()) {
    if (const auto piece = tail.next(); !piece.empty()) {
      printer->totals.bytes += piece.size();
      reader.feed(piece);
      live.print();
      waiting = false;
      continue;
    }
    if (tail.ended()) break;
    wait(tail);
    if (waiting) continue;
    // Quiet for a moment: what still waited for more lines is all there is.
    reader.flush();
    live.print();
    waiting = true;
  }
  reader.finish();
  live.print();
  printer->totals.diagnostics = reader.counts().all();
  return printer->finish();
}

}  // namespace

int diagnose_follow(const DiagnoseOptions& options) {
  const auto code = follow(options);
  return code ? *code : report_error(code.error());
}

}  // namespace fixpoint::cli
