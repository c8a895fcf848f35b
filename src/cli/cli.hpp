// The command line: one file per command, each adding itself to the application. Only cli/ and serve/ know JSON
// shapes, exit codes and colours.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/result.hpp"

namespace CLI {
class App;
}

namespace fixpoint::cli {

/// What every command gets: the words after "--", and where its exit code goes.
struct Invocation {
  std::vector<std::string> command;
  int exit_code = 0;
};

void add_heal(CLI::App& app, Invocation& invocation);
void add_suggest(CLI::App& app, Invocation& invocation);
void add_diagnose(CLI::App& app, Invocation& invocation);
void add_format(CLI::App& app, Invocation& invocation);
void add_undo(CLI::App& app, Invocation& invocation);
void add_log(CLI::App& app, Invocation& invocation);
void add_doctor(CLI::App& app, Invocation& invocation);
void add_completion(CLI::App& app, Invocation& invocation);
void add_version(CLI::App& app, Invocation& invocation);

// Our own exit codes (design section 9); a healed command gives 0, any other its own.
inline constexpr int kExitOwnFailure = 125;
inline constexpr int kExitNotExecutable = 126;
inline constexpr int kExitNotFound = 127;
inline constexpr int kExitTimeout = 124;

/// The one place where an error becomes an exit code; prints it to stderr.
[[nodiscard]] int report_error(const Error& error);

/// "500ms", "90s", "10m", "1h"; a bare number is seconds.
[[nodiscard]] Result<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace fixpoint::cli
