// The live status: what the engine is doing, on stderr. A tree with a spinner on a terminal, plain lines elsewhere.
#pragma once

#include <memory>

#include "engine/events.hpp"

namespace fixpoint::cli {

struct StatusOptions {
  bool quiet = false;  ///< nothing but the command's own output
};

class Status {
 public:
  explicit Status(StatusOptions options);
  ~Status();
  Status(const Status&) = delete;
  Status& operator=(const Status&) = delete;

  void on(const engine::Event& event);
  /// The diff, what is left, and the one-line summary.
  void finish(const Session& session);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fixpoint::cli
