// Clock: the one way time is asked. Real by default; tests turn a hand.
#pragma once

#include <chrono>
#include <string>

namespace fixpoint::seams {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual std::chrono::system_clock::time_point now() const;
  [[nodiscard]] virtual std::chrono::steady_clock::time_point steady() const;
};

/// "2026-01-31T12:34:56.789Z"
[[nodiscard]] std::string iso8601(std::chrono::system_clock::time_point);

}  // namespace fixpoint::seams
