// The three standard streams of a command and the ends of them that we hold.
#pragma once

#include "fixpoint/command.hpp"
#include "fixpoint/result.hpp"
#include "fixpoint/run_output.hpp"
#include "run/fd.hpp"
#include "run/keeper.hpp"

namespace fixpoint::run {

/// Something the command's output arrives on.
struct Source {
  Fd fd;  ///< non-blocking
  Stream stream = Stream::out;
  int size_of = -1;               ///< a pty: the terminal of ours whose window size it has; else -1
  bool carriage_returns = false;  ///< a pty that puts "\r" before every "\n" the command prints
};

struct Streams {
  Fd in, out, err;    ///< for the command, all above 2 and close-on-exec; an empty `err` is the same as `out`
  Fd terminal;        ///< the inner side of the pty that becomes the command's controlling terminal, or empty
  Source sources[2];  ///< for us; the second is empty when `err` is
  Grouping grouping = Grouping::session;
};

/// Every stream looks to an interactive command as it looks to us: a terminal stays one, a pipe or file is a pipe.
/// - stdin and stdout are our terminal and we are in its foreground: a pty is the command's controlling terminal, it
/// is
///   the foreground job there, and keys are passed on (Streams::terminal). stderr is the same pty when it is a
///   terminal: two would lose the order of what the user sees.
/// - else a stream that is a terminal gets a pty for its output alone. The command stays in our process group, where
///   keyboard signals and job control of the real terminal reach it without our help.
[[nodiscard]] Result<Streams> open_streams(const Command& command);

}  // namespace fixpoint::run
