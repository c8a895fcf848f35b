// Capture: output in arrival order within a bound: the first bytes and the last ones, memory taken only as it is
// needed.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/run_output.hpp"

namespace fixpoint::run {

class Capture {
 public:
  /// The bounds also pay for the book-keeping: a stream switch costs what one Chunk takes, so output that switches at
  /// every byte cannot take more memory than output that never does.
  Capture(std::uint64_t head_bytes, std::uint64_t tail_bytes) : head_bytes_(head_bytes), tail_bytes_(tail_bytes) {}

  void add(Stream stream, std::string_view bytes);

  /// Moves what was kept into `out` (bytes, chunks, dropped_bytes, dropped_at). The Capture is empty afterwards.
  void finish(RunOutput& out);

  [[nodiscard]] std::uint64_t total() const { return total_; }

 private:
  struct Piece {
    Stream stream;
    std::uint64_t size;
  };
  struct Block {
    std::string bytes;
    std::vector<Piece> pieces;
    [[nodiscard]] std::uint64_t weight() const { return bytes.size() + pieces.size() * sizeof(RunOutput::Chunk); }
  };

  void add_to_head(Stream stream, std::string_view bytes);
  void add_to_tail(Stream stream, std::string_view bytes);

  std::uint64_t head_bytes_;
  std::uint64_t tail_bytes_;
  std::uint64_t total_ = 0;
  bool head_full_ = false;
  Block head_;
  std::deque<Block> tail_;  // a ring of blocks: the oldest is dropped when the others hold enough
  std::uint64_t tail_weight_ = 0;
};

}  // namespace fixpoint::run
