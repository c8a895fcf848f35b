#include "verify/apply.hpp"

#include <gtest/gtest.h>

#include "apply_scene.hpp"

namespace fixpoint::verify {
namespace {

TEST(Apply, ChangesCreatesAndDeletesKeepingModesAndBytes) {
  Scene scene;
  seams::Files files;
  const auto applied = scene.apply(files);
  ASSERT_TRUE(applied) << applied.error().message;
  EXPECT_EQ(applied->files, (std::vector<std::string>{"made/deep/helper.c", "main.c", "sub/gone.c", "sub/run.sh"}));
  const auto now = scene.now();
  EXPECT_EQ(now.at("main.c"), "100644 int main(void) { return helper(); }\n");
  EXPECT_EQ(now.at("sub/run.sh"), "100755 #!/bin/sh\r\necho new\r\n");
  EXPECT_FALSE(now.contains("sub/gone.c"));
  EXPECT_EQ(now.at("made/deep/helper.c").substr(7), "int helper(void) { return 0; }\n");
  EXPECT_EQ(now.size(), 7U) << "nothing else may be left in the tree";
  EXPECT_TRUE(scene.recover()->empty());
}

TEST(Apply, UndoRestoresEverything) {
  Scene scene;
  seams::Files files;
  ASSERT_TRUE(scene.apply(files));
  const auto undone = undo("", scene.root, scene.journals, files);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->session, "s1");
  EXPECT_EQ(scene.now(), scene.before);
  const auto again = undo("s1", scene.root, scene.journals, files);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::not_found);
  EXPECT_NE(again.error().message.find("undone already"), std::string::npos) << again.error().message;
}

TEST(Apply, UndoTakesTheLatestOfThisRoot) {
  Scene scene;
  seams::Files files;
  const auto one = std::vector<FileUpdate>{{"main.c", scene.changes[0].before, "1"}};
  const auto two = std::vector<FileUpdate>{{"main.c", "1", "2"}};
  ASSERT_TRUE(apply(scene.root, one, "zzz", scene.journals, files));
  ASSERT_TRUE(apply(scene.root, two, "aaa", scene.journals, files));
  Scene other;
  ASSERT_TRUE(apply(other.root, other.changes, "later", scene.journals, files));
  EXPECT_EQ(undo("", scene.root, scene.journals, files)->session, "aaa");
  EXPECT_EQ(read_file(scene.root + "/main.c"), "1");
  EXPECT_EQ(undo("", scene.root + "/sub/..", scene.journals, files)->session, "zzz");
  EXPECT_EQ(scene.now(), scene.before);
  EXPECT_EQ(undo("", scene.root, scene.journals, files).error().code, ErrorCode::not_found);
  EXPECT_EQ(undo("later", "", scene.journals, files)->root, other.root);
  EXPECT_EQ(other.now(), other.before);
}

TEST(Apply, UndoRefusesWhenAFileWasChangedSince) {
  Scene scene;
  seams::Files files;
  ASSERT_TRUE(scene.apply(files));
  write_file(scene.root + "/sub/run.sh", "my own work\n", 0755);
  const auto now = scene.now();
  const auto undone = undo("s1", scene.root, scene.journals, files);
  ASSERT_FALSE(undone);
  EXPECT_EQ(undone.error().code, ErrorCode::conflict);
  EXPECT_NE(undone.error().message.find("sub/run.sh"), std::string::npos);
  EXPECT_EQ(scene.now(), now);
}

TEST(Apply, UndoRefusesWhenADeletedFileIsBack) {
  Scene scene;
  seams::Files files;
  ASSERT_TRUE(scene.apply(files));
  write_file(scene.root + "/sub/gone.c", "mine");
  EXPECT_EQ(undo("s1", scene.root, scene.journals, files).error().code, ErrorCode::conflict);
  EXPECT_EQ(read_file(scene.root + "/sub/gone.c"), "mine");
}

TEST(Apply, UndoRestoresADeletedFileWhoseFolderIsGone) {
  Scene scene;
  seams::Files files;
  ASSERT_TRUE(
      apply(scene.root, {{"sub/gone.c", scene.changes[2].before, std::nullopt}}, "s1", scene.journals, files));
  std::filesystem::remove_all(scene.root + "/sub");
  ASSERT_TRUE(undo("s1", scene.root, scene.journals, files));
  EXPECT_EQ(scene.now().at("sub/gone.c"), scene.before.at("sub/gone.c"));
}

