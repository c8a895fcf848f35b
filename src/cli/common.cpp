#include <fmt/format.h>
#include <charconv>

#include "base/text.hpp"
#include "cli/cli.hpp"

namespace fixpoint::cli {

int report_error(const Error& error) {
  const auto where = error.where.empty() ? std::string() : error.where + ": ";
  fmt::print(stderr, "fixpoint: {}{}\n", base::strip_escapes(where), base::strip_escapes(error.message));
  switch (error.code) {
    case ErrorCode::timeout:
      return kExitTimeout;
    default:
      return kExitOwnFailure;
  }
}

Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const double factor = unit == "ms"                  ? 1
                        : unit == "s" || unit.empty() ? 1e3
                        : unit == "m"                 ? 60e3
                        : unit == "h"                 ? 3600e3
                                                      : 0;
  if (error != std::errc{} || factor == 0 || value < 0 || value > 1e6)
    return fail(ErrorCode::invalid_input, fmt::format("'{}' is not a duration: write 500ms, 90s, 10m or 1h", text));
  return std::chrono::milliseconds(static_cast<std::int64_t>(value * factor));
}

}  // namespace fixpoint::cli
