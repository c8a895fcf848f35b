// The store on SQLite.
#include <zstd.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "record/database.hpp"
#include "record/detail.hpp"
#include "record/sqlite.hpp"
#include "seams/files.hpp"

namespace fixpoint::record {
namespace {

constexpr std::uint64_t kLargestBlob = 1ULL << 30;

/// What a verdict says about one of the proposals behind it. Several tried together share a pass; of anything else
/// nobody knows whose it was.
std::optional<bool> won(const Attempt& attempt) {
  if (attempt.verdict.kind == VerdictKind::passed) return true;
  if (attempt.proposals.size() != 1) return std::nullopt;
  return attempt.verdict.kind == VerdictKind::progress;
}

class SqliteStore final : public seams::Store {
 public:
  SqliteStore(Database database, Redactor redactor)
      : database_(std::move(database)), redactor_(std::move(redactor)) {}

  Result<void> save(const Session& session) override {
    const std::scoped_lock lock(mutex_);
    auto transaction = FIXPOINT_TRY(Transaction::begin(database_));
    FIXPOINT_TRY(write("DELETE FROM sessions WHERE session = ?", session.id));
    FIXPOINT_TRY(write_session(session));
    return transaction.commit();
  }

  Result<std::optional<Session>> load(std::string_view id) override {
    const std::scoped_lock lock(mutex_);
    const auto transaction = FIXPOINT_TRY(Transaction::begin_read(database_));
    return load_in_transaction(id);
  }

  Result<std::vector<Session>> list(const seams::SessionFilter& filter) override {
    const std::scoped_lock lock(mutex_);
    const auto transaction = FIXPOINT_TRY(Transaction::begin_read(database_));
    return list_in_transaction(filter);
  }

  Result<std::string> put_blob(std::string_view bytes) override {
    const std::scoped_lock lock(mutex_);
    const auto redacted = redactor_.redact(bytes);
    const auto hash = base::hash_hex(redacted);
    if (FIXPOINT_TRY(has_blob(hash))) return hash;
    const auto packed = FIXPOINT_TRY(pack(redacted));
    auto transaction = FIXPOINT_TRY(Transaction::begin(database_));
    FIXPOINT_TRY(
        write("INSERT OR IGNORE INTO blobs VALUES(?, ?, ?)", hash, std::uint64_t{redacted.size()}, Blob{packed}));
    FIXPOINT_TRY(transaction.commit());
    return hash;
  }

  Result<std::optional<std::string>> get_blob(std::string_view hash) override {
    const std::scoped_lock lock(mutex_);
    return read_blob(hash);
  }

  Result<seams::WinLoss> win_loss(std::string_view source, std::string_view pattern) override {
    const std::scoped_lock lock(mutex_);
    auto row = FIXPOINT_TRY(database_.prepare("SELECT wins, losses FROM tallies WHERE source = ? AND pattern = ?"));
    row.bind(source, pattern);
    if (!FIXPOINT_TRY(row.step())) return seams::WinLoss{};
    return seams::WinLoss{.wins = row.integer(0), .losses = row.integer(1)};
  }

 private:
  template <class... Values>
  Result<void> write(std::string_view sql, const Values&... values) {
    auto statement = FIXPOINT_TRY(database_.prepare(sql));
    return statement.bind(values...).run();
  }

  [[nodiscard]] std::string clean(std::string_view text) const { return redactor_.redact(text); }

  // ---- writing
  // -----------------------------------------------------------------------------------------------------

  Result<void> write_session(const Session& session) {
    std::string patch;
    if (!session.patch.empty()) {
      const auto redacted = clean(session.patch);
      patch = base::hash_hex(redacted);
      if (!FIXPOINT_TRY(has_blob(patch))) {
        const auto packed = FIXPOINT_TRY(pack(redacted));
        FIXPOINT_TRY(write("INSERT INTO blobs VALUES(?, ?, ?)", patch, std::uint64_t{redacted.size()}, Blob{packed}));
      }
    }
    FIXPOINT_TRY(write("INSERT INTO sessions VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       session.id, session.kind, strings_to_json(session.command, redactor_), clean(session.folder),
                       clean(session.root), session.started_at, name(session.outcome), session.exit_code,
                       name(session.isolation), session.checks, patch, session.applied, clean(session.advice),
                       session.command_us, session.engine_us, session.cost_usd));
    const auto id = database_.last_id();

    int position = 0;
    for (const auto& run : session.runs)
      FIXPOINT_TRY(write("INSERT INTO runs VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id, position++, run.number,
                         run.exit_code, run.signal, name(run.isolation), run.wall_us, run.cpu_us,
                         run.peak_memory_bytes, run.output_hash));
    FIXPOINT_TRY(write_problems(id, "first", session.problems));
    FIXPOINT_TRY(write_problems(id, "remaining", session.remaining));
    FIXPOINT_TRY(write_edits(id, 0, 0, session.edits));
    position = 0;
    for (const auto& file : session.files)
      FIXPOINT_TRY(write("INSERT INTO files VALUES(?, ?, ?, ?, ?, ?, ?)", id, position++, clean(file.path),
                         file.before_hash, file.after_hash, file.lines_added, file.lines_removed));

    // Remaining first: where an id occurs in both, the problem of the first run is the one that was tried.
    std::map<std::string_view, std::string_view> patterns;
    for (const auto& problem : session.remaining) patterns[problem.id] = problem.fingerprint.level[2];
    for (const auto& problem : session.problems) patterns[problem.id] = problem.fingerprint.level[2];
    for (const auto& attempt : session.attempts) FIXPOINT_TRY(write_attempt(id, attempt, patterns));
    return {};
  }

