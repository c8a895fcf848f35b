// Events: what the engine is doing, as one typed stream. The terminal, the web page, traces and tests all read this.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fixpoint/diagnostic.hpp"
#include "fixpoint/proposal.hpp"
#include "fixpoint/run_output.hpp"
#include "fixpoint/session.hpp"

namespace fixpoint::engine {

struct RunStarted {
  int number;  ///< 0 is the user's own run
  std::string_view what;
};
struct CommandOutput {  ///< only of run 0
  Stream stream;
  std::string_view bytes;
};
struct RunEnded {
  int number;
  const RunOutput& output;
};
struct ProblemsFound {
  const std::vector<Problem>& problems;
};
struct AttemptStarted {
  int number;
  const std::vector<Proposal>& proposals;
};
struct AttemptEnded {
  const Attempt& attempt;
};
struct Applied {
  const Session& session;
};
struct Note {
  std::string text;
};

using Event =
    std::variant<RunStarted, CommandOutput, RunEnded, ProblemsFound, AttemptStarted, AttemptEnded, Applied, Note>;
using EventSink = std::function<void(const Event&)>;

}  // namespace fixpoint::engine
