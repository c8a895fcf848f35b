// The parent's half: what the sandbox will consist of. Nothing here changes anything (but for a scratch folder).
#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "run/sandbox.hpp"
#include "run/sandbox_landlock.hpp"
#include "run/sandbox_mounts.hpp"
#include "run/sandbox_seccomp.hpp"
#include "run/sandbox_secrets.hpp"
#include "seams/remove_tree.hpp"

namespace fixpoint::run {
namespace {

using Layer = SandboxPlan::Layer;

/// What is rebuilt entry by entry must stay small.
constexpr std::size_t kMaxEntries = 256;
constexpr off_t kMaxCopied = 16 << 20;
constexpr std::size_t kMostPlanned = 96;
constexpr std::size_t kMaxParts = 32;  // of these, left for folders that come later

/// Device files that programs use and that reach nobody. The last ones exist where there is a graphics card.
constexpr std::array kDevices = {"null", "zero", "full",      "random",  "urandom",   "tty",
                                 "dri",  "kfd",  "nvidiactl", "nvidia0", "nvidia-uvm"};

/// What stays of /run: name resolution, and servers that tests talk to by a socket.
constexpr std::array kRuntime = {"resolvconf",   "systemd/resolve", "NetworkManager/resolv.conf",
                                 "nscd",         "postgresql",      "mysqld",
                                 "redis",        "current-system",  "opengl-driver",
                                 "booted-system"};

std::unexpected<Error> unavailable(std::string message) {
  return fail(ErrorCode::unavailable, std::move(message) + ": " + std::strerror(errno));
}

std::optional<std::string> real_path(const std::string& path) {
  char* resolved = realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return std::nullopt;
  std::string text = resolved;
  std::free(resolved);
  return text;
}

/// Makes the layers; `mounts` are the mount points of this process.
struct Coverage {
  const std::vector<std::string>& mounts;
  std::vector<Layer> layers;
  off_t copied = 0;

  [[nodiscard]] bool covered(const std::string& path) const {
    return std::ranges::any_of(layers, [&](const Layer& layer) {
      return layer.kind != Layer::Kind::fresh && base::below(layer.path, path).has_value();
    });
  }

  [[nodiscard]] bool mounts_below(const std::string& path) const {
    return std::ranges::any_of(
        mounts, [&](const std::string& mount) { return mount != path && base::below(path, mount).has_value(); });
  }

  /// An overlay in a user namespace cannot have a lower folder with mounts in it (they are locked, and the kernel
  /// will not show what is under them). Such a folder is rebuilt, down to where there are no more mounts.
  Result<void> add(const std::string& path) {
    struct stat info{};
    if (stat(path.c_str(), &info) != 0) return unavailable("cannot look at " + path);
    Layer layer{.path = path,
                .what = "covering " + path,
                .mode = info.st_mode & 07777U,
                .uid = info.st_uid,
                .gid = info.st_gid};
    if (layers.size() >= kMostPlanned) return fail(ErrorCode::unavailable, "too many mounts below " + path);
    if (!mounts_below(path)) {
      layers.push_back(std::move(layer));
      return {};
    }
    layer.kind = Layer::Kind::rebuilt;
    std::vector<std::string> folders;
    FIXPOINT_TRY(read_entries(path, layer, folders));
    layers.push_back(std::move(layer));
    for (const auto& folder : folders) FIXPOINT_TRY(add(folder));
    return {};
  }

  /// A folder between `path` and the layer around it belongs to somebody who is not mapped: nothing below it could be
  /// written, because the kernel would have to copy that folder first. `path` then needs a layer of its own.
  [[nodiscard]] bool foreign_above(const std::string& path) const {
    for (std::string above(base::parent(path)); covered(above); above = base::parent(above)) {
      if (std::ranges::any_of(layers, [&](const Layer& layer) { return layer.path == above; })) return false;
      struct stat info{};
      if (stat(above.c_str(), &info) != 0 || info.st_uid != geteuid() || info.st_gid != getegid()) return true;
    }
    return false;
  }

