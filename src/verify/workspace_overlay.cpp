#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "base/paths.hpp"
#include "verify/workspace_kinds.hpp"

namespace fixpoint::verify {
namespace {

/// Variables that move what a tool writes out of the home folder.
constexpr std::array kMovedFolders = {
    "TMPDIR",           "XDG_CACHE_HOME",   "XDG_DATA_HOME",
    "XDG_STATE_HOME",   "CARGO_HOME",       "CARGO_TARGET_DIR",
    "RUSTUP_HOME",      "GOPATH",           "GOCACHE",
    "GOMODCACHE",       "GRADLE_USER_HOME", "MAVEN_USER_HOME",
    "CCACHE_DIR",       "SCCACHE_DIR",      "npm_config_cache",
    "NPM_CONFIG_CACHE", "PNPM_HOME",        "YARN_CACHE_FOLDER",
    "PIP_CACHE_DIR",    "UV_CACHE_DIR",     "PYTHONPYCACHEPREFIX",
    "VIRTUAL_ENV",      "CONDA_PREFIX",     "COVERAGE_FILE",
};

bool shows_full_disk(const RunOutput& output) {
  return !output.passed() && (output.bytes.find("No space left on device") != std::string::npos ||
                              output.bytes.find("ENOSPC") != std::string::npos);
}

bool shows_read_only(const RunOutput& output) {
  return !output.passed() && (output.bytes.find("Read-only file system") != std::string::npos ||
                              output.bytes.find("EROFS") != std::string::npos);
}

/// What else this user could write: for a command that installs, or builds next to the project.
std::vector<std::string> other_writable_folders(const std::string& root) {
  std::vector<std::string> folders;
  const auto add = [&folders](const std::string& path) {
    struct stat info{};
    if (lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && access(path.c_str(), W_OK) == 0)
      folders.push_back(path);
  };
  for (auto above = base::parent(root); above.size() > 1; above = base::parent(above)) add(std::string(above));
  DIR* top = opendir("/");
  while (const dirent* entry = top == nullptr ? nullptr : readdir(top)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != ".." && name != "proc" && name != "sys" && name != "dev" && name != "run")
      add("/" + std::string(name));
  }
  if (top != nullptr) closedir(top);
  return folders;
}

class OverlayWorkspace final : public seams::Workspace {
 public:
  OverlayWorkspace(seams::CommandRunner& runner, const WorkspaceOptions& options)
      : runner_(runner), root_(options.root) {
    sandbox_.covered.push_back(options.root);
    for (auto& folder : writable_folders(options)) sandbox_.covered.push_back(std::move(folder));
    sandbox_.network = options.network;
  }

  Result<RunOutput> run(const Command& command, const seams::ChangedFiles& changed) override {
    Command guest = command;
    guest.interactive = false;
    guest.sandbox = sandbox_;
    // A compiler cache's server would compile what it sees, which is the user's tree. On a port of its own, the guest
    // gets a server of its own.
    guest.environment.push_back("SCCACHE_SERVER_PORT=" + std::to_string(20000 + getpid() % 20000));
    for (const auto& [name, content] : changed)
      guest.sandbox->files.push_back(
          {FIXPOINT_TRY(path_in(root_, name)), content.value_or(""), !content.has_value()});
    auto output = runner_.run(guest, {});
    if (output && !sandbox_.on_disk && shows_full_disk(*output)) {
      // It was the layer in memory that was full.
      sandbox_.on_disk = guest.sandbox->on_disk = true;
      if (auto again = runner_.run(guest, {})) output = std::move(again);
    }
    if (output && !widened_ && shows_read_only(*output)) {
      widened_ = true;
      auto before = sandbox_.covered;
      for (auto& folder : other_writable_folders(root_)) sandbox_.covered.push_back(std::move(folder));
      guest.sandbox->covered = sandbox_.covered;
      if (auto again = runner_.run(guest, {}))
        output = std::move(again);
      else
        sandbox_.covered = std::move(before);
    }
    if (output) output->isolation = Isolation::full;
    return output;
  }

  [[nodiscard]] Isolation isolation() const override { return Isolation::full; }

 private:
  seams::CommandRunner& runner_;
  std::string root_;
  Sandbox sandbox_;
  bool widened_ = false;
};

}  // namespace

std::vector<std::string> writable_folders(const WorkspaceOptions& options) {
  std::vector<std::string> folders;
  const auto add = [&folders](const std::string& path) {
    struct stat info{};
    if (path.starts_with('/') && path != "/" && stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode) &&
        access(path.c_str(), W_OK) == 0)
      folders.push_back(path);
  };
  add(options.home);
  add("/tmp");
  add("/var/tmp");
  for (const auto* name : kMovedFolders)
    if (const char* value = std::getenv(name)) add(base::normalize(value));
  return folders;
}

std::unique_ptr<seams::Workspace> overlay_workspace(seams::CommandRunner& runner, const WorkspaceOptions& options) {
  return std::make_unique<OverlayWorkspace>(runner, options);
}

}  // namespace fixpoint::verify
