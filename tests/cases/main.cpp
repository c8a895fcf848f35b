// The .case runner: one test per file, the sections present decide what is checked; --update rewrites expectations.
//   formats/**  output -> diagnostics, problems
//   fixers/LANGUAGE/FIXER/*.case  output + before/* -> proposals (of that fixer alone), after/* (first proposal
//   applied)
// Heal and CLI cases run the program: see program_cases.cpp.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "case_file.hpp"
#include "diagnose/diagnose.hpp"
#include "program_cases.hpp"
#include "propose/propose.hpp"
#include "source/edits.hpp"

namespace fixpoint::tests {

bool update = false;

/// Compares a section with what came out, or rewrites it under --update. An absent section checks nothing.
void expect_section(CaseFile& file, std::string_view name, const std::string& actual) {
  const auto* expected = file.find(name);
  if (expected == nullptr || *expected == actual) return;
  if (update) {
    file.set(name, actual);
    write_case(file);
    return;
  }
  EXPECT_EQ(*expected, actual) << file.path << ": section " << name
                               << " (rewrite with --update, then review the diff)";
}

namespace {

std::string print(const Place& place) {
  std::string text = place.file;
  if (place.line != 0) text += fmt::format(":{}", place.line);
  if (place.column != 0) text += fmt::format(":{}", place.column);
  if (place.end_column != 0) text += fmt::format("-{}:{}", place.end_line, place.end_column);
  return text;
}

std::string print(const Diagnostic& diagnostic) {
  auto text =
      fmt::format("{} {} {} {} [{}] {}: {}\n", diagnostic.tool, name(diagnostic.severity), name(diagnostic.category),
                  name(diagnostic.phase), diagnostic.code, print(diagnostic.place), diagnostic.message);
  if (diagnostic.pattern != diagnostic.message)
    text += fmt::format("  pattern: {}  <- {}\n", diagnostic.pattern, base::join(diagnostic.arguments, " | "));
  for (const auto& related : diagnostic.related)
    text += fmt::format("  related: {}: {}\n", print(related.place), related.message);
  for (const auto& suggestion : diagnostic.suggestions) {
    text += fmt::format("  suggestion ({}): {}\n", name(suggestion.safety), suggestion.message);
    for (const auto& edit : suggestion.edits)
      text += fmt::format("    {} -> \"{}\"\n", print(edit.place), edit.replacement);
  }
  return text;
}

std::string print(const Problem& problem) {
  auto text = fmt::format("{} {} {}: {}\n", problem.id, name(problem.category), print(problem.primary.place),
                          problem.primary.message);
  for (const auto& follow : problem.follow_ons)
    text += fmt::format("  + {}: {} ({})\n", print(follow.place), follow.message, problem.folded_by);
  return text;
}

RunOutput failed_run(std::string bytes) {
  RunOutput run;
  run.exit_code = 1;
  run.chunks.push_back({Stream::err, 0, bytes.size()});
  run.bytes = std::move(bytes);
  return run;
}

class FormatCase : public testing::Test {
 public:
  explicit FormatCase(std::string path) : path_(std::move(path)) {}
  void TestBody() override {
    auto file = read_case(path_);
    const auto* output = file.find("output");
    ASSERT_NE(output, nullptr) << path_ << " has no output section";
    const auto run = failed_run(*output);
    std::string diagnostics, problems;
    for (const auto& one : diagnose::read_all(run)) diagnostics += print(one);
    for (const auto& one : diagnose::problems(run)) problems += print(one);
    if (update && file.find("diagnostics") == nullptr) file.set("diagnostics", "");
    expect_section(file, "diagnostics", diagnostics);
    expect_section(file, "problems", problems);
  }

