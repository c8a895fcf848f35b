#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "engine/real_world.hpp"
#include "seams/files.hpp"
#include "verify/apply.hpp"

namespace fixpoint::cli {
namespace {

int undo(const std::string& session) {
  const auto root = engine::find_root(engine::current_folder(), engine::home_folder());
  seams::Files files;
  const auto journals = engine::state_folder() + "/journal";
  if (const auto recovered = verify::recover(journals, files); !recovered) return report_error(recovered.error());
  const auto undone = verify::undo(session, root, journals, files);
  if (!undone) return report_error(undone.error());
  for (const auto& file : undone->files) fmt::print("restored {}\n", base::strip_escapes(file));
  fmt::print("Took back session {} in {}.\n", undone->session, base::strip_escapes(undone->root));
  return 0;
}

}  // namespace

void add_undo(CLI::App& app, Invocation& invocation) {
  auto session = std::make_shared<std::string>();
  auto* sub = app.add_subcommand("undo", "Take an applied fix back, byte for byte");
  sub->add_option("session", *session, "Its id (default: the latest one of this project)");
  sub->footer("\nRefuses when a file was changed since. Needs no git.\n\nExample:\n  fixpoint undo");
  sub->callback([session, &invocation] { invocation.exit_code = undo(*session); });
}

}  // namespace fixpoint::cli
