// Result<T>: how every fallible call answers. Part of the lowest layer (base may use it).
//
// An Error says what failed, on what, and what to try, in one sentence. Absence is not an error: use
// std::optional or an empty container for "nothing to do" and "not found is fine".
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace fixpoint {

/// The few kinds of failure. Each maps once to an exit code (cli/) and an HTTP status (serve/).
enum class ErrorCode {
  invalid_input,  ///< the caller's data cannot be used
  not_found,      ///< a named thing does not exist
  io,             ///< the operating system refused to read or write
  timeout,        ///< a time limit was reached
  denied,         ///< permission or policy forbids it
  unavailable,    ///< a facility is missing on this host or at this moment
  conflict,       ///< somebody else changed the same thing
  exhausted,      ///< a budget or a resource is used up
  internal,       ///< a bug of ours
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;
  std::string where;  ///< what was being worked on, outermost first; may be empty

  /// Adds an outer "while doing X".
  [[nodiscard]] Error context(std::string_view what) && {
    where = where.empty() ? std::string(what) : std::string(what) + ": " + where;
    return std::move(*this);
  }
};

template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;

  /// The same result, its error (if any) wrapped with what was being done.
  [[nodiscard]] Result context(std::string_view what) && {
    if (!this->has_value()) this->error() = std::move(this->error()).context(what);
    return std::move(*this);
  }
};

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string where = {}) {
  return std::unexpected<Error>(Error{code, std::move(message), std::move(where)});
}

}  // namespace fixpoint

/// Unwraps a Result or returns its error from the enclosing function. Not usable in coroutines.
#define FIXPOINT_TRY(expression)                                                                          \
  __extension__({                                                                                         \
    auto fixpoint_try_result = (expression);                                                              \
    if (!fixpoint_try_result.has_value()) return std::unexpected(std::move(fixpoint_try_result).error()); \
    std::move(fixpoint_try_result).value();                                                               \
  })

/// The same for Result<void>, whose value nobody wants.
#define FIXPOINT_TRY_VOID(expression)                                              \
  do {                                                                             \
    if (auto fixpoint_try_result = (expression); !fixpoint_try_result.has_value()) \
      return std::unexpected(std::move(fixpoint_try_result).error());              \
  } while (false)