  /// Second best: the folder itself is read-only, but its sub-folders are not.
  void add_parts(const std::string& path) {
    DIR* directory = opendir(path.c_str());
    if (directory == nullptr) return;
    while (const dirent* item = readdir(directory)) {
      const std::string_view name = item->d_name;
      const auto part = path + "/" + std::string(name);
      struct stat info{};
      if (name == "." || name == ".." || lstat(part.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) continue;
      if (access(part.c_str(), W_OK) == 0 && !mounts_below(part) && layers.size() + kMaxParts < kMostPlanned) {
        if (const auto added = add(part); !added) break;
      }
    }
    closedir(directory);
  }

  Result<bool> read_entries(const std::string& path, Layer& layer, std::vector<std::string>& folders) {
    DIR* directory = opendir(path.c_str());
    if (directory == nullptr) return unavailable("cannot list " + path);
    const std::unique_ptr<DIR, int (*)(DIR*)> closer(directory, closedir);
    while (const dirent* item = readdir(directory)) {
      const std::string_view name = item->d_name;
      if (name == "." || name == "..") continue;
      struct stat info{};
      if (fstatat(dirfd(directory), item->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
      SandboxPlan::Entry entry{.name = std::string(name),
                               .mode = info.st_mode,
                               .uid = info.st_uid,
                               .gid = info.st_gid,
                               .modified = info.st_mtim};
      if (S_ISLNK(info.st_mode)) {
        std::array<char, 4096> target{};
        const ssize_t size = readlinkat(dirfd(directory), item->d_name, target.data(), target.size());
        if (size <= 0) continue;
        entry.target.assign(target.data(), static_cast<std::size_t>(size));
      } else if (S_ISDIR(info.st_mode)) {
        if (faccessat(dirfd(directory), item->d_name, R_OK | X_OK, AT_EACCESS) == 0)
          folders.push_back(path + "/" + entry.name);
      } else if (S_ISREG(info.st_mode)) {
        copied += info.st_size;
      } else {
        continue;
      }
      layer.entries.push_back(std::move(entry));
      if (layer.entries.size() > kMaxEntries || copied > kMaxCopied)
        return fail(ErrorCode::unavailable,
                    "there are mounts below " + path + ", which is too large to rebuild around them");
    }
    return true;
  }
};

Result<void> plan_layers(const Sandbox& sandbox, SandboxPlan& plan) {
  std::vector<std::string> folders;
  for (const auto& given : sandbox.covered) {
    if (!given.starts_with('/')) return fail(ErrorCode::invalid_input, "a covered folder must be absolute: " + given);
    const auto path = real_path(given);
    struct stat info{};
    if (!path || stat(path->c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) continue;  // nothing there to protect
    if (*path == "/" || *path == "/proc" || *path == "/dev" || *path == "/sys")
      return fail(ErrorCode::unavailable, "a throw-away layer cannot cover " + *path);
    folders.push_back(*path);
  }
  std::ranges::sort(folders);
  const auto mounts = mount_points();
  Coverage coverage{mounts, {}};
  const auto start = real_path(plan.folder).value_or(plan.folder);
  std::optional<Error> refusal;
  for (const auto& path : folders) {
    if (coverage.covered(path) && !(plan.deny_setgroups && coverage.foreign_above(path))) continue;
    const auto before = coverage.layers.size();
    const auto copied = coverage.copied;
    auto added = coverage.add(path);
    if (added) continue;
    if (base::below(path, start)) refusal = std::move(added).error();
    coverage.layers.resize(before);
    coverage.copied = copied;
    if (path != "/tmp" && path != "/var/tmp") {
      coverage.add_parts(path);
      continue;
    }
    // A folder for temporary files must be writable and may be empty, but for the layers that lie in it.
    Layer fresh{.kind = Layer::Kind::fresh, .path = path, .what = "covering " + path, .mode = 01777};
    for (const auto& other : folders) {
      const auto inside = base::below(path, other);
      if (!inside || *inside == ".") continue;
      for (auto slash = inside->find('/');; slash = inside->find('/', slash + 1)) {
        fresh.folders.push_back(inside->substr(0, slash));
        if (slash == std::string::npos) break;
      }
    }
    coverage.layers.push_back(std::move(fresh));
  }
  if (refusal && !coverage.covered(start)) return std::unexpected(std::move(*refusal));
  plan.layers = std::move(coverage.layers);
  return {};
}

Result<void> plan_files(const Sandbox& sandbox, SandboxPlan& plan) {
  for (const auto& file : sandbox.files) {
    const auto path = base::normalize(file.path);
    std::string_view folder;
    for (const auto& covered : sandbox.covered) {
      if (covered.size() > folder.size() && base::below(base::normalize(covered), path)) folder = covered;
    }
    const auto inside = folder.empty() ? std::nullopt : base::below(base::normalize(folder), path);
    if (!path.starts_with('/') || !inside || *inside == ".")
      return fail(ErrorCode::invalid_input, "a changed file lies outside of the covered folders: " + file.path);
    plan.files.push_back(
        {.folder = std::string(folder), .relative = *inside, .what = "writing " + path, .from = &file});
  }
  return {};
}

/// Folders that have to be there because a layer lies in /dev or /run.
void plan_stubs(SandboxPlan& plan) {
  for (const auto& layer : plan.layers) {
    if (!base::below("/dev", layer.path) && !(plan.replace_run && base::below("/run", layer.path))) continue;
    for (auto slash = layer.path.find('/', 5);; slash = layer.path.find('/', slash + 1)) {
      auto stub = layer.path.substr(1, slash == std::string::npos ? slash : slash - 1);
      if (std::ranges::find(plan.stubs, stub) == plan.stubs.end()) plan.stubs.push_back(std::move(stub));
      if (slash == std::string::npos) break;
    }
  }
}

void plan_host_paths(SandboxPlan& plan) {
  struct stat info{};
  for (const auto* name : kDevices) {
    const auto path = std::string("/dev/") + name;
    if (stat(path.c_str(), &info) == 0 && (S_ISCHR(info.st_mode) || S_ISDIR(info.st_mode)))
      plan.devices.push_back({path, std::string("dev/") + name, S_ISDIR(info.st_mode)});
  }
  plan.replace_run = lstat("/run", &info) == 0 && S_ISDIR(info.st_mode);
  if (!plan.replace_run) return;
  for (const auto* name : kRuntime) {
    const auto path = std::string("/run/") + name;
    if (lstat(path.c_str(), &info) != 0 || (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode))) continue;
    const auto relative = std::string("run/") + name;
    if (const auto parent = base::parent(relative); parent != "run") plan.stubs.emplace_back(parent);
    plan.runtime.push_back({path, relative, S_ISDIR(info.st_mode)});
  }
  if (const char* own = std::getenv("XDG_RUNTIME_DIR");
      own != nullptr && stat(own, &info) == 0 && S_ISDIR(info.st_mode) && base::below("/run", own))
    plan.layers.push_back({.kind = Layer::Kind::fresh,
                           .path = base::normalize(own),
                           .what = "covering XDG_RUNTIME_DIR",
                           .mode = 0700,
                           .uid = info.st_uid,
                           .gid = info.st_gid});
}

void plan_masks(const Sandbox& sandbox, SandboxPlan& plan) {
  auto places = sandbox.hide_secrets ? secret_places(plan.as_root) : std::vector<std::string>{};
  for (auto& path : build_server_places()) places.push_back(std::move(path));
  for (const auto& path : places) {
    const auto real = real_path(path).value_or(path);
    const bool needed = base::below(real, plan.folder) || std::ranges::any_of(plan.layers, [&](const Layer& layer) {
                          return base::below(real, layer.path).has_value();
                        });
    struct stat info{};
    if (!needed && stat(real.c_str(), &info) == 0) plan.masks.push_back({real, S_ISDIR(info.st_mode)});
  }
}

bool may_map_all() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> data{};
  if (syscall(SYS_capget, &header, data.data()) != 0) return false;
  constexpr std::uint32_t kNeeded = 1U << CAP_SETUID | 1U << CAP_SETGID | 1U << CAP_SETFCAP;
  return geteuid() == 0 && (data[0].effective & kNeeded) == kNeeded;
}

/// Every id of this namespace onto itself: a file of any owner can then be copied into a layer.
std::string identity_map(const char* file) {
  std::string map;
  const auto text = read_small_file(file);
  for (const auto line : base::split_lines(text)) {
    std::array<std::string_view, 3> fields{};
    std::size_t count = 0;
    for (const auto field : base::split(line, ' '))
      if (!field.empty() && count < fields.size()) fields[count++] = field;
    if (count == 3) map.append(fields[0]).append(" ").append(fields[0]).append(" ").append(fields[2]).append("\n");
  }
  return map;
}

void plan_ids(SandboxPlan& plan) {
  const auto uid = geteuid();
  const auto gid = getegid();
  plan.as_root = uid == 0;
  if (may_map_all()) {
    plan.uid_map = identity_map("/proc/self/uid_map");
    plan.gid_map = identity_map("/proc/self/gid_map");
  }
  if (!plan.uid_map.empty() && !plan.gid_map.empty()) return;
  // An ordinary user may map only the own ids. Files of other groups can then not be written: EOVERFLOW.
  plan.deny_setgroups = true;
  plan.uid_map = std::to_string(uid) + " " + std::to_string(uid) + " 1\n";
  plan.gid_map = std::to_string(gid) + " " + std::to_string(gid) + " 1\n";
}

/// tmpfs has user extended attributes, which the overlay's marks need, since Linux 6.6.
bool tmpfs_has_user_xattrs() {
  utsname system{};
  if (uname(&system) != 0) return false;
  const int major = std::atoi(system.release);
  const char* dot = std::strchr(system.release, '.');
  const int minor = dot == nullptr ? 0 : std::atoi(dot + 1);
  return major > 6 || (major == 6 && minor >= 6);
}

Result<void> plan_storage(bool on_disk, SandboxPlan& plan) {
  plan.memory_options = "mode=0755,size=" + std::to_string(std::max<std::uint64_t>(available_memory() / 2, 64 << 20));
  if (!on_disk && tmpfs_has_user_xattrs()) return {};
  std::string pattern = "/var/tmp/fixpoint-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) return unavailable("cannot make a folder in /var/tmp");
  plan.scratch = std::shared_ptr<const std::string>(new std::string(pattern), [](const std::string* path) {
    seams::remove_tree(AT_FDCWD, path->c_str());
    delete path;
  });
  return {};
}

}  // namespace

Result<SandboxPlan> plan_sandbox(const Sandbox& sandbox, const std::string& folder) {
  SandboxPlan plan;
  plan.folder = folder;
  plan.network = sandbox.network;
  plan_ids(plan);
  if (!sandbox.protect.empty()) {
    plan.light = true;
    plan.rules = FIXPOINT_TRY(protecting_rules(sandbox.protect, sandbox.network));
    plan.filter = FIXPOINT_TRY(sandbox_filter());
    return plan;
  }
  FIXPOINT_TRY(plan_layers(sandbox, plan));
  FIXPOINT_TRY(plan_files(sandbox, plan));
  plan_host_paths(plan);
  plan_stubs(plan);
  plan_masks(sandbox, plan);
  FIXPOINT_TRY(plan_storage(sandbox.on_disk, plan));
  plan.filter = FIXPOINT_TRY(sandbox_filter());
  return plan;
}

std::uint64_t clone_flags(const SandboxPlan& plan) {
  if (plan.light) return 0;
  std::uint64_t flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS;
  if (!plan.network) flags |= CLONE_NEWNET;
  return flags;
}

Result<void> map_ids(const SandboxPlan& plan, pid_t child) {
  if (plan.light) return {};
  const auto folder = "/proc/" + std::to_string(child) + "/";
  const auto put = [&folder](const char* name, const std::string& text) -> Result<void> {
    const auto path = folder + name;
    const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    const bool ok = file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const int error = errno;
    if (file >= 0) close(file);
    errno = error;
    if (!ok) return unavailable(std::string("cannot set the sandbox's ") + name);
    return {};
  };
  if (plan.deny_setgroups) {
    if (auto done = put("setgroups", "deny"); !done) return done;
  }
  if (auto done = put("uid_map", plan.uid_map); !done) return done;
  return put("gid_map", plan.gid_map);
}

}  // namespace fixpoint::run
