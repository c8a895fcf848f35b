#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <iterator>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/report.hpp"
#include "diagnose/diagnose.hpp"

namespace fixpoint::cli {
namespace {

struct DiagnoseFlags {
  std::string file = "-";
  std::string format = "text";
  bool warnings = false;
};

void print_text(const Problem& problem) {
  const auto& primary = problem.primary;
  const auto where = primary.place.file.empty() ? std::string()
                     : primary.place.column != 0
                         ? fmt::format("{}:{}:{}: ", primary.place.file, primary.place.line, primary.place.column)
                     : primary.place.line != 0 ? fmt::format("{}:{}: ", primary.place.file, primary.place.line)
                                               : primary.place.file + ": ";
  fmt::print("{} {}{}: {}{}\n", problem.id, base::strip_escapes(where), name(primary.severity),
             base::strip_escapes(primary.message),
             primary.code.empty() ? "" : " [" + base::strip_escapes(primary.code) + "]");
  fmt::print("   {} ({}, {}, {})\n", public_name(problem.category), name(problem.category), name(primary.phase),
             primary.tool);
  if (!problem.follow_ons.empty())
    fmt::print("   {} more that follow from it ({})\n", problem.follow_ons.size(), problem.folded_by);
}

int diagnose(const DiagnoseFlags& flags) {
  RunOutput log;
  log.exit_code = 0;
  if (flags.file == "-") {
    log.bytes.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::ifstream in(flags.file, std::ios::binary);
    if (!in) return report_error({ErrorCode::not_found, "cannot read the log " + flags.file, ""});
    log.bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  log.chunks.push_back({Stream::out, 0, log.bytes.size()});
  const auto problems = diagnose::problems(log, flags.warnings);
  if (flags.format == "json") {
    std::string text = "[";
    for (const auto& problem : problems)
      text += (text.size() > 1 ? ",\n" : "\n") + std::string(base::trim_right(problem_json(problem)));
    fmt::print("{}\n]\n", text);
  } else {
    for (const auto& problem : problems) print_text(problem);
    if (problems.empty()) fmt::print("No problems found.\n");
  }
  return 0;
}

}  // namespace

void add_diagnose(CLI::App& app, Invocation& invocation) {
  auto flags = std::make_shared<DiagnoseFlags>();
  auto* sub = app.add_subcommand("diagnose", "Understand a log: what is wrong, first things first");
  sub->add_option("file", flags->file, "The log; - is stdin")->capture_default_str();
  sub->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  sub->add_flag("--warnings", flags->warnings, "Also report warnings");
  sub->footer("\nExamples:\n  make 2>&1 | fixpoint diagnose\n  fixpoint diagnose --format json build.log");
  sub->callback([flags, &invocation] { invocation.exit_code = diagnose(*flags); });
}

}  // namespace fixpoint::cli
