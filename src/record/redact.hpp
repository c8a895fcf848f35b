// Secrets are taken out of everything before it is stored. This is the one place that knows what a secret looks like.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fixpoint::record {

/// Replaces known secret values, and what looks like a well-known kind of token, by `[[secret:KIND:HASH4]]`: the same
/// secret gives the same mark, so texts stay comparable. Texts without a secret come back as they are. Linear time.
/// Thread-safe.
class Redactor {
 public:
  Redactor() = default;
  /// Values shorter than 8 bytes are not looked for: they would be found everywhere.
  explicit Redactor(std::vector<std::string> known_values);

  [[nodiscard]] std::string redact(std::string_view text) const;

 private:
  std::vector<std::string> known_;  // longest first
};

/// The values of those "NAME=value" entries whose name says secret (TOKEN, SECRET, PASSWORD, API_KEY, ...).
[[nodiscard]] std::vector<std::string> secret_values(const std::vector<std::string>& environment);

}  // namespace fixpoint::record
