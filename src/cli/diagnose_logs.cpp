// Logs that have ended: read in pieces, grouped over all of them, or message by message (--each).
#include <fmt/format.h>

#include <functional>

#include "cli/cli.hpp"
#include "cli/config.hpp"
#include "cli/diagnose_options.hpp"
#include "cli/problem_printer.hpp"
#include "cli/read_log.hpp"
#include "cli/unclaimed.hpp"
#include "diagnose/diagnose.hpp"

namespace fixpoint::cli {
namespace {

using Sink = diagnose::Reader::Sink;

/// Reads all logs, one behind the other. `unclaimed` gets every byte, and which of them a diagnostic has.
/// Once `full` says so messages are only counted.
Result<void> read_logs(const DiagnoseOptions& options, ProblemPrinter& printer, Unclaimed& unclaimed,
                       const Sink& sink, const std::function<bool()>& full) {
  const auto formats = FIXPOINT_TRY(active_formats());
  auto files = options.files;
  if (files.empty()) files.emplace_back("-");
  for (const auto& file : files) {
    const auto begin = printer.totals.bytes;
    printer.logs.add(file, begin);
    diagnose::Reader reader(
        [&](Diagnostic&& one) {
          unclaimed.claim(one.raw_begin, one.raw_end);
          sink(std::move(one));
        },
        {.formats = formats.all, .patterns = options.each, .raw_offset = begin});
    FIXPOINT_TRY_VOID(read_pieces(file, [&](std::string_view piece) {
      printer.totals.bytes += piece.size();
      unclaimed.feed(piece);
      reader.brief(full());
      reader.feed(piece);
      return true;
    }));
    reader.finish();
    printer.totals.diagnostics += reader.counts().all();
    unclaimed.end_log(printer.totals.bytes);
    if (printer.totals.bytes == begin) fmt::print(stderr, "fixpoint: {} is empty\n", file == "-" ? "stdin" : file);
  }
  return {};
}

/// Every message is a problem of its own.
Problem single(Diagnostic&& diagnostic, std::uint64_t number) {
  Problem problem;
  problem.id = fmt::format("d{}", number);
  problem.category = diagnostic.category;
  problem.fingerprint = diagnose::fingerprint(diagnostic);
  problem.primary = std::move(diagnostic);
  return problem;
}

Result<int> read(const DiagnoseOptions& options) {
  if (options.each && !options.baseline.empty())
    return fail(ErrorCode::invalid_input, "--each cannot be compared with a --baseline: leave one out");
  auto printer = FIXPOINT_TRY(ProblemPrinter::make(options));
  const auto least = printer->least();

  Unclaimed unclaimed;
  diagnose::Grouping grouping(least < Severity::error);
  std::vector<Problem> below;  // notes and infos, which are nobody's follow-ons
  std::uint64_t number = 0;
  const auto take = [&](Diagnostic&& one) {
    if (one.severity >= Severity::error && !options.unknown) unclaimed.stop();
    if (options.each)
      printer->print_one(single(std::move(one), ++number));
    else if (one.severity >= Severity::warning)
      grouping.add(std::move(one));
    else if (one.severity >= least && below.size() < 5000)
      below.push_back(single(std::move(one), ++number));
  };
  FIXPOINT_TRY_VOID(read_logs(options, *printer, unclaimed, take, [&] { return !options.each && grouping.full(); }));

  auto summary = grouping.finish();
  printer->totals.dropped = summary.dropped;
  for (auto& problem : below) {
    diagnose::fill_pattern(problem.primary);
    problem.fingerprint = diagnose::fingerprint(problem.primary);
    problem.id = fmt::format("p{}", summary.problems.size() + 1);
    summary.problems.push_back(std::move(problem));
  }
  const bool none = summary.problems.empty() && number == 0;
  printer->print(std::move(summary.problems));
  printer->unknown.asked = options.unknown;
  if (options.unknown || none) {
    printer->unknown.templates = unclaimed.miner().templates();
    printer->unknown.messages = unclaimed.miner().messages();
  }
  return printer->finish();
}

}  // namespace

int diagnose_logs(const DiagnoseOptions& options) {
  const auto code = read(options);
  return code ? *code : report_error(code.error());
}

}  // namespace fixpoint::cli
