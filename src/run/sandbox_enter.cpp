// The child's half: builds the view of the file system. Runs between clone and exec of a process that may have had
// other threads, so it only makes system calls: no allocation, no locks, no exceptions.
//
// The order matters. Everything of the host that is needed later (lower folders, device files) is opened first; then
// the whole tree becomes read-only; then one private tmpfs is mounted over /dev (any folder would do) and everything
// else is made in it: the new /dev, the new /run, the layers. What it hides stays reachable by the open descriptors.
#include <fcntl.h>
#include <linux/openat2.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>

#include "run/sandbox.hpp"
#include "run/sandbox_privileges.hpp"

namespace fixpoint::run {
namespace {

using Layer = SandboxPlan::Layer;

constexpr std::size_t kMaxLayers = 128;
constexpr std::size_t kMaxDevices = 32;

/// Text put together on the stack.
class Line {
 public:
  Line& operator<<(const char* text) {
    while (*text != '\0' && size_ + 1 < text_.size()) text_[size_++] = *text++;
    text_[size_] = '\0';
    return *this;
  }
  Line& operator<<(const std::string& text) { return *this << text.c_str(); }
  Line& operator<<(int number) {
    std::array<char, 12> digits{};
    std::size_t at = digits.size() - 1;
    do {
      digits[--at] = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number > 0);
    return *this << (digits.data() + at);
  }
  [[nodiscard]] const char* text() const { return text_.data(); }

 private:
  std::array<char, 4352> text_{};
  std::size_t size_ = 0;
};

/// What is kept open while the view is built.
struct Work {
  const SandboxPlan& plan;
  int store = -1;  ///< the private tmpfs
  std::array<int, kMaxLayers> lower{};
  std::array<int, kMaxDevices> devices{};
  int scratch = -1;
  const char* failed = nullptr;

