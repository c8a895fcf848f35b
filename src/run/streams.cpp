#include "run/streams.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace fixpoint::run {
namespace {

// A program started with a closed standard stream gets its number for the next file it opens; the command's streams
// are put in place by number, so none of ours may have 0, 1 or 2.
Fd above_standard(Fd fd) {
  if (!fd || fd.get() > 2) return fd;
  return Fd(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 3));
}

Result<void> open_pipe(Fd& inner, Source& source, Stream stream) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return fail(ErrorCode::io, fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  source.fd = above_standard(Fd(ends[0]));
  source.stream = stream;
  inner = above_standard(Fd(ends[1]));
  ::fcntl(source.fd.get(), F_SETFL, O_NONBLOCK);
  return {};
}

}  // namespace

Result<Streams> open_streams(const Command& command) {
  Streams streams;
  if (command.interactive) streams.in = Fd(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  if (!streams.in) streams.in = above_standard(Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC)));
  if (!streams.in) return fail(ErrorCode::io, fmt::format("cannot open /dev/null: {}", std::strerror(errno)));
  FIXPOINT_TRY(open_pipe(streams.out, streams.sources[0], Stream::out));
  FIXPOINT_TRY(open_pipe(streams.err, streams.sources[1], Stream::err));
  return streams;
}

}  // namespace fixpoint::run
