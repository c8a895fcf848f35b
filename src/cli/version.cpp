#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/cli.hpp"

namespace fixpoint::cli {

void add_version(CLI::App& app, Invocation& invocation) {
  auto* sub = app.add_subcommand("version", "Print the version");
  sub->callback([&invocation] {
    fmt::print("fixpoint {}\n", FIXPOINT_VERSION);
    invocation.exit_code = 0;
  });
}

}  // namespace fixpoint::cli
