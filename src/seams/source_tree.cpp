#include "seams/source_tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/paths.hpp"

namespace fixpoint::seams {
namespace {

constexpr std::size_t kMaxFile = 16U << 20U;
constexpr std::size_t kMaxFiles = 20'000;
constexpr int kMaxDepth = 24;

/// Folders that hold what tools made or fetched, not what people wrote.
constexpr std::array<std::string_view, 17> kSkipped = {
    ".git",  ".hg",  ".svn",    "node_modules", "target", "build", "dist",  "out",   "__pycache__",
    ".venv", "venv", ".gradle", ".next",        ".cache", ".tox",  ".idea", "vendor"};

int open_beneath(int root, const std::string& path, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  const long fd = syscall(SYS_openat2, root, path.c_str(), &how, sizeof how);
  if (fd < 0 && errno == ENOSYS) return openat(root, path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW);
  return static_cast<int>(fd);
}

std::optional<std::string> read_all(int fd) {
  struct stat info{};
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) || static_cast<std::uint64_t>(info.st_size) > kMaxFile)
    return std::nullopt;
  std::string bytes;
  bytes.resize(static_cast<std::size_t>(info.st_size) + 1);
  std::size_t size = 0;
  for (;;) {
    const ssize_t got = ::read(fd, bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
    if (size > kMaxFile) return std::nullopt;
    if (size == bytes.size()) bytes.resize(bytes.size() * 2);
  }
  bytes.resize(size);
  return bytes;
}

void list(const std::string& root, const std::string& folder, int depth, std::vector<std::string>& names) {
  if (depth > kMaxDepth || names.size() >= kMaxFiles) return;
  DIR* directory = opendir((folder.empty() ? root : root + "/" + folder).c_str());
  if (directory == nullptr) return;
  std::vector<std::string> folders;
  while (const dirent* entry = readdir(directory)) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    auto path = folder.empty() ? std::string(name) : folder + "/" + std::string(name);
    auto type = entry->d_type;
    if (type == DT_UNKNOWN) {
      struct stat info{};
      if (fstatat(dirfd(directory), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0)
        type = S_ISDIR(info.st_mode) ? DT_DIR : S_ISREG(info.st_mode) ? DT_REG : DT_LNK;
    }
    if (type == DT_DIR) {
      if (std::ranges::find(kSkipped, name) == kSkipped.end()) folders.push_back(std::move(path));
    } else if (type == DT_REG && names.size() < kMaxFiles) {
      names.push_back(std::move(path));
    }
  }
  closedir(directory);
  std::ranges::sort(folders);
  for (const auto& below : folders) list(root, below, depth + 1, names);
}

}  // namespace

MemoryTree::MemoryTree(std::map<std::string, std::string, std::less<>> files) : files_(std::move(files)) {
  for (const auto& [name, text] : files_) names_.push_back(name);
}

std::optional<std::string_view> MemoryTree::read(std::string_view path) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return std::nullopt;
  return found->second;
}

DiskTree::DiskTree(std::string_view root) : root_(base::normalize(root)) {}

std::optional<std::string_view> DiskTree::read(std::string_view path) const {
  auto found = cache_.find(path);
  if (found == cache_.end()) {
    std::optional<std::string> bytes;
    const int folder = open(root_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    const std::string clean = base::normalize(path);
    if (const int fd = folder < 0 ? -1 : open_beneath(folder, clean, O_RDONLY | O_NONBLOCK | O_NOCTTY); fd >= 0) {
      bytes = read_all(fd);
      close(fd);
    }
    if (folder >= 0) close(folder);
    found = cache_.emplace(std::string(path), std::move(bytes)).first;
  }
  if (!found->second) return std::nullopt;
  return *found->second;
}

const std::vector<std::string>& DiskTree::files() const {
  if (!names_) {
    names_.emplace();
    list(root_, "", 0, *names_);
    std::ranges::sort(*names_);
  }
  return *names_;
}

}  // namespace fixpoint::seams
