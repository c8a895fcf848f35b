// A project on disk, a change to it, and what must be true of it after any accident.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "verify/apply.hpp"

namespace fixpoint::verify {

/// A folder that goes away with its object. In memory when the host has /dev/shm: fsync costs nothing there, and what
/// survives a killed process does not depend on the disk.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(bool in_memory = true) {
    std::string name =
        in_memory && ::access("/dev/shm", W_OK) == 0 ? "/dev/shm/fixpoint-test-XXXXXX" : "/tmp/fixpoint-test-XXXXXX";
    path = ::mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string path;
};

inline void write_file(const std::string& path, std::string_view bytes, int mode = 0644) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  ::chmod(path.c_str(), static_cast<mode_t>(mode));
}

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Everything below a folder: path -> mode and bytes.
using Snapshot = std::map<std::string, std::string>;
inline Snapshot snapshot(const std::string& root) {
  Snapshot result;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const auto path = std::filesystem::relative(entry.path(), root).string();
    struct stat status{};
    ::lstat(entry.path().c_str(), &status);
    std::ostringstream text;
    text << std::oct << status.st_mode << ' ';
    if (entry.is_regular_file() && !entry.is_symlink()) text << read_file(entry.path());
    result[path] = text.str();
  }
  return result;
}

/// A project with a change that modifies, creates and deletes files in several folders.
struct Scene {
  explicit Scene(bool in_memory = true)
      : folder(in_memory), root(folder.path + "/project"), journals(folder.path + "/state/journal") {
    write_file(root + "/main.c", "int main(void) { return helper() }\n");
    write_file(root + "/sub/run.sh", "#!/bin/sh\r\necho old\r\n", 0755);
    write_file(root + "/sub/gone.c", std::string("binary \0 bytes", 14), 0640);
    write_file(root + "/bystander.txt", "not touched\n");
    changes = {
        {"main.c", read_file(root + "/main.c"), "int main(void) { return helper(); }\n"},
        {"sub/run.sh", read_file(root + "/sub/run.sh"), "#!/bin/sh\r\necho new\r\n"},
        {"sub/gone.c", read_file(root + "/sub/gone.c"), std::nullopt},
        {"made/deep/helper.c", std::nullopt, "int helper(void) { return 0; }\n"},
    };
    before = snapshot(root);
  }

  [[nodiscard]] Result<Applied> apply(seams::Files& files, std::string_view session = "s1") const {
    return verify::apply(root, changes, session, journals, files);
  }
  [[nodiscard]] Result<std::vector<std::string>> recover() const {
    seams::Files files;
    return verify::recover(journals, files);
  }
  [[nodiscard]] Snapshot now() const { return snapshot(root); }

  TemporaryFolder folder;
  std::string root;
  std::string journals;
  std::vector<FileUpdate> changes;
  Snapshot before;
};

/// Runs `work` in a child; true when it answered true, false when it answered false or was killed.
struct ChildEnd {
  bool killed = false;
  bool answer = false;
};
inline ChildEnd in_child(const std::function<bool()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work() ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  return {.killed = WIFSIGNALED(status), .answer = WIFEXITED(status) && WEXITSTATUS(status) == 0};
}

}  // namespace fixpoint::verify
