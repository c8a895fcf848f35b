// Which problems are shown: --severity, --tool, --path, --since, --baseline.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/changed_lines.hpp"
#include "cli/diagnose_options.hpp"
#include "cli/sources.hpp"
#include "fixpoint/diagnostic.hpp"

namespace fixpoint::cli {

class ProblemFilter {
 public:
  /// Reads the baseline and asks git, as far as the options want it.
  [[nodiscard]] static Result<ProblemFilter> make(const DiagnoseOptions& options, const std::string& folder,
                                                  Sources& sources);

  /// Everything but the baseline, for one problem. Problems without a file are kept by --since, because they cannot
  /// be told to be old, and by --path with nothing but "!glob".
  [[nodiscard]] bool takes(const Problem& problem) const;

  /// Those of `problems` that pass, in their order; numbered anew by nobody: ids stay.
  [[nodiscard]] std::vector<Problem> apply(std::vector<Problem> problems) const;

  [[nodiscard]] Severity least() const { return least_; }
  [[nodiscard]] bool has_baseline() const { return baseline_.has_value(); }

 private:
  Severity least_ = Severity::error;
  std::vector<std::string> paths_, tools_;
  std::optional<ChangedLines> changed_;
  std::optional<std::vector<Problem>> baseline_;
  Sources* sources_ = nullptr;
};

/// The lowest severity that has to be read for these options.
[[nodiscard]] Severity least_severity(const DiagnoseOptions& options);

}  // namespace fixpoint::cli
