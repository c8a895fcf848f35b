// pump: moves bytes and signals between the user, the command and its keeper until the command has ended.
#pragma once

#include <sys/types.h>

#include <optional>
#include <utility>

#include "run/capture.hpp"
#include "run/fd.hpp"
#include "run/keeper.hpp"
#include "run/streams.hpp"
#include "seams/command_runner.hpp"

namespace fixpoint::run {

/// The running keeper. Destroyed early, it ends the command and all that belongs to it.
class KeeperProcess {
 public:
  KeeperProcess(pid_t pid, Fd control) : pid_(pid), control_(std::move(control)) {}
  ~KeeperProcess() { wait(); }
  KeeperProcess(const KeeperProcess&) = delete;
  KeeperProcess& operator=(const KeeperProcess&) = delete;

  [[nodiscard]] int control() const { return control_.get(); }
  void tell(KeeperCommand::Kind kind, int signal = 0) const;
  void wait();

 private:
  pid_t pid_;
  Fd control_;
};

struct PumpResult {
  std::optional<KeeperReport> last;  ///< nothing: the keeper was killed
  int interrupted = 0;               ///< as in RunOutput
};

/// `relay` is there in interactive runs; `terminal`, whose keys are passed on, when there is a Streams::terminal.
[[nodiscard]] PumpResult pump(Streams& streams, KeeperProcess& keeper, Capture& capture,
                              const seams::LiveOutput& live, class SignalRelay* relay, class UserTerminal* terminal);

}  // namespace fixpoint::run
