#include "verify/workspace.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

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
