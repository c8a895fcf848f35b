// The two moves that apply(), undo() and recover() are made of: carry a journalled change out, and settle one that
// was interrupted. Internal to verify/apply*.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/result.hpp"
#include "seams/files.hpp"
#include "verify/apply_journal.hpp"

namespace fixpoint::verify {

/// The folders below a root, opened one component at a time without following symbolic links, and kept open.
class Folders {
 public:
  Folders(seams::Files& files, seams::Fd root, std::string root_path)
      : files_(files), root_path_(std::move(root_path)) {
    open_.emplace("", std::move(root));
  }

  /// The folder ("" is the root); null when it does not exist. denied when a component is a symbolic link.
  [[nodiscard]] Result<const seams::Fd*> find(std::string_view path);
  [[nodiscard]] Result<const seams::Fd*> make(std::string_view path);
  /// Syncs every folder that was marked since the last call.
  void mark(std::string_view path) { dirty_.emplace_back(path); }
  [[nodiscard]] Result<void> sync_marked();
  void forget(std::string_view path) { open_.erase(std::string(path)); }
  [[nodiscard]] std::string full(std::string_view path) const { return root_path_ + "/" + std::string(path); }

 private:
  seams::Files& files_;
  std::string root_path_;
  std::map<std::string, seams::Fd, std::less<>> open_;
  std::vector<std::string> dirty_;
};

/// Where journals lie: open/ (being carried out), done/ (can be undone), undone/, kept/ (could not be settled),
/// locks/. An entry is named after its root and session.
struct JournalFolders {
  std::string path;
  seams::Fd open, done, undone, locks;
};
[[nodiscard]] Result<JournalFolders> open_journals(const std::string& path, seams::Files& files);

/// Same root, same prefix: 16 hex digits.
[[nodiscard]] std::string root_key(std::string_view root);
[[nodiscard]] std::string journal_name(const Journal& journal);
[[nodiscard]] Result<std::optional<Journal>> read_journal(const seams::Fd& folder, std::string_view name,
                                                          seams::Files& files);
/// One process at a time may change a root. conflict when another one does not end within `wait`.
[[nodiscard]] Result<seams::Fd> lock_root(const JournalFolders& journals, std::string_view key,
                                          std::chrono::milliseconds wait, seams::Files& files);

/// The bytes of a regular file, or nothing when it does not exist. conflict when it is something else. `limit`: more
/// bytes than that need not be told apart.
[[nodiscard]] Result<std::optional<std::string>> content(const seams::Fd& folder, std::string_view name,
                                                         std::size_t limit, seams::Files& files);

/// Does the journalled change. On failure everything is as before (then the journal is gone), or, when that failed
/// too, the journal stays and the message says so. The root must be locked.
[[nodiscard]] Result<void> carry_out(const Journal& journal, const JournalFolders& journals, Folders& folders,
                                     seams::Files& files);

struct Settled {
  bool completed = false;            ///< the change holds; else it was taken back
  std::vector<std::string> foreign;  ///< files that are neither as before nor as after
};
/// Brings an interrupted change to one of its ends: completed if all is done but the bookkeeping (and
/// `may_complete`), else taken back. The root must be locked. Can be repeated after any failure.
[[nodiscard]] Result<Settled> settle(const Journal& journal, bool may_complete, const JournalFolders& journals,
                                     Folders& folders, seams::Files& files);

/// Settles whatever dead processes left open for one root (a prefix of names) or for all (an empty key); one sentence
/// each. `locked`: the caller holds the lock of that root.
[[nodiscard]] Result<std::vector<std::string>> settle_all(const JournalFolders& journals, std::string_view key,
                                                          bool locked, seams::Files& files);

}  // namespace fixpoint::verify
