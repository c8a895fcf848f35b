#include "seams/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "base/paths.hpp"

namespace fixpoint::seams {
namespace {

ErrorCode code_of(int error_number) {
  switch (error_number) {
    case ENOENT:
      return ErrorCode::not_found;
    case EACCES:
    case EPERM:
    case EROFS:
    case ELOOP:
      return ErrorCode::denied;
    case ENOSPC:
    case EDQUOT:
      return ErrorCode::exhausted;
    case EEXIST:
    case ENOTDIR:
    case EISDIR:
    case ENOTEMPTY:
      return ErrorCode::conflict;
    case ENOSYS:
    case EINVAL:
    case EOPNOTSUPP:
      return ErrorCode::unavailable;
    default:
      return ErrorCode::io;
  }
}

std::unexpected<Error> failed(std::string_view what, std::string_view name, int error_number) {
  char text[128];
  return fail(code_of(error_number),
              fmt::format("cannot {} {}: {}", what, name, ::strerror_r(error_number, text, sizeof text)));
}

std::string name_of(int fd) {
  char path[4096];
  const auto size = ::readlink(fmt::format("/proc/self/fd/{}", fd).c_str(), path, sizeof path);
  return size > 0 ? std::string(path, static_cast<std::size_t>(size)) : std::string("an open file");
}

std::string name_of(int folder, std::string_view name) { return name_of(folder) + "/" + std::string(name); }

/// Makes `call` until it is not interrupted.
template <class Call>
auto again(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

}  // namespace

Fd::~Fd() {
  if (number_ >= 0) ::close(number_);
}

Files::Fault Files::before(const FileCall& /*call*/) { return {}; }

int Files::check(const FileCall& call) {
  const auto fault = before(call);
  if (fault.error_number == 0) return 0;
  errno = fault.error_number;
  return -1;
}

Result<std::string> Files::real_path(const std::string& path) {
  if (check({.op = FileOp::info, .name = path}) == 0) {
    char* real = ::realpath(path.c_str(), nullptr);
    if (real != nullptr) {
      std::string result = real;
      std::free(real);  // NOLINT(cppcoreguidelines-no-malloc): realpath's contract
      return result;
    }
  }
  return failed("find", path, errno);
}

Result<Fd> Files::open_folder(const std::string& path) {
  if (check({.op = FileOp::open, .name = path}) == 0) {
    const int fd = again([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
    if (fd >= 0) return Fd(fd);
  }
  return failed("open folder", path, errno);
}

Result<Fd> Files::open_folder(const Fd& in, std::string_view name) {
  const std::string text(name);
  if (check({.op = FileOp::open, .folder = in.get(), .name = name}) == 0) {
    const int fd =
        again([&] { return ::openat(in.get(), text.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC); });
    if (fd >= 0) return Fd(fd);
  }
  return failed("open folder", name_of(in.get(), name), errno);
}

Result<Fd> Files::open_read(const Fd& in, std::string_view name) {
  const std::string text(name);
  if (check({.op = FileOp::open, .folder = in.get(), .name = name}) == 0) {
    // O_NONBLOCK: a pipe with that name must not hang us.
    const int fd = again(
        [&] { return ::openat(in.get(), text.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC); });
    if (fd >= 0) return Fd(fd);
  }
  return failed("open", name_of(in.get(), name), errno);
}

Result<Fd> Files::create(const Fd& in, std::string_view name, mode_t mode) {
  const std::string text(name);
  if (check({.op = FileOp::create, .folder = in.get(), .name = name}) == 0) {
    const int fd = again(
        [&] { return ::openat(in.get(), text.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode); });
    if (fd >= 0) return Fd(fd);
  }
  return failed("create", name_of(in.get(), name), errno);
}

Result<FileInfo> Files::info(const Fd& in, std::string_view name) {
  const std::string text(name);
  struct stat status{};
  if (check({.op = FileOp::info, .folder = in.get(), .name = name}) != 0 ||
      ::fstatat(in.get(), text.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return FileInfo{};
    return failed("look at", name_of(in.get(), name), errno);
  }
  FileInfo info;
  info.kind = S_ISREG(status.st_mode)   ? FileKind::regular
              : S_ISDIR(status.st_mode) ? FileKind::folder
              : S_ISLNK(status.st_mode) ? FileKind::link
                                        : FileKind::other;
  info.mode = status.st_mode & 07777;
  info.uid = status.st_uid;
  info.gid = status.st_gid;
  info.links = status.st_nlink;
  info.size = static_cast<std::uint64_t>(status.st_size);
  info.modified_ns = status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec;
  return info;
}

Result<std::vector<std::string>> Files::list(const Fd& folder) {
  std::vector<std::string> names;
  if (check({.op = FileOp::list, .folder = folder.get()}) != 0) return failed("list", name_of(folder.get()), errno);
  // A second description of the folder: closedir() closes it, and its reading position is its own.
  const int fd = again([&] { return ::openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  DIR* stream = fd < 0 ? nullptr : ::fdopendir(fd);
  if (stream == nullptr) {
    const int error_number = errno;
    if (fd >= 0) ::close(fd);
    return failed("list", name_of(folder.get()), error_number);
  }
  errno = 0;
  for (const dirent* entry = ::readdir(stream); entry != nullptr; entry = ::readdir(stream)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    errno = 0;
  }
  const int error_number = errno;
  ::closedir(stream);
  if (error_number != 0) return failed("list", name_of(folder.get()), error_number);
  return names;
}

Result<std::string> Files::read(const Fd& file, std::size_t limit) {
  std::string bytes;
  if (check({.op = FileOp::read, .folder = file.get()}) != 0) return failed("read", name_of(file.get()), errno);
  struct stat status{};
  const std::size_t expected = ::fstat(file.get(), &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
  std::size_t size = 0;
  while (size < limit) {
    // One byte more than the file has, so that one read usually sees its end.
    bytes.resize(std::min(limit, std::max(size + 4096, expected + 1)));
    const auto got = again([&] { return ::read(file.get(), bytes.data() + size, bytes.size() - size); });
    if (got < 0) return failed("read", name_of(file.get()), errno);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

Result<void> Files::write(const Fd& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto fault = before({.op = FileOp::write, .folder = file.get(), .bytes = bytes});
    if (fault.error_number != 0) return failed("write", name_of(file.get()), fault.error_number);
    const auto size = std::min<std::size_t>({bytes.size(), fault.most, std::size_t{1} << 30});
    const auto put = again([&] { return ::write(file.get(), bytes.data(), size); });
    if (put < 0) return failed("write", name_of(file.get()), errno);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

Result<void> Files::sync(const Fd& file) {
  if (check({.op = FileOp::sync, .folder = file.get()}) == 0 && again([&] { return ::fsync(file.get()); }) == 0)
    return {};
  // Some file systems have no fsync for folders; there is nothing more to be done there.
  if (errno == EINVAL || errno == ENOTSUP) return {};
  return failed("sync", name_of(file.get()), errno);
}

Result<void> Files::rename(const Fd& in, std::string_view name, const Fd& to_folder, std::string_view to) {
  const std::string from_text(name), to_text(to);
  if (check({.op = FileOp::rename, .folder = in.get(), .name = name, .to_folder = to_folder.get(), .to = to}) == 0 &&
      ::renameat(in.get(), from_text.c_str(), to_folder.get(), to_text.c_str()) == 0)
    return {};
  return failed("rename", name_of(in.get(), name), errno);
}

Result<void> Files::rename_new(const Fd& in, std::string_view name, const Fd& to_folder, std::string_view to) {
  const std::string from_text(name), to_text(to);
  if (check({.op = FileOp::rename, .folder = in.get(), .name = name, .to_folder = to_folder.get(), .to = to}) == 0) {
    if (::renameat2(in.get(), from_text.c_str(), to_folder.get(), to_text.c_str(), RENAME_NOREPLACE) == 0) return {};
    if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP) {
      // A new link never replaces either; the old name then goes.
      if (::linkat(in.get(), from_text.c_str(), to_folder.get(), to_text.c_str(), 0) == 0) {
        if (::unlinkat(in.get(), from_text.c_str(), 0) == 0) return {};
      }
    }
  }
  return failed("rename", name_of(in.get(), name), errno);
}

Result<void> Files::exchange(const Fd& in, std::string_view name, std::string_view other) {
  const std::string text(name), other_text(other);
  if (check({.op = FileOp::exchange, .folder = in.get(), .name = name, .to_folder = in.get(), .to = other}) == 0 &&
      ::renameat2(in.get(), text.c_str(), in.get(), other_text.c_str(), RENAME_EXCHANGE) == 0)
    return {};
  return failed("exchange", name_of(in.get(), name), errno);
}

Result<void> Files::unlink(const Fd& in, std::string_view name) {
  const std::string text(name);
  if (check({.op = FileOp::unlink, .folder = in.get(), .name = name}) == 0 &&
      ::unlinkat(in.get(), text.c_str(), 0) == 0)
    return {};
  if (errno == ENOENT) return {};
  return failed("remove", name_of(in.get(), name), errno);
}

Result<bool> Files::make_folder(const Fd& in, std::string_view name, mode_t mode) {
  const std::string text(name);
  if (check({.op = FileOp::make_folder, .folder = in.get(), .name = name}) == 0 &&
      ::mkdirat(in.get(), text.c_str(), mode) == 0)
    return true;
  if (errno == EEXIST) return false;
  return failed("make folder", name_of(in.get(), name), errno);
}

Result<void> Files::make_folders(const std::string& path, mode_t mode) {
  if (check({.op = FileOp::make_folder, .name = path}) != 0) return failed("make folder", path, errno);
  if (::mkdir(path.c_str(), mode) == 0 || errno == EEXIST) return {};
  if (errno != ENOENT) return failed("make folder", path, errno);
  const std::string parent(base::parent(path));
  if (parent.empty() || parent == path) return failed("make folder", path, ENOENT);
  FIXPOINT_TRY(make_folders(parent, mode));
  if (::mkdir(path.c_str(), mode) == 0 || errno == EEXIST) return {};
  return failed("make folder", path, errno);
}

Result<void> Files::remove_folder(const Fd& in, std::string_view name) {
  const std::string text(name);
  if (check({.op = FileOp::remove_folder, .folder = in.get(), .name = name}) == 0 &&
      ::unlinkat(in.get(), text.c_str(), AT_REMOVEDIR) == 0)
    return {};
  if (errno == ENOENT || errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR) return {};
  return failed("remove folder", name_of(in.get(), name), errno);
}

Result<void> Files::set_owner_and_mode(const Fd& file, const FileInfo& like) {
  if (check({.op = FileOp::attributes, .folder = file.get()}) != 0)
    return failed("set the mode of", name_of(file.get()), errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return failed("look at", name_of(file.get()), errno);
  auto mode = like.mode;
  if ((status.st_uid != like.uid || status.st_gid != like.gid) && ::fchown(file.get(), like.uid, like.gid) != 0) {
    // As git does: an ordinary user's file becomes that user's. Never hand on set-id bits to another owner.
    if (::fchown(file.get(), static_cast<uid_t>(-1), like.gid) != 0) mode &= static_cast<mode_t>(~06000);
    mode &= static_cast<mode_t>(~04000);
  }
  if (::fchmod(file.get(), mode) != 0) return failed("set the mode of", name_of(file.get()), errno);
  return {};
}

void Files::copy_attributes(const Fd& from, const Fd& to) {
  char names[4096];
  const auto size = ::flistxattr(from.get(), names, sizeof names);
  for (ssize_t at = 0; at < size;) {
    const char* name = names + at;
    char value[4096];
    const auto bytes = ::fgetxattr(from.get(), name, value, sizeof value);
    if (bytes >= 0) (void)::fsetxattr(to.get(), name, value, static_cast<std::size_t>(bytes), 0);
    at += static_cast<ssize_t>(std::strlen(name)) + 1;
  }
}

Result<void> Files::touch(const Fd& in, std::string_view name) {
  const std::string text(name);
  if (check({.op = FileOp::attributes, .folder = in.get(), .name = name}) == 0 &&
      ::utimensat(in.get(), text.c_str(), nullptr, AT_SYMLINK_NOFOLLOW) == 0)
    return {};
  return failed("set the time of", name_of(in.get(), name), errno);
}

Result<Fd> Files::lock(const Fd& in, std::string_view name, std::chrono::milliseconds wait) {
  const std::string text(name);
  if (check({.op = FileOp::lock, .folder = in.get(), .name = name}) != 0)
    return failed("lock", name_of(in.get(), name), errno);
  Fd fd(again([&] { return ::openat(in.get(), text.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600); }));
  if (!fd) return failed("open the lock", name_of(in.get(), name), errno);
  const auto end = std::chrono::steady_clock::now() + wait;
  auto pause = std::chrono::microseconds(200);
  while (again([&] { return ::flock(fd.get(), LOCK_EX | LOCK_NB); }) != 0) {
    // A file system without locks: the byte comparison around every change has to do.
    if (errno == ENOLCK || errno == EOPNOTSUPP || errno == ENOSYS) return fd;
    if (errno != EWOULDBLOCK) return failed("lock", name_of(in.get(), name), errno);
    if (std::chrono::steady_clock::now() >= end)
      return fail(ErrorCode::timeout, fmt::format("{} is held by another process", name_of(in.get(), name)));
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::microseconds(20'000));
  }
  return fd;
}

Files::Fault FaultyFiles::before(const FileCall& call) {
  ++count_;
  if (call.op == FileOp::sync) ++syncs_;
  if (tearing_ && call.op == FileOp::write) {
    tearing_ = false;
    return {.error_number = ENOSPC};
  }
  if (at_ == 0 || count_ < at_) return {};
  const bool here = count_ == at_;
  const bool needs_space = call.op == FileOp::write || call.op == FileOp::create || call.op == FileOp::make_folder ||
                           call.op == FileOp::sync || call.op == FileOp::lock;
  switch (harm_) {
    case Harm::none:
      return {};
    case Harm::die_before:
      if (here) ::kill(::getpid(), SIGKILL);
      return {};
    case Harm::disk_full:
      return {.error_number = here ? ENOSPC : 0};
    case Harm::disk_stays_full:
      return {.error_number = needs_space ? ENOSPC : 0};
    case Harm::io_error:
      return {.error_number = here ? EIO : 0};
    case Harm::io_stays_bad:
      return {.error_number = EIO};
    case Harm::short_write:
      if (!here || call.op != FileOp::write || call.bytes.size() < 2) return {};
      tearing_ = true;
      return {.error_number = 0, .most = call.bytes.size() / 2};
  }
  return {};
}

std::optional<std::string> state_folder() {
  const auto variable = [](const char* name) -> std::string {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing of ours changes the environment
    return value != nullptr && value[0] == '/' ? value : "";
  };
  // Relative values are to be ignored (XDG Base Directory Specification).
  if (auto state = variable("XDG_STATE_HOME"); !state.empty()) return base::normalize(state) + "/fixpoint";
  if (auto home = variable("HOME"); !home.empty()) return base::normalize(home) + "/.local/state/fixpoint";
  // NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (const passwd* user = ::getpwuid(::getuid());
      user != nullptr && user->pw_dir != nullptr && user->pw_dir[0] == '/')
    return base::normalize(user->pw_dir) + "/.local/state/fixpoint";
  return std::nullopt;
}

}  // namespace fixpoint::seams