TEST(Apply, AFolderMadeForANewFileStaysWhenItIsUsed) {
  Scene scene;
  seams::Files files;
  ASSERT_TRUE(scene.apply(files));
  write_file(scene.root + "/made/mine.txt", "mine");
  ASSERT_TRUE(undo("s1", scene.root, scene.journals, files));
  EXPECT_TRUE(std::filesystem::exists(scene.root + "/made/mine.txt"));
  EXPECT_FALSE(std::filesystem::exists(scene.root + "/made/deep"));
}

/// One reason to apply nothing.
struct Refusal {
  std::string name;
  std::function<void(Scene&)> prepare;
  ErrorCode code;
  std::string says;
};

class ApplyRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(ApplyRefuses, AndChangesNothing) {
  Scene scene;
  GetParam().prepare(scene);
  const auto before = scene.now();
  const auto links = snapshot(scene.folder.path);
  seams::Files files;
  const auto applied = scene.apply(files);
  ASSERT_FALSE(applied);
  EXPECT_EQ(applied.error().code, GetParam().code) << applied.error().message;
  EXPECT_NE(applied.error().message.find(GetParam().says), std::string::npos) << applied.error().message;
  EXPECT_EQ(scene.now(), before);
  EXPECT_TRUE(scene.recover()->empty());
  EXPECT_EQ(scene.now(), before);
}

INSTANTIATE_TEST_SUITE_P(
    All, ApplyRefuses,
    testing::Values(
        Refusal{"changed", [](Scene& s) { write_file(s.root + "/main.c", "edited\n"); }, ErrorCode::conflict,
                "main.c"},
        Refusal{"longer", [](Scene& s) { write_file(s.root + "/main.c", *s.changes[0].before + "more"); },
                ErrorCode::conflict, "main.c"},
        Refusal{"vanished", [](Scene& s) { std::filesystem::remove(s.root + "/sub/gone.c"); }, ErrorCode::conflict,
                "sub/gone.c"},
        Refusal{"appeared", [](Scene& s) { write_file(s.root + "/made/deep/helper.c", ""); }, ErrorCode::conflict,
                "made/deep/helper.c"},
        Refusal{"folder_in_place",
                [](Scene& s) { std::filesystem::create_directories(s.root + "/made/deep/helper.c"); },
                ErrorCode::conflict, "made/deep/helper.c"},
        Refusal{"link",
                [](Scene& s) {
                  std::filesystem::rename(s.root + "/main.c", s.root + "/real.c");
                  std::filesystem::create_symlink("real.c", s.root + "/main.c");
                },
                ErrorCode::denied, "symbolic link"},
        Refusal{"link_in_the_way_of_a_new_file",
                [](Scene& s) {
                  std::filesystem::create_directories(s.root + "/made/deep");
                  std::filesystem::create_symlink("/etc/nothing", s.root + "/made/deep/helper.c");
                },
                ErrorCode::conflict, "helper.c"},
        Refusal{"linked_folder",
                [](Scene& s) {
                  std::filesystem::rename(s.root + "/sub", s.folder.path + "/outside");
                  std::filesystem::create_symlink(s.folder.path + "/outside", s.root + "/sub");
                },
                ErrorCode::denied, "symbolic link"},
        Refusal{"linked_folder_inside",
                [](Scene& s) {
                  std::filesystem::rename(s.root + "/sub", s.root + "/real");
                  std::filesystem::create_symlink("real", s.root + "/sub");
                },
                ErrorCode::denied, "symbolic link"},
        Refusal{"hard_link",
                [](Scene& s) { std::filesystem::create_hard_link(s.root + "/main.c", s.folder.path + "/twin.c"); },
                ErrorCode::denied, "hard links"},
        Refusal{"read_only", [](Scene& s) { ::chmod((s.root + "/main.c").c_str(), 0444); }, ErrorCode::denied,
                "read-only"},
        Refusal{"pipe",
                [](Scene& s) {
                  std::filesystem::remove(s.root + "/main.c");
                  ::mkfifo((s.root + "/main.c").c_str(), 0644);
                },
                ErrorCode::conflict, "main.c"},
        Refusal{"outside", [](Scene& s) { s.changes[0].path = "../main.c"; }, ErrorCode::denied, "../main.c"},
        Refusal{"absolute", [](Scene& s) { s.changes[0].path = s.root + "/main.c"; }, ErrorCode::denied, "main.c"},
        Refusal{"git", [](Scene& s) { s.changes[3].path = "sub/.git/hooks/pre-commit"; }, ErrorCode::denied, ".git"},
        Refusal{"twice", [](Scene& s) { s.changes.push_back(s.changes[0]); }, ErrorCode::invalid_input, "twice"},
        Refusal{"in_the_way", [](Scene& s) { write_file(s.root + "/.fixpoint-s1-0~", "not ours"); },
                ErrorCode::conflict, "in the way"}),
    [](const auto& one) { return one.param.name; });

