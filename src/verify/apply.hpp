// Applying a verified change to the user's files: all of it or nothing, whatever happens in between. docs/storage.md
// describes the journal.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/result.hpp"
#include "seams/files.hpp"
#include "seams/source_tree.hpp"
#include "seams/workspace.hpp"

namespace fixpoint::verify {

/// One file's change. Nothing in `before`: the file did not exist. Nothing in `after`: it is deleted.
struct FileUpdate {
  std::string path;  ///< relative to the root, '/'-separated
  std::optional<std::string> before;
  std::optional<std::string> after;
};

struct Applied {
  std::vector<std::string> files;  ///< what was really changed, sorted
};

struct Undone {
  std::string session;
  std::string root;
  std::vector<std::string> files;
};

/// What `changed` means against the bytes that were read; files that do not differ are left out.
[[nodiscard]] std::vector<FileUpdate> updates(const seams::SourceTree& tree, const seams::ChangedFiles& changed);

/// $XDG_STATE_HOME/fixpoint/journal (see seams::state_folder).
[[nodiscard]] std::optional<std::string> journal_folder();

/// Changes the files below `root`, or none of them. Before the first one is touched, everything needed to go either
/// way is on disk in `journals` (made if missing), where it stays for undo(). Permission bits, owner, group and
/// extended attributes are kept. One session applies once per root.
///
/// Nothing was changed when this fails. conflict: a file is not as it was read (its name is in the message), or
/// another fixpoint is applying to this root and does not end. denied: a symbolic or hard link, a read-only file or
/// something below .git would have been written. When even putting things back failed (a dying disk), the message
/// says so and the next recover() does it.
[[nodiscard]] Result<Applied> apply(const std::string& root, const std::vector<FileUpdate>& changes,
                                    std::string_view session, const std::string& journals, seams::Files& files);

/// To be called at every start: changes that a dead process left half done are undone, or completed when nothing but
/// the bookkeeping was missing. Costs one look into a folder when there are none; leaves running processes alone.
/// A file that is neither as before nor as after the change is left as it is, and both versions are kept. Answers
/// with one sentence per interrupted change.
[[nodiscard]] Result<std::vector<std::string>> recover(const std::string& journals, seams::Files& files);

/// Restores the files of an applied session byte for byte; without a session, of the latest one below exactly this
/// root. All or nothing like apply(). conflict: a file was changed since. not_found: nothing to undo.
[[nodiscard]] Result<Undone> undo(std::string_view session, const std::string& root, const std::string& journals,
                                  seams::Files& files);

/// Forgets all but the `keep` newest applied changes (they can then no longer be undone) and what undone ones left;
/// answers how many were removed. apply() does it by itself now and then, keeping 1000.
[[nodiscard]] Result<int> prune(const std::string& journals, std::size_t keep, seams::Files& files);

}  // namespace fixpoint::verify
