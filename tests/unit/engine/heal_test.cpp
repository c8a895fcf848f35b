// heal() on real processes, files and compilers.
#include "engine/heal.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "engine/real_world.hpp"
#include "fixpoint/fixpoint.hpp"

namespace fixpoint {
namespace {

namespace fs = std::filesystem;

class Heal : public testing::Test {
 protected:
  Heal() {
    std::string pattern = fs::temp_directory_path() / "fixpoint-heal-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    fs::create_directory(work());
    const char* before = getenv("XDG_STATE_HOME");
    if (before != nullptr) state_before_ = before;
    setenv("XDG_STATE_HOME", (folder_ / "state").c_str(), 1);
  }
  ~Heal() override {
    if (state_before_)
      setenv("XDG_STATE_HOME", state_before_->c_str(), 1);
    else
      unsetenv("XDG_STATE_HOME");
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  [[nodiscard]] fs::path work() const { return folder_ / "work"; }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(work() / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(work() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] engine::HealRequest request(std::string line) const {
    engine::HealRequest made;
    made.command.argv = {"sh", "-c", std::move(line)};
    made.command.folder = work();
    made.root = work();
    return made;
  }
  static Session heal(const engine::HealRequest& request, const engine::EventSink& events = {}) {
    engine::RealWorld world(
        {.root = request.root, .isolation = request.isolation, .database = {}, .record = true, .note = {}});
    auto session = engine::heal(request, world.world(), events);
    EXPECT_TRUE(session) << session.error().message;
    return session ? *session : Session{};
  }

 private:
  fs::path folder_;
  std::optional<std::string> state_before_;
};

constexpr std::string_view kBroken = "int main(void) {\n  int x = 1\n  return x;\n}\n";
constexpr std::string_view kFixed = "int main(void) {\n  int x = 1;\n  return x;\n}\n";

TEST_F(Heal, APassingCommandIsJustRun) {
  const auto session = heal(request("true"));
  EXPECT_EQ(session.outcome, Outcome::passed);
  EXPECT_EQ(session.runs.size(), 1U);
  EXPECT_FALSE(fs::exists(fs::path(getenv("XDG_STATE_HOME")) / "fixpoint"));  // not even a database was opened
}

TEST_F(Heal, AFixIsVerifiedAppliedAndRecorded) {
  write("a.c", kBroken);
  const auto session = heal(request("gcc -c -o a.o a.c"));
  EXPECT_EQ(session.outcome, Outcome::healed);
  EXPECT_EQ(read("a.c"), kFixed);
  EXPECT_EQ(session.runs.size(), 2U);
  EXPECT_FALSE(fs::exists(work() / "a.o"));  // verification left nothing behind
  ASSERT_EQ(session.files.size(), 1U);
  EXPECT_EQ(session.files.front().lines_added, 1);
}

TEST_F(Heal, EndsWhenNothingComesNearer) {
  write("a.c", "int f(int a, int b, int c, int d) {\n  int e = 1, g = 2;\n  return a * b + c - d + ;\n}\n");
  // Whatever is changed, it says the same.
  const auto session = heal(request("echo \"a.c:3:26: error: expected expression before ';' token\" >&2; exit 1"));
  EXPECT_EQ(session.outcome, Outcome::unhealed);
  EXPECT_GT(session.attempts.size(), 2U);
  EXPECT_LE(session.runs.size(), 8U);  // far fewer than the budget
}

TEST_F(Heal, BudgetsAreHard) {
  write("a.c", kBroken);
  auto limited = request("gcc -c -o a.o a.c");
  limited.budget.max_runs = 1;
  const auto session = heal(limited);
  EXPECT_EQ(session.outcome, Outcome::unhealed);
  EXPECT_EQ(session.runs.size(), 1U);
  EXPECT_EQ(read("a.c"), kBroken);
}

TEST_F(Heal, PartialStatesAreOfferedAndAppliedOnlyOnDemand) {
  const std::string broken = std::string(kBroken) + "#error \"this one is for a person\"\n";
  write("a.c", broken);
  auto asked = request("gcc -c -o a.o a.c");
  auto session = heal(asked);
  EXPECT_EQ(session.outcome, Outcome::partial);
  EXPECT_NE(session.patch.find("+  int x = 1;"), std::string::npos) << session.patch;
  EXPECT_EQ(read("a.c"), broken);
  asked.keep_partial = true;
  session = heal(asked);
  EXPECT_TRUE(session.applied);
  EXPECT_NE(read("a.c").find("int x = 1;"), std::string::npos);
}

TEST_F(Heal, AConcurrentEditIsNotOverwritten) {
  write("a.c", kBroken);
  const std::string edited = "/* mine */\n" + std::string(kBroken);
  const auto session = heal(request("gcc -c -o a.o a.c"), [&](const engine::Event& event) {
    if (std::holds_alternative<engine::AttemptEnded>(event)) write("a.c", edited);
  });
  EXPECT_EQ(session.outcome, Outcome::unhealed);
  EXPECT_EQ(read("a.c"), edited);
  EXPECT_FALSE(session.patch.empty());  // kept for the user
  EXPECT_NE(session.advice.find("a.c"), std::string::npos) << session.advice;
}

TEST_F(Heal, FlakinessIsSaidNotRepaired) {
  const auto session = heal(request("test -e ran || { touch ran; exit 1; }"));
  EXPECT_EQ(session.outcome, Outcome::unhealed);
  EXPECT_NE(session.advice.find("flaky"), std::string::npos) << session.advice;
  EXPECT_TRUE(session.attempts.empty());
}

TEST_F(Heal, EnvironmentFailuresAreNamed) {
  const auto session = heal(request("no_such_tool_anywhere --version"));
  EXPECT_EQ(session.outcome, Outcome::unhealed);
  ASSERT_FALSE(session.problems.empty());
  EXPECT_EQ(session.problems.front().category, Category::missing_command);
  EXPECT_FALSE(session.advice.empty());
}

TEST_F(Heal, RootIsTheRepositoryOrTheOutermostProject) {
  fs::create_directories(work() / "repo/.git");
  fs::create_directories(work() / "repo/sub/deep");
  EXPECT_EQ(engine::find_root(work() / "repo/sub/deep", "/nowhere"), work() / "repo");
  fs::create_directories(work() / "app/core/src");  // a folder without a project file may lie in a project
  write("app/Cargo.toml", "");
  write("app/core/Cargo.toml", "");
  EXPECT_EQ(engine::find_root(work() / "app/core", "/nowhere"), work() / "app");
  EXPECT_EQ(engine::find_root(work() / "app/core/src", "/nowhere"), work() / "app");
  EXPECT_EQ(engine::find_root(work(), "/nowhere"), work());
}

TEST(Library, IsSafeFromManyThreads) {
  const std::string output = "a.c:2:12: error: expected ';' before 'return'\n";
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        const auto errors = detect_errors(output);
        ASSERT_EQ(errors.size(), 1U);
        EXPECT_EQ(errors.front().type, "SyntaxError");
        const auto fixes = suggest_fixes(errors.front(), kBroken);
        ASSERT_FALSE(fixes.empty());
        EXPECT_EQ(apply_fix(kBroken, fixes.front()).value(), kFixed);
      }
    });
  for (auto& thread : threads) thread.join();
}

TEST(Library, BadInputIsAnErrorOrEmpty) {
  EXPECT_TRUE(detect_errors("").empty());
  EXPECT_TRUE(detect_errors(std::string(100000, '\xff')).empty());
  EXPECT_FALSE(apply_fix("short", Fix{"", 1, Safety::safe, {{"a", 3, 99, ""}}, ""}));
  EXPECT_FALSE(validate_code("", Language::any));
  EXPECT_FALSE(fixpoint::heal({.command = {}, .folder = "/"}));
}

}  // namespace
}  // namespace fixpoint
