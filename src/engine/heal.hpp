// heal(): run, and when it fails find a change that verifiably makes it pass (docs: ARCHITECTURE.md, "heal").
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "diagnose/format.hpp"
#include "engine/events.hpp"
#include "fixpoint/command.hpp"
#include "fixpoint/result.hpp"
#include "fixpoint/session.hpp"
#include "seams/clock.hpp"
#include "seams/command_runner.hpp"
#include "seams/files.hpp"
#include "seams/store.hpp"
#include "seams/workspace.hpp"
#include "verify/guard.hpp"

namespace fixpoint::engine {

/// Hard budgets, enforced here and nowhere else.
struct Budget {
  std::chrono::milliseconds max_time{std::chrono::minutes(10)};  ///< after the first run
  int max_runs = 24;                                             ///< of the user's command, the first included
};

struct HealRequest {
  Command command;   ///< as the user gave it; `interactive` for the first run
  std::string root;  ///< the project (see find_root)
  Budget budget;
  std::optional<Isolation> isolation;  ///< demanded strength; nothing: the strongest this host has
  verify::Allowed allowed;             ///< what the guard may let pass, and "install"
  bool dry_run = false;                ///< everything but the apply
  bool keep_partial = false;           ///< apply the best partial state when nothing passed
};

/// The world as the engine may touch it. All but `store` are required; they must outlive the call.
struct World {
  seams::CommandRunner& runner;
  seams::Clock& clock;
  seams::Files& files;
  /// Called on the first failure; again for each state whose tools are asked beside the search.
  std::function<Result<std::unique_ptr<seams::Workspace>>()> open_workspace;
  std::function<seams::Store*()> store;  ///< called on the first failure; may return null (no record is kept)
  std::string journal;                   ///< folder for apply journals
  /// Called on the first failure: the formats in force. Null: all_formats().
  std::function<std::span<const diagnose::Format>()> formats;
};

/// Runs, heals, applies and records. Not healed is not an Error: it is a Session with outcome `unhealed` or
/// `partial`, and the tree is as it was. Errors are our own failures before the first run ended (not_found, denied
/// for the command itself).
[[nodiscard]] Result<Session> heal(const HealRequest& request, const World& world, const EventSink& events);

/// The candidates for each problem of the first run, none tried: best first. For `suggest`.
struct Suggestions {
  Session session;                               ///< the run and its problems
  std::vector<std::vector<Proposal>> proposals;  ///< one list per problem
};
[[nodiscard]] Result<Suggestions> suggest(const HealRequest& request, const World& world, const EventSink& events);

/// The project that `folder` belongs to: the nearest folder upward with version control, else the outermost of the
/// adjoining folders with a project file (Makefile, Cargo.toml, ...), else `folder`. Never `home`, "/" or "/tmp".
[[nodiscard]] std::string find_root(const std::string& folder, const std::string& home);

}  // namespace fixpoint::engine