 private:
  std::string path_;
};

class FixerCase : public testing::Test {
 public:
  explicit FixerCase(std::string path) : path_(std::move(path)) {}
  void TestBody() override {
    auto file = read_case(path_);
    const auto folder = base::parent(path_);
    const auto id = fmt::format("{}/{}", base::file_name(base::parent(folder)), base::file_name(folder));
    const auto fixers = propose::all_fixers();
    const auto fixer = std::ranges::find(fixers, id, &propose::Fixer::id);
    ASSERT_NE(fixer, fixers.end()) << path_ << ": no fixer " << id;
    const auto* output = file.find("output");
    ASSERT_NE(output, nullptr) << path_ << " has no output section";

    const seams::MemoryTree tree(file.files("before"));
    const source::Analysis code(tree);
    std::string text;
    std::vector<Proposal> all;
    for (const auto& problem : diagnose::problems(failed_run(*output)))
      for (auto& proposal : propose::from_fixers(problem, code, ".", {&*fixer, 1}))
        all.push_back(std::move(proposal));
    std::ranges::stable_sort(all, [](const auto& a, const auto& b) { return a.confidence > b.confidence; });
    for (const auto& proposal : all) {
      text += fmt::format("{} {:.2f} {}: {}\n", proposal.problems.front(), proposal.confidence, name(proposal.safety),
                          proposal.reason);
      for (const auto& edit : proposal.edits) {
        const auto before = tree.read(edit.file).value_or("");
        text += fmt::format("  {}:{} {} -> {}\n", edit.file, edit.begin,
                            testing::PrintToString(std::string(before.substr(edit.begin, edit.end - edit.begin))),
                            testing::PrintToString(edit.replacement));
      }
      if (!proposal.install.empty()) text += fmt::format("  install: {}\n", proposal.install);
    }
    if (update && file.find("proposals") == nullptr) file.set("proposals", "");
    ASSERT_NE(file.find("proposals"), nullptr) << path_ << " has no proposals section (empty = the fixer declines)";
    expect_section(file, "proposals", text);
    if (all.empty()) return;
    const auto changed = source::changes(tree, all.front().edits);
    ASSERT_TRUE(changed) << changed.error().message;
    for (const auto& [name, content] : *changed) {
      const auto section = "after/" + name;
      if (update && file.find(section) == nullptr) file.set(section, "");
      expect_section(file, section, content.value_or("(deleted)\n"));
    }
  }

 private:
  std::string path_;
};

/// Each format has a fixture; each fixer one case where it fixes and one where it declines.
TEST(Obligations, EveryFormatHasACase) {
  for (const auto& format : diagnose::all_formats())
    EXPECT_TRUE(std::filesystem::exists(fmt::format("{}/formats/{}", FIXPOINT_CASES, format.id)))
        << "format without a case: " << format.id;
}

TEST(Obligations, EveryFixerHasAFixingAndADecliningCase) {
  for (const auto& fixer : propose::all_fixers()) {
    int fixing = 0, declining = 0;
    const auto folder = fmt::format("{}/fixers/{}", FIXPOINT_CASES, fixer.id);
    if (std::filesystem::exists(folder))
      for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".case") {
          const auto file = read_case(entry.path());
          const auto* proposals = file.find("proposals");
          (proposals != nullptr && !proposals->empty() ? fixing : declining)++;
        }
    EXPECT_TRUE(fixing > 0 && declining > 0) << fixer.id << " needs a fixing and a declining case in " << folder;
  }
}

/// Every format over every other format's fixtures claims nothing that is not its own.
TEST(Obligations, FormatsDoNotClaimEachOthersOutput) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(FIXPOINT_CASES) + "/formats")) {
    if (entry.path().extension() != ".case") continue;
    const auto file = read_case(entry.path());
    // A fixture may hold several tools' output ("tools: make gcc" in its comment); else its folder names the one.
    std::set<std::string, std::less<>> owners{entry.path().parent_path().filename().string()};
    for (const auto line : base::split_lines(file.comment))
      if (line.starts_with("tools:"))
        for (const auto word : base::split(line.substr(6), ' ')) owners.emplace(word);
    for (const auto& diagnostic : diagnose::read_all(*file.find("output")))
      EXPECT_TRUE(owners.contains(diagnostic.tool))
          << entry.path() << ": claimed by " << diagnostic.tool << ": " << diagnostic.message;
  }
}

template <class Case>
void register_folder(const std::string& folder, const char* suite) {
  const auto root = std::string(FIXPOINT_CASES) + "/" + folder;
  if (!std::filesystem::exists(root)) return;
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
    if (entry.path().extension() == ".case") paths.push_back(entry.path().string());
  std::ranges::sort(paths);
  for (const auto& path : paths) {
    auto label = path.substr(root.size() + 1, path.size() - root.size() - 6);
    testing::RegisterTest(suite, label.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [path]() -> testing::Test* { return new Case(path); });
  }
}

}  // namespace
}  // namespace fixpoint::tests

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i)
    if (std::string_view(argv[i]) == "--update") fixpoint::tests::update = true;
  fixpoint::tests::register_folder<fixpoint::tests::FormatCase>("formats", "Format");
  fixpoint::tests::register_folder<fixpoint::tests::FixerCase>("fixers", "Fixer");
  fixpoint::tests::register_folder<fixpoint::tests::HealCase>("heal", "Heal");
  fixpoint::tests::register_folder<fixpoint::tests::CliCase>("cli", "Cli");
  return RUN_ALL_TESTS();
}
