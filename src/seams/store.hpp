// Store: the record of what was tried. SQLite in record/sqlite; the same rows on PostgreSQL later.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fixpoint/result.hpp"
#include "fixpoint/session.hpp"

namespace fixpoint::seams {

struct SessionFilter {
  std::optional<Outcome> outcome;
  std::string folder;    ///< only sessions whose root is this folder or lies below it; empty = all
  std::string category;  ///< name of a category one of its problems has; empty = all
  std::string since;     ///< ISO 8601; empty = from the beginning
  int limit = 50;
};

/// How often proposals of one source were right for one problem pattern.
struct WinLoss {
  std::int64_t wins = 0;
  std::int64_t losses = 0;
};

/// Every call that returns success has made its data survive the death of the process (kill -9).
/// Thread-safe; several processes may use one database at once.
class Store {
 public:
  virtual ~Store() = default;

  /// Writes the session with all it holds (runs, problems, attempts) in one transaction; a session that exists is
  /// replaced, so it can be written early and completed later.
  [[nodiscard]] virtual Result<void> save(const Session& session) = 0;

  [[nodiscard]] virtual Result<std::optional<Session>> load(std::string_view id) = 0;
  [[nodiscard]] virtual Result<std::vector<Session>> list(
      const SessionFilter& filter) = 0;  ///< newest first, without blobs

  /// Content-addressed (base::hash_hex), compressed; storing the same bytes twice costs nothing.
  [[nodiscard]] virtual Result<std::string> put_blob(std::string_view bytes) = 0;
  [[nodiscard]] virtual Result<std::optional<std::string>> get_blob(std::string_view hash) = 0;

  /// Wins and losses of `source` ("c/missing_token") on problems whose pattern fingerprint is `pattern`; an empty
  /// pattern sums over all of them.
  [[nodiscard]] virtual Result<WinLoss> win_loss(std::string_view source, std::string_view pattern) = 0;
};

}  // namespace fixpoint::seams
