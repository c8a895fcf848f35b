// The real world for the engine: processes, sandbox, clock, files, database.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/heal.hpp"

namespace fixpoint::engine {

struct WorldOptions {
  std::string root;                    ///< the project
  std::optional<Isolation> isolation;  ///< demanded
  std::string database;                ///< empty: the default path
  bool record = true;
  std::function<std::span<const diagnose::Format>()> formats = {};  ///< see World::formats
  std::function<void(std::string_view)> note;  ///< what a person should know: no record is kept, a crash was settled
};

/// Owns the implementations; opens the workspace and the database only when they are first needed.
class RealWorld {
 public:
  explicit RealWorld(WorldOptions options);
  ~RealWorld();
  RealWorld(const RealWorld&) = delete;
  RealWorld& operator=(const RealWorld&) = delete;

  [[nodiscard]] const World& world() const;
  [[nodiscard]] seams::CommandRunner& runner();
  /// Whether the interactive run ended by its own time limit.
  [[nodiscard]] bool first_run_timed_out() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Folders after XDG: $XDG_STATE_HOME/fixpoint, else ~/.local/state/fixpoint.
[[nodiscard]] std::string state_folder();
[[nodiscard]] std::string home_folder();
[[nodiscard]] std::string current_folder();

}  // namespace fixpoint::engine
