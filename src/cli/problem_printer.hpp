// Everything between problems and the terminal: filters, --max, counting, the output, the exit code.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/diagnose_options.hpp"
#include "cli/logs.hpp"
#include "cli/outputs/output.hpp"
#include "cli/problem_filter.hpp"
#include "cli/sources.hpp"

namespace fixpoint::cli {

class ProblemPrinter {
 public:
  /// Prints to stdout. Errors: those of ProblemFilter::make.
  [[nodiscard]] static Result<std::unique_ptr<ProblemPrinter>> make(const DiagnoseOptions& options);

  Logs logs;
  Totals totals;    ///< `diagnostics`, `dropped` and `bytes` are for the caller to fill in
  Unknown unknown;  ///< too

  [[nodiscard]] Severity least() const { return filter_->least(); }

  /// Filters and prints all problems of a log.
  void print(std::vector<Problem> problems);
  /// Filters and prints one, now.
  void print_one(const Problem& problem);
  /// Everything printed so far can be read by others.
  void flush();
  /// The end of the output, and the exit code. io when stdout could not be written.
  [[nodiscard]] Result<int> finish();

 private:
  explicit ProblemPrinter(const DiagnoseOptions& options);
  void emit(const Problem& problem);

  const DiagnoseOptions& options_;
  Sources sources_;
  View view_;
  std::optional<ProblemFilter> filter_;
  std::unique_ptr<Output> output_;
  bool failing_ = false;
};

}  // namespace fixpoint::cli
