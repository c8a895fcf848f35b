// `fixpoint diagnose`: the options; what they do is in diagnose_logs.cpp, diagnose_follow.cpp and diagnose_diff.cpp.
#include <CLI/CLI.hpp>

#include "cli/cli.hpp"
#include "cli/diagnose_options.hpp"
#include "cli/outputs/output.hpp"

namespace fixpoint::cli {
namespace {

constexpr const char* kExamples = R"(
Examples:
  make 2>&1 | fixpoint diagnose                     what is wrong, first things first
  fixpoint diagnose ci.log                          a log of any size
  fixpoint diagnose --format github ci.log          annotations for GitHub; also gitlab, junit, sarif, rdjson
  fixpoint diagnose --baseline main.log pr.log      only what is new
  fixpoint diagnose --since origin/main --fail-on error build.log
  fixpoint diagnose --path 'src/**' --path '!src/vendor' --warnings build.log
  fixpoint diagnose --follow server.log             problems as they come
  fixpoint diagnose --each --format jsonl ci.log    every message, ungrouped, in constant memory
  fixpoint diagnose diff old.log new.log            fixed, new, still there, moved

Exit code: 0, also with problems; with --exit-code or --fail-on 1 when some are left; 125 when fixpoint itself failed.)";

const std::vector<std::string> kSeverities = {"note", "info", "warning", "error", "fatal"};

void add_shared(CLI::App* app, DiagnoseOptions& options) {
  app->add_option("--severity", options.severity, "Show this severity and above")
      ->check(CLI::IsMember(kSeverities))
      ->capture_default_str();
  app->add_flag("--warnings", options.warnings, "Also show warnings: --severity warning");
  app->add_option("--color", options.colour, "Colours: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
}

}  // namespace

void add_diagnose(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<DiagnoseOptions>();
  auto* sub = app.add_subcommand("diagnose", "Understand a log: what is wrong, first things first");
  sub->add_option("file", options->files, "Logs, plain or zstd; - is stdin (the default)");
  sub->add_option("--format", options->format, "How to print: text, json, jsonl, sarif, rdjson, ... (one of)")
      ->check(CLI::IsMember(output_names()))
      ->capture_default_str();
  add_shared(sub, *options);
  sub->add_option("--path", options->paths, "Only problems in files that fit a glob; '!GLOB' takes out; repeatable")
      ->allow_extra_args(false);
  sub->add_option("--tool,--only-tool", options->tools, "Only what this tool said (its id in the output); repeatable")
      ->allow_extra_args(false);
  sub->add_option("--baseline", options->baseline, "Only what is new against an earlier log or json report");
  sub->add_option("--since", options->since, "Only problems on lines changed since a git revision");
  sub->add_option("--max", options->most, "Print at most so many problems")->check(CLI::PositiveNumber);
  sub->add_flag("--each,--all-diagnostics", options->each, "Every message as it comes, ungrouped");
  sub->add_flag("--follow,-f", options->follow, "Follow a growing log; ends with Ctrl-C");
  sub->add_flag("--explain", options->explain, "Say why messages count as the same, and why some are folded");
  sub->add_flag("--unknown", options->unknown, "Also group messages that look like failures but no format knows");
  sub->add_flag("--exit-code", options->exit_code, "Exit 1 when a problem is left");
  sub->add_option("--fail-on", options->fail_on, "Exit 1 when a problem of this severity or above is left")
      ->check(CLI::IsMember(kSeverities));
  sub->footer(kExamples);

  auto* diff = sub->add_subcommand("diff", "Compare two logs: fixed, new, still there, moved");
  diff->add_option("old", options->before, "The earlier log, or a json report of it")->required();
  diff->add_option("new", options->now, "The later one")->required();
  diff->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  add_shared(diff, *options);
  diff->add_flag("--exit-code", options->exit_code, "Exit 1 when there is a new problem");
  diff->footer("\nExample:\n  fixpoint diagnose diff --exit-code main.log pr.log");

  sub->callback([options, diff, &invocation] {
    invocation.exit_code = diff->parsed()    ? diagnose_diff(*options)
                           : options->follow ? diagnose_follow(*options)
                                             : diagnose_logs(*options);
  });
}

}  // namespace fixpoint::cli