TEST(Apply, RefusesOddSessionIds) {
  Scene scene;
  seams::Files files;
  const std::vector<std::string> odd = {"", ".", "..", "a/b", "a~undo", "a b", std::string(101, 'x')};
  for (const auto& id : odd) EXPECT_EQ(scene.apply(files, id).error().code, ErrorCode::invalid_input) << id;
  EXPECT_EQ(scene.now(), scene.before);
}

TEST(Apply, OneSessionAppliesOnce) {
  Scene scene;
  seams::Files files;
  ASSERT_TRUE(scene.apply(files));
  EXPECT_EQ(apply(scene.root, {{"x", std::nullopt, "y"}}, "s1", scene.journals, files).error().code,
            ErrorCode::conflict);
}

TEST(Apply, NothingToDoIsNothingDone) {
  Scene scene;
  seams::Files files;
  EXPECT_TRUE(apply(scene.root, {{"main.c", "same", "same"}}, "s1", scene.journals, files)->files.empty());
  EXPECT_FALSE(std::filesystem::exists(scene.journals));
  EXPECT_TRUE(scene.recover()->empty());
}

TEST(Apply, KeepsOwnerAndAttributes) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  Scene scene;
  const auto path = scene.root + "/main.c";
  ASSERT_EQ(::chown(path.c_str(), 1234, 2345), 0);
  ::chmod(path.c_str(), 02755);
  seams::Files files;
  ASSERT_TRUE(scene.apply(files));
  struct stat status{};
  ::stat(path.c_str(), &status);
  EXPECT_EQ(status.st_uid, 1234U);
  EXPECT_EQ(status.st_gid, 2345U);
  EXPECT_EQ(status.st_mode & 07777, 02755U);
}

TEST(Apply, JournalsArePrivate) {
  Scene scene;
  seams::Files files;
  ASSERT_TRUE(scene.apply(files));
  for (const auto& [path, text] : snapshot(scene.folder.path + "/state"))
    EXPECT_TRUE(text.starts_with("40700 ") || text.starts_with("100600 ")) << path << ' ' << text.substr(0, 7);
}

TEST(Apply, FewFilesCostFewSyncs) {
  Scene scene;
  seams::Files plain;
  ASSERT_TRUE(apply(scene.root, {{"first", std::nullopt, ""}}, "s0", scene.journals, plain));  // makes the folders
  seams::FaultyFiles counting(seams::FaultyFiles::Harm::none, 0);
  ASSERT_TRUE(apply(scene.root, {scene.changes[0]}, "s1", scene.journals, counting));
  EXPECT_EQ(counting.syncs(), 3U);  // the journal, the file, its folder
  seams::FaultyFiles idle(seams::FaultyFiles::Harm::none, 0);
  ASSERT_TRUE(recover(scene.journals, idle));
  EXPECT_LE(idle.count(), 2U);
}

TEST(Apply, PruneForgetsTheOldest) {
  Scene scene;
  seams::Files files;
  std::optional<std::string> text = scene.changes[0].before;
  for (int i = 0; i < 5; ++i) {
    const auto next = std::to_string(i);
    ASSERT_TRUE(apply(scene.root, {{"main.c", text, next}}, "s" + next, scene.journals, files));
    text = next;
  }
  EXPECT_EQ(*prune(scene.journals, 2, files), 3);
  EXPECT_TRUE(undo("", scene.root, scene.journals, files));
  EXPECT_TRUE(undo("s3", scene.root, scene.journals, files));
  EXPECT_EQ(undo("s2", scene.root, scene.journals, files).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace fixpoint::verify
