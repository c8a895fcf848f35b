#include "cli/problem_filter.hpp"

#include <algorithm>

#include "cli/read_log.hpp"
#include "diagnose/match.hpp"
#include "run/runner.hpp"
#include "source/glob.hpp"

namespace fixpoint::cli {
namespace {

bool wanted_path(const std::vector<std::string>& globs, const std::string& path) {
  bool positive = false, fits = false;
  for (const auto& glob : globs) {
    if (glob.starts_with('!')) {
      if (!path.empty() && source::glob_match(std::string_view(glob).substr(1), path)) return false;
    } else {
      positive = true;
      fits = fits || (!path.empty() && source::glob_match(glob, path));
    }
  }
  return fits || !positive;
}

}  // namespace

Severity least_severity(const DiagnoseOptions& options) {
  auto least = severity_from_name(options.severity).value_or(Severity::error);
  if (options.warnings) least = std::min(least, Severity::warning);
  if (const auto fail = severity_from_name(options.fail_on)) least = std::min(least, *fail);
  return least;
}

Result<ProblemFilter> ProblemFilter::make(const DiagnoseOptions& options, const std::string& folder,
                                          Sources& sources) {
  ProblemFilter filter;
  filter.least_ = least_severity(options);
  filter.paths_ = options.paths;
  filter.tools_ = options.tools;
  filter.sources_ = &sources;
  if (!options.since.empty()) {
    run::ProcessRunner runner;
    filter.changed_ = FIXPOINT_TRY(ChangedLines::since(runner, folder, options.since));
  }
  if (!options.baseline.empty())
    filter.baseline_ = FIXPOINT_TRY(problems_of(options.baseline, filter.least_).context("--baseline"));
  return filter;
}

bool ProblemFilter::takes(const Problem& problem) const {
  const auto& primary = problem.primary;
  if (primary.severity < least_) return false;
  if (!tools_.empty() && std::ranges::find(tools_, primary.tool) == tools_.end()) return false;
  if (paths_.empty() && !changed_) return true;
  const auto place = sources_->here(primary.folder, primary.place, primary.place.unit);
  if (!paths_.empty() && !wanted_path(paths_, place.file)) return false;
  return !changed_ || place.file.empty() || changed_->contain(place.file, place.line, place.end_line);
}

std::vector<Problem> ProblemFilter::apply(std::vector<Problem> problems) const {
  std::vector<bool> known(problems.size(), false);
  if (baseline_) {
    const auto matched = diagnose::match(*baseline_, problems, false);
    for (std::size_t i = 0; i < problems.size(); ++i) known[i] = matched[i].change != diagnose::Change::fresh;
  }
  std::vector<Problem> left;
  for (std::size_t i = 0; i < problems.size(); ++i)
    if (!known[i] && takes(problems[i])) left.push_back(std::move(problems[i]));
  return left;
}

}  // namespace fixpoint::cli
