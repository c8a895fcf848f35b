#include "verify/apply_change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/hash.hpp"
#include "base/paths.hpp"
#include "base/text.hpp"

namespace fixpoint::verify {

using seams::Fd;
using seams::FileInfo;
using seams::FileKind;
using seams::Files;

namespace {

std::size_t limit_of(const JournalFile& file) {
  return std::max(file.before ? file.before->size() : 0, file.after ? file.after->size() : 0) + 1;
}

/// Writes a file that is not there yet and waits until it is on disk.
Result<void> write_new(const Fd& folder, std::string_view name, std::string_view bytes, const FileInfo* like,
                       const Fd* attributes_of, bool sync, Files& files) {
  const auto file = FIXPOINT_TRY(files.create(folder, name, like != nullptr ? 0600 : 0666));
  FIXPOINT_TRY(files.write(file, bytes));
  if (attributes_of != nullptr) files.copy_attributes(*attributes_of, file);
  if (like != nullptr) FIXPOINT_TRY(files.set_owner_and_mode(file, *like));
  if (sync) FIXPOINT_TRY(files.sync(file));
  return {};
}

// ---- forward
// -------------------------------------------------------------------------------------------------------

/// The journal is in force when it is whole, which its last bytes say. Its folder is not synced: on every journalling
/// file system of Linux (ext4, XFS, Btrfs, F2FS) the fsync of a new file makes its name durable too, and each wait
/// counts, because the user waits for us.
Result<void> write_journal(const Journal& journal, const JournalFolders& journals, Files& files) {
  const FileInfo owner_only{.kind = FileKind::regular, .mode = 0600, .uid = ::geteuid(), .gid = ::getegid()};
  const auto name = journal_name(journal);
  auto written = write_new(journals.open, name, encode(journal), &owner_only, nullptr, true, files);
  if (!written) (void)files.unlink(journals.open, name);
  return written;
}

std::unexpected<Error> changed_meanwhile(std::string_view path) {
  return fail(ErrorCode::conflict,
              fmt::format("{} was changed by somebody else meanwhile, so nothing was applied", path));
}

Result<void> write_temporaries(const Journal& journal, Folders& folders, Files& files) {
  std::vector<Fd> written;
  for (const auto& file : journal.files) {
    if (!file.after) continue;
    const auto& folder = *FIXPOINT_TRY(folders.make(base::parent(file.path)));
    auto temporary = FIXPOINT_TRY(files.create(folder, file.temporary, file.before ? 0600 : 0666));
    FIXPOINT_TRY(files.write(temporary, *file.after));
    if (file.before) {
      const auto original = FIXPOINT_TRY(files.open_read(folder, base::file_name(file.path)));
      files.copy_attributes(original, temporary);
      FIXPOINT_TRY(files.set_owner_and_mode(temporary, file.info));
    } else if (file.info.mode != 0) {
      FIXPOINT_TRY(files.set_owner_and_mode(temporary, file.info));
    }
    written.push_back(std::move(temporary));
    // All are written before the first is waited for: the disk then has most of them. But few stay open.
    if (written.size() == 64) {
      for (const auto& fd : written) FIXPOINT_TRY(files.sync(fd));
      written.clear();
    }
  }
  for (const auto& fd : written) FIXPOINT_TRY(files.sync(fd));
  return {};
}

/// Puts one file in place. What was there is under the temporary name afterwards, compared with what was expected, so
/// that an edit made in the last moment is never lost.
Result<void> switch_over(const JournalFile& file, Folders& folders, Files& files) {
  const auto& folder = *FIXPOINT_TRY(folders.find(base::parent(file.path)));
  const auto name = base::file_name(file.path);
  folders.mark(base::parent(file.path));
  if (!file.before) {
    auto renamed = files.rename_new(folder, file.temporary, folder, name);
    if (!renamed && renamed.error().code == ErrorCode::conflict) return changed_meanwhile(file.path);
    return renamed;
  }

  const bool deletes = !file.after;
  auto switched =
      deletes ? files.rename(folder, name, folder, file.temporary) : files.exchange(folder, file.temporary, name);
  if (!switched && switched.error().code == ErrorCode::unavailable && !deletes) {
    // No exchange on this file system: look once more, then replace.
    const auto now = FIXPOINT_TRY(content(folder, name, limit_of(file), files));
    if (now != file.before) return changed_meanwhile(file.path);
    return files.rename(folder, file.temporary, folder, name);
  }
  if (!switched && switched.error().code == ErrorCode::not_found) return changed_meanwhile(file.path);
  if (!switched) return switched;

  const auto replaced = content(folder, file.temporary, limit_of(file), files);
  if (replaced && *replaced == file.before) return {};
  // Somebody's edit: give it back its name.
  FIXPOINT_TRY(deletes ? files.rename_new(folder, file.temporary, folder, name)
                       : files.exchange(folder, file.temporary, name));
  if (!replaced && replaced.error().code != ErrorCode::conflict) return std::unexpected(replaced.error());
  return changed_meanwhile(file.path);
}

Result<void> go_forward(const Journal& journal, Folders& folders, Files& files) {
  for (const auto& made : journal.made) FIXPOINT_TRY(folders.make(made));
  FIXPOINT_TRY(write_temporaries(journal, folders, files));
  for (const auto& file : journal.files) FIXPOINT_TRY(switch_over(file, folders, files));
  for (const auto& file : journal.files) {
    const auto& folder = *FIXPOINT_TRY(folders.find(base::parent(file.path)));
    FIXPOINT_TRY(files.unlink(folder, file.temporary));
  }
  return folders.sync_marked();
}

/// Removes those of the folders that are empty (outermost first in the list). To be synced by the caller.
Result<void> remove_empty(const std::vector<std::string>& paths, Folders& folders, Files& files) {
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) {
    const auto* parent = FIXPOINT_TRY(folders.find(base::parent(*path)));
    folders.forget(*path);
    if (parent == nullptr) continue;
    FIXPOINT_TRY(files.remove_folder(*parent, base::file_name(*path)));
    folders.mark(base::parent(*path));
  }
  return {};
}

/// The bookkeeping after the change holds. Not synced: should a power cut take it back, recover() does it again.
Result<void> finish(const Journal& journal, const JournalFolders& journals, Folders& folders, Files& files) {
  FIXPOINT_TRY(remove_empty(journal.emptied, folders, files));
  FIXPOINT_TRY(folders.sync_marked());
  const auto name = journal_name(journal);
  if (!journal.undo) return files.rename(journals.open, name, journals.done, name);
  Journal undone = journal;
  undone.undo = false;
  const auto original = journal_name(undone);
  auto moved = files.rename(journals.done, original, journals.undone, original);
  if (!moved && moved.error().code != ErrorCode::not_found) return moved;
  return files.unlink(journals.open, name);
}

// ---- back
// ----------------------------------------------------------------------------------------------------------

enum class Now { before, after, foreign };

Result<Now> state(const JournalFile& file, Folders& folders, Files& files) {
  const auto* folder = FIXPOINT_TRY(folders.find(base::parent(file.path)));
  std::optional<std::string> now;
  if (folder != nullptr) {
    auto bytes = content(*folder, base::file_name(file.path), limit_of(file), files);
    if (!bytes && bytes.error().code == ErrorCode::conflict) return Now::foreign;
    now = FIXPOINT_TRY(std::move(bytes));
  }
  return now == file.before ? Now::before : now == file.after ? Now::after : Now::foreign;
}

Result<void> take_back(const JournalFile& file, Folders& folders, Files& files) {
  const auto& folder = *FIXPOINT_TRY(folders.make(base::parent(file.path)));
  const auto name = base::file_name(file.path);
  folders.mark(base::parent(file.path));
  if (!file.before) return files.unlink(folder, name);

  const auto saved = content(folder, file.temporary, limit_of(file), files);
  if (!saved || *saved != file.before) {
    FIXPOINT_TRY(files.unlink(folder, file.temporary));
    Fd attributes;
    if (file.after) attributes = FIXPOINT_TRY(files.open_read(folder, name));
    FIXPOINT_TRY(
        write_new(folder, file.temporary, *file.before, &file.info, attributes ? &attributes : nullptr, true, files));
  }
  FIXPOINT_TRY(file.after ? files.rename(folder, file.temporary, folder, name)
                          : files.rename_new(folder, file.temporary, folder, name));
  return files.touch(folder, name);  // something may have been built from the version that is gone now
}

Result<void> go_back(const Journal& journal, const std::vector<Now>& states, Folders& folders, Files& files) {
  for (std::size_t i = 0; i < journal.files.size(); ++i)
    if (states[i] == Now::after) FIXPOINT_TRY(take_back(journal.files[i], folders, files));
  for (const auto& file : journal.files) {
    const auto* folder = FIXPOINT_TRY(folders.find(base::parent(file.path)));
    if (folder != nullptr) FIXPOINT_TRY(files.unlink(*folder, file.temporary));
  }
  FIXPOINT_TRY(remove_empty(journal.made, folders, files));
  return folders.sync_marked();
}

/// Both versions of every file, as files, for the user to choose from.
Result<void> keep_both(const Journal& journal, const JournalFolders& journals, Files& files) {
  const auto kept = journals.path + "/kept/" + journal_name(journal);
  for (const auto& file : journal.files) {
    for (const auto& [side, bytes] : {std::pair{"/before/", &file.before}, std::pair{"/after/", &file.after}}) {
      if (!*bytes) continue;
      const auto path = kept + side + file.path;
      FIXPOINT_TRY(files.make_folders(std::string(base::parent(path)), 0700));
      const auto folder = FIXPOINT_TRY(files.open_folder(std::string(base::parent(path))));
      FIXPOINT_TRY(files.unlink(folder, base::file_name(path)));
      const FileInfo owner_only{.kind = FileKind::regular, .mode = 0600, .uid = ::geteuid(), .gid = ::getegid()};
      FIXPOINT_TRY(write_new(folder, base::file_name(path), **bytes, &owner_only, nullptr, true, files));
    }
  }
  return {};
}

/// Settles one entry of open/; nothing when there is nothing to say.
Result<std::optional<std::string>> settle_entry(const JournalFolders& journals, const std::string& name,
                                                Files& files) {
  if (FIXPOINT_TRY(files.info(journals.open, name)).kind == FileKind::missing) return std::nullopt;
  const auto file = FIXPOINT_TRY(files.open_read(journals.open, name));
  const auto bytes = FIXPOINT_TRY(files.read(file, SIZE_MAX));
  const auto journal = decode(bytes);
  if (!journal) {
    if (is_other_version(bytes))
      return fmt::format("{}/open/{} is an interrupted change of a newer fixpoint; only that can settle it",
                         journals.path, name);
    FIXPOINT_TRY(files.unlink(journals.open, name));  // not written to its end: no file was touched yet
    return std::nullopt;
  }

  auto root = files.open_folder(journal->root);
  // A project that is gone needs nothing; one that is not mounted now will be looked at again.
  if (!root && root.error().code == ErrorCode::not_found) return std::nullopt;
  Folders folders(files, FIXPOINT_TRY(std::move(root)), journal->root);
  const auto settled = FIXPOINT_TRY(settle(*journal, true, journals, folders, files));
  auto sentence = fmt::format("{} {} in {} was interrupted and has been {}", journal->undo ? "undoing" : "applying",
                              journal->session, journal->root, settled.completed ? "completed" : "taken back");
  if (settled.foreign.empty()) return sentence;
  sentence +=
      fmt::format(", except for {}, changed by somebody else and left alone", base::join(settled.foreign, ", "));
  sentence += fmt::format("; both versions are in {}/kept/{}", journals.path, journal_name(*journal));
  return sentence;
}

}  // namespace

