#include "run/capture.hpp"

#include <algorithm>

namespace fixpoint::run {
namespace {

constexpr std::uint64_t kBlockBytes = 64 << 10;
constexpr std::uint64_t kPieceCost = sizeof(RunOutput::Chunk);

}  // namespace

void Capture::add(Stream stream, std::string_view bytes) {
  if (bytes.empty()) return;
  total_ += bytes.size();
  if (!head_full_) {
    const bool same = !head_.pieces.empty() && head_.pieces.back().stream == stream;
    const std::uint64_t switches = head_.pieces.size() - (same ? 1U : 0U);  // the first piece is not charged
    const std::uint64_t used = head_.bytes.size() + switches * kPieceCost;
    const auto take =
        static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), head_bytes_ > used ? head_bytes_ - used : 0));
    if (take > 0) add_to_head(stream, bytes.substr(0, take));
    if (take == bytes.size()) return;
    head_full_ = true;
    bytes.remove_prefix(take);
  }
  add_to_tail(stream, bytes);
}

void Capture::add_to_head(Stream stream, std::string_view bytes) {
  head_.bytes.append(bytes);
  if (!head_.pieces.empty() && head_.pieces.back().stream == stream) {
    head_.pieces.back().size += bytes.size();
  } else {
    head_.pieces.push_back({stream, bytes.size()});
  }
}

void Capture::add_to_tail(Stream stream, std::string_view bytes) {
  if (tail_bytes_ == 0) return;
  while (!bytes.empty()) {
    if (tail_.empty() || tail_.back().weight() >= kBlockBytes) tail_.emplace_back();
    Block& block = tail_.back();
    const std::uint64_t before = block.weight();
    const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), kBlockBytes));
    block.bytes.append(bytes.substr(0, take));
    if (!block.pieces.empty() && block.pieces.back().stream == stream) {
      block.pieces.back().size += take;
    } else {
      block.pieces.push_back({stream, take});
    }
    tail_weight_ += block.weight() - before;
    bytes.remove_prefix(take);
    while (tail_.size() > 1 && tail_weight_ - tail_.front().weight() >= tail_bytes_ + kPieceCost) {
      tail_weight_ -= tail_.front().weight();
      tail_.pop_front();
    }
  }
}

void Capture::finish(RunOutput& out) {
  out.bytes = std::move(head_.bytes);
  out.chunks.clear();
  std::uint64_t offset = 0;
  for (const Piece& piece : head_.pieces) {
    out.chunks.push_back({piece.stream, offset, piece.size});
    offset += piece.size;
  }
  const std::uint64_t head_size = offset;

  std::uint64_t tail_size = 0;
  for (const Block& block : tail_) tail_size += block.bytes.size();
  // Whole blocks were kept; cut to the bound.
  std::uint64_t skip = tail_size > tail_bytes_ ? tail_size - tail_bytes_ : 0;
  out.dropped_bytes = total_ - head_size - (tail_size - skip);
  out.dropped_at = out.dropped_bytes > 0 ? head_size : 0;

  bool first = true;
  for (Block& block : tail_) {
    std::uint64_t in_block = 0;
    for (const Piece& piece : block.pieces) {
      const std::uint64_t cut = std::min(skip, piece.size);
      skip -= cut;
      const std::uint64_t size = piece.size - cut;
      if (size > 0) {
        out.bytes.append(block.bytes, static_cast<std::size_t>(in_block + cut), static_cast<std::size_t>(size));
        // Pieces are never merged over the gap.
        const bool over_gap = first && out.dropped_bytes > 0;
        if (!over_gap && !out.chunks.empty() && out.chunks.back().stream == piece.stream) {
          out.chunks.back().size += size;
        } else {
          out.chunks.push_back({piece.stream, offset, size});
        }
        offset += size;
        first = false;
      }
      in_block += piece.size;
    }
    block = {};
  }
  tail_.clear();
  head_ = {};
  tail_weight_ = total_ = 0;
  head_full_ = false;
}

}  // namespace fixpoint::run
