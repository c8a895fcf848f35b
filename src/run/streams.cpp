#include "run/streams.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "run/terminal.hpp"

namespace fixpoint::run {
namespace {

Result<void> open_pipe(Fd& inner, Source& source, Stream stream) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return fail(ErrorCode::io, fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  }
  source.fd = above_standard(Fd(ends[0]));
  source.stream = stream;
  inner = above_standard(Fd(ends[1]));
  ::fcntl(source.fd.get(), F_SETFL, O_NONBLOCK);
  return {};
}

Fd copy_of(int fd) { return Fd(::fcntl(fd, F_DUPFD_CLOEXEC, 3)); }

bool has_controlling_terminal() { return static_cast<bool>(Fd(::open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC))); }

Result<void> open_decorated(Fd& inner, Source& source, Stream stream, int ours) {
  if (::isatty(ours) != 1) return open_pipe(inner, source, stream);
  Pty pty = FIXPOINT_TRY(open_pty(ours, true));
  inner = std::move(pty.inner);
  source.fd = std::move(pty.outer);
  source.stream = stream;
  source.size_of = ours;
  return {};
}

}  // namespace

Result<Streams> open_streams(const Command& command) {
  Streams streams;
  if (command.interactive && !command.sandbox) {  // a sandbox has no part in our terminal
    const bool err_too = ::isatty(STDERR_FILENO) == 1;
    if (::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1 && foreground_of(STDIN_FILENO) &&
        foreground_of(STDOUT_FILENO)) {
      Pty pty = FIXPOINT_TRY(open_pty(STDIN_FILENO, false));
      streams.grouping = Grouping::terminal;
      streams.in = copy_of(pty.inner.get());
      streams.out = copy_of(pty.inner.get());
      streams.terminal = std::move(pty.inner);
      streams.sources[0].fd = std::move(pty.outer);
      streams.sources[0].size_of = STDOUT_FILENO;
      streams.sources[0].carriage_returns = true;
      copy_window_size(STDOUT_FILENO, streams.sources[0].fd.get());
      if (!err_too) FIXPOINT_TRY(open_pipe(streams.err, streams.sources[1], Stream::err));
      if (!streams.in || !streams.out) return fail(ErrorCode::io, "cannot open the standard streams of the command");
      return streams;
    }
    streams.grouping = has_controlling_terminal() ? Grouping::shared : Grouping::own;
    streams.in = copy_of(STDIN_FILENO);
    FIXPOINT_TRY(open_decorated(streams.out, streams.sources[0], Stream::out, STDOUT_FILENO));
    if (streams.sources[0].size_of < 0 || !err_too) {
      FIXPOINT_TRY(open_decorated(streams.err, streams.sources[1], Stream::err, STDERR_FILENO));
    }
  } else {
    FIXPOINT_TRY(open_pipe(streams.out, streams.sources[0], Stream::out));
    FIXPOINT_TRY(open_pipe(streams.err, streams.sources[1], Stream::err));
  }
  // Also when our own standard input is closed: a command cannot cope with that more often than with an empty one.
  if (!streams.in) streams.in = above_standard(Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC)));
  if (!streams.in) return fail(ErrorCode::io, fmt::format("cannot open /dev/null: {}", std::strerror(errno)));
  return streams;
}

}  // namespace fixpoint::run
