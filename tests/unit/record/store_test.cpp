#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include "base/hash.hpp"
#include "record/database.hpp"
#include "record/detail.hpp"
#include "record/sqlite.hpp"
#include "sample.hpp"

namespace fixpoint::record {
namespace {

struct Folder {
  Folder() {
    std::string name = "/tmp/fixpoint-record-XXXXXX";
    path = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  [[nodiscard]] std::string database() const { return path + "/state/fixpoint/fixpoint.db"; }
  std::string path;
};

std::unique_ptr<seams::Store> open(const std::string& path, Redactor redactor = {}) {
  auto store = open_sqlite(path, std::move(redactor));
  EXPECT_TRUE(store) << store.error().message;
  return store ? std::move(*store) : nullptr;
}

void save(seams::Store& store, const Session& session) {
  const auto saved = store.save(session);
  ASSERT_TRUE(saved) << saved.error().message;
}

std::string integrity(const std::string& path) {
  auto database = Database::open(path);
  if (!database) return database.error().message;
  auto statement = database->prepare("PRAGMA integrity_check");
  if (!statement || !statement->step().value_or(false)) return "cannot check";
  return statement->text(0);
}

/// Everything but what only load() brings, in one comparable form.
void expect_same(const Session& a, const Session& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.command, b.command);
  EXPECT_EQ(a.folder, b.folder);
  EXPECT_EQ(a.root, b.root);
  EXPECT_EQ(a.started_at, b.started_at);
  EXPECT_EQ(a.outcome, b.outcome);
  EXPECT_EQ(a.exit_code, b.exit_code);
  EXPECT_EQ(a.isolation, b.isolation);
  EXPECT_EQ(a.checks, b.checks);
  EXPECT_EQ(a.edits, b.edits);
  EXPECT_EQ(a.applied, b.applied);
  EXPECT_EQ(a.advice, b.advice);
  EXPECT_EQ(a.command_us, b.command_us);
  EXPECT_EQ(a.engine_us, b.engine_us);
  EXPECT_EQ(a.cost_usd, b.cost_usd);
  ASSERT_EQ(a.runs.size(), b.runs.size());
  for (std::size_t i = 0; i < a.runs.size(); ++i) {
    EXPECT_EQ(a.runs[i].number, b.runs[i].number);
    EXPECT_EQ(a.runs[i].exit_code, b.runs[i].exit_code);
    EXPECT_EQ(a.runs[i].isolation, b.runs[i].isolation);
    EXPECT_EQ(a.runs[i].wall_us, b.runs[i].wall_us);
    EXPECT_EQ(a.runs[i].cpu_us, b.runs[i].cpu_us);
    EXPECT_EQ(a.runs[i].peak_memory_bytes, b.runs[i].peak_memory_bytes);
    EXPECT_EQ(a.runs[i].output_hash, b.runs[i].output_hash);
  }
  const Redactor redactor;
  for (const auto& [x, y] : {std::pair{&a.problems, &b.problems}, std::pair{&a.remaining, &b.remaining}}) {
    ASSERT_EQ(x->size(), y->size());
    for (std::size_t i = 0; i < x->size(); ++i)
      EXPECT_EQ(problem_to_json((*x)[i], redactor), problem_to_json((*y)[i], redactor));
  }
  ASSERT_EQ(a.files.size(), b.files.size());
  for (std::size_t i = 0; i < a.files.size(); ++i) {
    EXPECT_EQ(a.files[i].path, b.files[i].path);
    EXPECT_EQ(a.files[i].before_hash, b.files[i].before_hash);
    EXPECT_EQ(a.files[i].after_hash, b.files[i].after_hash);
    EXPECT_EQ(a.files[i].lines_added, b.files[i].lines_added);
    EXPECT_EQ(a.files[i].lines_removed, b.files[i].lines_removed);
  }
  ASSERT_EQ(a.attempts.size(), b.attempts.size());
  for (std::size_t i = 0; i < a.attempts.size(); ++i) {
    const auto &x = a.attempts[i], &y = b.attempts[i];
    EXPECT_EQ(x.number, y.number);
    EXPECT_EQ(x.problems, y.problems);
    EXPECT_EQ(x.verdict.kind, y.verdict.kind);
    EXPECT_EQ(x.verdict.reason, y.verdict.reason);
    EXPECT_EQ(x.verdict.run, y.verdict.run);
    EXPECT_EQ(x.wall_us, y.wall_us);
    EXPECT_EQ(x.cost_usd, y.cost_usd);
    ASSERT_EQ(x.proposals.size(), y.proposals.size());
    for (std::size_t j = 0; j < x.proposals.size(); ++j) {
      EXPECT_EQ(x.proposals[j].edits, y.proposals[j].edits);
      EXPECT_EQ(x.proposals[j].by, y.proposals[j].by);
      EXPECT_EQ(x.proposals[j].source, y.proposals[j].source);
      EXPECT_EQ(x.proposals[j].problems, y.proposals[j].problems);
      EXPECT_EQ(x.proposals[j].safety, y.proposals[j].safety);
      EXPECT_EQ(x.proposals[j].confidence, y.proposals[j].confidence);
      EXPECT_EQ(x.proposals[j].reason, y.proposals[j].reason);
      EXPECT_EQ(x.proposals[j].install, y.proposals[j].install);
    }
  }
}

TEST(Store, KeepsEverythingOfASession) {
  const Folder folder;
  const auto session = sample_session("s1");
  save(*open(folder.database()), session);
  const auto store = open(folder.database());
  const auto loaded = store->load("s1");
  ASSERT_TRUE(loaded) << loaded.error().message;
  ASSERT_TRUE(loaded->has_value());
  expect_same(**loaded, session);
  EXPECT_EQ((*loaded)->patch, session.patch);
  const auto listed = store->list({});
  ASSERT_TRUE(listed) << listed.error().message;
  ASSERT_EQ(listed->size(), 1U);
  expect_same(listed->front(), session);
  EXPECT_EQ(listed->front().patch, "");
  EXPECT_FALSE(store->load("s2")->has_value());
}

TEST(Store, SavingAgainReplaces) {
  const Folder folder;
  const auto store = open(folder.database());
  auto session = sample_session("s1");
  save(*store, session);
  session.attempts.pop_back();
  session.remaining.clear();
  session.outcome = Outcome::unhealed;
  save(*store, session);
  expect_same(**store->load("s1"), session);
  EXPECT_EQ(store->list({})->size(), 1U);
}

TEST(Store, AnEmptySessionAndOddBytes) {
  const Folder folder;
  const auto store = open(folder.database());
  Session empty;
  empty.id = "empty";
  save(*store, empty);
  expect_same(**store->load("empty"), empty);
  Session odd = sample_session("odd");
  odd.root = odd.folder = std::string("/home/\xff\xfe/caf\xc3\xa9");
  odd.attempts[0].proposals[0].edits[0].file = "na\xefve.c";
  odd.patch = std::string("\0\xff patch", 8);
  save(*store, odd);
  const auto loaded = **store->load("odd");
  expect_same(loaded, odd);
  EXPECT_EQ(loaded.patch, odd.patch);
}

TEST(Store, Filters) {
  const Folder folder;
  const auto store = open(folder.database());
  for (int i = 0; i < 6; ++i) {
    auto session = sample_session("s" + std::to_string(i));
    session.started_at = "2026-01-0" + std::to_string(i + 1) + "T00:00:00.000Z";
    session.root = i % 2 == 0 ? "/a/project" : "/a/project-two/sub";
    session.outcome = i < 3 ? Outcome::healed : Outcome::unhealed;
    if (i == 4) session.problems[0].category = Category::linker;
    save(*store, session);
  }
  const auto ids = [&](const seams::SessionFilter& filter) {
    std::string result;
    const auto sessions = store->list(filter);
    EXPECT_TRUE(sessions) << sessions.error().message;
    for (const auto& session : *sessions) result += session.id;
    return result;
  };
  EXPECT_EQ(ids({}), "s5s4s3s2s1s0");
  EXPECT_EQ(ids({.limit = 2}), "s5s4");
  EXPECT_EQ(ids({.outcome = Outcome::healed}), "s2s1s0");
  EXPECT_EQ(ids({.folder = "/a/project"}), "s4s2s0");
  EXPECT_EQ(ids({.folder = "/a/project/"}), "s4s2s0");
  EXPECT_EQ(ids({.folder = "/a/project-two"}), "s5s3s1");
  EXPECT_EQ(ids({.folder = "/a"}), "s5s4s3s2s1s0");
  EXPECT_EQ(ids({.folder = "/"}), "s5s4s3s2s1s0");
  EXPECT_EQ(ids({.category = "linker"}), "s4");
  EXPECT_EQ(ids({.since = "2026-01-05"}), "s5s4");
}

TEST(Store, BlobsAreKeptOnceByContent) {
  const Folder folder;
  const auto store = open(folder.database());
  const std::string bytes = std::string(1'000'000, 'x') + std::string("\0\xff", 2);
  const auto hash = store->put_blob(bytes);
  ASSERT_TRUE(hash) << hash.error().message;
  EXPECT_EQ(*hash, base::hash_hex(bytes));
  EXPECT_EQ(*store->put_blob(bytes), *hash);
  EXPECT_EQ(**store->get_blob(*hash), bytes);
  EXPECT_EQ(**store->get_blob(*store->put_blob("")), "");
  EXPECT_FALSE(store->get_blob("nothing")->has_value());
  EXPECT_LT(std::filesystem::file_size(folder.database() + "-wal"), 300'000U);
}

TEST(Store, WinsAndLosses) {
  const Folder folder;
  const auto store = open(folder.database());
  const auto says = [&](std::string_view source, std::string_view pattern, std::int64_t wins, std::int64_t losses) {
    const auto tally = store->win_loss(source, pattern);
    ASSERT_TRUE(tally) << tally.error().message;
    EXPECT_EQ(tally->wins, wins) << source << ' ' << pattern;
    EXPECT_EQ(tally->losses, losses) << source << ' ' << pattern;
  };
  says("c/misspelt_name", "", 0, 0);
  auto session = sample_session("s1");
  save(*store, session);
  says("c/misspelt_name", "pattern-1", 0, 1);  // attempt 1, alone, changed nothing
  says("c/misspelt_name", "pattern-2", 1, 0);  // attempt 2, together, passed
  says("c/misspelt_name", "", 1, 1);
  says("c/missing_semicolon", "pattern-1", 1, 0);
  save(*store, session);  // the same session again counts once
  says("c/misspelt_name", "", 1, 1);
  session.id = "s2";
  save(*store, session);
  says("c/misspelt_name", "", 2, 2);
  // Of several tried together without passing nobody knows whose fault it was.
  session.attempts[1].verdict.kind = VerdictKind::progress;
  save(*store, session);
  says("c/misspelt_name", "pattern-2", 1, 0);
  says("c/misspelt_name", "pattern-1", 0, 2);
  says("c/missing_semicolon", "", 1, 0);
}

TEST(Store, SecretsAreNotStored) {
  const Folder folder;
  const std::string token = "ghp_" + std::string(36, 'q');
  const std::string known = "hunter2hunter2";
  {
    const auto store = open(folder.database(), Redactor({known}));
    auto session = sample_session("s1");
    const auto leak = " " + token + " " + known + " ";
    session.command.push_back("--token=" + token);
    session.advice = session.patch = leak;
    session.folder += leak;
    session.problems[0].primary.message = session.problems[0].primary.context = leak;
    session.problems[0].primary.arguments = {leak};
    session.problems[0].primary.suggestions[0].edits[0].replacement = leak;
    session.problems[0].primary.related[0].message = leak;
    session.problems[0].follow_ons[0].message = leak;
    session.attempts[0].proposals[0].reason = leak;
    session.attempts[0].proposals[0].edits[0].replacement = leak;
    session.attempts[0].verdict.reason = leak;
    session.edits[0].replacement = leak;
    save(*store, session);
    const auto hash = store->put_blob(leak);
    EXPECT_EQ((*store->get_blob(*hash))->find(token), std::string::npos);
    EXPECT_NE((*store->get_blob(*hash))->find("[[secret:github:"), std::string::npos);
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(bytes.find(token), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find(known), std::string::npos) << entry.path();
  }
}

TEST(Store, FilesArePrivate) {
  const Folder folder;
  save(*open(folder.database()), sample_session("s1"));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path)) {
    struct stat status{};
    ::stat(entry.path().c_str(), &status);
    EXPECT_EQ(status.st_mode & 0777, entry.is_directory() ? 0700U : 0600U) << entry.path();
  }
}

// ---- what may be wrong with the file
// -------------------------------------------------------------------------------

void refuses(const std::string& path, ErrorCode code, std::string_view says) {
  std::ifstream before_file(path, std::ios::binary);
  const std::string before{std::istreambuf_iterator<char>(before_file), {}};
  const auto store = open_sqlite(path);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, code) << store.error().message;
  EXPECT_NE(store.error().message.find(says), std::string::npos) << store.error().message;
  EXPECT_NE(store.error().message.find(path), std::string::npos) << store.error().message;
  std::ifstream after_file(path, std::ios::binary);
  const std::string after{std::istreambuf_iterator<char>(after_file), {}};
  EXPECT_EQ(before, after) << "the file was changed";
}

