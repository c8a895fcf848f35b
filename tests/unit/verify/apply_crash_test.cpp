// Dying, a full disk and a failing disk at every single operation of apply, undo and recover.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <chrono>
#include <iostream>
#include <random>
#include <thread>

#include "apply_scene.hpp"

namespace fixpoint::verify {
namespace {

using seams::FaultyFiles;
using Harm = FaultyFiles::Harm;

const std::vector<std::pair<Harm, std::string>> kErrors = {{Harm::disk_full, "disk full once"},
                                                           {Harm::disk_stays_full, "disk full from there on"},
                                                           {Harm::io_error, "I/O error once"},
                                                           {Harm::io_stays_bad, "I/O errors from there on"},
                                                           {Harm::short_write, "short write"}};

// Forking is slow under sanitizers: the sweeps take every seventh point there, and all in every other build. GCC
// tells by macros, Clang 19 by features alone.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kStep = 7;
#elif defined(__has_feature)
constexpr std::size_t kStep = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ? 7 : 1;
#else
constexpr std::size_t kStep = 1;
#endif

Snapshot applied_state() {
  Scene scene;
  seams::Files files;
  EXPECT_TRUE(scene.apply(files));
  return scene.now();
}

/// The tree as the next start leaves it.
Snapshot after_next_start(const Scene& scene) {
  const auto said = scene.recover();
  EXPECT_TRUE(said) << said.error().message;
  EXPECT_TRUE(std::filesystem::is_empty(scene.journals + "/open") || !std::filesystem::exists(scene.journals))
      << (said && !said->empty() ? said->front() : "");
  return scene.now();
}

TEST(ApplyCrash, DyingBeforeAnyOperationLeavesOldOrNew) {
  const auto after = applied_state();
  std::size_t old_trees = 0, new_trees = 0;
  for (std::size_t at = 1;; ++at) {
    Scene scene;
    const auto end = in_child([&] {
      FaultyFiles files(Harm::die_before, at);
      return scene.apply(files).has_value();
    });
    if (!end.killed) {
      ASSERT_TRUE(end.answer);
      break;
    }
    std::filesystem::create_directories(scene.journals + "/open");
    const auto now = after_next_start(scene);
    ASSERT_TRUE(now == scene.before || now == after) << "killed before operation " << at;
    ++(now == after ? new_trees : old_trees);
  }
  EXPECT_GT(old_trees, 30U);
  EXPECT_GT(new_trees, 2U);
}

TEST(ApplyCrash, FailingOperationsChangeNothing) {
  const auto after = applied_state();
  for (const auto& [harm, name] : kErrors) {
    for (std::size_t at = 1;; ++at) {
      Scene scene;
      FaultyFiles files(harm, at);
      const auto applied = scene.apply(files);
      const bool reached = files.count() >= at;
      std::filesystem::create_directories(scene.journals + "/open");
      const bool pending = !std::filesystem::is_empty(scene.journals + "/open");
      if (!applied && !pending) {
        ASSERT_EQ(scene.now(), scene.before) << name << " at " << at;
      }
      const auto now = after_next_start(scene);
      ASSERT_TRUE(now == after || (!applied && now == scene.before)) << name << " at " << at;
      // An error with the new state in place is only allowed when taking it back failed too, and is said.
      if (!applied && now == after) {
        ASSERT_NE(applied.error().message.find("next start"), std::string::npos) << applied.error().message;
      }
      if (!reached) break;
    }
  }
}

TEST(ApplyCrash, DyingTwice) {
  const auto after = applied_state();
  std::size_t pairs = 0;
  for (std::size_t first = 1;; ++first) {
    Scene scene;
    const auto end = in_child([&] {
      FaultyFiles files(Harm::die_before, first);
      return scene.apply(files).has_value();
    });
    if (!end.killed) break;
    if (!std::filesystem::exists(scene.journals + "/open")) continue;
    // Keep what the crash left, to die again and again while it is cleaned up.
    const auto wreck = scene.folder.path + "/wreck";
    std::filesystem::create_directories(wreck);
    for (const auto* part : {"project", "state"})
      std::filesystem::copy(scene.folder.path + "/" + part, wreck + "/" + part,
                            std::filesystem::copy_options::recursive);
    for (std::size_t second = 1 + first % kStep;; second += kStep) {
      for (const auto* part : {"project", "state"}) {
        std::filesystem::remove_all(scene.folder.path + "/" + part);
        std::filesystem::copy(wreck + "/" + part, scene.folder.path + "/" + part,
                              std::filesystem::copy_options::recursive);
      }
      const auto recovering = in_child([&] {
        FaultyFiles files(Harm::die_before, second);
        return recover(scene.journals, files).has_value();
      });
      const auto now = after_next_start(scene);
      ASSERT_TRUE(now == scene.before || now == after) << "killed at " << first << ", then at " << second;
      ++pairs;
      if (!recovering.killed) break;
    }
  }
  EXPECT_GT(pairs, 500U / kStep);
}

TEST(ApplyCrash, FailingWhileRecovering) {
  const auto after = applied_state();
  for (std::size_t first = 1;; ++first) {
    bool killed = false;
    for (const auto& [harm, name] : kErrors) {
      for (std::size_t second = 1;; second += 3 * kStep) {  // every third: the double sweep above has them all
        Scene scene;
        killed = in_child([&] {
                   FaultyFiles files(Harm::die_before, first);
                   return scene.apply(files).has_value();
                 }).killed;
        if (!killed || !std::filesystem::exists(scene.journals + "/open")) break;
        FaultyFiles files(harm, second);
        (void)recover(scene.journals, files);
        const auto now = after_next_start(scene);
        ASSERT_TRUE(now == scene.before || now == after)
            << "killed at " << first << ", then " << name << " at " << second;
        if (files.count() < second) break;
      }
    }
    if (!killed) break;
    first += 2;
  }
}

TEST(UndoCrash, DyingOrFailingAtAnyOperation) {
  auto harms = kErrors;
  harms.emplace_back(Harm::die_before, "killed");
  const auto after = applied_state();
  for (const auto& [harm, name] : harms) {
    for (std::size_t at = 1;; at += kStep) {
      Scene scene;
      seams::Files plain;
      ASSERT_TRUE(scene.apply(plain));
      bool done = false, reached = true;
      if (harm == Harm::die_before) {
        const auto end = in_child([&] {
          FaultyFiles files(harm, at);
          return undo("s1", scene.root, scene.journals, files).has_value();
        });
        done = end.answer;
        reached = end.killed;
      } else {
        FaultyFiles files(harm, at);
        done = undo("s1", scene.root, scene.journals, files).has_value();
        reached = files.count() >= at;
      }
      const auto now = after_next_start(scene);
      ASSERT_TRUE(now == scene.before || (!done && now == after)) << name << " at " << at;
      // Whatever happened, undo still leads to the old tree.
      if (now == after) {
        ASSERT_TRUE(undo("s1", scene.root, scene.journals, plain)) << name << " at " << at;
        ASSERT_EQ(scene.now(), scene.before) << name << " at " << at;
      }
      if (!reached) break;
    }
  }
}

TEST(ApplyCrash, AForeignEditAfterTheCrashIsLeftAlone) {
  // Die between the files: one is new, the others are old. Then somebody edits one of them.
  std::size_t mixed = 0;
  for (std::size_t at = 1;; ++at) {
    Scene scene;
    const auto end = in_child([&] {
      FaultyFiles files(Harm::die_before, at);
      return scene.apply(files).has_value();
    });
    if (!end.killed) break;
    const bool first_is_new = read_file(scene.root + "/main.c") == *scene.changes[0].after;
    const bool second_is_new = read_file(scene.root + "/sub/run.sh") == *scene.changes[1].after;
    if (!first_is_new || second_is_new) continue;
    const bool last_is_old = std::filesystem::exists(scene.root + "/sub/gone.c");
    ++mixed;
    write_file(scene.root + "/sub/run.sh", "edited\n", 0755);
    const auto said = scene.recover();
    ASSERT_TRUE(said);
    ASSERT_EQ(said->size(), 1U);
    EXPECT_NE(said->front().find("sub/run.sh"), std::string::npos) << said->front();
    EXPECT_EQ(read_file(scene.root + "/sub/run.sh"), "edited\n");
    // With one file still old the others go back; with all others new they stay.
    EXPECT_EQ(read_file(scene.root + "/main.c"), last_is_old ? *scene.changes[0].before : *scene.changes[0].after);
    bool kept = false;
    for (const auto& entry : std::filesystem::directory_iterator(scene.journals + "/kept"))
      kept = read_file(entry.path() / "before/sub/run.sh") == *scene.changes[1].before &&
             read_file(entry.path() / "after/sub/run.sh") == *scene.changes[1].after;
    EXPECT_TRUE(kept);
    const auto again = scene.recover();
    EXPECT_TRUE(again->empty()) << "said once: " << said->front() << "\nthen " << again->front();
  }
  EXPECT_GT(mixed, 0U);
}

/// Edits a file in the moment before a given operation, as an editor that saves at the worst time.
class MeddlingFiles : public seams::Files {
 public:
  MeddlingFiles(std::string path, std::size_t at) : path_(std::move(path)), at_(at) {}
  std::size_t count = 0;

