// The three standard streams of a command and the ends of them that we hold.
#pragma once

#include "fixpoint/command.hpp"
#include "fixpoint/result.hpp"
#include "fixpoint/run_output.hpp"
#include "run/fd.hpp"

namespace fixpoint::run {

/// Something the command's output arrives on.
struct Source {
  Fd fd;  ///< non-blocking
  Stream stream = Stream::out;
};

struct Streams {
  Fd in, out, err;    ///< for the command; all above 2 and close-on-exec. `err` may be empty: then it is `out` too
  Source sources[2];  ///< for us
};

[[nodiscard]] Result<Streams> open_streams(const Command& command);

}  // namespace fixpoint::run