TEST(StoreRefuses, WhatIsNotADatabase) {
  const Folder folder;
  const auto path = folder.path + "/notes.db";
  std::ofstream(path) << "these are my notes, not a database, and there are many more of them to come\n"
                      << std::string(5000, 'x');
  refuses(path, ErrorCode::io, "not an SQLite database");
}

TEST(StoreRefuses, TheDatabaseOfAnotherProgram) {
  const Folder folder;
  for (const char* sql : {"CREATE TABLE theirs(x)", "CREATE TABLE theirs(x); PRAGMA user_version=2"}) {
    const auto path = folder.path + "/theirs" + std::to_string(std::string_view(sql).size()) + ".db";
    sqlite3* theirs = nullptr;
    sqlite3_open(path.c_str(), &theirs);
    sqlite3_exec(theirs, sql, nullptr, nullptr, nullptr);
    sqlite3_exec(theirs, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
    sqlite3_close(theirs);
    refuses(path, ErrorCode::invalid_input, "another program");
  }
}

TEST(StoreRefuses, ANewerSchema) {
  const Folder folder;
  {
    auto database = Database::open(folder.database());
    ASSERT_TRUE(database->execute("PRAGMA user_version=999; PRAGMA wal_checkpoint(TRUNCATE)"));
  }
  refuses(folder.database(), ErrorCode::unavailable, "newer fixpoint");
}

TEST(Store, LivesInTheStateFolder) {
  const char* before = std::getenv("XDG_STATE_HOME");
  const std::string saved = before != nullptr ? before : "";
  ::setenv("XDG_STATE_HOME", "/some/where/", 1);
  EXPECT_EQ(default_database(), "/some/where/fixpoint/fixpoint.db");
  ::setenv("XDG_STATE_HOME", "relative/is/ignored", 1);
  EXPECT_TRUE(default_database().ends_with("/.local/state/fixpoint/fixpoint.db"));
  before != nullptr ? ::setenv("XDG_STATE_HOME", saved.c_str(), 1) : ::unsetenv("XDG_STATE_HOME");
  EXPECT_EQ(open_sqlite("").error().code, ErrorCode::invalid_input);
}

TEST(StoreRefuses, AFolderAndAForbiddenPlace) {
  const Folder folder;
  std::filesystem::create_directories(folder.path + "/is-a-folder.db");
  EXPECT_FALSE(open_sqlite(folder.path + "/is-a-folder.db"));
  EXPECT_FALSE(open_sqlite("/proc/nowhere/fixpoint.db"));
}

TEST(StoreRefuses, DamageAnywhereIsAnErrorAndNeverACrash) {
  const Folder folder;
  {
    const auto store = open(folder.database());
    for (int i = 0; i < 30; ++i) save(*store, sample_session("s" + std::to_string(i)));
  }
  ASSERT_TRUE(Database::open(folder.database())->execute("PRAGMA wal_checkpoint(TRUNCATE)"));
  std::ifstream in(folder.database(), std::ios::binary);
  const std::string good{std::istreambuf_iterator<char>(in), {}};
  std::mt19937 random(7);
  int refused = 0;
  for (int round = 0; round < 60; ++round) {
    auto bad = good;
    if (round % 3 == 0)
      bad.resize(random() % bad.size());
    else
      for (int i = 0; i < 200; ++i) bad[random() % bad.size()] = static_cast<char>(random());
    const auto path = folder.path + "/bad.db";
    std::filesystem::remove(path + "-wal");
    std::filesystem::remove(path + "-shm");
    std::ofstream(path, std::ios::binary) << bad;
    auto store = open_sqlite(path);
    if (!store) {
      ++refused;
      continue;
    }
    (void)(*store)->load("s3");
    (void)(*store)->list({});
    (void)(*store)->win_loss("c/misspelt_name", "");
    (void)(*store)->save(sample_session("s3"));
    (void)(*store)->save(sample_session("new"));
  }
  EXPECT_GT(refused, 10);
}

TEST(StoreMigration, FromEveryOlderSchema) {
  for (int version = 1; version < newest_schema(); ++version) {
    const Folder folder;
    auto session = sample_session("s1");
    {
      // A database as that version left it: made whole, then what later steps added is taken away.
      save(*open(folder.database()), session);
      auto database = Database::open(folder.database());
      ASSERT_TRUE(
          database->execute("DROP TRIGGER outcome_counts; DROP TRIGGER outcome_goes; DROP TABLE outcomes; "
                            "DROP TABLE tallies; PRAGMA user_version=1"));
    }
    const auto store = open(folder.database());
    expect_same(**store->load("s1"), session);
    EXPECT_EQ(store->win_loss("c/misspelt_name", "")->wins, 1);
    EXPECT_EQ(store->win_loss("c/misspelt_name", "")->losses, 1);
    EXPECT_EQ(store->win_loss("c/misspelt_name", "pattern-1")->losses, 1);
    EXPECT_EQ(store->win_loss("c/misspelt_name", "pattern-2")->wins, 1);
    EXPECT_EQ(store->win_loss("c/missing_semicolon", "pattern-1")->wins, 1);
    save(*store, session);  // takes the migrated rows back and counts again
    EXPECT_EQ(store->win_loss("c/misspelt_name", "")->wins, 1);
    EXPECT_EQ(integrity(folder.database()), "ok");
  }
}

TEST(StoreMigration, AFailedStepLeavesTheOldDatabase) {
  const Folder folder;
  save(*open(folder.database()), sample_session("s1"));
  {
    auto database = Database::open(folder.database());
    // Version 1, but with a table in the way of step 2.
    ASSERT_TRUE(
        database->execute("DROP TRIGGER outcome_counts; DROP TRIGGER outcome_goes; DROP TABLE outcomes; "
                          "PRAGMA user_version=1"));
  }
  EXPECT_FALSE(open_sqlite(folder.database()));
  sqlite3* database = nullptr;
  sqlite3_open(folder.database().c_str(), &database);
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database, "SELECT user_version, (SELECT count(*) FROM sessions) FROM pragma_user_version", -1,
                     &statement, nullptr);
  ASSERT_EQ(sqlite3_step(statement), SQLITE_ROW);
  EXPECT_EQ(sqlite3_column_int(statement, 0), 1);
  EXPECT_EQ(sqlite3_column_int(statement, 1), 1);
  sqlite3_finalize(statement);
  sqlite3_close(database);
}

