#include "engine/tool_runs.hpp"

#include <utility>

namespace fixpoint::engine {

ToolRuns::ToolRuns(std::unique_ptr<seams::Workspace> workspace, std::vector<ToolQuestion> questions,
                   seams::ChangedFiles changed)
    : workspace_(std::move(workspace)),
      questions_(std::move(questions)),
      changed_(std::move(changed)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void ToolRuns::run(const std::stop_token& stop) {
  for (auto& question : questions_) {
    question.command.stop = stop;
    if (stop.stop_requested()) return;
    if (auto output = workspace_->run(question.command, changed_))
      answers_.push_back({question.problem, std::move(*output)});
  }
}

std::vector<ToolAnswer> ToolRuns::wait() {
  thread_.join();
  return std::move(answers_);
}

}  // namespace fixpoint::engine