 protected:
  Fault before(const seams::FileCall& /*call*/) override {
    if (++count == at_) {
      write_file(path_ + ".editor", "saved by an editor\n");
      std::filesystem::rename(path_ + ".editor", path_);
    }
    return {};
  }

 private:
  std::string path_;
  std::size_t at_;
};

TEST(ApplyCrash, AnEditAtAnyMomentIsNeverLost) {
  std::size_t conflicts = 0;
  for (std::size_t at = 1;; ++at) {
    Scene scene;
    MeddlingFiles files(scene.root + "/sub/run.sh", at);
    const auto applied = scene.apply(files);
    if (files.count < at) break;
    if (applied) {
      // Saved after the switch: the editor's version is what is there.
      EXPECT_EQ(read_file(scene.root + "/sub/run.sh"), "saved by an editor\n") << at;
    } else {
      ++conflicts;
      EXPECT_EQ(applied.error().code, ErrorCode::conflict) << applied.error().message;
      auto expected = scene.before;
      expected["sub/run.sh"] = scene.now()["sub/run.sh"];
      EXPECT_EQ(scene.now(), expected) << at;
      EXPECT_EQ(read_file(scene.root + "/sub/run.sh"), "saved by an editor\n") << at;
    }
    EXPECT_TRUE(scene.recover()->empty()) << at;
  }
  EXPECT_GT(conflicts, 20U);
}

TEST(ApplyCrash, OddFilesAmongTheJournals) {
  Scene scene;
  const auto open = scene.journals + "/open/";
  write_file(open + "0123456789abcdef-s1", "fixpoint journal 1\nnot whole", 0600);
  write_file(open + "0123456789abcdef-s2", "", 0600);
  write_file(open + "0123456789abcdef-s3", "fixpoint journal 7\nwho knows", 0600);
  write_file(open + "README", "not ours", 0600);
  const auto said = scene.recover();
  ASSERT_TRUE(said);
  ASSERT_EQ(said->size(), 1U);
  EXPECT_NE(said->front().find("newer"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(open + "0123456789abcdef-s1")) << "was never in force";
  EXPECT_FALSE(std::filesystem::exists(open + "0123456789abcdef-s2"));
  EXPECT_TRUE(std::filesystem::exists(open + "0123456789abcdef-s3"));
  EXPECT_TRUE(std::filesystem::exists(open + "README"));
  EXPECT_EQ(scene.now(), scene.before);
}

TEST(ApplyCrash, ARunningProcessIsLeftAlone) {
  Scene scene;
  // Stops (instead of dying) in the middle, holding its lock.
  class StoppingFiles : public seams::Files {
   public:
    std::size_t exchanges = 0;

   protected:
    Fault before(const seams::FileCall& call) override {
      if (call.op == seams::FileOp::exchange && ++exchanges == 2) ::raise(SIGSTOP);
      return {};
    }
  };
  const pid_t child = ::fork();
  if (child == 0) {
    StoppingFiles files;
    ::_exit(scene.apply(files) ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, WUNTRACED);
  ASSERT_TRUE(WIFSTOPPED(status));
  const auto middle = scene.now();
  EXPECT_TRUE(scene.recover()->empty());
  EXPECT_EQ(scene.now(), middle);
  ::kill(child, SIGCONT);
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(scene.now(), applied_state());
}

TEST(ApplyCrash, ManyProcessesOnOneRootTakeTurns) {
  Scene scene;
  constexpr int kProcesses = 8, kRounds = 20;
  write_file(scene.root + "/counter", "0");
  std::vector<pid_t> children;
  for (int process = 0; process < kProcesses; ++process) {
    const pid_t child = ::fork();
    if (child == 0) {
      seams::Files files;
      for (int round = 0; round < kRounds;) {
        const auto text = read_file(scene.root + "/counter");
        const auto applied =
            apply(scene.root, {{"counter", text, std::to_string(std::stoi(text) + 1)}},
                  "p" + std::to_string(process) + "-" + std::to_string(round), scene.journals, files);
        if (applied)
          ++round;
        else if (applied.error().code != ErrorCode::conflict)
          ::_exit(1);
        if (!recover(scene.journals, files)->empty()) ::_exit(2);  // none of us has died
      }
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (const auto child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  }
  EXPECT_EQ(read_file(scene.root + "/counter"), std::to_string(kProcesses * kRounds));
}

/// kill -9 at a random moment of apply (and of the recovery after it), on a real disk.
TEST(Bar, KilledAtRandomMomentsOfApply) {
  const char* wanted = std::getenv("FIXPOINT_CRASH_ROUNDS");
  const int rounds = wanted != nullptr ? std::atoi(wanted) : 60;
  const auto after = applied_state();
  std::mt19937 random(20260101);
  // How long an undisturbed one takes, to spread the moments over it.
  std::chrono::microseconds whole{0};
  for (int i = 0; i < 5; ++i) {
    Scene scene(false);
    const auto begin = std::chrono::steady_clock::now();
    (void)in_child([&] {
      seams::Files files;
      return scene.apply(files).has_value();
    });
    whole += std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin) / 5;
  }

  int killed = 0, midway = 0, old_trees = 0, new_trees = 0, lost = 0;
  for (int round = 0; round < rounds; ++round) {
    Scene scene(false);
    int acknowledged[2];
    ASSERT_EQ(::pipe(acknowledged), 0);
    const auto kill_within = [&](auto delay, const std::function<bool()>& work) {
      const pid_t child = ::fork();
      if (child == 0) ::_exit(work() ? 0 : 1);
      std::this_thread::sleep_for(delay);
      ::kill(child, SIGKILL);
      int status = 0;
      ::waitpid(child, &status, 0);
      return WIFSIGNALED(status);
    };
    const auto moment = [&] {
      return std::chrono::microseconds(std::uniform_int_distribution<std::int64_t>(0, whole.count())(random));
    };
    killed += kill_within(moment(), [&] {
      seams::Files files;
      const bool done = scene.apply(files).has_value();
      return done && ::write(acknowledged[1], "x", 1) == 1;
    });
    ::close(acknowledged[1]);
    char answer = 0;
    const bool said_done = ::read(acknowledged[0], &answer, 1) == 1;
    ::close(acknowledged[0]);
    const auto wreck = scene.now();
    midway += wreck != scene.before && wreck != after;
    (void)kill_within(moment() / 4, [&] { return scene.recover().has_value(); });

    std::filesystem::create_directories(scene.journals + "/open");
    const auto now = after_next_start(scene);
    ASSERT_TRUE(now == scene.before || now == after) << "round " << round;
    ++(now == after ? new_trees : old_trees);
    lost += said_done && now != after;
  }
  EXPECT_EQ(lost, 0);
  std::cout << "rounds " << rounds << ", killed " << killed << ", found half done " << midway
            << "; after recovery: old " << old_trees << ", new " << new_trees << ", neither 0, acknowledged but lost "
            << lost << "\n";
}

/// A real full disk: a tmpfs with room for ever more pages, from none to enough.
TEST(Bar, DiskFullAtEachWrite) {
  TemporaryFolder mount_point(false);
  if (::mount("fixpoint", mount_point.path.c_str(), "tmpfs", 0, "size=1m") != 0)
    GTEST_SKIP() << "mounting a tmpfs was refused";
  const auto leave_pages = [&](std::size_t pages) {
    const auto path = mount_point.path + "/fill";
    std::ofstream fill(path, std::ios::binary);
    const std::string page(4096, 'x');
    std::size_t written = 0;
    while (fill.write(page.data(), 4096).flush()) ++written;
    fill.close();
    std::filesystem::resize_file(path, (written - std::min(written, pages)) * 4096);
  };
  int failed = 0, succeeded = 0;
  for (const bool project_on_it : {true, false}) {
    for (std::size_t pages = 0; pages < 60; ++pages) {
      Scene scene(false);
      const auto full = mount_point.path + (project_on_it ? "/project" : "/state");
      for (auto& change : scene.changes) {  // several pages each, so that every write can be the one that fails
        if (change.before) write_file(scene.root + "/" + change.path, *change.before += std::string(20'000, 'b'));
        if (change.after) *change.after += std::string(20'000, 'a');
      }
      scene.before = scene.now();
      if (project_on_it) {
        std::filesystem::copy(scene.root, full, std::filesystem::copy_options::recursive);
        scene.root = full;
      } else {
        scene.journals = full + "/journal";
      }
      leave_pages(pages);
      seams::Files files;
      const auto applied = scene.apply(files);
      ++(applied ? succeeded : failed);
      if (!applied) {
        EXPECT_EQ(applied.error().code, ErrorCode::exhausted) << applied.error().message;
      }
      std::filesystem::remove(mount_point.path + "/fill");  // the user makes room
      if (std::filesystem::exists(scene.journals)) {
        std::filesystem::create_directories(scene.journals + "/open");
        (void)after_next_start(scene);
      }
      if (applied) {
        for (const auto& change : scene.changes) {
          ASSERT_EQ(read_file(scene.root + "/" + change.path), change.after.value_or("")) << pages << " pages left";
        }
      } else {
        ASSERT_EQ(scene.now(), scene.before) << pages << " pages left";
      }
      std::filesystem::remove_all(full);
    }
  }
  ::umount2(mount_point.path.c_str(), MNT_DETACH);
  EXPECT_GT(failed, 3);
  EXPECT_GT(succeeded, 3);
  std::cout << "disk full: " << failed << " refused with the old tree, " << succeeded << " applied\n";
}

}  // namespace
}  // namespace fixpoint::verify
