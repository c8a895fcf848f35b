// The user's own tree, only when that was demanded. Every change is journalled like a real one, so that a run which
// is killed leaves nothing that the next start does not put back.
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "base/paths.hpp"
#include "seams/files.hpp"
#include "seams/remove_tree.hpp"
#include "seams/source_tree.hpp"
#include "verify/apply.hpp"
#include "verify/workspace_kinds.hpp"
#include "verify/workspace_tree_copy.hpp"

namespace fixpoint::verify {
namespace {

/// Below it one folder of journals for each process.
std::string all_journals(const std::string& state_folder) {
  auto state = state_folder.empty() ? seams::state_folder().value_or("") : state_folder;
  return state.empty() ? state : state + "/in-place";
}

std::string own_journals(const std::string& state_folder) {
  const auto all = all_journals(state_folder);
  return all.empty() ? all : all + "/" + std::to_string(getpid());
}

class InPlaceWorkspace final : public seams::Workspace {
 public:
  InPlaceWorkspace(seams::CommandRunner& runner, const WorkspaceOptions& options)
      : runner_(runner), root_(options.root), journals_(own_journals(options.state_folder)) {}
  ~InPlaceWorkspace() override {
    // What could not be put back stays for settle_in_place().
    if (used_ && rmdir((journals_ + "/open").c_str()) == 0 && rmdir((journals_ + "/done").c_str()) == 0)
      seams::remove_tree(AT_FDCWD, journals_.c_str());
  }

  Result<RunOutput> run(const Command& command, const seams::ChangedFiles& changed) override {
    if (journals_.empty()) return fail(ErrorCode::unavailable, "no folder for what is needed to put the files back");
    for (const auto& [name, content] : changed) FIXPOINT_TRY(path_in(root_, name));
    const auto session = std::to_string(getpid()) + "-" + std::to_string(++number_);
    std::vector<FileUpdate> changes;
    {
      const seams::DiskTree tree(root_);
      changes = updates(tree, changed);
    }
    if (!changes.empty()) {
      used_ = true;
      FIXPOINT_TRY(apply(root_, changes, session, journals_, files_));
    }
    Command quiet = command;
    quiet.interactive = false;
    auto output = runner_.run(quiet, {});
    if (!changes.empty()) FIXPOINT_TRY(put_back(changes, session));
    if (output) output->isolation = Isolation::none;
    return output;
  }

  [[nodiscard]] Isolation isolation() const override { return Isolation::none; }

 private:
  Result<void> put_back(const std::vector<FileUpdate>& changes, const std::string& session) {
    auto undone = undo(session, root_, journals_, files_);
    if (!undone && undone.error().code == ErrorCode::conflict) {
      // The command wrote one of the files itself (a formatter does). What it wrote goes; the journal then fits.
      TreeCopy tree(root_, root_);
      for (const auto& change : changes) FIXPOINT_TRY(tree.put(change.path, change.after ? &*change.after : nullptr));
      undone = undo(session, root_, journals_, files_);
    }
    if (!undone) return std::unexpected(std::move(undone).error().context("putting the project's files back"));
    return {};
  }

  seams::CommandRunner& runner_;
  std::string root_;
  std::string journals_;
  seams::Files files_;
  int number_ = 0;
  bool used_ = false;
};

}  // namespace

void settle_in_place(const WorkspaceOptions& options) {
  const auto all = all_journals(options.state_folder);
  DIR* folder = all.empty() ? nullptr : opendir(all.c_str());
  if (folder == nullptr) return;
  seams::Files files;
  while (const dirent* entry = readdir(folder)) {
    const pid_t process = std::atoi(entry->d_name);
    if (process <= 0 || process == getpid() || kill(process, 0) == 0 || errno != ESRCH) continue;  // still at it
    const auto journals = all + "/" + entry->d_name;
    [[maybe_unused]] const auto settled = recover(journals, files);
    while (undo("", options.root, journals, files)) {
    }
    // Other projects' changes wait until those are opened.
    if (rmdir((journals + "/open").c_str()) == 0 && rmdir((journals + "/done").c_str()) == 0)
      seams::remove_tree(AT_FDCWD, journals.c_str());
  }
  closedir(folder);
}

std::unique_ptr<seams::Workspace> in_place_workspace(seams::CommandRunner& runner, const WorkspaceOptions& options) {
  return std::make_unique<InPlaceWorkspace>(runner, options);
}

}  // namespace fixpoint::verify
