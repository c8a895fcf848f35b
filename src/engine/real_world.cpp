#include "engine/real_world.hpp"

#include <pwd.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>

#include "record/redact.hpp"
#include "record/sqlite.hpp"
#include "run/runner.hpp"
#include "seams/files.hpp"
#include "verify/apply.hpp"
#include "verify/workspace.hpp"

namespace fixpoint::engine {
namespace {

/// Remembers whether the first run ended by its own time limit (exit code 124).
class FirstRun final : public seams::CommandRunner {
 public:
  [[nodiscard]] Result<RunOutput> run(const Command& command, const seams::LiveOutput& live) override {
    auto output = runner_.run(command, live);
    if (command.interactive && output && output->limit == LimitHit::wall) timed_out = true;
    return output;
  }
  bool timed_out = false;

 private:
  run::ProcessRunner runner_;
};

}  // namespace

struct RealWorld::Impl {
  WorldOptions options;
  FirstRun runner;
  seams::Clock clock;
  seams::Files files;
  std::unique_ptr<seams::Store> store;
  World world;

  explicit Impl(WorldOptions with)
      : options(std::move(with)),
        world{.runner = runner,
              .clock = clock,
              .files = files,
              .open_workspace = {},
              .store = {},
              .journal = state_folder() + "/journal",
              .formats = options.formats} {
    world.open_workspace = [this] { return open_workspace(); };
    world.store = [this] { return open_store(); };
  }

  void note(std::string_view text) const {
    if (options.note) options.note(text);
  }

  Result<std::unique_ptr<seams::Workspace>> open_workspace() {
    verify::WorkspaceOptions workspace;
    workspace.root = options.root;
    workspace.home = home_folder();
    workspace.demanded = options.isolation;
    workspace.state_folder = state_folder();
    return verify::open_workspace(runner, workspace);
  }

  seams::Store* open_store() {
    // A change that a dead process left half done is settled before another one is made.
    if (const auto recovered = verify::recover(world.journal, files); recovered)
      for (const auto& sentence : *recovered) note(sentence);
    if (!options.record) return nullptr;
    std::vector<std::string> environment;
    for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
    auto opened = record::open_sqlite(options.database.empty() ? record::default_database() : options.database,
                                      record::Redactor(record::secret_values(environment)));
    if (!opened) {
      note("no record is kept: " + opened.error().message);
      return nullptr;
    }
    store = std::move(*opened);
    return store.get();
  }
};

RealWorld::RealWorld(WorldOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
RealWorld::~RealWorld() = default;

const World& RealWorld::world() const { return impl_->world; }
seams::CommandRunner& RealWorld::runner() { return impl_->runner; }
bool RealWorld::first_run_timed_out() const { return impl_->runner.timed_out; }

std::string home_folder() {
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') return home;
  const auto* entry = getpwuid(getuid());
  return entry != nullptr && entry->pw_dir != nullptr ? entry->pw_dir : "/";
}

std::string state_folder() { return seams::state_folder().value_or(home_folder() + "/.local/state/fixpoint"); }

std::string current_folder() {
  char path[PATH_MAX];
  return getcwd(path, sizeof path) != nullptr ? path : "/";
}

}  // namespace fixpoint::engine
