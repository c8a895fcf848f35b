// `diagnose diff OLD NEW`: what became of the problems of a log.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "cli/cli.hpp"
#include "cli/diagnose_options.hpp"
#include "cli/foreign_text.hpp"
#include "cli/outputs/_json.hpp"
#include "cli/problem_filter.hpp"
#include "cli/read_log.hpp"
#include "cli/style.hpp"
#include "diagnose/match.hpp"

namespace fixpoint::cli {
namespace {

using diagnose::Change;
using diagnose::Matched;

/// Where the later log's bytes begin, as Logs counts.
constexpr std::uint64_t kLater = std::uint64_t{1} << 62;

struct Section {
  Change change;
  std::string_view title, key, sign, colour;
};
constexpr Section kSections[] = {{Change::fixed, "fixed", "fixed", "-", "32"},
                                 {Change::fresh, "new", "new", "+", "31"},
                                 {Change::still, "still there", "still", "=", "33"},
                                 {Change::moved, "moved", "moved", "~", "33"}};

std::string one_line(const Problem& problem) {
  const auto& primary = problem.primary;
  const auto message = harmless(primary.message);
  const auto code = primary.code.empty() ? "" : fmt::format("[{}]", harmless_line(primary.code));
  return fmt::format("{}{}: {}", name(primary.severity), code,
                     harmless_line(std::string_view(message).substr(0, message.find('\n'))));
}

std::string place_of(const Problem& problem) { return harmless_line(place_text(problem.primary.place)); }

std::string text_of(const Matched& matched) {
  const auto& problem = matched.now != nullptr ? *matched.now : *matched.before;
  auto where = place_of(problem);
  if (matched.change == Change::moved) where = place_of(*matched.before) + " -> " + where;
  return (where.empty() ? "" : where + ": ") + one_line(problem);
}

void print_text(const std::vector<Matched>& all, const Style& style) {
  std::string counts;
  for (const auto& section : kSections) {
    std::size_t count = 0;
    for (const auto& matched : all) {
      if (matched.change != section.change) continue;
      if (count++ == 0) fmt::print("{}:\n", style.paint("1", section.title));
      fmt::print("  {} {}\n", style.paint(section.colour, section.sign), text_of(matched));
    }
    counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, section.title);
  }
  fmt::print("{}.\n", counts);
}

void print_json(const std::vector<Matched>& all, View& view) {
  std::string counts;
  fmt::print("{{\n  \"schema\": 1");
  for (const auto& section : kSections) {
    std::size_t count = 0;
    fmt::print(",\n  \"{}\": [", section.key);
    for (const auto& matched : all) {
      if (matched.change != section.change) continue;
      fmt::print("{}\n    ", count++ == 0 ? "" : ",");
      if (section.change == Change::fixed)
        fmt::print("{}", problem_object(view, *matched.before));
      else if (section.change == Change::moved)
        fmt::print("{{\"before\": {}, \"now\": {}}}", problem_object(view, *matched.before),
                   problem_object(view, *matched.now));
      else
        fmt::print("{}", problem_object(view, *matched.now));
    }
    fmt::print("{}]", count == 0 ? "" : "\n  ");
    counts += fmt::format("{}\"{}\": {}", counts.empty() ? "" : ", ", section.key, count);
  }
  fmt::print(",\n  \"counts\": {{{}}}\n}}\n", counts);
}

Result<int> compare(const DiagnoseOptions& options) {
  const auto least = least_severity(options);
  auto before = FIXPOINT_TRY(problems_of(options.before, least));
  auto now = FIXPOINT_TRY(problems_of(options.now, least));
  for (auto* side : {&before, &now})
    std::erase_if(*side, [&](const Problem& problem) { return problem.primary.severity < least; });
  for (auto& problem : now) {
    problem.primary.raw_begin += kLater;
    problem.primary.raw_end += kLater;
    for (auto& follow : problem.follow_ons) {
      follow.raw_begin += kLater;
      follow.raw_end += kLater;
    }
  }
  const auto all = diagnose::match(before, now, true);
  Logs logs;
  logs.add(options.before, 0);
  logs.add(options.now, kLater);
  std::error_code ignored;
  Sources sources(std::filesystem::current_path(ignored).string());
  View view{logs, sources, style_for(STDOUT_FILENO, options.colour), false};
  if (options.format == "json")
    print_json(all, view);
  else
    print_text(all, view.style);
  if (std::fflush(stdout) != 0) return fail(ErrorCode::io, "cannot write the output");
  for (const auto& matched : all)
    if (options.exit_code && matched.change == Change::fresh) return 1;
  return 0;
}

}  // namespace

int diagnose_diff(const DiagnoseOptions& options) {
  const auto code = compare(options);
  return code ? *code : report_error(code.error());
}

}  // namespace fixpoint::cli
