// The little of SQLite's C API that the store needs, with Result instead of codes. Internal to record/.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "fixpoint/result.hpp"

namespace fixpoint::record {

/// Bytes that are not text.
struct Blob {
  std::string_view bytes;
};

/// A prepared statement, ready to be bound. Reset when it goes out of scope; the next prepare() of the same text gets
/// the same one.
class Statement {
 public:
  Statement(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  Statement(Statement&& other) noexcept
      : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  /// Binds all parameters, in order. Bound text must live until the step.
  template <class... Values>
  Statement& bind(const Values&... values) {
    int index = 0;
    (put(++index, values), ...);
    return *this;
  }
  /// True when there is a row.
  [[nodiscard]] Result<bool> step();
  /// Steps to the end and makes the statement ready for other values.
  [[nodiscard]] Result<void> run();

  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(statement_, column); }
  /// Valid until the next step.
  [[nodiscard]] std::string_view bytes(int column) const;
  [[nodiscard]] std::string text(int column) const { return std::string(bytes(column)); }

 private:
  void put(int index, std::int64_t value) { sqlite3_bind_int64(statement_, index, value); }
  void put(int index, std::uint64_t value) { put(index, static_cast<std::int64_t>(value)); }
  void put(int index, int value) { put(index, std::int64_t{value}); }
  void put(int index, std::uint32_t value) { put(index, std::int64_t{value}); }
  void put(int index, bool value) { put(index, std::int64_t{value}); }
  void put(int index, double value) { sqlite3_bind_double(statement_, index, value); }
  void put(int index, std::string_view value);
  void put(int index, const std::string& value) { put(index, std::string_view(value)); }
  void put(int index, Blob value);

  sqlite3* database_;
  sqlite3_stmt* statement_;
};

/// One connection. Not thread-safe.
class Database {
 public:
  /// Opens an existing or new file and makes it ready: settings, migrations.
  [[nodiscard]] static Result<Database> open(const std::string& path);

  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  [[nodiscard]] Result<void> execute(const char* sql);
  [[nodiscard]] std::int64_t last_id() const { return sqlite3_last_insert_rowid(handle_.get()); }
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>, std::less<>>
      prepared_;  // finalized before the close
};

/// Rolled back unless committed.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Database& database);       ///< to write: waits for other writers
  [[nodiscard]] static Result<Transaction> begin_read(Database& database);  ///< all tables as of one moment
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

/// The newest schema this program knows.
[[nodiscard]] int newest_schema();
/// Brings an open database to `version` (at most newest_schema()), within a transaction of the caller's.
[[nodiscard]] Result<void> migrate(Database& database, int from, int version);

/// What SQLite's last failure on this connection means, in our words.
[[nodiscard]] std::unexpected<Error> failure(sqlite3* database, int code);

}  // namespace fixpoint::record
