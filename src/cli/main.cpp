#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "cli/cli.hpp"

namespace {

constexpr std::string_view kExamples = R"(
Examples:
  fixpoint heal -- make test            run it; if it fails, find a change that makes it pass
  fixpoint heal --dry-run -- cargo build
  fixpoint suggest -- python3 app.py    list fixes, apply none
  fixpoint diagnose build.log           what is wrong in this log, first things first
  fixpoint undo                         take the last heal back
  fixpoint log                          what was tried, and what came of it)";

int run(int argc, char** argv) {
  using namespace fixpoint::cli;
  // Everything after the first "--" is the user's command, whatever it looks like.
  Invocation invocation;
  const auto dashes =
      std::find_if(argv, argv + argc, [](const char* word) { return std::string_view(word) == "--"; });
  if (dashes != argv + argc) invocation.command.assign(dashes + 1, argv + argc);

  CLI::App app("fixpoint runs what you run. When that fails it finds a change that verifiably makes it pass.",
               "fixpoint");
  app.footer(std::string(kExamples));
  app.require_subcommand(1);
  app.set_version_flag("--version", "fixpoint " FIXPOINT_VERSION);
  add_heal(app, invocation);
  add_suggest(app, invocation);
  add_diagnose(app, invocation);
  add_format(app, invocation);
  add_undo(app, invocation);
  add_log(app, invocation);
  add_doctor(app, invocation);
  add_completion(app, invocation);
  add_version(app, invocation);
  try {
    app.parse(static_cast<int>(dashes - argv), argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitOwnFailure;
  }
  return invocation.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& bug) {
    std::fprintf(stderr, "fixpoint: internal error: %s\n", bug.what());
    return fixpoint::cli::kExitOwnFailure;
  }
}
