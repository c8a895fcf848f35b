// RunOutput: everything one run of a Command left behind.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "fixpoint/words.hpp"

namespace fixpoint {

enum class Stream : std::uint8_t { out, err };

/// Which limit ended the run, if one did.
enum class LimitHit : std::uint8_t { none, wall, cpu, memory, file_size, processes };

struct RunOutput {
  int exit_code = 0;  ///< as the command gave it; 128 + signal when it was ended by a signal
  int signal = 0;     ///< the signal that ended it, or 0
  LimitHit limit = LimitHit::none;
  /// The signal by which the user asked for the end of an interactive run while it ran (Ctrl-C, kill), or 0. The
  /// command may have answered it with an ordinary exit code: what follows is not a failure to repair.
  int interrupted = 0;

  /// A piece of output, in arrival order: `bytes.substr(offset, size)` came from `stream`.
  struct Chunk {
    Stream stream = Stream::out;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
  };
  std::string bytes;          ///< stdout and stderr in arrival order, within the capture bounds
  std::vector<Chunk> chunks;  ///< adjacent pieces of one stream are merged
  /// When more was printed than kept: this many bytes are missing at `dropped_at` in `bytes`.
  std::uint64_t dropped_bytes = 0;
  std::uint64_t dropped_at = 0;

  std::chrono::microseconds wall{0};
  std::chrono::microseconds user_cpu{0};
  std::chrono::microseconds system_cpu{0};
  /// Largest resident set of one process of the tree. Never said to be below what we had ourselves at its start.
  std::uint64_t peak_memory_bytes = 0;
  Isolation isolation = Isolation::none;

  [[nodiscard]] bool passed() const { return exit_code == 0 && signal == 0 && limit == LimitHit::none; }
};

}  // namespace fixpoint
