// The sandbox of a verification run: namespaces in which a throw-away layer covers some folders at their own paths
// and all else is read-only.
//
// Used by the process runner only:
//   parent  plan_sandbox()             everything that can be computed, read or allocated beforehand
//   parent  clone(clone_flags(plan))   without CLONE_VM; the child waits until it is released
//   parent  map_ids(plan, child)       then releases the child
//   child   enter(plan)                builds the view, drops every privilege; on failure reports and _exit()s
// After enter(): start the command as a child. A command as process 1 of its namespace would ignore signals and be
// given orphans. No clone3 there: the filter answers ENOSYS.
#pragma once

#include <linux/filter.h>
#include <sys/types.h>

#include <cstdint>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/command.hpp"
#include "fixpoint/result.hpp"

namespace fixpoint::run {

/// What the parent computed. The child only reads it: it never allocates. Refers to the Sandbox it was made of, which
/// must outlive it.
struct SandboxPlan {
  /// An entry of a folder that is rebuilt because mounts below it forbid laying an overlay over it.
  struct Entry {
    std::string name;
    mode_t mode = 0;  ///< with the file type
    uid_t uid = 0;
    gid_t gid = 0;
    timespec modified{};
    std::string target;  ///< of a symbolic link
  };
  /// A folder that gets a throw-away layer.
  struct Layer {
    enum class Kind : std::uint8_t {
      overlay,
      rebuilt,  ///< a new folder: files are copied, sub-folders get layers of their own
      fresh,    ///< a new empty folder
    };
    Kind kind = Kind::overlay;
    std::string path;
    std::string what;  ///< "covering <path>", for the error message
    mode_t mode = 0755;
    uid_t uid = 0;
    gid_t gid = 0;
    std::vector<Entry> entries;
    std::vector<std::string>
        folders;  ///< of a fresh folder: to be made in it for the layers that lie below, parents first
  };
  /// A file of the proposal: `folder`/`relative`, never resolved to outside of `folder`.
  struct File {
    std::string folder;
    std::string relative;
    std::string what;
    const OverlayFile* from = nullptr;
  };
  struct Mask {
    std::string path;
    bool folder = true;
  };
  /// A path of the host that stays visible in a folder that is otherwise replaced (/dev, /run).
  struct Kept {
    std::string path;      ///< absolute, on the host
    std::string relative;  ///< below the sandbox's own file system
    bool folder = false;
  };

  std::string folder;                ///< where the command starts
  bool light = false;                ///< no namespaces (Sandbox::protect)
  std::shared_ptr<const int> rules;  ///< Landlock rule set of a light sandbox; may be none
  bool network = true;
  bool as_root = false;            ///< user id 0 in the guest: keeps the harmless file capabilities
  bool replace_run = false;        ///< /run is there: services' sockets are taken away
  std::vector<Layer> layers;       ///< outer folders first
  std::vector<File> files;         ///< in the order given
  std::vector<Mask> masks;         ///< secrets that exist on this host
  std::vector<std::string> stubs;  ///< folders to make below the sandbox's own file system, parents first
  std::vector<Kept> devices;
  std::vector<Kept> runtime;
  std::string uid_map, gid_map;
  bool deny_setgroups = false;
  std::string memory_options;                  ///< of the tmpfs that takes what is written
  std::shared_ptr<const std::string> scratch;  ///< where tmpfs cannot do it: a folder on disk, removed with the plan
  std::vector<sock_filter> filter;
};

/// `folder` is where the command starts. Errors: invalid_input (a file outside every covered folder, a relative
/// path), unavailable (this host cannot do it), io.
[[nodiscard]] Result<SandboxPlan> plan_sandbox(const Sandbox& sandbox, const std::string& folder);

/// For clone (no exit signal, no CLONE_VM among them). Zero for a light sandbox: fork does.
[[nodiscard]] std::uint64_t clone_flags(const SandboxPlan& plan);

/// Parent, once the child exists and before it is released. Error: unavailable.
[[nodiscard]] Result<void> map_ids(const SandboxPlan& plan, pid_t child);

/// Child, once released. Returns nullptr, or the step that failed (a string that lives as long as the plan) and its
/// errno; the child is then half built and must _exit(). Leaves all other file descriptors open. When the parent
/// thread dies, the child is killed.
[[nodiscard]] const char* enter(const SandboxPlan& plan, int* saved_errno);

/// The environment without variables whose names look like secrets, when the sandbox hides them. `environment` holds
/// "NAME=value" entries.
[[nodiscard]] std::vector<std::string> filtered_environment(const Sandbox& sandbox,
                                                            const std::vector<std::string>& environment);

/// True for AWS_SECRET_ACCESS_KEY, GITHUB_TOKEN, SSH_AUTH_SOCK ...
[[nodiscard]] bool is_secret_name(std::string_view variable);

}  // namespace fixpoint::run
