// The structured re-runs by which tools are asked for their own suggestions, beside the search: what they answer is
// wanted only when the cheap candidates are used up, and a compiler may take as long as the user's command.
#pragma once

#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

#include "fixpoint/command.hpp"
#include "fixpoint/run_output.hpp"
#include "seams/workspace.hpp"

namespace fixpoint::engine {

/// One question: the problem (its index in the state) and the command that asks.
struct ToolQuestion {
  std::size_t problem = 0;
  Command command;
};

struct ToolAnswer {
  std::size_t problem = 0;
  RunOutput output;
};

/// Runs the questions one after the other in a thread of its own. Destruction ends what still runs.
class ToolRuns {
 public:
  /// `workspace` is used by this thread alone; the tree it shows holds `changed`.
  ToolRuns(std::unique_ptr<seams::Workspace> workspace, std::vector<ToolQuestion> questions,
           seams::ChangedFiles changed);

  /// Waits for the last answer. Tools that could not be run give none. Call once.
  [[nodiscard]] std::vector<ToolAnswer> wait();

 private:
  void run(const std::stop_token& stop);

  std::unique_ptr<seams::Workspace> workspace_;
  std::vector<ToolQuestion> questions_;
  seams::ChangedFiles changed_;
  std::vector<ToolAnswer> answers_;
  std::jthread thread_;  // the last member: stopped and joined first
};

}  // namespace fixpoint::engine
