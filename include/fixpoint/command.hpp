// Command: what to run, where, with which environment and limits.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "fixpoint/words.hpp"

namespace fixpoint {

/// Bounds on one run. Zero means "no limit" except for the two capture bounds.
struct Limits {
  std::chrono::milliseconds wall{0};
  std::chrono::seconds cpu{0};
  std::uint64_t memory_bytes = 0;     ///< address space per process
  std::uint64_t file_size_bytes = 0;  ///< largest file a process may write
  std::uint32_t processes = 0;
  std::uint64_t capture_head_bytes = 64ULL << 20;  ///< kept from the start of the output
  std::uint64_t capture_tail_bytes = 16ULL << 20;  ///< kept from its end
};

/// A file laid over the sandbox's view of the tree before the command starts.
struct OverlayFile {
  std::string path;  ///< absolute
  std::string content;
  bool remove = false;  ///< true: the file is deleted in that view instead
};

/// How a run is kept away from the user's files. The run sees every path where it is; writes below `covered`
/// go to a throw-away layer, all else is read-only. Nothing of it survives the run.
struct Sandbox {
  std::vector<std::string> covered;  ///< absolute folders, for instance the project, $HOME and /tmp
  std::vector<OverlayFile> files;    ///< the proposal under test
  bool network = true;
  bool hide_secrets = true;  ///< drop secret-looking environment variables, hide ssh keys and cloud credentials
  bool on_disk = false;      ///< the throw-away layer is kept on disk instead of in memory: for large builds
  /// Not empty: for hosts that refuse namespaces. Nothing is covered; the run sees and writes the real file system
  /// but for these folders, which are read-only as far as the kernel can do that (Landlock).
  std::vector<std::string> protect;
};

struct Command {
  std::vector<std::string> argv;  ///< program and arguments; no shell is involved
  std::string folder;             ///< working directory, absolute
  /// Added to or replacing the inherited environment ("NAME=value"); "NAME" alone removes it.
  std::vector<std::string> environment;
  Limits limits;
  bool interactive = false;  ///< pass stdin through, forward signals, use a pty when our stdout is one
  std::optional<Sandbox> sandbox;
  std::stop_token stop;  ///< a stop requested from another thread ends the run as a SIGKILL would
};

}  // namespace fixpoint
