#include "verify/apply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "verify/apply_change.hpp"

namespace fixpoint::verify {

using seams::Fd;
using seams::FileKind;
using seams::Files;

namespace {

constexpr std::size_t kKeptJournals = 1000;
constexpr auto kLockWait = std::chrono::seconds(10);

/// Looks at one file before anything is touched: it must be as it was read, and ours to replace.
Result<void> prepare(JournalFile& file, Journal& journal, Folders& folders, Files& files) {
  const auto* folder = FIXPOINT_TRY(folders.find(base::parent(file.path)));
  const auto changed = [&] {
    return fail(ErrorCode::conflict,
                fmt::format("{} was changed since it was read, so nothing was applied", file.path));
  };
  if (folder == nullptr) {
    if (file.before) return changed();
    // The folders to make, outermost first.
    std::vector<std::string> missing;
    for (auto path = base::parent(file.path); !path.empty(); path = base::parent(path)) {
      if (FIXPOINT_TRY(folders.find(path)) != nullptr) break;
      missing.emplace_back(path);
    }
    for (auto path = missing.rbegin(); path != missing.rend(); ++path)
      if (std::ranges::find(journal.made, *path) == journal.made.end()) journal.made.push_back(*path);
    return {};
  }

  const auto info = FIXPOINT_TRY(files.info(*folder, base::file_name(file.path)));
  if (!file.before) {
    if (info.kind != FileKind::missing) return changed();
  } else {
    if (info.kind == FileKind::link)
      return fail(ErrorCode::denied,
                  fmt::format("{} is a symbolic link; fixpoint does not write through links", file.path));
    if (info.kind != FileKind::regular) return changed();
    if (info.links > 1)
      return fail(ErrorCode::denied, fmt::format("{} has {} hard links, and replacing it would part them; apply the "
                                                 "patch by hand",
                                                 file.path, info.links));
    if ((info.mode & 0222) == 0)
      return fail(ErrorCode::denied,
                  fmt::format("{} is read-only; make it writable (chmod u+w) and try again", file.path));
    const auto now = FIXPOINT_TRY(content(*folder, base::file_name(file.path), file.before->size() + 1, files));
    if (now != file.before) return changed();
    file.info = info;
  }
  if (FIXPOINT_TRY(files.info(*folder, file.temporary)).kind != FileKind::missing)
    return fail(ErrorCode::conflict, fmt::format("{} is in the way; remove it",
                                                 folders.full(base::parent(file.path)) + "/" + file.temporary));
  return {};
}

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string temporary_name(std::string_view session, std::size_t number) {
  return fmt::format(".fixpoint-{}-{}~", session, number);
}

/// An applied change that can be undone, with the entry's name.
Result<Journal> find_done(std::string_view session, std::string_view root, const JournalFolders& journals,
                          Files& files) {
  std::optional<Journal> found;
  const auto key = root_key(root);
  for (const auto& name : FIXPOINT_TRY(files.list(journals.done))) {
    if (name.size() < 18 || name[16] != '-') continue;
    if (session.empty() ? !name.starts_with(key) : std::string_view(name).substr(17) != session) continue;
    auto journal = FIXPOINT_TRY(read_journal(journals.done, name, files));
    if (!journal) {
      if (session.empty()) continue;
      return fail(ErrorCode::io, fmt::format("the journal {}/done/{} is damaged, so {} cannot be undone",
                                             journals.path, name, session));
    }
    // The same session may have been applied to several roots: the given one first, else the newest.
    const bool better = !found || (journal->root == root && found->root != root) ||
                        ((journal->root == root) == (found->root == root) && journal->started_ns > found->started_ns);
    if (better) found = std::move(journal);
  }
  if (found) return std::move(*found);
  if (session.empty()) return fail(ErrorCode::not_found, fmt::format("there is nothing to undo in {}", root));
  for (const auto& name : FIXPOINT_TRY(files.list(journals.undone)))
    if (name.size() > 17 && std::string_view(name).substr(17) == session)
      return fail(ErrorCode::not_found, fmt::format("session {} is undone already", session));
  return fail(ErrorCode::not_found,
              fmt::format("session {} changed no files, or is too old to be undone (see `fixpoint log`)", session));
}

Result<int> prune_in(const JournalFolders& journals, std::size_t keep, Files& files) {
  int removed = 0;
  std::vector<std::pair<std::int64_t, std::string>> done;
  for (auto& name : FIXPOINT_TRY(files.list(journals.done)))
    done.emplace_back(FIXPOINT_TRY(files.info(journals.done, name)).modified_ns, std::move(name));
  std::ranges::sort(done);
  for (std::size_t i = 0; i + keep < done.size(); ++i, ++removed)
    FIXPOINT_TRY(files.unlink(journals.done, done[i].second));
  for (const auto& name : FIXPOINT_TRY(files.list(journals.undone))) {
    FIXPOINT_TRY(files.unlink(journals.undone, name));
    ++removed;
  }
  return removed;
}

}  // namespace

std::vector<FileUpdate> updates(const seams::SourceTree& tree, const seams::ChangedFiles& changed) {
  std::vector<FileUpdate> result;
  for (const auto& [path, after] : changed) {
    const auto read = tree.read(path);
    FileUpdate update{.path = path, .before = std::nullopt, .after = after};
    if (read) update.before = std::string(*read);
    if (update.before != update.after) result.push_back(std::move(update));
  }
  return result;
}

std::optional<std::string> journal_folder() {
  auto folder = seams::state_folder();
  if (folder) *folder += "/journal";
  return folder;
}

Result<Applied> apply(const std::string& root, const std::vector<FileUpdate>& changes, std::string_view session,
                      const std::string& journals_path, Files& files) {
  if (!is_session_id(session))
    return fail(ErrorCode::invalid_input, fmt::format("'{}' cannot be used as a session id", session));
  Journal journal;
  journal.session = session;
  for (const auto& change : changes) {
    if (!is_plain_path(change.path))
      return fail(ErrorCode::denied, fmt::format("'{}' is not a path inside the project", change.path));
    if (change.before == change.after) continue;
    journal.files.push_back({.path = change.path,
                             .temporary = temporary_name(session, journal.files.size()),
                             .before = change.before,
                             .after = change.after,
                             .info = {}});
  }
  if (journal.files.empty()) return Applied{};
  std::ranges::sort(journal.files, {}, &JournalFile::path);
  if (std::ranges::adjacent_find(journal.files, {}, &JournalFile::path) != journal.files.end())
    return fail(ErrorCode::invalid_input, "a file is changed twice");

  journal.root = FIXPOINT_TRY(files.real_path(root));
  journal.started_ns = now_ns();
  const auto key = root_key(journal.root);
  const auto journals = FIXPOINT_TRY(open_journals(journals_path, files));
  const auto lock = FIXPOINT_TRY(lock_root(journals, key, kLockWait, files));
  FIXPOINT_TRY(settle_all(journals, key, true, files));  // else it might take our change back later
  const auto name = journal_name(journal);
  for (const auto* folder : {&journals.open, &journals.done, &journals.undone})
    if (FIXPOINT_TRY(files.info(*folder, name)).kind != FileKind::missing)
      return fail(ErrorCode::conflict,
                  fmt::format("session {} has been applied to {} before", session, journal.root));

  Folders folders(files, FIXPOINT_TRY(files.open_folder(journal.root)), journal.root);
  for (auto& file : journal.files) FIXPOINT_TRY(prepare(file, journal, folders, files));
  FIXPOINT_TRY(carry_out(journal, journals, folders, files));

  // Now and then (decided by the session's name, so that it is the same every time) old journals go.
  if (root_key(session).ends_with("00")) (void)prune_in(journals, kKeptJournals, files);

  Applied applied;
  for (const auto& file : journal.files) applied.files.push_back(file.path);
  return applied;
}

Result<std::vector<std::string>> recover(const std::string& journals_path, Files& files) {
  auto open = files.open_folder(journals_path + "/open");
  if (!open && open.error().code == ErrorCode::not_found) return std::vector<std::string>{};
  const auto open_folder = FIXPOINT_TRY(std::move(open));
  if (FIXPOINT_TRY(files.list(open_folder)).empty()) return std::vector<std::string>{};
  const auto journals = FIXPOINT_TRY(open_journals(journals_path, files));
  return settle_all(journals, "", false, files);
}

Result<Undone> undo(std::string_view session, const std::string& root, const std::string& journals_path,
                    Files& files) {
  if (!session.empty() && !is_session_id(session))
    return fail(ErrorCode::invalid_input, fmt::format("'{}' is not a session id", session));
  std::string real_root = root;
  if (!root.empty())
    if (auto real = files.real_path(root)) real_root = *real;
  const auto journals = FIXPOINT_TRY(open_journals(journals_path, files));
  FIXPOINT_TRY(settle_all(journals, "", false, files));

  auto done = FIXPOINT_TRY(find_done(session, real_root, journals, files));
  const auto lock = FIXPOINT_TRY(lock_root(journals, root_key(done.root), kLockWait, files));
  FIXPOINT_TRY(settle_all(journals, root_key(done.root), true, files));
  // Another undo may have been quicker.
  if (FIXPOINT_TRY(files.info(journals.done, journal_name(done))).kind == FileKind::missing)
    return fail(ErrorCode::not_found, fmt::format("session {} is undone already", done.session));

  Journal back;
  back.session = done.session;
  back.root = done.root;
  back.undo = true;
  back.started_ns = now_ns();
  back.emptied = done.made;
  Folders folders(files, FIXPOINT_TRY(files.open_folder(done.root)), done.root);
  std::vector<std::string> foreign;
  for (auto& file : done.files) {
    JournalFile reverse{.path = file.path,
                        .temporary = temporary_name(done.session, back.files.size()),
                        .before = std::move(file.after),
                        .after = std::move(file.before),
                        .info = {}};
    const auto prepared = prepare(reverse, back, folders, files);
    if (!prepared && prepared.error().code == ErrorCode::conflict)
      foreign.push_back(reverse.path);
    else if (!prepared)
      return std::unexpected(prepared.error());
    if (!reverse.before) reverse.info = file.info;  // a deleted file gets its mode and owner again
    back.files.push_back(std::move(reverse));
  }
  if (!foreign.empty())
    return fail(ErrorCode::conflict,
                fmt::format("{} {} changed since session {}, so nothing was undone", base::join(foreign, ", "),
                            foreign.size() == 1 ? "was" : "were", done.session));
  FIXPOINT_TRY(carry_out(back, journals, folders, files));

  Undone undone{.session = done.session, .root = done.root, .files = {}};
  for (const auto& file : back.files) undone.files.push_back(file.path);
  return undone;
}

Result<int> prune(const std::string& journals_path, std::size_t keep, Files& files) {
  return prune_in(FIXPOINT_TRY(open_journals(journals_path, files)), keep, files);
}

}  // namespace fixpoint::verify
