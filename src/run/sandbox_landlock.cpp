#include "run/sandbox_landlock.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "base/paths.hpp"

namespace fixpoint::run {
namespace {

// The kernel's interface; the system's header may be older than the kernel.
constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;
constexpr std::uint32_t kVersionQuery = 1;
constexpr int kPathBeneath = 1;

constexpr std::uint64_t right(unsigned bit) { return 1ULL << bit; }
constexpr std::uint64_t kWriteFile = right(1);
constexpr std::uint64_t kFolderRights = right(4) | right(5) | right(6) | right(7) | right(8) | right(9) | right(10) |
                                        right(11) | right(12) |
                                        right(13);  // remove, make, and (13) move between folders
constexpr std::uint64_t kTruncate = right(14);
constexpr std::uint64_t kTcp = right(0) | right(1);
constexpr std::uint64_t kScopes = right(0) | right(1);  // abstract sockets, signals

struct Attributes {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scoped = 0;
};
struct [[gnu::packed]] PathBeneath {
  std::uint64_t allowed = 0;
  std::int32_t parent = -1;
};

constexpr int kMaxRules = 4096;

/// Lets everything below `folder` be written but `kept` and what is below these.
struct Rules {
  int set = -1;
  std::uint64_t file_rights = 0;
  int count = 0;

  bool allow(const std::string& path, bool folder) {
    const int handle = open(path.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (handle < 0) return true;  // gone meanwhile
    const PathBeneath rule{folder ? file_rights | kFolderRights : file_rights, handle};
    const bool ok = syscall(kAddRule, set, kPathBeneath, &rule, 0) == 0;
    close(handle);
    return ok && ++count <= kMaxRules;
  }

  bool allow_around(const std::string& folder, const std::vector<std::string>& kept) {
    struct stat info{};
    if (stat(folder.c_str(), &info) != 0 || (info.st_mode & S_ISVTX) != 0)
      return false;  // /tmp: too much would break
    DIR* directory = opendir(folder.c_str());
    if (directory == nullptr) return false;
    bool ok = true;
    while (const dirent* entry = ok ? readdir(directory) : nullptr) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      const auto path = (folder == "/" ? "/" : folder + "/") + std::string(name);
      if (std::ranges::find(kept, path) != kept.end()) continue;
      const auto above = [&path](const std::string& item) { return base::below(path, item).has_value(); };
      if (std::ranges::any_of(kept, above)) {
        ok = allow_around(path, kept);
        continue;
      }
      if (lstat(path.c_str(), &info) != 0 || S_ISLNK(info.st_mode)) continue;
      ok = allow(path, S_ISDIR(info.st_mode));
    }
    closedir(directory);
    return ok;
  }
};

}  // namespace

Result<std::shared_ptr<const int>> protecting_rules(const std::vector<std::string>& folders, bool network) {
  std::shared_ptr<const int> none;
  const long version = syscall(kCreateRuleset, nullptr, 0, kVersionQuery);
  if (!network && version < 4)
    return fail(ErrorCode::unavailable,
                "without namespaces the network can only be cut by Landlock of Linux 6.7 or newer");
  std::vector<std::string> kept;
  for (const auto& folder : folders) {
    char* resolved = realpath(folder.c_str(), nullptr);
    if (resolved != nullptr) kept.emplace_back(resolved);
    std::free(resolved);
  }
  // Version 1 forbids every move between folders as soon as it forbids anything.
  const std::uint64_t file_rights = version >= 3 ? kWriteFile | kTruncate : kWriteFile;
  const auto make = [&](std::uint64_t files) {
    const Attributes attributes{files, network ? 0 : kTcp, 0};
    return static_cast<int>(syscall(kCreateRuleset, &attributes, version >= 4 ? 16UL : 8UL, 0));
  };
  if (version >= 2) {
    Rules rules{make(file_rights | kFolderRights), file_rights};
    if (rules.set >= 0 && rules.allow_around("/", kept))
      return std::shared_ptr<const int>(new int(rules.set), [](const int* set) {
        close(*set);
        delete set;
      });
    if (rules.set >= 0) close(rules.set);
  }
  if (network) return none;
  const int only_network = make(0);
  if (only_network < 0)
    return fail(ErrorCode::unavailable, std::string("cannot cut the network: ") + std::strerror(errno));
  return std::shared_ptr<const int>(new int(only_network), [](const int* set) {
    close(*set);
    delete set;
  });
}

bool obey(int rules) { return syscall(kRestrictSelf, rules, 0) == 0; }

void scope_to_sandbox() {
  const Attributes attributes{0, 0, kScopes};
  const long rules = syscall(kCreateRuleset, &attributes, sizeof attributes, 0);
  if (rules < 0) return;
  [[maybe_unused]] const long ignored = syscall(kRestrictSelf, rules, 0);
  close(static_cast<int>(rules));
}

}  // namespace fixpoint::run
