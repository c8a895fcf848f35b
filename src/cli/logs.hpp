// Logs: several logs as one stretch of bytes, so that one number says where a message was printed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fixpoint::cli {

struct LogPlace {
  std::string log;  ///< its name as given; "-" is stdin
  std::uint64_t offset = 0;
};

class Logs {
 public:
  /// A new log begins here; its bytes count from `begin` on.
  void add(std::string name, std::uint64_t begin) { logs_.push_back({std::move(name), begin}); }

  [[nodiscard]] LogPlace at(std::uint64_t offset) const {
    for (auto log = logs_.rbegin(); log != logs_.rend(); ++log)
      if (offset >= log->offset) return {log->log, offset - log->offset};
    return {"-", offset};
  }
  [[nodiscard]] const std::vector<LogPlace>& all() const { return logs_; }

 private:
  std::vector<LogPlace> logs_;
};

}  // namespace fixpoint::cli
