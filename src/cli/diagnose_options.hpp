// The options of `fixpoint diagnose`.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace fixpoint::cli {

struct DiagnoseOptions {
  std::vector<std::string> files;  ///< none: stdin
  std::string format = "text";
  std::string colour = "auto";
  // What is shown.
  std::string severity = "error";
  bool warnings = false;
  std::vector<std::string> paths;  ///< globs; "!glob" takes out
  std::vector<std::string> tools;
  std::string baseline;
  std::string since;
  std::size_t most = 0;  ///< 0: all
  // How.
  bool each = false;
  bool follow = false;
  bool explain = false;
  bool unknown = false;
  // What the exit code says.
  bool exit_code = false;
  std::string fail_on;
  // diff
  std::string before, now;
};

/// One log or several as problems; the exit code.
[[nodiscard]] int diagnose_logs(const DiagnoseOptions& options);

/// --follow: problems of a growing log as they come, until a signal.
[[nodiscard]] int diagnose_follow(const DiagnoseOptions& options);

/// `diagnose diff OLD NEW`.
[[nodiscard]] int diagnose_diff(const DiagnoseOptions& options);

}  // namespace fixpoint::cli