// ---- shared
// --------------------------------------------------------------------------------------------------------

Result<const Fd*> Folders::find(std::string_view path) {
  if (const auto known = open_.find(path); known != open_.end()) return &known->second;
  const Fd* parent = FIXPOINT_TRY(find(base::parent(path)));
  if (parent == nullptr) return nullptr;
  auto folder = files_.open_folder(*parent, base::file_name(path));
  if (!folder) {
    if (folder.error().code == ErrorCode::not_found) return nullptr;
    const auto info = files_.info(*parent, base::file_name(path));
    if (info && info->kind == FileKind::link)
      return fail(ErrorCode::denied,
                  fmt::format("{} is a symbolic link; fixpoint does not write through links", full(path)));
    return std::unexpected(std::move(folder).error());
  }
  return &open_.emplace(std::string(path), std::move(*folder)).first->second;
}

Result<const Fd*> Folders::make(std::string_view path) {
  if (const Fd* known = FIXPOINT_TRY(find(path)); known != nullptr) return known;
  const Fd* parent = FIXPOINT_TRY(make(base::parent(path)));
  FIXPOINT_TRY(files_.make_folder(*parent, base::file_name(path), 0777));
  mark(base::parent(path));
  const Fd* folder = FIXPOINT_TRY(find(path));
  if (folder == nullptr) return fail(ErrorCode::conflict, fmt::format("{} vanished", full(path)));
  return folder;
}

