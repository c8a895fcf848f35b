#include "cli/problem_printer.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace fixpoint::cli {
namespace {

std::string working_folder() {
  std::error_code ignored;
  return std::filesystem::current_path(ignored).string();
}

void to_stdout(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

}  // namespace

ProblemPrinter::ProblemPrinter(const DiagnoseOptions& options)
    : options_(options),
      sources_(working_folder()),
      view_{logs, sources_, style_for(STDOUT_FILENO, options.colour), options.explain} {}

Result<std::unique_ptr<ProblemPrinter>> ProblemPrinter::make(const DiagnoseOptions& options) {
  std::unique_ptr<ProblemPrinter> printer(new ProblemPrinter(options));
  printer->filter_ = FIXPOINT_TRY(ProblemFilter::make(options, working_folder(), printer->sources_));
  printer->output_ = make_output(options.format, printer->view_, to_stdout);
  printer->output_->begin();
  return printer;
}

void ProblemPrinter::emit(const Problem& problem) {
  ++totals.problems;
  totals.errors += problem.primary.severity >= Severity::error ? 1U : 0U;
  totals.warnings += problem.primary.severity == Severity::warning ? 1U : 0U;
  totals.follow_ons += problem.follow_ons.size();
  const auto fail_on = severity_from_name(options_.fail_on);
  failing_ = failing_ || (fail_on ? problem.primary.severity >= *fail_on : options_.exit_code);
  if (options_.most != 0 && totals.shown >= options_.most) return;
  ++totals.shown;
  output_->problem(problem);
}

void ProblemPrinter::print(std::vector<Problem> problems) {
  const auto all = problems.size();
  const auto left = filter_->apply(std::move(problems));
  totals.filtered += all - left.size();
  for (const auto& problem : left) emit(problem);
}

void ProblemPrinter::print_one(const Problem& problem) {
  if (filter_->takes(problem))
    emit(problem);
  else
    ++totals.filtered;
}

void ProblemPrinter::flush() { std::fflush(stdout); }

Result<int> ProblemPrinter::finish() {
  output_->finish(totals, unknown);
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    return fail(ErrorCode::io, std::string("cannot write the output: ") + std::strerror(errno));
  return failing_ ? 1 : 0;
}

}  // namespace fixpoint::cli
