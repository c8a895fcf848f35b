#include "verify/workspace.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "run/runner.hpp"

namespace fixpoint::verify {
namespace {

struct Project {
  std::filesystem::path root =
      std::filesystem::temp_directory_path() / ("workspace-test-" + std::to_string(getpid()));
  Project() { std::filesystem::create_directories(root); }
  ~Project() { std::filesystem::remove_all(root); }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((root / name).parent_path());
    std::ofstream(root / name) << text;
  }
};

Command shell(const Project& project, const std::string& line) {
  Command command;
  command.argv = {"sh", "-c", line};
  command.folder = project.root;
  return command;
}

TEST(Workspace, ShowsTheChangedFilesAndKeepsNothing) {
  const Project project;
  project.write("src/a.txt", "old\n");
  project.write("gone.txt", "old\n");
  run::ProcessRunner runner;
  auto workspace = open_workspace(runner, {.root = project.root});
  ASSERT_TRUE(workspace) << workspace.error().message;
  const seams::ChangedFiles changed{{"src/a.txt", "new\n"}, {"deep/er/b.txt", "made\n"}, {"gone.txt", std::nullopt}};
  const auto output = (*workspace)
                          ->run(shell(project,
                                      "cat src/a.txt deep/er/b.txt; ls gone.txt 2>/dev/null; echo x > src/a.txt; rm "
                                      "-rf deep; touch made"),
                                changed);
  ASSERT_TRUE(output) << output.error().message;
  EXPECT_EQ(output->bytes, "new\nmade\n");
  EXPECT_EQ(output->exit_code, 0);
  std::ifstream file(project.root / "src/a.txt");
  std::string text;
  std::getline(file, text);
  EXPECT_EQ(text, "old");
  EXPECT_TRUE(std::filesystem::exists(project.root / "gone.txt"));
  EXPECT_FALSE(std::filesystem::exists(project.root / "made"));
  EXPECT_FALSE(std::filesystem::exists(project.root / "deep"));
}

TEST(Workspace, RefusesFilesOutsideOfTheProject) {
  const Project project;
  run::ProcessRunner runner;
  auto workspace = open_workspace(runner, {.root = project.root});
  ASSERT_TRUE(workspace);
  for (const auto* name : {"../x", "/etc/passwd", "", "a/../../x"}) {
    const auto output = (*workspace)->run(shell(project, "true"), {{name, "x"}});
    ASSERT_FALSE(output) << name;
    EXPECT_EQ(output.error().code, ErrorCode::invalid_input);
  }
}

}  // namespace
}  // namespace fixpoint::verify
