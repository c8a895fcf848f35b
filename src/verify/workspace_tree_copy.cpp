#include "verify/workspace_tree_copy.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <memory>
#include <vector>

#include "base/paths.hpp"
#include "seams/remove_tree.hpp"

namespace fixpoint::verify {
namespace {

using seams::Fd;
using seams::remove_tree;

constexpr int kMaxDepth = 200;  // two open folders each

std::unexpected<Error> failed(const std::string& what, int error = errno) {
  const auto code = error == ENOSPC || error == EDQUOT  ? ErrorCode::exhausted
                    : error == EACCES || error == EPERM ? ErrorCode::denied
                                                        : ErrorCode::io;
  return fail(code, what + ": " + std::strerror(error));
}

Fd open_folder(int in, const char* name) {
  return Fd(openat(in, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

/// A folder of the copy, made or made usable; whatever else has that name goes.
Fd own_folder(int in, const char* name) {
  Fd folder = open_folder(in, name);
  // EACCES: a folder without permissions, surely no link.
  if (!folder && errno == EACCES && fchmodat(in, name, 0700, 0) == 0) folder = open_folder(in, name);
  if (folder) return folder;
  remove_tree(in, name);
  if (mkdirat(in, name, 0700) != 0) return folder;
  return open_folder(in, name);
}

/// Sorted names of a folder.
std::vector<std::string> names_in(const Fd& folder) {
  std::vector<std::string> names;
  const int again = openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* directory = again < 0 ? nullptr : fdopendir(again);
  if (directory == nullptr) {
    if (again >= 0) close(again);
    return names;
  }
  while (const dirent* entry = readdir(directory)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  closedir(directory);
  std::ranges::sort(names);
  return names;
}

/// Bytes [begin, end) of `from` into the same place of `to`.
bool copy_range(int from, int to, off_t begin, off_t end) {
  off_t in = begin;
  off_t out = begin;
  while (in < end) {
    const ssize_t done = copy_file_range(from, &in, to, &out, static_cast<std::size_t>(end - in), 0);
    if (done > 0) continue;
    if (done == 0) return true;  // it shrank meanwhile
    if (errno == EINTR) continue;
    if (errno != EXDEV && errno != EINVAL && errno != EOPNOTSUPP && errno != ENOSYS && errno != EPERM) return false;
    const auto buffer = std::make_unique_for_overwrite<char[]>(1 << 18);
    while (in < end) {
      const ssize_t got =
          pread(from, buffer.get(), std::min<std::size_t>(1 << 18, static_cast<std::size_t>(end - in)), in);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return got == 0;
      for (ssize_t put = 0; put < got;) {
        const ssize_t now = pwrite(to, buffer.get() + put, static_cast<std::size_t>(got - put), in + put);
        if (now < 0 && errno == EINTR) continue;
        if (now <= 0) return false;
        put += now;
      }
      in += got;
    }
  }
  return true;
}

bool copy_content(int from, int to, off_t size) {
  if (size == 0) return true;
  if (ioctl(to, FICLONE, from) == 0) return true;
  off_t at = 0;
  while (at < size) {
    const off_t data = lseek(from, at, SEEK_DATA);
    if (data < 0 && errno == ENXIO) break;  // only a hole is left
    if (data < 0) return copy_range(from, to, at, size);
    off_t hole = lseek(from, data, SEEK_HOLE);
    if (hole < 0) hole = size;
    if (!copy_range(from, to, data, std::min(hole, size))) return false;
    at = hole;
  }
  return ftruncate(to, size) == 0;
}

bool same_time(const timespec& a, const timespec& b) { return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec; }

void set_times(int at, const char* name, const struct stat& like, int flags) {
  const std::array<timespec, 2> times{like.st_atim, like.st_mtim};
  [[maybe_unused]] const int ignored = utimensat(at, name, times.data(), flags);
}

Result<void> restore_link(const Fd& from, const Fd& to, const std::string& name, const struct stat& info) {
  const auto target_of = [&name](const Fd& folder) {
    std::array<char, PATH_MAX> text{};
    const ssize_t size = readlinkat(folder.get(), name.c_str(), text.data(), text.size());
    return size < 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(size));
  };
  const auto target = target_of(from);
  if (target.empty() || target == target_of(to)) return {};
  remove_tree(to.get(), name.c_str());
  if (symlinkat(target.c_str(), to.get(), name.c_str()) != 0) return failed("cannot copy the link " + name);
  set_times(to.get(), name.c_str(), info, AT_SYMLINK_NOFOLLOW);
  return {};
}

int open_beneath(int folder, const char* path, int flags, mode_t mode) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.mode = mode;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(syscall(SYS_openat2, folder, path, &how, sizeof how));
}

/// The folder that holds `path`, made if needed.
Fd parent_of(const Fd& root, const std::string& path, bool make) {
  for (auto slash = path.find('/'); make && slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const auto folder = path.substr(0, slash);
    const Fd there(open_beneath(root.get(), folder.c_str(), O_PATH | O_DIRECTORY, 0));
    if (there) continue;
    const std::string outer(base::parent(folder));
    const Fd above(open_beneath(root.get(), outer.empty() ? "." : outer.c_str(), O_PATH | O_DIRECTORY, 0));
    if (!above || mkdirat(above.get(), std::string(base::file_name(folder)).c_str(), 0777) != 0) return Fd();
  }
  const std::string parent(base::parent(path));
  return Fd(open_beneath(root.get(), parent.empty() ? "." : parent.c_str(), O_PATH | O_DIRECTORY, 0));
}

}  // namespace

bool TreeCopy::Seen::same(const struct stat& info) const {
  return inode == info.st_ino && size == info.st_size && mode == info.st_mode && same_time(modified, info.st_mtim) &&
         same_time(changed, info.st_ctim);
}

TreeCopy::Seen TreeCopy::Seen::of(const struct stat& info) {
  return {info.st_ino, info.st_size, info.st_mtim, info.st_ctim, info.st_mode};
}

Result<void> TreeCopy::restore() {
  const Fd from(open(source_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!from) return failed("cannot read " + source_);
  const Fd to = own_folder(AT_FDCWD, target_.c_str());
  if (!to) return failed("cannot make " + target_);
  // The copy may lie inside of what is copied (a project that is /tmp or the home folder).
  struct stat own{};
  if (const std::string parent(base::parent(target_)); stat(parent.c_str(), &own) == 0) {
    own_device_ = own.st_dev;
    own_inode_ = own.st_ino;
  }
  return restore_folder(from, to, "", 0);
}

Result<void> TreeCopy::restore_folder(const Fd& from, const Fd& to, const std::string& path, int depth) {
  if (depth > kMaxDepth) return fail(ErrorCode::io, "folders are nested too deeply to copy: " + path);
  struct stat folder{};
  if (fstat(from.get(), &folder) != 0) return failed("cannot look at " + path);
  struct stat copy{};
  if (fstat(to.get(), &copy) == 0 && (copy.st_mode & 0700U) != 0700U) fchmod(to.get(), 0700);  // to work in it

  const auto names = names_in(from);
  for (const auto& name : names_in(to)) {
    if (!std::ranges::binary_search(names, name)) remove_tree(to.get(), name.c_str());
  }
  for (const auto& name : names) {
    struct stat info{};
    if (fstatat(from.get(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
    const auto below = path.empty() ? name : path + "/" + name;
    if (S_ISREG(info.st_mode)) {
      FIXPOINT_TRY(restore_file(from, to, name, below, info));
    } else if (S_ISLNK(info.st_mode)) {
      FIXPOINT_TRY(restore_link(from, to, name, info));
    } else if (S_ISDIR(info.st_mode)) {
      if (info.st_ino == own_inode_ && info.st_dev == own_device_) continue;
      const Fd inner = open_folder(from.get(), name.c_str());
      const Fd target = own_folder(to.get(), name.c_str());
      if (!target) return failed("cannot open the copy of " + below);
      if (inner) FIXPOINT_TRY(restore_folder(inner, target, below, depth + 1));
    } else {
      remove_tree(to.get(), name.c_str());
    }
  }
  // Last: everything above changed the times.
  if (fstat(to.get(), &copy) == 0) {
    if ((copy.st_uid != folder.st_uid || copy.st_gid != folder.st_gid) &&
        fchown(to.get(), folder.st_uid, folder.st_gid) != 0)
      errno = 0;
    if (copy.st_mode != folder.st_mode) fchmod(to.get(), folder.st_mode & 07777U);
    if (!same_time(copy.st_mtim, folder.st_mtim)) {
      const std::array<timespec, 2> times{folder.st_atim, folder.st_mtim};
      futimens(to.get(), times.data());
    }
  }
  return {};
}

Result<void> TreeCopy::restore_file(const Fd& from, const Fd& to, const std::string& name, const std::string& path,
                                    const struct stat& info) {
  struct stat there{};
  const bool exists = fstatat(to.get(), name.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0;
  if (const auto known = seen_.find(path);
      known != seen_.end() && exists && known->second.source.same(info) && known->second.target.same(there))
    return {};
  seen_.erase(path);
  const Fd original(openat(from.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (exists) remove_tree(to.get(), name.c_str());
  if (!original) return {};  // unreadable for us is unreadable for the command
  const Fd copy(openat(to.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!copy) return failed("cannot make the copy of " + path);
  if (!copy_content(original.get(), copy.get(), info.st_size)) return failed("cannot copy " + path);
  struct stat made{};
  if (fstat(copy.get(), &made) == 0 && (made.st_uid != info.st_uid || made.st_gid != info.st_gid) &&
      fchown(copy.get(), info.st_uid, info.st_gid) != 0)
    errno = 0;  // an ordinary user keeps the own id
  fchmod(copy.get(), info.st_mode & 07777U);
  const std::array<timespec, 2> times{info.st_atim, info.st_mtim};
  futimens(copy.get(), times.data());
  ++copied_;
  if (fstat(copy.get(), &made) == 0) seen_.emplace(path, Pair{Seen::of(info), Seen::of(made)});
  return {};
}

Result<void> TreeCopy::put(const std::string& relative, const std::string* content) {
  const Fd root = open_folder(AT_FDCWD, target_.c_str());
  const Fd folder = root ? parent_of(root, relative, content != nullptr) : Fd();
  const std::string name(base::file_name(relative));
  if (content == nullptr) {
    if (!folder) return errno == ENOENT ? Result<void>{} : failed("cannot delete " + relative);
    if (unlinkat(folder.get(), name.c_str(), 0) != 0 && errno != ENOENT) return failed("cannot delete " + relative);
    return {};
  }
  if (!folder) return failed("cannot make the folder of " + relative);
  constexpr int kFlags = O_WRONLY | O_TRUNC | O_CREAT | O_NOCTTY | O_NONBLOCK;
  Fd file(open_beneath(root.get(), relative.c_str(), kFlags, 0666));
  if (struct stat info{}; !file && errno == EACCES &&
                          fstatat(folder.get(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0 &&
                          S_ISREG(info.st_mode)) {
    // A read-only file is replaced, as an editor would, and stays read-only.
    unlinkat(folder.get(), name.c_str(), 0);
    file = Fd(openat(folder.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, info.st_mode & 07777U));
  }
  struct stat info{};
  if (!file || fstat(file.get(), &info) != 0) return failed("cannot write " + relative);
  if (!S_ISREG(info.st_mode)) return fail(ErrorCode::io, "cannot write " + relative + ": it is not a regular file");
  for (std::size_t done = 0; done < content->size();) {
    const ssize_t put = ::write(file.get(), content->data() + done, content->size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return failed("cannot write " + relative);
    done += static_cast<std::size_t>(put);
  }
  return {};
}

}  // namespace fixpoint::verify
