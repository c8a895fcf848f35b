// The sandbox of a verification run: namespaces in which a throw-away layer covers some folders at their own paths
// and all else is read-only.
//
// Four steps, used by the process runner only:
//   parent  plan_sandbox()             everything that can be computed, read or allocated beforehand
//   parent  clone3(clone_flags(plan))  without CLONE_VM; the child waits until it is released (a pipe or eventfd)
//   parent  map_ids(plan, child)       then releases the child
//   child   enter(plan)                builds the view, drops every privilege; on failure reports and _exit()s
//   child   split_init(status_fd)      returns in the process that goes on to exec; its parent stays as init
// After enter(): set resource limits, signal dispositions and exec. No clone3 there: the filter answers ENOSYS.
#pragma once

#include <linux/filter.h>
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/command.hpp"
#include "fixpoint/result.hpp"

namespace fixpoint::run {

/// What the parent computed. The child only reads it: it never allocates. Refers to the Sandbox it was made of, which
/// must outlive it.
struct SandboxPlan {
  /// A folder that gets a throw-away layer.
  struct Layer {
    std::string path;
    std::string what;  ///< "covering <path>", for the error message
    std::string upper, work;
    mode_t mode = 0755;
    uid_t uid = 0;
    gid_t gid = 0;
  };
  /// A file of the proposal: `layers[layer].path`/`relative`.
  struct File {
    std::size_t layer = 0;
    std::string relative;
    const OverlayFile* from = nullptr;
  };
  struct Mask {
    std::string path;
    bool folder = true;
  };
  /// A path of the host that stays visible below a folder that is otherwise replaced.
  struct Kept {
    std::string path;      ///< absolute, on the host
    std::string relative;  ///< inside the replacement
    bool folder = false;
  };

  std::string folder;  ///< where the command starts
  bool network = true;
  std::vector<Layer> layers;  ///< outer folders first
  std::vector<File> files;    ///< in the order given
  std::vector<Mask> masks;    ///< secrets that exist on this host
  std::vector<Kept> devices;  ///< below /dev
  std::vector<Kept> runtime;  ///< below /run
  std::string uid_map, gid_map;
  bool deny_setgroups = false;
  bool as_root = false;        ///< user id 0 in the guest: keeps the harmless file capabilities
  std::string memory_options;  ///< of the tmpfs that takes what is written
  std::vector<sock_filter> filter;
};

/// `folder` is where the command starts. Errors: invalid_input (a file outside every covered folder, a relative
/// path), unavailable (this host cannot do it), io.
[[nodiscard]] Result<SandboxPlan> plan_sandbox(const Sandbox& sandbox, const std::string& folder);

/// For clone3 (no exit signal, no CLONE_VM among them).
[[nodiscard]] std::uint64_t clone_flags(const SandboxPlan& plan);

/// Parent, once the child exists and before it is released. Error: unavailable.
[[nodiscard]] Result<void> map_ids(const SandboxPlan& plan, pid_t child);

/// Child, once released. Returns nullptr, or the step that failed (a string that lives as long as the plan) and its
/// errno; the child is then half built and must _exit(). Leaves all other file descriptors open. When the parent
/// thread dies, the child is killed.
[[nodiscard]] const char* enter(const SandboxPlan& plan, int* saved_errno);

/// Child, after enter(): a command as process 1 of its namespace would ignore signals and be given orphans. This
/// forks: the new process gets nullptr and goes on to exec. The old one (the process the parent cloned) never
/// returns: it closes every descriptor but `status_fd`, reaps until the command ends, writes the command's wait
/// status (an int as wait4 gives it) to `status_fd` and exits, which ends all that is left in the namespace. wait4 on
/// it gives the resource usage of all. A kill by the parent leaves `status_fd` at its end without a status. On
/// failure: the step and errno, in the only process there is.
[[nodiscard]] const char* split_init(int status_fd, int* saved_errno);

/// The environment without variables whose names look like secrets, when the sandbox hides them. `environment` holds
/// "NAME=value" entries.
[[nodiscard]] std::vector<std::string> filtered_environment(const Sandbox& sandbox,
                                                            const std::vector<std::string>& environment);

/// True for AWS_SECRET_ACCESS_KEY, GITHUB_TOKEN, SSH_AUTH_SOCK ...
[[nodiscard]] bool is_secret_name(std::string_view variable);

}  // namespace fixpoint::run
