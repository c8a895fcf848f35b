#include "program_cases.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "run/runner.hpp"

namespace fixpoint::tests {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A project in a scratch folder, and the program run in it.
class Scratch {
 public:
  Scratch() {
    std::string pattern = fs::temp_directory_path() / "fixpoint-case-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    fs::create_directory(work());
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] fs::path work() const { return folder_ / "work"; }
  [[nodiscard]] fs::path beside(std::string_view name) const { return folder_ / name; }

  void lay(const std::map<std::string, std::string, std::less<>>& files) const {
    for (const auto& [name, text] : files) {
      fs::create_directories((work() / name).parent_path());
      std::ofstream(work() / name, std::ios::binary) << text;
    }
  }

  struct Outcome {
    int exit_code;
    std::string out, err;
  };
  [[nodiscard]] Outcome run(std::vector<std::string> argv) const {
    Command command;
    command.argv = std::move(argv);
    command.folder = work();
    const char* path = std::getenv("PATH");
    command.environment = {
        "XDG_STATE_HOME=" + (folder_ / "state").string(), "NO_COLOR=1", "LC_ALL=C.UTF-8", "LANGUAGE=",
        fmt::format("PATH={}:{}", fs::path(FIXPOINT_PROGRAM).parent_path().string(), path == nullptr ? "" : path)};
    command.limits.wall = std::chrono::seconds(120);
    run::ProcessRunner runner;
    const auto output = runner.run(command, {});
    if (!output) return {-1, "", output.error().message};
    Outcome outcome{output->exit_code, "", ""};
    for (const auto& chunk : output->chunks)
      (chunk.stream == Stream::out ? outcome.out : outcome.err).append(output->bytes, chunk.offset, chunk.size);
    return outcome;
  }

 private:
  fs::path folder_;
};

bool installed(std::string_view program) {
  const char* path = std::getenv("PATH");
  for (const auto folder : base::split(path == nullptr ? "" : path, ':'))
    if (fs::exists(fs::path(folder) / program)) return true;
  return false;
}

/// The first program of the `needs` section that is not there.
std::string missing(const CaseFile& file) {
  if (const auto* needs = file.find("needs"))
    for (const auto line : base::split_lines(*needs))
      for (const auto word : base::split(line, ' '))
        if (!word.empty() && !installed(word)) return std::string(word);
  return {};
}

std::vector<std::string> words(const CaseFile& file, std::string_view section) {
  std::vector<std::string> found;
  if (const auto* text = file.find(section))
    for (const auto word : base::split(base::trim(*text), ' '))
      if (!word.empty()) found.emplace_back(word);
  return found;
}

void expect_files(CaseFile& file, const Scratch& scratch) {
  for (const auto& [name, text] : file.files("after")) {
    const auto path = scratch.work() / name;
    expect_section(file, "after/" + name, fs::exists(path) ? slurp(path) : "(deleted)\n");
  }
}

}  // namespace

void HealCase::TestBody() {
  auto file = read_case(path_);
  if (const auto program = missing(file); !program.empty()) GTEST_SKIP() << "skipped: " << program << " not found";
  const auto* command = file.find("command");
  ASSERT_NE(command, nullptr) << path_ << " has no command section";
  const Scratch scratch;
  scratch.lay(file.files("before"));
  const auto report = scratch.beside("report.json").string();
  std::vector<std::string> argv = {FIXPOINT_PROGRAM, "heal", "--offline", "--report", report};
  for (auto& word : words(file, "options")) argv.push_back(word);
  argv.insert(argv.end(), {"--", "sh", "-c", std::string(base::trim(*command))});
  const auto healed = scratch.run(argv);

  const auto text = slurp(report);
  const auto at = text.find("\"outcome\": \"");
  const auto outcome = at == std::string::npos ? "none" : text.substr(at + 12, text.find('"', at + 12) - at - 12);
  if (update && file.find("outcome") == nullptr) file.set("outcome", "");
  expect_section(file, "outcome", fmt::format("{} {}\n", outcome, healed.exit_code));
  expect_files(file, scratch);
  if (testing::Test::HasFailure()) ADD_FAILURE() << healed.err;
  if (outcome != "healed" || healed.exit_code != 0) {
    if (outcome != "healed" && file.find("options") == nullptr) {  // not healed: the tree is as it was
      for (const auto& [name, before] : file.files("before")) EXPECT_EQ(slurp(scratch.work() / name), before) << name;
    }
    return;
  }
  if (!words(file, "options").empty()) return;
  const auto undone = scratch.run({FIXPOINT_PROGRAM, "undo"});
  EXPECT_EQ(undone.exit_code, 0) << undone.err;
  for (const auto& [name, before] : file.files("before")) EXPECT_EQ(slurp(scratch.work() / name), before) << name;
}

void CliCase::TestBody() {
  auto file = read_case(path_);
  if (const auto program = missing(file); !program.empty()) GTEST_SKIP() << "skipped: " << program << " not found";
  const auto* command = file.find("command");
  ASSERT_NE(command, nullptr) << path_ << " has no command section";
  const Scratch scratch;
  scratch.lay(file.files("before"));
  const auto result = scratch.run({"sh", "-c", *command});
  if (update && file.find("exit") == nullptr) file.set("exit", "");
  expect_section(file, "exit", fmt::format("{}\n", result.exit_code));
  expect_section(file, "stdout", result.out);
  expect_section(file, "stderr", result.err);
  expect_files(file, scratch);
}

}  // namespace fixpoint::tests