TEST(Store, OpeningAnExistingOneWritesNothing) {
  const Folder folder;
  save(*open(folder.database()), sample_session("s1"));
  const auto writes = [&] {
    const auto size = std::filesystem::file_size(folder.database() + "-wal");
    return std::pair(size, std::filesystem::last_write_time(folder.database() + "-wal"));
  };
  const auto before = writes();
  ASSERT_NE(open(folder.database()), nullptr);
  EXPECT_EQ(writes(), before);
}

// ---- many processes, and dying ones
// --------------------------------------------------------------------------------

// The next process reads all of the log before its first question.
TEST(Store, TheLogStaysShort) {
  const Folder folder;
  std::uintmax_t longest = 0;
  for (int i = 0; i < 60; ++i) {
    {
      save(*open(folder.database()), sample_session("s" + std::to_string(i)));
    }
    const auto log = folder.database() + "-wal";
    if (std::filesystem::exists(log)) longest = std::max(longest, std::filesystem::file_size(log));
  }
  EXPECT_LT(longest, std::uintmax_t{600} << 10);
  EXPECT_EQ(open(folder.database())->list({.limit = 100})->size(), 60U);
}

TEST(StoreProcesses, EightWritersOnANewDatabase) {
  const Folder folder;
  constexpr int kProcesses = 8, kSessions = 50;
  std::vector<pid_t> children;
  const auto begin = std::chrono::steady_clock::now();
  for (int process = 0; process < kProcesses; ++process) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (int i = 0; i < kSessions; ++i) {  // each opens anew, like a fixpoint process of its own
        auto store = open_sqlite(folder.database());
        if (!store) ::_exit((std::cerr << store.error().message << '\n', 2));
        const auto id = "p" + std::to_string(process) + "-" + std::to_string(i);
        auto session = sample_session(id);
        const auto blob = (*store)->put_blob("output of " + id);
        if (!blob) ::_exit((std::cerr << blob.error().message << '\n', 3));
        session.runs[0].output_hash = *blob;
        const auto saved = (*store)->save(session);
        if (!saved) ::_exit((std::cerr << saved.error().message << '\n', 4));
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
  const auto took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  const auto store = open(folder.database());
  EXPECT_EQ(store->list({.limit = 1000})->size(), 400U);
  EXPECT_EQ(store->win_loss("c/misspelt_name", "")->wins, 400);
  EXPECT_EQ(**store->get_blob(base::hash_hex("output of p3-7")), "output of p3-7");
  EXPECT_EQ(integrity(folder.database()), "ok");
  std::cout << "8 processes x 50 times open, put_blob, save, close: " << took / 400 << " ms each\n";
}

TEST(StoreProcesses, ThreadsShareOneStore) {
  const Folder folder;
  const auto store = open(folder.database());
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&store, thread] {
      for (int i = 0; i < 20; ++i) {
        const auto id = "t" + std::to_string(thread) + "-" + std::to_string(i);
        EXPECT_TRUE(store->put_blob(id));
        EXPECT_TRUE(store->save(sample_session(id)));
        EXPECT_TRUE(store->load(id)->has_value());
        EXPECT_GT(store->win_loss("c/misspelt_name", "")->wins, 0);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(store->list({.limit = 1000})->size(), 80U);
}

TEST(Bar, DiskFullWhileSavingLosesNothingAcknowledged) {
  const Folder folder;
  if (::mount("fixpoint", folder.path.c_str(), "tmpfs", 0, "size=2m") != 0)
    GTEST_SKIP() << "mounting a tmpfs was refused";
  std::vector<std::string> acknowledged;
  int refused = 0;
  {
    auto store = open(folder.database());
    const auto session = [](int i) {
      auto result = sample_session("s" + std::to_string(i));
      std::mt19937 random(static_cast<unsigned>(i));
      for (int j = 0; j < 20'000; ++j) result.patch += static_cast<char>(random());  // does not compress
      return result;
    };
    for (int i = 0; i < 300; ++i) {
      if (i % 7 == 0) store = open_sqlite(folder.database()).value_or(nullptr);
      if (!store) continue;
      const auto saved = store->save(session(i));
      if (saved) {
        acknowledged.push_back("s" + std::to_string(i));
      } else {
        ++refused;
        EXPECT_EQ(saved.error().code, ErrorCode::exhausted) << saved.error().message;
      }
    }
  }
  EXPECT_GT(refused, 50);
  EXPECT_GT(acknowledged.size(), 20U);
  // The user makes room.
  EXPECT_EQ(::mount("fixpoint", folder.path.c_str(), "tmpfs", MS_REMOUNT, "size=8m"), 0);
  {
    const auto store = open(folder.database());
    ASSERT_NE(store, nullptr);
    for (const auto& id : acknowledged) EXPECT_EQ((**store->load(id)).attempts.size(), 2U) << id;
    EXPECT_EQ(store->list({.limit = 1000})->size(), acknowledged.size());
    save(*store, sample_session("afterwards"));
    EXPECT_EQ(integrity(folder.database()), "ok");
  }
  ::umount2(folder.path.c_str(), MNT_DETACH);
  std::cout << acknowledged.size() << " sessions acknowledged and found, " << refused << " refused\n";
}

TEST(Bar, KilledWhileSavingLosesNothingAcknowledged) {
  const char* wanted = std::getenv("FIXPOINT_CRASH_ROUNDS");
  const int rounds = wanted != nullptr ? std::atoi(wanted) : 40;
  const Folder folder;
  ASSERT_NE(open(folder.database()), nullptr);
  std::mt19937 random(42);
  std::size_t acknowledged = 0, found = 0;
  for (int round = 0; round < rounds; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto store = open_sqlite(folder.database());
      if (!store) ::_exit(1);
      for (int i = 0;; ++i) {
        const auto id = "r" + std::to_string(round) + "-" + std::to_string(i);
        auto session = sample_session(id);
        const auto hash = (*store)->put_blob("output of " + id);
        if (!hash || !(*store)->save(session)) ::_exit(2);
        if (::write(pipe_ends[1], &i, sizeof i) != sizeof i) ::_exit(3);
      }
    }
    ::close(pipe_ends[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 30'000));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    int last = -1;
    for (int i = 0; ::read(pipe_ends[0], &i, sizeof i) == sizeof i;) last = i;
    ::close(pipe_ends[0]);

    const auto store = open(folder.database());
    for (int i = 0; i <= last; ++i) {
      const auto id = "r" + std::to_string(round) + "-" + std::to_string(i);
      ++acknowledged;
      const auto session = store->load(id);
      found += session && *session && (*session)->attempts.size() == 2 &&
               store->get_blob(base::hash_hex("output of " + id))->has_value();
    }
  }
  EXPECT_EQ(found, acknowledged);
  EXPECT_GT(acknowledged, 0U);
  EXPECT_EQ(integrity(folder.database()), "ok");
  std::cout << "rounds " << rounds << ", sessions acknowledged " << acknowledged << ", found again " << found << "\n";
}

}  // namespace
}  // namespace fixpoint::record
