// Cause before symptom: which message is a problem, which follows from another, what to fix first.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "diagnose/diagnose.hpp"

namespace fixpoint::diagnose {
namespace {

Diagnostic unexplained(const RunOutput& output) {
  Diagnostic diagnostic;
  diagnostic.tool = "exit";
  if (output.limit == LimitHit::wall || output.limit == LimitHit::cpu) {
    diagnostic.category = Category::timeout;
    diagnostic.message = "the command ran into its time limit";
  } else if (output.limit == LimitHit::memory || output.signal == 9) {
    diagnostic.category = output.limit == LimitHit::memory ? Category::out_of_memory : Category::killed;
    diagnostic.message = "the command was killed";
  } else if (output.signal != 0) {
    diagnostic.category = Category::runtime_error;
    diagnostic.message = fmt::format("the command was ended by signal {}", output.signal);
  } else {
    diagnostic.message = fmt::format("the command failed with exit code {}", output.exit_code);
  }
  constexpr std::size_t kTail = 2000;
  const auto begin = output.bytes.size() > kTail ? output.bytes.size() - kTail : 0;
  diagnostic.context = base::strip_escapes(std::string_view(output.bytes).substr(begin));
  diagnostic.raw_begin = begin;
  diagnostic.raw_end = output.bytes.size();
  fill_pattern(diagnostic);
  return diagnostic;
}

}  // namespace

std::vector<Problem> group(std::vector<Diagnostic> diagnostics, bool with_warnings) {
  std::vector<Problem> problems;
  for (auto& diagnostic : diagnostics) {
    if (diagnostic.severity < Severity::error && !(with_warnings && diagnostic.severity == Severity::warning))
      continue;
    Problem problem;
    problem.id = fmt::format("p{}", problems.size() + 1);
    problem.category = diagnostic.category;
    problem.fingerprint = fingerprint(diagnostic);
    problem.primary = std::move(diagnostic);
    problems.push_back(std::move(problem));
  }
  return problems;
}

std::vector<Problem> problems(const RunOutput& output, bool with_warnings) {
  auto found = group(read_all(output), with_warnings);
  if (found.empty() && !output.passed()) found = group({unexplained(output)}, with_warnings);
  return found;
}

}  // namespace fixpoint::diagnose