Result<void> Folders::sync_marked() {
  std::ranges::sort(dirty_);
  const auto repeated = std::ranges::unique(dirty_);
  dirty_.erase(repeated.begin(), repeated.end());
  for (const auto& path : dirty_)
    if (const auto folder = open_.find(path); folder != open_.end()) FIXPOINT_TRY(files_.sync(folder->second));
  dirty_.clear();
  return {};
}

Result<JournalFolders> open_journals(const std::string& path, Files& files) {
  JournalFolders folders{.path = path, .open = {}, .done = {}, .undone = {}, .locks = {}};
  bool made = false;
  for (const auto& [name, fd] : {std::pair{"/done", &folders.done}, std::pair{"/undone", &folders.undone},
                                 std::pair{"/locks", &folders.locks}, std::pair{"/open", &folders.open}}) {
    auto folder = files.open_folder(path + name);
    if (!folder && folder.error().code == ErrorCode::not_found) {
      FIXPOINT_TRY(files.make_folders(path + name, 0700));
      folder = files.open_folder(path + name);
      made = true;
    }
    *fd = FIXPOINT_TRY(std::move(folder));
  }
  // Once in a lifetime: the way to the journal must survive a power cut too.
  for (std::string parent = path; made && parent.size() > 1; parent = base::parent(parent)) {
    if (const auto folder = files.open_folder(parent)) (void)files.sync(*folder);  // as far as we may read
  }
  return folders;
}

