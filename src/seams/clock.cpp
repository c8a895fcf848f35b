#include "seams/clock.hpp"

#include <fmt/chrono.h>

namespace fixpoint::seams {

std::chrono::system_clock::time_point Clock::now() const { return std::chrono::system_clock::now(); }
std::chrono::steady_clock::time_point Clock::steady() const { return std::chrono::steady_clock::now(); }

std::string iso8601(std::chrono::system_clock::time_point when) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(when);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(when - whole).count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(whole)), ms);
}

}  // namespace fixpoint::seams
