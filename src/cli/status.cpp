#include "cli/status.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "base/text.hpp"
#include "cli/style.hpp"

namespace fixpoint::cli {
namespace {

using std::chrono::steady_clock;

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

double seconds_since(steady_clock::time_point begun) {
  return std::chrono::duration<double>(steady_clock::now() - begun).count();
}

std::string place(const Problem& problem) {
  const auto& where = problem.primary.place;
  if (where.file.empty()) return "";
  return where.line == 0 ? where.file + ": " : fmt::format("{}:{}: ", where.file, where.line);
}

/// Foreign text for a terminal: one line, no escapes, bounded.
std::string one_line(std::string_view text) {
  auto clean = base::strip_escapes(text.substr(0, text.find('\n')));
  constexpr std::size_t kWidth = 160;
  if (clean.size() > kWidth) clean = clean.substr(0, kWidth) + "…";
  return clean;
}

}  // namespace

struct Status::Impl {
  StatusOptions options;
  bool terminal = isatty(STDERR_FILENO) != 0;
  bool colour = terminal && std::getenv("NO_COLOR") == nullptr;
  std::mutex mutex;
  std::condition_variable wake;
  std::string doing;  // what the spinner says; empty: no spinner
  steady_clock::time_point since;
  bool stop = false;
  std::thread spinner;  // started with the first verification run, only on a terminal

  std::string paint(const char* code, std::string_view text) const {
    return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }

  void line(const std::string& text) {
    const std::lock_guard lock(mutex);
    fmt::print(stderr, "{}{}\n", terminal ? "\r\x1b[K" : "", text);
  }

  void spin(std::string what) {
    {
      const std::lock_guard lock(mutex);
      doing = std::move(what);
      since = steady_clock::now();
    }
    if (terminal && !spinner.joinable()) spinner = std::thread([this] { turn(); });
  }

  void turn() {
    static constexpr const char* kFrames[] = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    std::unique_lock lock(mutex);
    for (std::size_t i = 0; !stop; ++i) {
      if (!doing.empty())
        fmt::print(stderr, "\r\x1b[K  {} {} {:.1f} s", kFrames[i % 10], doing, seconds_since(since));
      wake.wait_for(lock, std::chrono::milliseconds(100));
    }
    fmt::print(stderr, "\r\x1b[K");
  }

  void end_spinner() {
    {
      const std::lock_guard lock(mutex);
      stop = true;
      doing.clear();
    }
    wake.notify_all();
    if (spinner.joinable()) spinner.join();
  }
};

Status::Status(StatusOptions options) : impl_(std::make_unique<Impl>()) { impl_->options = options; }

Status::~Status() { impl_->end_spinner(); }

void Status::on(const engine::Event& event) {
  auto& self = *impl_;
  if (self.options.quiet) return;
  std::visit(
      Overloaded{
          [](const engine::CommandOutput&) {},
          [&](const engine::RunStarted& run) {
            if (run.number > 0) self.spin(fmt::format("run {}: {}", run.number + 1, run.what));
          },
          [&](const engine::RunEnded& run) {
            if (run.number == 0 && !run.output.passed())
              self.line(fmt::format("{} the command failed with {} after {:.1f} s", self.paint("31", "fixpoint:"),
                                    run.output.signal != 0 ? fmt::format("signal {}", run.output.signal)
                                                           : fmt::format("exit code {}", run.output.exit_code),
                                    static_cast<double>(run.output.wall.count()) / 1e6));
          },
          [&](const engine::ProblemsFound& found) {
            for (std::size_t i = 0; i < found.problems.size() && i < 10; ++i) {
              const auto& problem = found.problems[i];
              self.line(fmt::format("  {} {}{}", self.paint("33", problem.id), one_line(place(problem)),
                                    one_line(problem.primary.message)));
            }
            if (found.problems.size() > 10) self.line(fmt::format("  … and {} more", found.problems.size() - 10));
          },
          [](const engine::AttemptStarted&) {},
          [&](const engine::AttemptEnded& ended) {
            const auto& attempt = ended.attempt;
            const auto kind = attempt.verdict.kind;
            const bool good = kind == VerdictKind::passed || kind == VerdictKind::progress;
            std::string what;
            for (std::size_t i = 0; i < attempt.proposals.size() && i < 3; ++i)
              what += (i == 0 ? "" : "; ") + one_line(attempt.proposals[i].reason);
            if (attempt.proposals.size() > 3) what += fmt::format("; and {} more", attempt.proposals.size() - 3);
            self.line(
                fmt::format("  {} attempt {}: {}: {}{}", good ? self.paint("32", "✓") : self.paint("90", "✗"),
                            attempt.number, what, name(kind),
                            attempt.verdict.reason.empty() ? "" : " (" + one_line(attempt.verdict.reason) + ")"));
          },
          [](const engine::Applied&) {},
          [&](const engine::Note& note) { self.line("  " + one_line(note.text)); },
      },
      event);
}

void Status::finish(const Session& session) {
  auto& self = *impl_;
  self.end_spinner();
  if (self.options.quiet || session.outcome == Outcome::passed) return;
  if (session.outcome == Outcome::healed || session.outcome == Outcome::partial)
    for (const auto text : base::split_lines(session.patch)) {
      const auto clean = base::strip_escapes(text);
      const char* code = clean.starts_with('+')    ? "32"
                         : clean.starts_with('-')  ? "31"
                         : clean.starts_with("@@") ? "36"
                                                   : "0";
      fmt::print(stderr, "{}\n", self.paint(code, clean));
    }
  const auto seconds = static_cast<double>(session.command_us + session.engine_us) / 1e6;
  const auto figures =
      fmt::format("{}, {:.1f} s, session {}", plural(session.runs.size(), "run"), seconds, session.id);
  if (session.outcome == Outcome::healed) {
    fmt::print(stderr, "{} {} in {} ({}). {}\n", self.paint("32", "fixpoint: healed"),
               plural(session.problems.size(), "problem"), plural(session.files.size(), "file"), figures,
               session.applied ? "Undo: fixpoint undo " + session.id : "Nothing was written (--dry-run).");
    return;
  }
  for (std::size_t i = 0; i < session.remaining.size() && i < 10; ++i)
    fmt::print(stderr, "  still there: {}{}\n", one_line(place(session.remaining[i])),
               one_line(session.remaining[i].primary.message));
  for (const auto text : base::split_lines(session.advice)) fmt::print(stderr, "  {}\n", one_line(text));
  const bool partial = session.outcome == Outcome::partial;
  fmt::print(stderr, "{} after {} ({}). {}\n",
             self.paint("31", partial ? "fixpoint: not healed, only in part," : "fixpoint: not healed"),
             plural(session.attempts.size(), "attempt"), figures,
             session.applied ? "The partial patch was applied (--keep-partial)."
             : partial       ? "Your files are as they were; the patch above helps but does not suffice."
                             : "Your files are as they were.");
}

}  // namespace fixpoint::cli
