#include "verify/workspace.hpp"

#include <gtest/gtest.h>

#include <grp.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "run/runner.hpp"

namespace fixpoint::verify {
namespace {

namespace fs = std::filesystem;

struct Project {
  fs::path base = fs::temp_directory_path() / ("workspace-test-" + std::to_string(getpid()));
  fs::path root = base / "project";
  Project() { fs::create_directories(root); }
  ~Project() { fs::remove_all(base); }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((root / name).parent_path());
    std::ofstream(root / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file(root / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] WorkspaceOptions options(std::optional<Isolation> demanded) const {
    return {.root = root, .home = {}, .demanded = demanded, .state_folder = base / "state"};
  }
};

Command shell(const Project& project, const std::string& line) {
  Command command;
  command.argv = {"sh", "-c", line};
  command.folder = project.root;
  return command;
}

/// Each test in this suite holds for every kind.
class WorkspaceKinds : public testing::TestWithParam<Isolation> {
 protected:
  void SetUp() override {
    run::ProcessRunner runner;
    if (GetParam() == Isolation::full && probe_isolation(runner, project_.base / "state").reached != Isolation::full)
      GTEST_SKIP() << "no full isolation on this host";
    auto opened = open_workspace(runner_, project_.options(GetParam()));
    ASSERT_TRUE(opened) << opened.error().message;
    workspace_ = std::move(*opened);
    EXPECT_EQ(workspace_->isolation(), GetParam());
  }
  std::string run(const std::string& line, const seams::ChangedFiles& changed = {}) {
    const auto output = workspace_->run(shell(project_, line), changed);
    if (!output) return "error: " + output.error().message;
    EXPECT_EQ(output->isolation, GetParam());
    return output->bytes;
  }

