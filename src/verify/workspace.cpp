#include "verify/workspace.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "base/paths.hpp"
#include "verify/workspace_kinds.hpp"

namespace fixpoint::verify {
namespace {

/// The kernel's answer when a file belongs to a user or group that the sandbox of an ordinary user cannot map.
bool shows_unmapped_owner(const RunOutput& output) {
  return geteuid() != 0 && !output.passed() &&
         (output.bytes.find("Value too large for defined data type") != std::string::npos ||
          output.bytes.find("EOVERFLOW") != std::string::npos);
}

/// The sandbox of an ordinary user knows one user and one group; writing what belongs to others fails in a layer
/// although it works in the tree. Looks at the project's folder, what lies right in it, and the changed files.
bool has_unmapped_owners(const std::string& root, const seams::ChangedFiles& changed) {
  if (geteuid() == 0) return false;
  const auto foreign = [](const std::string& path) {
    struct stat info{};
    return lstat(path.c_str(), &info) == 0 && (info.st_uid != geteuid() || info.st_gid != getegid()) &&
           faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0 && !S_ISLNK(info.st_mode);
  };
  if (foreign(root)) return true;
  for (const auto& [name, content] : changed) {
    const auto path = root + "/" + name;
    if (foreign(path) || foreign(std::string(base::parent(path)))) return true;
  }
  DIR* folder = opendir(root.c_str());
  if (folder == nullptr) return false;
  bool found = false;
  for (int seen = 0; seen < 1000 && !found; ++seen) {
    const dirent* entry = readdir(folder);
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    found = name != "." && name != ".." && foreign(root + "/" + std::string(name));
  }
  closedir(folder);
  return found;
}

/// Starts with the overlay; goes on with a copy once the overlay was refused or proved unable.
class AdaptiveWorkspace final : public seams::Workspace {
 public:
  AdaptiveWorkspace(seams::CommandRunner& runner, WorkspaceOptions options)
      : runner_(runner), options_(std::move(options)), current_(overlay_workspace(runner, options_)) {}

  Result<RunOutput> run(const Command& command, const seams::ChangedFiles& changed) override {
    if (std::exchange(first_, false) && has_unmapped_owners(options_.root, changed))
      current_ = copy_workspace(runner_, options_);
    auto output = current_->run(command, changed);
    if (current_->isolation() != Isolation::full) return output;
    const auto is_refused = [&output] { return !output && output.error().code == ErrorCode::unavailable; };
    // Twice, so that a passing shortage does not cost the whole session its isolation; it is quickly asked.
    if (is_refused()) output = current_->run(command, changed);
    const bool refused = is_refused();
    if (!refused && !(output && shows_unmapped_owner(*output))) return output;
    if (refused) remember_working(options_.state_folder, false);
    current_ = copy_workspace(runner_, options_);
    return current_->run(command, changed);
  }

  [[nodiscard]] Isolation isolation() const override { return current_->isolation(); }

 private:
  seams::CommandRunner& runner_;
  WorkspaceOptions options_;
  std::unique_ptr<seams::Workspace> current_;
  bool first_ = true;
};

std::unexpected<Error> refused(const IsolationReport& report) {
  return fail(ErrorCode::unavailable, "full isolation is not possible here: " + report.why +
                                          (report.remedy.empty() ? "" : "; " + report.remedy));
}

}  // namespace

Result<WorkspaceOptions> completed(WorkspaceOptions options) {
  const auto real = [](const std::string& path) -> std::optional<std::string> {
    char* resolved = path.starts_with('/') ? realpath(path.c_str(), nullptr) : nullptr;
    if (resolved == nullptr) return std::nullopt;
    std::string text = resolved;
    std::free(resolved);
    return text;
  };
  struct stat info{};
  const auto root = real(options.root);
  if (!root || stat(root->c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
    return fail(ErrorCode::invalid_input, "the project folder is not there: " + options.root);
  if (*root == "/") return fail(ErrorCode::invalid_input, "the root folder of the system cannot be a project");
  options.root = base::normalize(options.root);
  if (options.home.empty()) {
    const char* home = std::getenv("HOME");
    options.home = home == nullptr ? "" : home;
  }
  options.home = real(options.home).value_or("");
  return options;
}

Result<std::string> path_in(const std::string& root, std::string_view relative) {
  const auto path = base::absolute(root, relative);
  const auto inside = base::below(root, path);
  if (relative.empty() || relative.starts_with('/') || !inside || *inside == "." ||
      relative.find('\0') != std::string_view::npos)
    return fail(ErrorCode::invalid_input, "a changed file lies outside of the project: " + std::string(relative));
  return path;
}

Result<std::unique_ptr<seams::Workspace>> open_workspace(seams::CommandRunner& runner, WorkspaceOptions options) {
  options = FIXPOINT_TRY(completed(std::move(options)));
  settle_in_place(options);
  if (options.demanded == Isolation::none) return in_place_workspace(runner, options);
  if (options.demanded == Isolation::tree) return copy_workspace(runner, options);
  if (!known_to_work(options.state_folder)) {
    const auto report = probe_isolation(runner, options.state_folder);
    if (report.reached != Isolation::full) {
      if (options.demanded == Isolation::full) return refused(report);
      return copy_workspace(runner, options);
    }
  }
  if (options.demanded == Isolation::full) return overlay_workspace(runner, options);
  return std::make_unique<AdaptiveWorkspace>(runner, std::move(options));
}

}  // namespace fixpoint::verify