std::string root_key(std::string_view root) { return base::short_hash(root); }

std::string journal_name(const Journal& journal) {
  return fmt::format("{}-{}{}", root_key(journal.root), journal.session, journal.undo ? "~undo" : "");
}

Result<std::optional<Journal>> read_journal(const Fd& folder, std::string_view name, Files& files) {
  const auto file = FIXPOINT_TRY(files.open_read(folder, name));
  return decode(FIXPOINT_TRY(files.read(file, SIZE_MAX)));
}

Result<Fd> lock_root(const JournalFolders& journals, std::string_view key, std::chrono::milliseconds wait,
                     Files& files) {
  // 256 lock files for all roots there will ever be; sharing one is harmless.
  auto locked = files.lock(journals.locks, key.substr(0, 2), wait);
  if (!locked && locked.error().code == ErrorCode::timeout)
    return fail(ErrorCode::conflict,
                "another fixpoint process is changing this project; try again when it has ended");
  return locked;
}

Result<std::optional<std::string>> content(const Fd& folder, std::string_view name, std::size_t limit, Files& files) {
  const auto info = FIXPOINT_TRY(files.info(folder, name));
  if (info.kind == FileKind::missing) return std::nullopt;
  if (info.kind != FileKind::regular) return fail(ErrorCode::conflict, fmt::format("{} is not a regular file", name));
  auto file = files.open_read(folder, name);
  if (!file && file.error().code == ErrorCode::not_found) return std::nullopt;
  const auto opened = FIXPOINT_TRY(std::move(file));
  return FIXPOINT_TRY(files.read(opened, limit));
}

