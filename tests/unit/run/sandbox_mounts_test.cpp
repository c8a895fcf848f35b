// Hosts that are laid out unkindly: mounts below the project, a project on an overlay. Needs the right to mount, so
// these run as root only, each in a mount namespace of its own.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include "run/runner.hpp"

namespace fixpoint::run {
namespace {

namespace fs = std::filesystem;

/// Runs `body` in a process that may mount as it likes; its failures are ours.
void in_own_mounts(const std::function<void(const fs::path&)>& body) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  const auto base = fs::temp_directory_path() / ("sandbox-mounts-" + std::to_string(getpid()));
  fs::create_directories(base);
  const pid_t child = fork();
  if (child == 0) {
    if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) _exit(77);
    body(base);
    _exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  fs::remove_all(base);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) GTEST_SKIP() << "may not mount here";
  EXPECT_EQ(status, 0);
}

std::string guest(const fs::path& folder, std::vector<std::string> covered, const std::string& line) {
  Command command;
  command.argv = {"sh", "-c", line};
  command.folder = folder;
  command.sandbox = Sandbox{.covered = std::move(covered)};
  ProcessRunner runner;
  const auto output = runner.run(command, {});
  return output ? output->bytes : "error: " + output.error().message;
}

void put(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

TEST(SandboxMounts, CoversAProjectWithMountsBelowIt) {
  in_own_mounts([](const fs::path& base) {
    const auto root = base / "project";
    put(root / "a.txt", "a\n");
    put(root / "src/b.txt", "b\n");
    fs::create_directories(root / "data/disk");
    put(root / "data/c.txt", "c\n");
    fs::create_symlink("src/b.txt", root / "link");
    ASSERT_EQ(mount("tmpfs", (root / "data/disk").c_str(), "tmpfs", 0, nullptr), 0);
    put(root / "data/disk/d.txt", "d\n");
    put(root / "config", "host\n");
    ASSERT_EQ(mount((root / "a.txt").c_str(), (root / "config").c_str(), nullptr, MS_BIND, nullptr), 0);

    const std::string line =
        "cat a.txt link data/c.txt data/disk/d.txt config; stat -c %Y a.txt;"
        "for f in a.txt src/b.txt data/c.txt data/disk/d.txt config new src/new data/new data/disk/new; do echo x > "
        "$f || echo no $f; done;"
        "rm -r src/* data/c.txt && cat a.txt data/disk/d.txt; (echo x > ../out) 2>/dev/null || echo refused";
    struct stat info{};
    stat((root / "a.txt").c_str(), &info);
    for (int i = 0; i < 2; ++i)
      EXPECT_EQ(guest(root, {root}, line),
                "a\nb\nc\nd\na\n" + std::to_string(info.st_mtim.tv_sec) + "\nx\nx\nrefused\n");
    // The same with the mounts further down, below a covered home folder.
    EXPECT_EQ(guest(root, {base, root}, "cat src/b.txt data/disk/d.txt; echo x > ../out && cat ../out"), "b\nd\nx\n");
    EXPECT_FALSE(fs::exists(root / "new"));
    EXPECT_FALSE(fs::exists(root / "data/disk/new"));
  });
}

TEST(SandboxMounts, CoversPartsOfAHomeFolderItCannotRebuild) {
  in_own_mounts([](const fs::path& base) {
    put(base / "project/a.txt", "a\n");
    const auto home = base / "home";
    for (int i = 0; i < 400; ++i) put(home / ("f" + std::to_string(i)), "x");
    fs::create_directories(home / "mnt");
    ASSERT_EQ(mount("tmpfs", (home / "mnt").c_str(), "tmpfs", 0, nullptr), 0);
    put(home / ".cache/tool/x", "cached\n");
    put(home / "project/a.txt", "b\n");
    const std::string line =
        "cat a.txt ../home/.cache/tool/x; echo new > ../home/.cache/tool/x && cat ../home/.cache/tool/x;"
        "(echo x > ../home/new) 2>/dev/null || echo refused";
    EXPECT_EQ(guest(base / "project", {base / "project", home}, line), "a\ncached\nnew\nrefused\n");
    EXPECT_EQ(guest(home / "project", {home / "project", home}, "cat a.txt; echo x > a.txt && cat a.txt"), "b\nx\n");
    EXPECT_EQ(guest(home, {home}, "true").substr(0, 6), "error:");
    EXPECT_EQ(fs::file_size(home / ".cache/tool/x"), 7U);
    EXPECT_FALSE(fs::exists(home / "new"));
  });
}

/// Somebody mounted something below /tmp, where the project lies among very many others.
TEST(SandboxMounts, EmptiesAFolderForTemporaryFilesItCannotRebuild) {
  in_own_mounts([](const fs::path&) {
    ASSERT_EQ(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr), 0);
    const fs::path root = "/tmp/some/where/project";
    put(root / "a.txt", "a\n");
    for (int i = 0; i < 400; ++i) put("/tmp/f" + std::to_string(i), "x");
    fs::create_directories("/tmp/mnt");
    ASSERT_EQ(mount("tmpfs", "/tmp/mnt", "tmpfs", 0, nullptr), 0);
    EXPECT_EQ(
        guest(root, {root, "/tmp"}, "cat a.txt; echo x > a.txt && echo t > /tmp/t && cat a.txt /tmp/t; ls /tmp"),
        "a\nx\nt\nsome\nt\n");
    EXPECT_EQ(guest("/tmp", {"/tmp"}, "true").substr(0, 6), "error:");
    EXPECT_FALSE(fs::exists("/tmp/t"));
    EXPECT_EQ(fs::file_size(root / "a.txt"), 2U);
  });
}

TEST(SandboxMounts, CoversAProjectThatLiesOnAnOverlay) {
  in_own_mounts([](const fs::path& base) {
    ASSERT_EQ(mount("tmpfs", base.c_str(), "tmpfs", 0, nullptr), 0);
    for (const auto* name : {"lower/project", "upper", "work", "merged"}) fs::create_directories(base / name);
    put(base / "lower/project/a.txt", "a\n");
    put(base / "lower/project/sub/b.txt", "b\n");
    const auto options = "lowerdir=" + (base / "lower").string() + ",upperdir=" + (base / "upper").string() +
                         ",workdir=" + (base / "work").string();
    if (mount("overlay", (base / "merged").c_str(), "overlay", 0, options.c_str()) != 0) return;
    const auto root = base / "merged/project";
    put(root / "sub/c.txt", "c\n");
    fs::remove(root / "sub/b.txt");
    EXPECT_EQ(
        guest(root, {root},
              "cat a.txt sub/c.txt; ls sub; rm -r sub; mkdir sub; echo x > sub/d; echo x > a.txt; cat a.txt sub/*"),
        "a\nc\nc.txt\nx\nx\n");
    std::ifstream file(root / "a.txt");
    std::string text;
    std::getline(file, text);
    EXPECT_EQ(text, "a");
    EXPECT_TRUE(fs::exists(root / "sub/c.txt"));
  });
}

TEST(SandboxMounts, CoversAMountPointItself) {
  in_own_mounts([](const fs::path& base) {
    fs::create_directories(base / "disk");
    ASSERT_EQ(mount("tmpfs", (base / "disk").c_str(), "tmpfs", 0, nullptr), 0);
    put(base / "disk/a.txt", "a\n");
    EXPECT_EQ(guest(base / "disk", {base / "disk"}, "echo x >> a.txt; cat a.txt"), "a\nx\n");
  });
}

}  // namespace
}  // namespace fixpoint::run