  Result<void> write_problems(std::int64_t id, std::string_view state, const std::vector<Problem>& problems) {
    int position = 0;
    for (const auto& problem : problems) {
      const auto& primary = problem.primary;
      const auto& print = problem.fingerprint;
      FIXPOINT_TRY(write("INSERT INTO problems VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id, state,
                         position++, problem.id, name(problem.category), primary.tool, clean(primary.code),
                         clean(primary.place.file), primary.place.line, clean(primary.message), print.version,
                         print.level[0], print.level[1], print.level[2], print.level[3],
                         problem_to_json(problem, redactor_)));
    }
    return {};
  }

  Result<void> write_edits(std::int64_t id, int attempt, int proposal, const std::vector<Edit>& edits) {
    int position = 0;
    for (const auto& edit : edits) {
      const auto replacement = clean(edit.replacement);
      FIXPOINT_TRY(write("INSERT INTO edits VALUES(?, ?, ?, ?, ?, ?, ?, ?)", id, attempt, proposal, position++,
                         clean(edit.file), edit.begin, edit.end, Blob{replacement}));
    }
    return {};
  }

  Result<void> write_attempt(std::int64_t id, const Attempt& attempt,
                             const std::map<std::string_view, std::string_view>& patterns) {
    FIXPOINT_TRY(write("INSERT INTO attempts VALUES(?, ?, ?, ?, ?)", id, attempt.number,
                       strings_to_json(attempt.problems, redactor_), attempt.wall_us, attempt.cost_usd));
    FIXPOINT_TRY(write("INSERT INTO verdicts VALUES(?, ?, ?, ?, ?)", id, attempt.number, name(attempt.verdict.kind),
                       clean(attempt.verdict.reason), attempt.verdict.run));
    const auto result = won(attempt);
    int position = 0;
    for (const auto& proposal : attempt.proposals) {
      FIXPOINT_TRY(write("INSERT INTO proposals VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id, attempt.number, position,
                         name(proposal.by), proposal.source, strings_to_json(proposal.problems, redactor_),
                         name(proposal.safety), proposal.confidence, clean(proposal.reason),
                         clean(proposal.install)));
      FIXPOINT_TRY(write_edits(id, attempt.number, position, proposal.edits));
      if (result) {
        std::set<std::string_view> counted = {""};
        for (const auto& problem : proposal.problems)
          if (const auto pattern = patterns.find(problem); pattern != patterns.end()) counted.insert(pattern->second);
        for (const auto pattern : counted)
          FIXPOINT_TRY(write("INSERT INTO outcomes VALUES(?, ?, ?, ?, ?, ?)", id, attempt.number, position, pattern,
                             proposal.source, *result));
      }
      ++position;
    }
    return {};
  }

  // ---- blobs
  // -------------------------------------------------------------------------------------------------------

  Result<bool> has_blob(std::string_view hash) {
    auto row = FIXPOINT_TRY(database_.prepare("SELECT 1 FROM blobs WHERE hash = ?"));
    row.bind(hash);
    return row.step();
  }

  static Result<std::string> pack(std::string_view bytes) {
    std::string packed(ZSTD_compressBound(bytes.size()), '\0');
    const auto size = ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), 3);
    if (ZSTD_isError(size) != 0)
      return fail(ErrorCode::internal, std::string("cannot compress: ") + ZSTD_getErrorName(size));
    packed.resize(size);
    return packed;
  }

