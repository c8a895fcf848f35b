#include "seams/remove_tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

namespace fixpoint::seams {

void remove_tree(int folder, const char* name) {
  if (unlinkat(folder, name, 0) == 0 || errno == ENOENT) return;
  if (unlinkat(folder, name, AT_REMOVEDIR) == 0) return;
  int inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (inner < 0 && errno == EACCES) {
    // A folder: a symbolic link would have been unlinked, or have answered ELOOP.
    fchmodat(folder, name, 0700, 0);
    inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  }
  if (inner < 0) return;
  struct stat info{};
  if (fstat(inner, &info) == 0 && (info.st_mode & 0700U) != 0700U) fchmod(inner, 0700);
  DIR* directory = fdopendir(inner);
  if (directory == nullptr) {
    close(inner);
    return;
  }
  std::vector<std::string> names;
  while (const dirent* entry = readdir(directory)) {
    const std::string below = entry->d_name;
    if (below != "." && below != "..") names.push_back(below);
  }
  for (const auto& below : names) remove_tree(inner, below.c_str());
  closedir(directory);
  unlinkat(folder, name, AT_REMOVEDIR);
}

}  // namespace fixpoint::seams