Result<void> carry_out(const Journal& journal, const JournalFolders& journals, Folders& folders, Files& files) {
  FIXPOINT_TRY(write_journal(journal, journals, files));
  auto done = go_forward(journal, folders, files);
  if (done) {
    // The change holds and is on disk. If only the bookkeeping fails now, the next start does it.
    (void)finish(journal, journals, folders, files);
    return {};
  }
  auto back = settle(journal, false, journals, folders, files);
  if (!back)
    done.error().message += fmt::format(
        "; putting the files back failed as well ({}): the next start of fixpoint does it", back.error().message);
  return done;
}

Result<Settled> settle(const Journal& journal, bool may_complete, const JournalFolders& journals, Folders& folders,
                       Files& files) {
  std::vector<Now> states;
  Settled result;
  for (const auto& file : journal.files) {
    states.push_back(FIXPOINT_TRY(state(file, folders, files)));
    if (states.back() == Now::foreign) result.foreign.push_back(file.path);
  }
  result.completed = may_complete && std::ranges::find(states, Now::before) == states.end() &&
                     std::ranges::find(states, Now::after) != states.end();
  // Within a running apply the foreign file is why it failed, and the caller says so; there is nothing to choose
  // from.
  if (may_complete && !result.foreign.empty()) FIXPOINT_TRY(keep_both(journal, journals, files));
  if (result.completed) {
    for (const auto& file : journal.files) {
      const auto* folder = FIXPOINT_TRY(folders.find(base::parent(file.path)));
      if (folder == nullptr) continue;
      FIXPOINT_TRY(files.unlink(*folder, file.temporary));
      folders.mark(base::parent(file.path));
    }
    FIXPOINT_TRY(folders.sync_marked());
    FIXPOINT_TRY(finish(journal, journals, folders, files));
    return result;
  }
  FIXPOINT_TRY(go_back(journal, states, folders, files));
  FIXPOINT_TRY(files.unlink(journals.open, journal_name(journal)));
  return result;
}

Result<std::vector<std::string>> settle_all(const JournalFolders& journals, std::string_view key, bool locked,
                                            Files& files) {
  std::vector<std::string> said;
  auto names = FIXPOINT_TRY(files.list(journals.open));
  std::ranges::sort(names);
  for (const auto& name : names) {
    const auto of = std::string_view(name);
    if (of.size() < 18 || of[16] != '-' || !of.starts_with(key)) continue;
    Fd lock;
    if (!locked) {
      auto got = lock_root(journals, of.substr(0, 16), std::chrono::milliseconds(0), files);
      if (!got && got.error().code == ErrorCode::conflict) continue;  // it lives
      lock = FIXPOINT_TRY(std::move(got));
    }
    auto sentence = settle_entry(journals, name, files);
    if (!sentence)
      said.push_back(
          fmt::format("an interrupted change ({}/open/{}) could not be settled: {}; it will be tried again",
                      journals.path, name, sentence.error().message));
    else if (*sentence)
      said.push_back(std::move(**sentence));
  }
  return said;
}

}  // namespace fixpoint::verify