  /// Remembers which step went wrong; errno says why.
  bool at(const char* step, bool ok) {
    if (!ok && failed == nullptr) failed = step;
    return ok;
  }
};

bool make_folder(int at, const char* path, mode_t mode) { return mkdirat(at, path, mode) == 0 || errno == EEXIST; }

bool make_file(int at, const char* path) {
  const int file = openat(at, path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  return file >= 0 && close(file) == 0;
}

bool attach(int mount, int at, const char* path) {
  return syscall(SYS_move_mount, mount, "", at, path, MOVE_MOUNT_F_EMPTY_PATH) == 0 && close(mount) == 0;
}

int copy_of_mount(int at, const char* path, unsigned int flags) {
  return static_cast<int>(
      syscall(SYS_open_tree, at, path, OPEN_TREE_CLONE | static_cast<unsigned int>(O_CLOEXEC) | flags));
}

bool bind_from_store(Work& work, const char* inside, const char* onto) {
  const int mount = copy_of_mount(work.store, inside, 0);
  return mount >= 0 && attach(mount, AT_FDCWD, onto);
}

/// No further user namespaces below this one: a second wall behind the system-call filter. Best effort.
void forbid_namespaces() {
  const int file = open("/proc/sys/user/max_user_namespaces", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  [[maybe_unused]] const ssize_t written = write(file, "0", 1);
  close(file);
}

bool open_host_paths(Work& work) {
  const auto& plan = work.plan;
  if (!work.at("too many folders to cover", plan.layers.size() <= kMaxLayers && plan.devices.size() <= kMaxDevices))
    return false;
  for (std::size_t i = 0; i < plan.layers.size(); ++i) {
    const auto& layer = plan.layers[i];
    work.lower[i] = -1;
    if (layer.kind == Layer::Kind::fresh) continue;
    work.lower[i] = open(layer.path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (!work.at(layer.what.c_str(), work.lower[i] >= 0)) return false;
  }
  for (std::size_t i = 0; i < plan.devices.size(); ++i)
    work.devices[i] = copy_of_mount(AT_FDCWD, plan.devices[i].path.c_str(), AT_RECURSIVE);
  if (plan.scratch) {
    work.scratch = copy_of_mount(AT_FDCWD, plan.scratch->c_str(), 0);
    if (!work.at("opening the scratch folder", work.scratch >= 0)) return false;
  }
  return true;
}

/// Read-only also means: no device files, wherever they lie. A guest with the user id of root could otherwise write a
/// disk, which a read-only mount does not forbid.
bool make_all_read_only(Work& work) {
  mount_attr attributes{};
  attributes.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID;
  attributes.propagation = MS_PRIVATE;
  return work.at("making the file system read-only",
                 syscall(SYS_mount_setattr, AT_FDCWD, "/", AT_RECURSIVE, &attributes, sizeof attributes) == 0);
}

bool make_store(Work& work) {
  if (!work.at("mounting a private tmpfs",
               mount("tmpfs", "/dev", "tmpfs", MS_NOSUID | MS_NODEV, work.plan.memory_options.c_str()) == 0))
    return false;
  work.store = open("/dev", O_PATH | O_DIRECTORY | O_CLOEXEC);
  bool ok = work.store >= 0 && make_folder(work.store, "dev", 0755) && make_folder(work.store, "run", 0755) &&
            make_folder(work.store, "empty", 0700) && make_file(work.store, "nothing") &&
            make_folder(work.store, "layers", 0755);
  if (ok && work.scratch >= 0) ok = attach(work.scratch, work.store, "layers");
  return work.at("preparing the private tmpfs", ok);
}

bool make_dev(Work& work) {
  const auto& plan = work.plan;
  const int store = work.store;
  bool ok = make_folder(store, "dev/shm", 01777) && make_folder(store, "dev/pts", 0755) &&
            symlinkat("/proc/self/fd", store, "dev/fd") == 0 &&
            symlinkat("/proc/self/fd/0", store, "dev/stdin") == 0 &&
            symlinkat("/proc/self/fd/1", store, "dev/stdout") == 0 &&
            symlinkat("/proc/self/fd/2", store, "dev/stderr") == 0 && symlinkat("pts/ptmx", store, "dev/ptmx") == 0;
  for (std::size_t i = 0; ok && i < plan.devices.size(); ++i) {
    const char* name = plan.devices[i].relative.c_str();
    if (work.devices[i] < 0) continue;
    ok = (plan.devices[i].folder ? make_folder(store, name, 0755) : make_file(store, name)) &&
         attach(work.devices[i], store, name);
  }
  for (const auto& stub : plan.stubs) ok = ok && make_folder(store, stub.c_str(), 0755);
  const int tree = ok ? copy_of_mount(store, "dev", AT_RECURSIVE) : -1;
  ok = tree >= 0 && attach(tree, AT_FDCWD, "/dev");
  if (!work.at("building /dev", ok)) return false;
  // Terminals of its own; where that is refused there are none.
  if (mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620") != 0)
    errno = 0;
  return true;
}

/// The sockets of services (container engines, init, message buses) are ways out of any sandbox.
bool make_run(Work& work) {
  const auto& plan = work.plan;
  if (!plan.replace_run) return true;
  bool ok = make_folder(work.store, "run/lock", 01777);
  for (const auto& kept : plan.runtime) {
    const int mount = ok ? copy_of_mount(AT_FDCWD, kept.path.c_str(), AT_RECURSIVE) : -1;
    if (mount < 0) continue;
    const char* name = kept.relative.c_str();
    ok = (kept.folder ? make_folder(work.store, name, 0755) : make_file(work.store, name)) &&
         attach(mount, work.store, name);
  }
  const int tree = ok ? copy_of_mount(work.store, "run", AT_RECURSIVE) : -1;
  return work.at("building /run", tree >= 0 && attach(tree, AT_FDCWD, "/run"));
}

bool copy_file(int from_folder, int to_folder, const SandboxPlan::Entry& entry) {
  const char* name = entry.name.c_str();
  const int from = openat(from_folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (from < 0) return errno == EACCES || errno == ENOENT || errno == ELOOP;  // what cannot be read is not there
  const int to = openat(to_folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, entry.mode & 07777U);
  ssize_t sent = to < 0 ? -1 : 1;
  while (sent > 0) sent = sendfile(to, from, nullptr, 1 << 20);
  close(from);
  return to >= 0 && close(to) == 0 && sent == 0;
}

/// A new folder with the same entries; sub-folders are empty (layers of their own follow).
bool rebuild(Work& work, const Layer& layer, int lower, int folder) {
  for (const auto& entry : layer.entries) {
    const char* name = entry.name.c_str();
    bool ok = true;
    if (S_ISDIR(entry.mode))
      ok = mkdirat(folder, name, entry.mode & 07777U) == 0;
    else if (S_ISLNK(entry.mode))
      ok = symlinkat(entry.target.c_str(), folder, name) == 0;
    else
      ok = copy_file(lower, folder, entry);
    if (!work.at(layer.what.c_str(), ok)) return false;
    // The times matter to builds; owners only where the ids are mapped.
    if (work.plan.as_root && fchownat(folder, name, entry.uid, entry.gid, AT_SYMLINK_NOFOLLOW) != 0) errno = 0;
    const std::array<timespec, 2> times{timespec{.tv_sec = 0, .tv_nsec = UTIME_OMIT}, entry.modified};
    if (utimensat(folder, name, times.data(), AT_SYMLINK_NOFOLLOW) != 0) errno = 0;
  }
  return true;
}

bool make_layer(Work& work, std::size_t index) {
  const auto& layer = work.plan.layers[index];
  const int lower = work.lower[index];
  const char* what = layer.what.c_str();
  Line upper;
  Line scratch;
  upper << "layers/u" << static_cast<int>(index);
  scratch << "layers/w" << static_cast<int>(index);
  if (!work.at(what, make_folder(work.store, upper.text(), layer.mode))) return false;
  if ((layer.uid != getuid() || layer.gid != getgid()) &&
      fchownat(work.store, upper.text(), layer.uid, layer.gid, 0) != 0)
    errno = 0;  // an owner that is not mapped here: the own id serves
  if (layer.kind != Layer::Kind::overlay) {
    const int folder = openat(work.store, upper.text(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    bool ok = work.at(what, folder >= 0);
    if (ok && layer.kind == Layer::Kind::rebuilt) ok = rebuild(work, layer, lower, folder);
    for (const auto& inner : layer.folders) ok = ok && work.at(what, make_folder(folder, inner.c_str(), 0755));
    if (folder >= 0) close(folder);
    return ok && work.at(what, bind_from_store(work, upper.text(), layer.path.c_str()));
  }
  if (!work.at(what, make_folder(work.store, scratch.text(), 0700))) return false;
  Line options;
  options << "userxattr,lowerdir=/proc/self/fd/" << lower << ",upperdir=/proc/self/fd/" << work.store << "/"
          << upper.text() << ",workdir=/proc/self/fd/" << work.store << "/" << scratch.text();
  return work.at(what, mount("overlay", layer.path.c_str(), "overlay", MS_NOSUID | MS_NODEV, options.text()) == 0);
}

bool hide_secrets(Work& work) {
  for (const auto& mask : work.plan.masks) {
    if (bind_from_store(work, mask.folder ? "empty" : "nothing", mask.path.c_str())) continue;
    // Gone meanwhile, or inside something that is hidden already.
    if (!work.at("hiding credentials", errno == ENOENT || errno == ENOTDIR)) return false;
  }
  return true;
}

/// /proc of the new process namespace. Read-only for root, whose user id would otherwise be enough to change the
/// kernel's settings.
bool make_proc(Work& work) {
  const unsigned long flags =
      MS_NOSUID | MS_NODEV | MS_NOEXEC | (work.plan.as_root ? static_cast<unsigned long>(MS_RDONLY) : 0UL);
  return work.at("mounting /proc", mount("proc", "/proc", "proc", flags, nullptr) == 0);
}

bool bring_loopback_up(Work& work) {
  if (work.plan.network) return true;
  const int handle = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  std::memcpy(request.ifr_name, "lo", 3);
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  const bool ok = handle >= 0 && ioctl(handle, SIOCSIFFLAGS, &request) == 0;
  if (handle >= 0) close(handle);
  return work.at("starting the loopback interface", ok);
}

int open_beneath(int folder, const char* path, int flags, mode_t mode) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.mode = mode;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(syscall(SYS_openat2, folder, path, &how, sizeof how));
}

/// Splits "a/b/c" into "a/b" (in `buffer`) and "c". Without a slash the folder is ".".
const char* split_path(const std::string& path, std::array<char, PATH_MAX>& buffer) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos || slash + 1 >= buffer.size()) {
    buffer[0] = '.';
    buffer[1] = '\0';
    return path.c_str();
  }
  std::memcpy(buffer.data(), path.data(), slash);
  buffer[slash] = '\0';
  return path.c_str() + slash + 1;
}

bool make_parents(int root, const std::string& path) {
  std::array<char, PATH_MAX> buffer{};
  for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    if (slash + 1 >= buffer.size()) return false;
    std::memcpy(buffer.data(), path.data(), slash);
    buffer[slash] = '\0';
    int folder = open_beneath(root, buffer.data(), O_PATH | O_DIRECTORY, 0);
    if (folder < 0 && errno == ENOENT) {
      std::array<char, PATH_MAX> parent{};
      char* last = std::strrchr(buffer.data(), '/');
      const int above = last == nullptr ? dup(root)
                                        : open_beneath(root,
                                                       (std::memcpy(parent.data(), buffer.data(),
                                                                    static_cast<std::size_t>(last - buffer.data())),
                                                        parent.data()),
                                                       O_PATH | O_DIRECTORY, 0);
      folder = above >= 0 && make_folder(above, last == nullptr ? buffer.data() : last + 1, 0777)
                   ? open_beneath(root, buffer.data(), O_PATH | O_DIRECTORY, 0)
                   : -1;
      if (above >= 0) close(above);
    }
    if (folder < 0) return false;
    close(folder);
  }
  return true;
}

bool write_all(int file, const std::string& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t put = write(file, bytes.data() + done, bytes.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    done += static_cast<std::size_t>(put);
  }
  return true;
}

bool put_file(int root, const SandboxPlan::File& file) {
  if (file.from->remove) {
    std::array<char, PATH_MAX> buffer{};
    const char* name = split_path(file.relative, buffer);
    const int folder = open_beneath(root, buffer.data(), O_PATH | O_DIRECTORY, 0);
    const bool gone = folder < 0 ? errno == ENOENT : unlinkat(folder, name, 0) == 0 || errno == ENOENT;
    if (folder >= 0) close(folder);
    return gone;
  }
  // O_NONBLOCK: a named pipe in the place of the file must not hang us.
  constexpr int kFlags = O_WRONLY | O_TRUNC | O_NOCTTY | O_NONBLOCK;
  int handle = open_beneath(root, file.relative.c_str(), kFlags, 0);
  if (handle < 0 && errno == ENOENT && make_parents(root, file.relative))
    handle = open_beneath(root, file.relative.c_str(), kFlags | O_CREAT, 0666);
  if (handle < 0) return false;
  struct stat info{};
  bool ok = fstat(handle, &info) == 0;
  if (ok && !S_ISREG(info.st_mode)) {
    errno = EINVAL;
    ok = false;
  }
  ok = ok && write_all(handle, file.from->content);
  close(handle);
  return ok;
}

bool put_files(Work& work) {
  for (const auto& file : work.plan.files) {
    const int root = open(file.folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    const bool ok = root >= 0 && put_file(root, file);
    const int error = errno;
    if (root >= 0) close(root);
    errno = error;
    if (!work.at(file.what.c_str(), ok)) return false;
  }
  return true;
}

bool make_layers(Work& work) {
  for (std::size_t i = 0; i < work.plan.layers.size(); ++i)
    if (!make_layer(work, i)) return false;
  return true;
}

bool enter_folder(Work& work) {
  return work.at("entering the command's folder", chdir(work.plan.folder.c_str()) == 0);
}

}  // namespace

const char* enter(const SandboxPlan& plan, int* saved_errno) {
  if (plan.light) {
    const char* failed = chdir(plan.folder.c_str()) == 0 ? drop_privileges(plan) : "entering the command's folder";
    if (failed != nullptr && saved_errno != nullptr) *saved_errno = errno;
    return failed;
  }
  Work work{plan};
  const mode_t mask = umask(0);
  bool ok = work.at("tying the sandbox to its parent", prctl(PR_SET_PDEATHSIG, SIGKILL) == 0);
  if (ok) forbid_namespaces();
  ok = ok && open_host_paths(work) && make_all_read_only(work) && make_store(work) && make_dev(work) &&
       make_run(work) && make_layers(work) && hide_secrets(work) && make_proc(work) && bring_loopback_up(work);
  umask(mask);
  ok = ok && put_files(work) && enter_folder(work);
  for (std::size_t i = 0; ok && i < plan.layers.size(); ++i)
    if (work.lower[i] >= 0) close(work.lower[i]);
  if (work.store >= 0) close(work.store);
  if (ok) {
    work.failed = drop_privileges(plan);
    ok = work.failed == nullptr;
  }
  if (!ok && saved_errno != nullptr) *saved_errno = errno;
  return work.failed;
}

}  // namespace fixpoint::run
