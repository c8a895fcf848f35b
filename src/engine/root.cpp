// Which project a folder belongs to.
#include <sys/stat.h>

#include <algorithm>

#include "base/paths.hpp"
#include "engine/heal.hpp"
#include "languages/language.hpp"

namespace fixpoint::engine {
namespace {

bool exists(const std::string& path) {
  struct stat info{};
  return lstat(path.c_str(), &info) == 0;
}

bool has_project_file(const std::string& folder) {
  for (const auto* language : languages::all_languages())
    for (const auto marker : language->project_markers)
      if (exists(folder + "/" + std::string(marker))) return true;
  return false;
}

}  // namespace

std::string find_root(const std::string& folder, const std::string& home) {
  std::string outermost = folder;
  bool adjoining = true;
  for (std::string at = folder; at.size() > 1 && at != home && at != "/tmp"; at = std::string(base::parent(at))) {
    if (exists(at + "/.git") || exists(at + "/.hg")) return at;
    if (adjoining && has_project_file(at))
      outermost = at;
    else if (at != folder)
      adjoining = false;
  }
  return outermost;
}

}  // namespace fixpoint::engine
