#include "cli/unclaimed.hpp"

#include <algorithm>
#include <iterator>

#include "diagnose/peel.hpp"

namespace fixpoint::cli {
namespace {

constexpr std::size_t kLongestLine = std::size_t{16} << 10;
/// How far behind its bytes a diagnostic may come.
constexpr std::uint64_t kLate = std::uint64_t{4} << 20;
constexpr std::size_t kMostWaiting = 20'000;

}  // namespace

void Unclaimed::feed(std::string_view bytes) {
  if (stopped_) return;
  while (!bytes.empty()) {
    const auto newline = bytes.find('\n');
    const auto piece = bytes.substr(0, newline);
    const bool ends = newline != std::string_view::npos;
    if (rest_.empty()) begin_ = offset_;
    if (ends && rest_.empty()) {
      line(piece);
    } else {
      rest_ += piece.substr(0, kLongestLine - std::min(rest_.size(), kLongestLine));
      if (ends) line(rest_);
      if (ends) rest_.clear();
    }
    const auto size = piece.size() + (ends ? 1 : 0);
    offset_ += size;
    bytes.remove_prefix(size);
  }
  settle(offset_ > kLate ? offset_ - kLate : 0);
}

void Unclaimed::line(std::string_view raw) {
  std::string storage;
  const auto text = diagnose::peel_line(raw.substr(0, kLongestLine), storage).text;
  if (!diagnose::looks_like_failure(text)) return;
  waiting_.emplace_back(begin_, text);
  if (waiting_.size() > kMostWaiting) settle(waiting_.front().first + 1);
}

void Unclaimed::claim(std::uint64_t begin, std::uint64_t end) {
  if (stopped_) return;
  auto& known = claims_[begin];
  known = std::max(known, end);
}

bool Unclaimed::claimed(std::uint64_t offset) const {
  const auto behind = claims_.upper_bound(offset);
  return behind != claims_.begin() && offset < std::prev(behind)->second;
}

void Unclaimed::settle(std::uint64_t before) {
  for (; !waiting_.empty() && waiting_.front().first < before; waiting_.pop_front())
    if (!claimed(waiting_.front().first)) miner_.add(waiting_.front().second, waiting_.front().first);
  while (!claims_.empty() && claims_.begin()->second <= before) claims_.erase(claims_.begin());
}

void Unclaimed::end_log(std::uint64_t next) {
  if (!rest_.empty()) line(rest_);
  rest_.clear();
  settle(UINT64_MAX);
  claims_.clear();
  offset_ = next;
}

void Unclaimed::stop() {
  stopped_ = true;
  waiting_.clear();
  claims_.clear();
  rest_.clear();
}

}  // namespace fixpoint::cli