  Project project_;
  run::ProcessRunner runner_;
  std::unique_ptr<seams::Workspace> workspace_;
};

INSTANTIATE_TEST_SUITE_P(All, WorkspaceKinds, testing::Values(Isolation::full, Isolation::tree, Isolation::none),
                         [](const auto& kind) { return std::string(name(kind.param)); });

TEST_P(WorkspaceKinds, ShowsTheChangedFilesAndPutsThemBack) {
  project_.write("src/a.txt", "old\n");
  project_.write("gone.txt", "old\n");
  project_.write("run.sh", "#!/bin/sh\n");
  fs::permissions(project_.root / "run.sh", fs::perms::owner_all);
  const seams::ChangedFiles changed{{"src/a.txt", "new\n"},
                                    {"deep/er/b.txt", "made\n"},
                                    {"gone.txt", std::nullopt},
                                    {"run.sh", "#!/bin/sh\necho ran\n"}};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(run("cat src/a.txt deep/er/b.txt; ls gone.txt 2>/dev/null; ./run.sh; echo x > src/a.txt", changed),
              "new\nmade\nran\n");
    EXPECT_EQ(project_.read("src/a.txt"), "old\n");
    EXPECT_EQ(project_.read("gone.txt"), "old\n");
    EXPECT_EQ(project_.read("run.sh"), "#!/bin/sh\n");
    EXPECT_FALSE(fs::exists(project_.root / "deep"));
    EXPECT_EQ(run("cat src/a.txt gone.txt"), "old\nold\n");
  }
}

TEST_P(WorkspaceKinds, GivesPathsOfTheProjectItself) {
  project_.write("a.txt", "x");
  const auto root = fs::canonical(project_.root).string();
  const auto output = workspace_->run(
      shell(project_, "pwd -P; sleep 0.1; echo \"at $PWD/a.txt:1\" >&2; sleep 0.1; ls " + root + "/a.txt"), {});
  ASSERT_TRUE(output);
  EXPECT_EQ(output->bytes, root + "\nat " + root + "/a.txt:1\n" + root + "/a.txt\n");
  std::uint64_t end = 0;
  for (const auto& chunk : output->chunks) {
    EXPECT_EQ(chunk.offset, end);
    end += chunk.size;
  }
  EXPECT_EQ(end, output->bytes.size());
}

TEST_P(WorkspaceKinds, StaysIncremental) {
  if (std::system("make --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "no make";
  project_.write("Makefile",
                 "out: a b\n\tcat a b > out; echo built out\na: a.in\n\tcp a.in a; echo built a\nb: b.in\n\tcp b.in "
                 "b; echo built b\n");
  project_.write("a.in", "1");
  project_.write("b.in", "1");
  ASSERT_EQ(std::system(("cd " + project_.root.string() + " && make -s >/dev/null").c_str()), 0);
  EXPECT_EQ(run("make -s"), "");
  EXPECT_EQ(run("sleep 0.01; make -s", {{"a.in", "2"}}), "built a\nbuilt out\n");
}

class WorkspaceKindsThatKeepNothing : public WorkspaceKinds {};
INSTANTIATE_TEST_SUITE_P(All, WorkspaceKindsThatKeepNothing, testing::Values(Isolation::full, Isolation::tree),
                         [](const auto& kind) { return std::string(name(kind.param)); });

TEST_P(WorkspaceKindsThatKeepNothing, BeginsEachRunFromTheUsersTree) {
  project_.write("src/a.txt", "old\n");
  project_.write("ro/file", "x");
  fs::create_symlink("src/a.txt", project_.root / "link");
  fs::permissions(project_.root / "ro", fs::perms::owner_read | fs::perms::owner_exec);
  const std::string look = "find . | sort; stat -c '%a %Y %s %N' src src/a.txt link ro ro/file; cat link";
  const auto before = run(look);
  EXPECT_NE(before.find("src/a.txt"), std::string::npos);
  for (const auto* hostile :
       {"rm -rf * .[a-z]*", "echo x > src/a.txt; touch -d 2001-01-01 src/a.txt", "chmod -R 000 .",
        "mkdir made; echo x > made/x; chmod 000 made", "mv src s; ln -s s src; rm link; ln -s /etc link",
        "touch src/a.txt; rm link; mkdir link", "d=$(pwd); cd ..; mv $d away; ln -s /etc $d"}) {
    run(hostile);
    EXPECT_EQ(run(look), before) << "after " << hostile;
  }
  EXPECT_EQ(project_.read("src/a.txt"), "old\n");
  fs::permissions(project_.root / "ro", fs::perms::owner_all);
}

TEST_P(WorkspaceKindsThatKeepNothing, SeesWhatTheUserDoesMeanwhile) {
  project_.write("a.txt", "one\n");
  EXPECT_EQ(run("cat a.txt"), "one\n");
  project_.write("a.txt", "two\n");
  project_.write("b.txt", "b\n");
  EXPECT_EQ(run("cat a.txt b.txt"), "two\nb\n");
  fs::remove(project_.root / "b.txt");
  EXPECT_EQ(run("ls"), "a.txt\n");
}

TEST_P(WorkspaceKindsThatKeepNothing, TakesSpecialFiles) {
  project_.write("a.txt", "x");
  ASSERT_EQ(mkfifo((project_.root / "pipe").c_str(), 0600), 0);
  const auto path = (project_.root / "sparse").string();
  std::ofstream(path).put('x');
  ASSERT_EQ(truncate(path.c_str(), 1LL << 34), 0);
  EXPECT_EQ(run("stat -c '%s' sparse; [ $(stat -c %b sparse) -lt 100 ] && echo sparse"), "17179869184\nsparse\n");
}

TEST(Workspace, RefusesFilesOutsideOfTheProject) {
  const Project project;
  run::ProcessRunner runner;
  auto workspace = open_workspace(runner, project.options({}));
  ASSERT_TRUE(workspace);
  for (const auto* name : {"../x", "/etc/passwd", "", "a/../../x"}) {
    const auto output = (*workspace)->run(shell(project, "true"), {{name, "x"}});
    ASSERT_FALSE(output) << name;
    EXPECT_EQ(output.error().code, ErrorCode::invalid_input);
  }
}

TEST(Workspace, CoversMoreForACommandThatNeedsIt) {
  const Project project;
  const auto beside = project.base / "beside";
  fs::create_directories(beside);
  run::ProcessRunner runner;
  if (probe_isolation(runner, project.base / "state").reached != Isolation::full)
    GTEST_SKIP() << "no full isolation on this host";
  auto options = project.options(Isolation::full);
  auto workspace = open_workspace(runner, options);
  ASSERT_TRUE(workspace);
  const auto folder = geteuid() == 0 ? std::string("/usr/local/share") : beside.string();
  const auto output =
      (*workspace)
          ->run(shell(project, "echo x > " + folder + "/fixpoint-test && cat " + folder + "/fixpoint-test"), {});
  ASSERT_TRUE(output);
  EXPECT_EQ(output->bytes, "x\n");
  EXPECT_FALSE(fs::exists(folder + "/fixpoint-test"));
}

/// Not asserted, printed: what a large tree costs.
TEST(Workspace, TakesALargeTree) {
  const Project project;
  const char* wanted = std::getenv("FIXPOINT_TEST_FILES");
  const int files = wanted == nullptr ? 5'000 : std::atoi(wanted);
  for (int i = 0; i < files / 100; ++i) {
    fs::create_directories(project.root / std::to_string(i));
    for (int k = 0; k < 100; ++k) std::ofstream(project.root / std::to_string(i) / std::to_string(k)) << i << k;
  }
  run::ProcessRunner runner;
  for (const auto kind : {Isolation::full, Isolation::tree}) {
    if (kind == Isolation::full && probe_isolation(runner, project.base / "state").reached != kind) continue;
    auto workspace = open_workspace(runner, project.options(kind));
    ASSERT_TRUE(workspace);
    for (const auto* which : {"first", "second"}) {
      const auto begin = std::chrono::steady_clock::now();
      const auto output = (*workspace)->run(shell(project, "find . -type f | wc -l; echo x > 0/0"), {{"1/1", "new"}});
      const auto end = std::chrono::steady_clock::now();
      ASSERT_TRUE(output);
      EXPECT_EQ(output->bytes, std::to_string(files) + "\n");
      std::printf("%d files, %s, %s run: %lld ms\n", files, std::string(name(kind)).c_str(), which,
                  static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(end - begin).count()));
    }
  }
}

TEST(Workspace, RefusesWhatIsNotAProject) {
  run::ProcessRunner runner;
  for (const auto* root : {"/", "/no/such/folder", "relative", "/etc/passwd"}) {
    const auto workspace = open_workspace(runner, {.root = root});
    ASSERT_FALSE(workspace) << root;
    EXPECT_EQ(workspace.error().code, ErrorCode::invalid_input);
  }
}

/// Answers like a host without user namespaces.
class NoSandbox final : public seams::CommandRunner {
 public:
  Result<RunOutput> run(const Command& command, const seams::LiveOutput& live) override {
    if (command.sandbox && !command.sandbox->covered.empty())
      return fail(ErrorCode::unavailable, "cannot start a process: Operation not permitted");
    return runner_.run(command, live);
  }

 private:
  run::ProcessRunner runner_;
};

TEST(Workspace, FallsBackToACopyAndSaysSo) {
  const Project project;
  project.write("a.txt", "x\n");
  NoSandbox runner;
  const auto report = probe_isolation(runner, project.base / "state");
  EXPECT_EQ(report.reached, Isolation::tree);
  EXPECT_NE(report.why, "");
  auto workspace = open_workspace(runner, project.options({}));
  ASSERT_TRUE(workspace);
  EXPECT_EQ((*workspace)->isolation(), Isolation::tree);
  EXPECT_EQ((*workspace)->run(shell(project, "cat a.txt"), {})->bytes, "x\n");
}

/// A run that knows the project's real path (a CMake cache does) cannot write there.
TEST(Workspace, ProtectsTheProjectFromItsCopy) {
  const Project project;
  project.write("a.txt", "x\n");
  run::ProcessRunner runner;
  const auto folder = fs::path(std::getenv("HOME") == nullptr ? "/" : std::getenv("HOME")) /
                      ("workspace-test-" + std::to_string(getpid()));
  std::error_code failed;
  if (!fs::create_directory(folder, failed)) GTEST_SKIP() << "no home folder to write to";
  std::ofstream(folder / "a.txt") << "x\n";
  {
    auto options = project.options(Isolation::tree);
    options.root = folder;
    auto workspace = open_workspace(runner, options);
    ASSERT_TRUE(workspace);
    Command command =
        shell(project, "(echo y > $(printf '" + folder.parent_path().string() + "/%s' " + folder.filename().string() +
                           ")/a.txt) 2>/dev/null || echo refused; echo z > a.txt; cat a.txt; echo t > "
                           "/tmp/fixpoint-t && rm /tmp/fixpoint-t");
    command.folder = folder;
    const auto output = (*workspace)->run(command, {});
    ASSERT_TRUE(output) << output.error().message;
    EXPECT_EQ(output->bytes, "refused\nz\n");
    std::ifstream file(folder / "a.txt");
    std::string text;
    std::getline(file, text);
    EXPECT_EQ(text, "x");
  }
  fs::remove_all(folder);
}

/// As root, so that there is another group to give a file to; then as an ordinary user without that group mapped.
TEST(Workspace, CopiesAProjectWithUnmappedGroups) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  const Project project;
  project.write("a.txt", "x\n");
  for (const auto& path : {project.base, project.root, project.root / "a.txt"})
    ASSERT_EQ(chown(path.c_str(), 12345, 54321), 0);
  const pid_t child = fork();
  if (child == 0) {
    const gid_t groups[] = {54321};
    if (setgroups(1, groups) != 0 || setgid(12345) != 0 || setuid(12345) != 0) _exit(77);
    run::ProcessRunner runner;
    auto workspace = open_workspace(runner, project.options({}));
    EXPECT_TRUE(workspace);
    const auto output = (*workspace)->run(shell(project, "echo y >> a.txt && cat a.txt"), {{"a.txt", "z\n"}});
    EXPECT_EQ(output ? output->bytes : output.error().message, "z\ny\n");
    EXPECT_EQ((*workspace)->isolation(), Isolation::tree);
    workspace->reset();
    _exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(project.read("a.txt"), "x\n");
}

/// Between /tmp and the project lies a folder of root, which cannot be copied into a layer.
TEST(Workspace, CoversAProjectBelowSomebodyElsesFolder) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  const Project project;
  project.write("a.txt", "x\n");
  for (const auto& path : {project.root, project.root / "a.txt"}) ASSERT_EQ(chown(path.c_str(), 12345, 12345), 0);
  fs::permissions(project.base, fs::perms::all);
  const pid_t child = fork();
  if (child == 0) {
    if (setgroups(0, nullptr) != 0 || setgid(12345) != 0 || setuid(12345) != 0) _exit(77);
    run::ProcessRunner runner;
    if (probe_isolation(runner, project.base / "state").reached != Isolation::full) _exit(0);
    auto workspace = open_workspace(runner, project.options({}));
    EXPECT_TRUE(workspace);
    const auto output = (*workspace)
                            ->run(shell(project, "echo y >> a.txt && cat a.txt && echo t > /tmp/t && cat /tmp/t"),
                                  {{"a.txt", "z\n"}});
    EXPECT_EQ(output ? output->bytes : output.error().message, "z\ny\nt\n");
    EXPECT_EQ((*workspace)->isolation(), Isolation::full);
    workspace->reset();
    _exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(Workspace, PutsBackWhatAKilledRunInTheUsersTreeLeft) {
  const Project project;
  project.write("a.txt", "old\n");
  const pid_t child = fork();
  if (child == 0) {
    run::ProcessRunner runner;
    auto workspace = open_workspace(runner, project.options(Isolation::none));
    if (workspace) [[maybe_unused]]
      const auto output =
          (*workspace)
              ->run(shell(project, "echo $$ > started; sleep 100"), {{"a.txt", "new\n"}, {"b/c.txt", "new\n"}});
    _exit(0);
  }
  for (int i = 0; i < 1000 && project.read("started").empty(); ++i) usleep(10'000);
  EXPECT_EQ(project.read("a.txt"), "new\n");
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  run::ProcessRunner runner;
  const auto workspace = open_workspace(runner, project.options(Isolation::tree));
  ASSERT_TRUE(workspace);
  EXPECT_EQ(project.read("a.txt"), "old\n");
  EXPECT_FALSE(fs::exists(project.root / "b"));
  EXPECT_TRUE(fs::is_empty(project.base / "state/in-place"));
}

TEST(Workspace, NeverGoesBelowWhatWasDemanded) {
  const Project project;
  NoSandbox runner;
  const auto workspace = open_workspace(runner, project.options(Isolation::full));
  ASSERT_FALSE(workspace);
  EXPECT_EQ(workspace.error().code, ErrorCode::unavailable);
}

TEST(Workspace, FallsBackWhenARememberedAnswerNoLongerHolds) {
  const Project project;
  project.write("a.txt", "x\n");
  run::ProcessRunner works;
  if (probe_isolation(works, project.base / "state").reached != Isolation::full) GTEST_SKIP();
  NoSandbox runner;
  auto workspace = open_workspace(runner, project.options({}));
  ASSERT_TRUE(workspace);
  EXPECT_EQ((*workspace)->isolation(), Isolation::full);
  EXPECT_EQ((*workspace)->run(shell(project, "cat a.txt"), {})->bytes, "x\n");
  EXPECT_EQ((*workspace)->isolation(), Isolation::tree);
}

}  // namespace
}  // namespace fixpoint::verify