  Result<std::optional<std::string>> read_blob(std::string_view hash) {
    auto row = FIXPOINT_TRY(database_.prepare("SELECT size, data FROM blobs WHERE hash = ?"));
    row.bind(hash);
    if (!FIXPOINT_TRY(row.step())) return std::nullopt;
    const auto damaged = [&] {
      return fail(ErrorCode::io, "the record's copy of " + std::string(hash) + " is damaged");
    };
    const auto size = static_cast<std::uint64_t>(row.integer(0));
    const auto packed = row.bytes(1);
    if (size > kLargestBlob || ZSTD_getFrameContentSize(packed.data(), packed.size()) != size) return damaged();
    std::string bytes(size, '\0');
    if (ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size()) != size) return damaged();
    if (base::hash_hex(bytes) != hash) return damaged();
    return bytes;
  }

  // ---- reading
  // -----------------------------------------------------------------------------------------------------

  Result<std::optional<Session>> load_in_transaction(std::string_view session) {
    auto row = FIXPOINT_TRY(database_.prepare("SELECT id FROM sessions WHERE session = ?"));
    row.bind(session);
    if (!FIXPOINT_TRY(row.step())) return std::nullopt;
    return FIXPOINT_TRY(read_session(row.integer(0), true));
  }

  Result<std::vector<Session>> list_in_transaction(const seams::SessionFilter& filter) {
    auto rows = FIXPOINT_TRY(database_.prepare(R"sql(
SELECT id FROM sessions s
WHERE (?1 = '' OR outcome = ?1)
  AND (?2 = '' OR root = ?2 OR (root >= ?2 || '/' AND root < ?2 || '0'))
  AND (?3 = '' OR EXISTS(SELECT 1 FROM problems p WHERE p.session_id = s.id AND p.category = ?3))
  AND started_at >= ?4
ORDER BY started_at DESC, id DESC LIMIT ?5)sql"));
    auto folder = filter.folder;
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    if (folder == "/") folder.clear();
    rows.bind(filter.outcome ? name(*filter.outcome) : std::string_view(), folder, filter.category, filter.since,
              filter.limit);
    std::vector<std::int64_t> ids;
    while (FIXPOINT_TRY(rows.step())) ids.push_back(rows.integer(0));
    std::vector<Session> sessions;
    for (const auto id : ids) sessions.push_back(FIXPOINT_TRY(read_session(id, false)));
    return sessions;
  }

  Result<Session> read_session(std::int64_t id, bool with_patch) {
    Session session;
    auto row =
        FIXPOINT_TRY(database_.prepare("SELECT session, kind, command, folder, root, started_at, outcome, exit_code, "
                                       "isolation, checks, patch, applied, "
                                       "advice, command_us, engine_us, cost_usd FROM sessions WHERE id = ?"));
    row.bind(id);
    if (!FIXPOINT_TRY(row.step())) return fail(ErrorCode::internal, "a session vanished within a transaction");
    session.id = row.text(0);
    session.kind = row.text(1);
    session.command = strings_from_json(row.bytes(2));
    session.folder = row.text(3);
    session.root = row.text(4);
    session.started_at = row.text(5);
    session.outcome = enumerator(row.bytes(6), Outcome::error, Outcome::error);
    session.exit_code = static_cast<int>(row.integer(7));
    session.isolation = isolation_from_name(row.bytes(8)).value_or(Isolation::none);
    session.checks = static_cast<int>(row.integer(9));
    if (with_patch && !row.bytes(10).empty()) session.patch = FIXPOINT_TRY(read_blob(row.text(10))).value_or("");
    session.applied = row.integer(11) != 0;
    session.advice = row.text(12);
    session.command_us = row.integer(13);
    session.engine_us = row.integer(14);
    session.cost_usd = row.real(15);

    session.runs = FIXPOINT_TRY(read_runs(id));
    session.problems = FIXPOINT_TRY(read_problems(id, "first"));
    session.remaining = FIXPOINT_TRY(read_problems(id, "remaining"));
    session.files = FIXPOINT_TRY(read_files(id));
    session.attempts = FIXPOINT_TRY(read_attempts(id));
    FIXPOINT_TRY(read_edits(id, session));
    return session;
  }

  Result<std::vector<RunSummary>> read_runs(std::int64_t id) {
    auto row = FIXPOINT_TRY(database_.prepare(
        "SELECT number, exit_code, signal, isolation, wall_us, cpu_us, peak_memory_bytes, output FROM "
        "runs WHERE session_id = ? ORDER BY position"));
    row.bind(id);
    std::vector<RunSummary> runs;
    while (FIXPOINT_TRY(row.step()))
      runs.push_back({.number = static_cast<int>(row.integer(0)),
                      .exit_code = static_cast<int>(row.integer(1)),
                      .signal = static_cast<int>(row.integer(2)),
                      .isolation = isolation_from_name(row.bytes(3)).value_or(Isolation::none),
                      .wall_us = row.integer(4),
                      .cpu_us = row.integer(5),
                      .peak_memory_bytes = static_cast<std::uint64_t>(row.integer(6)),
                      .output_hash = row.text(7)});
    return runs;
  }

  Result<std::vector<Problem>> read_problems(std::int64_t id, std::string_view state) {
    auto row = FIXPOINT_TRY(
        database_.prepare("SELECT detail FROM problems WHERE session_id = ? AND state = ? ORDER BY position"));
    row.bind(id, state);
    std::vector<Problem> problems;
    while (FIXPOINT_TRY(row.step())) problems.push_back(problem_from_json(row.bytes(0)));
    return problems;
  }

  Result<std::vector<FileChange>> read_files(std::int64_t id) {
    auto row = FIXPOINT_TRY(database_.prepare(
        "SELECT path, before_hash, after_hash, lines_added, lines_removed FROM files WHERE session_id "
        "= ? ORDER BY position"));
    row.bind(id);
    std::vector<FileChange> files;
    while (FIXPOINT_TRY(row.step()))
      files.push_back({.path = row.text(0),
                       .before_hash = row.text(1),
                       .after_hash = row.text(2),
                       .lines_added = static_cast<int>(row.integer(3)),
                       .lines_removed = static_cast<int>(row.integer(4))});
    return files;
  }

  Result<std::vector<Attempt>> read_attempts(std::int64_t id) {
    std::vector<Attempt> attempts;
    auto row = FIXPOINT_TRY(database_.prepare(
        "SELECT a.number, a.problems, a.wall_us, a.cost_usd, v.kind, v.reason, v.run FROM attempts a JOIN verdicts v "
        "ON "
        "v.session_id = a.session_id AND v.attempt = a.number WHERE a.session_id = ? ORDER BY a.number"));
    row.bind(id);
    while (FIXPOINT_TRY(row.step()))
      attempts.push_back(
          {.number = static_cast<int>(row.integer(0)),
           .problems = strings_from_json(row.bytes(1)),
           .proposals = {},
           .verdict = {.kind = enumerator(row.bytes(4), VerdictKind::failed_to_apply, VerdictKind::failed_to_apply),
                       .reason = row.text(5),
                       .run = static_cast<int>(row.integer(6))},
           .wall_us = row.integer(2),
           .cost_usd = row.real(3)});

    auto proposal = FIXPOINT_TRY(database_.prepare(
        "SELECT attempt, proposer, source, problems, safety, confidence, reason, install FROM proposals WHERE "
        "session_id = ? ORDER BY attempt, position"));
    proposal.bind(id);
    while (FIXPOINT_TRY(proposal.step())) {
      const auto of = std::ranges::find(attempts, static_cast<int>(proposal.integer(0)), &Attempt::number);
      if (of == attempts.end()) continue;
      of->proposals.push_back({.edits = {},
                               .by = enumerator(proposal.bytes(1), ProposerKind::user, ProposerKind::fixer),
                               .source = proposal.text(2),
                               .problems = strings_from_json(proposal.bytes(3)),
                               .safety = enumerator(proposal.bytes(4), Safety::placeholder, Safety::placeholder),
                               .confidence = proposal.real(5),
                               .reason = proposal.text(6),
                               .install = proposal.text(7)});
    }
    return attempts;
  }

  /// The session's own and those of its attempts.
  Result<void> read_edits(std::int64_t id, Session& session) {
    auto row = FIXPOINT_TRY(database_.prepare(
        "SELECT attempt, proposal, file, begin_byte, end_byte, replacement FROM edits WHERE session_id "
        "= ? ORDER BY attempt, proposal, position"));
    row.bind(id);
    while (FIXPOINT_TRY(row.step())) {
      Edit edit{.file = row.text(2),
                .begin = static_cast<std::uint64_t>(row.integer(3)),
                .end = static_cast<std::uint64_t>(row.integer(4)),
                .replacement = row.text(5)};
      const auto number = static_cast<int>(row.integer(0));
      const auto proposal = static_cast<std::size_t>(row.integer(1));
      if (number == 0) {
        session.edits.push_back(std::move(edit));
        continue;
      }
      const auto of = std::ranges::find(session.attempts, number, &Attempt::number);
      if (of != session.attempts.end() && proposal < of->proposals.size())
        of->proposals[proposal].edits.push_back(std::move(edit));
    }
    return {};
  }

  std::mutex mutex_;
  Database database_;
  Redactor redactor_;
};

}  // namespace

std::string default_database() {
  const auto folder = seams::state_folder();
  return folder ? *folder + "/fixpoint.db" : std::string();
}

Result<std::unique_ptr<seams::Store>> open_sqlite(const std::string& path, Redactor redactor) {
  if (path.empty())
    return fail(ErrorCode::invalid_input, "there is no home folder for the record; name a file with --db");
  auto database = FIXPOINT_TRY(Database::open(path));
  return std::unique_ptr<seams::Store>(std::make_unique<SqliteStore>(std::move(database), std::move(redactor)));
}

}  // namespace fixpoint::record
