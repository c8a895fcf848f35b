// ProcessRunner: stage 1, `run`. A Command becomes a real process, what it did becomes a RunOutput.
#pragma once

#include "seams/command_runner.hpp"

namespace fixpoint::run {

class ProcessRunner final : public seams::CommandRunner {
 public:
  [[nodiscard]] Result<RunOutput> run(const Command& command, const seams::LiveOutput& live) override;
};

}  // namespace fixpoint::run
