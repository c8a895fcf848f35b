#include "record/database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "base/paths.hpp"
#include "seams/files.hpp"

namespace fixpoint::record {
namespace {

constexpr int kApplicationId = 0x46585054;  // "FXPT"
constexpr auto kBusyWait = std::chrono::seconds(20);

/// Many short transactions of many processes: look again soon, not after SQLite's own 100 ms.
int busy(void* /*unused*/, int times) {
  constexpr std::int64_t kPauses[] = {100, 200, 500, 1000, 2000, 3000, 5000};
  const auto pause = kPauses[std::min<std::size_t>(static_cast<std::size_t>(times), std::size(kPauses) - 1)];
  if (times > std::chrono::microseconds(kBusyWait).count() / 5000) return 0;
  // Not all at the same moment again: the process number spreads them.
  std::this_thread::sleep_for(std::chrono::microseconds(pause + ::getpid() % 13 * pause / 26));
  return 1;
}

std::string_view words(int code) {
  switch (code & 0xff) {
    case SQLITE_NOTADB:
      return "it is not an SQLite database";
    case SQLITE_CORRUPT:
      return "it is damaged";
    default:
      return {};
  }
}

/// Makes the file if it is missing, so that it is private from its first moment; SQLite gives its side files the same
/// mode.
Result<void> make_private(const std::string& path) {
  if (::access(path.c_str(), F_OK) == 0) return {};
  seams::Files files;
  FIXPOINT_TRY(files.make_folders(std::string(base::parent(path)), 0700));
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail(errno == ENOSPC                                       ? ErrorCode::exhausted
                : errno == EACCES || errno == EROFS || errno == EPERM ? ErrorCode::denied
                                                                      : ErrorCode::io,
                fmt::format("cannot create the database {}: {}", path, std::strerror(errno)));
  ::close(fd);
  return {};
}

Result<std::int64_t> ask(Database& database, std::string_view pragma) {
  auto statement = FIXPOINT_TRY(database.prepare(pragma));
  if (!FIXPOINT_TRY(statement.step())) return fail(ErrorCode::internal, "a pragma without an answer");
  return statement.integer(0);
}

/// A new or older database is made or brought up to date by one process; the others wait for it.
Result<void> bring_up_to_date(Database& database, const std::string& path) {
  auto transaction = FIXPOINT_TRY(Transaction::begin(database));
  const auto version = FIXPOINT_TRY(ask(database, "PRAGMA user_version"));
  if (version >= newest_schema()) return transaction.commit();  // another process was quicker
  if (version == 0) {
    if (FIXPOINT_TRY(ask(database, "SELECT count(*) FROM sqlite_schema")) != 0)
      return fail(ErrorCode::invalid_input,
                  fmt::format("{} is the database of another program; choose another file with --db", path));
    FIXPOINT_TRY(database.execute(fmt::format("PRAGMA application_id={}", kApplicationId).c_str()));
  }
  FIXPOINT_TRY(migrate(database, static_cast<int>(version), newest_schema()));
  return transaction.commit();
}

}  // namespace

std::unexpected<Error> failure(sqlite3* database, int code) {
  const auto primary = code & 0xff;
  const auto kind = primary == SQLITE_FULL                                     ? ErrorCode::exhausted
                    : primary == SQLITE_BUSY || primary == SQLITE_LOCKED       ? ErrorCode::unavailable
                    : primary == SQLITE_READONLY || primary == SQLITE_PERM     ? ErrorCode::denied
                    : primary == SQLITE_CANTOPEN || primary == SQLITE_AUTH     ? ErrorCode::denied
                    : primary == SQLITE_CONSTRAINT || primary == SQLITE_MISUSE ? ErrorCode::internal
                                                                               : ErrorCode::io;
  const char* path = sqlite3_db_filename(database, "main");
  const auto said = words(code);
  return fail(kind, fmt::format("the database {}: {}{}", path != nullptr ? path : "",
                                said.empty() ? std::string_view(sqlite3_errmsg(database)) : said,
                                said.empty() ? "" : "; it was left untouched, choose another with --db"));
}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return failure(database_, sqlite3_extended_errcode(database_));
}

