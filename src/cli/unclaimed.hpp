// The lines that no format claims and that look like failures, for the miner.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "diagnose/miner.hpp"

namespace fixpoint::cli {

class Unclaimed {
 public:
  /// Bytes of the log, in order; `offset` is where the first of all lies.
  void feed(std::string_view bytes);
  /// A diagnostic was read from these bytes. It may come some time after them.
  void claim(std::uint64_t begin, std::uint64_t end);
  /// The end of one log; the next one's bytes count from `next` on.
  void end_log(std::uint64_t next);
  /// Nothing is wanted any more.
  void stop();
  [[nodiscard]] bool stopped() const { return stopped_; }

  [[nodiscard]] const diagnose::Miner& miner() const { return miner_; }

 private:
  void line(std::string_view raw);
  [[nodiscard]] bool claimed(std::uint64_t offset) const;
  void settle(std::uint64_t before);

  diagnose::Miner miner_;
  bool stopped_ = false;
  std::uint64_t offset_ = 0;                                   ///< of what comes next
  std::uint64_t begin_ = 0;                                    ///< of the line that `rest_` belongs to
  std::string rest_;                                           ///< a line whose end has not come
  std::deque<std::pair<std::uint64_t, std::string>> waiting_;  ///< lines that a diagnostic may still claim
  std::map<std::uint64_t, std::uint64_t> claims_;              ///< begin -> end
};

}  // namespace fixpoint::cli