Result<void> Statement::run() {
  while (FIXPOINT_TRY(step())) {
  }
  sqlite3_reset(statement_);
  return {};
}

std::string_view Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  return {static_cast<const char*>(data),
          data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void Statement::put(int index, std::string_view value) {
  sqlite3_bind_text64(statement_, index, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::put(int index, Blob value) {
  sqlite3_bind_blob64(statement_, index, value.bytes.empty() ? "" : value.bytes.data(), value.bytes.size(),
                      SQLITE_STATIC);
}

void Database::Close::operator()(sqlite3* database) const {
  // The next process reads the whole log before anything else, and only a truncated log begins anew. Who finds others
  // at work leaves it to them.
  constexpr off_t kLongLog = off_t{256} << 10;
  struct stat log{};
  const char* path = sqlite3_db_filename(database, "main");
  if (path != nullptr && *path != '\0' && ::stat(sqlite3_filename_wal(path), &log) == 0 && log.st_size > kLongLog) {
    sqlite3_busy_handler(database, nullptr, nullptr);
    sqlite3_wal_checkpoint_v2(database, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  }
  sqlite3_close_v2(database);
}

Result<Statement> Database::prepare(std::string_view sql) {
  auto known = prepared_.find(sql);
  if (known == prepared_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return failure(handle_.get(), sqlite3_extended_errcode(handle_.get()));
    known = prepared_.emplace(std::string(sql), statement).first;
  }
  return Statement(handle_.get(), known->second.get());
}

Result<void> Database::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return failure(handle_.get(), sqlite3_extended_errcode(handle_.get()));
}

Result<Database> Database::open(const std::string& path) {
  FIXPOINT_TRY(make_private(path));
  Database database;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, nullptr);
  database.handle_.reset(handle);
  if (code != SQLITE_OK) return failure(handle, code);
  sqlite3_busy_handler(handle, busy, nullptr);
  // Not every short process waits for the disk to tidy up at its end: see Close.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  FIXPOINT_TRY(database.execute("PRAGMA foreign_keys=ON; PRAGMA synchronous=NORMAL;"));

  const auto version = FIXPOINT_TRY(ask(database, "PRAGMA user_version"));
  const auto application = version == 0 ? kApplicationId : FIXPOINT_TRY(ask(database, "PRAGMA application_id"));
  if (application != kApplicationId)
    return fail(ErrorCode::invalid_input,
                fmt::format("{} is the database of another program; choose another file with --db", path));
  if (version > newest_schema())
    return fail(
        ErrorCode::unavailable,
        fmt::format("{} was written by a newer fixpoint (schema {}, this one knows {}); update fixpoint or choose "
                    "another file with --db",
                    path, version, newest_schema()));
  if (version < newest_schema()) {
    // Where shared memory is impossible this stays a rollback journal, which is as safe. SQLite does not always wait
    // here when several processes make the database at once.
    auto switched = database.execute("PRAGMA journal_mode=WAL");
    for (int i = 0; i < 2000 && !switched && switched.error().code == ErrorCode::unavailable; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      switched = database.execute("PRAGMA journal_mode=WAL");
    }
    FIXPOINT_TRY(std::move(switched));
    FIXPOINT_TRY(bring_up_to_date(database, path));
  }
  return database;
}

Result<Transaction> Transaction::begin(Database& database) {
  auto statement = FIXPOINT_TRY(database.prepare("BEGIN IMMEDIATE"));
  FIXPOINT_TRY(statement.run());
  return Transaction(database);
}

Result<Transaction> Transaction::begin_read(Database& database) {
  auto statement = FIXPOINT_TRY(database.prepare("BEGIN"));
  FIXPOINT_TRY(statement.run());
  return Transaction(database);
}

Result<void> Transaction::commit() {
  auto statement = FIXPOINT_TRY(database_->prepare("COMMIT"));
  FIXPOINT_TRY(statement.run());
  database_ = nullptr;
  return {};
}

Transaction::~Transaction() {
  if (database_ != nullptr && sqlite3_get_autocommit(database_->handle()) == 0)
    sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace fixpoint::record
