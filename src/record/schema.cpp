// The schema, as the list of steps that made it. A step that was ever released is never changed; a new version is a
// new step at the end.
#include <array>

#include "record/database.hpp"

namespace fixpoint::record {
namespace {

constexpr std::array kSteps = {
    // 1: sessions with all they hold, blobs by content
    R"sql(
CREATE TABLE sessions(
  id INTEGER PRIMARY KEY,
  session TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  command TEXT NOT NULL,               -- JSON array
  folder TEXT NOT NULL,
  root TEXT NOT NULL,
  started_at TEXT NOT NULL,            -- ISO 8601, UTC
  outcome TEXT NOT NULL,
  exit_code INTEGER NOT NULL,
  isolation TEXT NOT NULL,
  checks INTEGER NOT NULL,
  patch TEXT NOT NULL,                 -- hash of a blob, or empty
  applied INTEGER NOT NULL,
  advice TEXT NOT NULL,
  command_us INTEGER NOT NULL,
  engine_us INTEGER NOT NULL,
  cost_usd REAL NOT NULL
) STRICT;
CREATE INDEX sessions_by_time ON sessions(started_at);
CREATE INDEX sessions_by_root ON sessions(root, started_at);

CREATE TABLE runs(
  session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  number INTEGER NOT NULL,
  exit_code INTEGER NOT NULL,
  signal INTEGER NOT NULL,
  isolation TEXT NOT NULL,
  wall_us INTEGER NOT NULL,
  cpu_us INTEGER NOT NULL,
  peak_memory_bytes INTEGER NOT NULL,
  output TEXT NOT NULL,                -- hash of a blob, or empty
  PRIMARY KEY(session_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE problems(
  session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK(state IN ('first', 'remaining')),
  position INTEGER NOT NULL,
  problem TEXT NOT NULL,               -- its id within the session
  category TEXT NOT NULL,
  tool TEXT NOT NULL,
  code TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  message TEXT NOT NULL,
  fingerprint_version INTEGER NOT NULL,
  fingerprint_text TEXT NOT NULL,
  fingerprint_frame TEXT NOT NULL,
  fingerprint_pattern TEXT NOT NULL,
  fingerprint_class TEXT NOT NULL,
  detail TEXT NOT NULL,                -- JSON: everything else
  PRIMARY KEY(session_id, state, position)
) STRICT;
CREATE INDEX problems_by_category ON problems(category, session_id);
CREATE INDEX problems_by_pattern ON problems(fingerprint_pattern, session_id);

CREATE TABLE attempts(
  session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  problems TEXT NOT NULL,              -- JSON array of problem ids
  wall_us INTEGER NOT NULL,
  cost_usd REAL NOT NULL,
  PRIMARY KEY(session_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdicts(
  session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  run INTEGER NOT NULL,
  PRIMARY KEY(session_id, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposals(
  session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  position INTEGER NOT NULL,
  proposer TEXT NOT NULL,
  source TEXT NOT NULL,
  problems TEXT NOT NULL,              -- JSON array of problem ids
  safety TEXT NOT NULL,
  confidence REAL NOT NULL,
  reason TEXT NOT NULL,
  install TEXT NOT NULL,
  PRIMARY KEY(session_id, attempt, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX proposals_by_source ON proposals(source, session_id);

CREATE TABLE edits(                    -- attempt 0: what the session did to the tree as it was found
  session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  proposal INTEGER NOT NULL,
  position INTEGER NOT NULL,
  file TEXT NOT NULL,
  begin_byte INTEGER NOT NULL,
  end_byte INTEGER NOT NULL,
  replacement BLOB NOT NULL,
  PRIMARY KEY(session_id, attempt, proposal, position)
) STRICT;

CREATE TABLE files(
  session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  before_hash TEXT NOT NULL,
  after_hash TEXT NOT NULL,
  lines_added INTEGER NOT NULL,
  lines_removed INTEGER NOT NULL,
  PRIMARY KEY(session_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs(
  hash TEXT NOT NULL UNIQUE,           -- XXH3-128 of the bytes
  size INTEGER NOT NULL,               -- of the bytes
  data BLOB NOT NULL                   -- zstd
) STRICT;
)sql",

    // 2: how often each source was right, kept by triggers so that asking costs one look-up
    R"sql(
CREATE TABLE outcomes(                 -- one row per proposal and problem pattern; pattern '' once per proposal
  session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  proposal INTEGER NOT NULL,
  pattern TEXT NOT NULL,
  source TEXT NOT NULL,
  won INTEGER NOT NULL CHECK(won IN (0, 1)),
  PRIMARY KEY(session_id, attempt, proposal, pattern)
) STRICT, WITHOUT ROWID;

CREATE TABLE tallies(
  source TEXT NOT NULL,
  pattern TEXT NOT NULL,
  wins INTEGER NOT NULL,
  losses INTEGER NOT NULL,
  PRIMARY KEY(source, pattern)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER outcome_counts AFTER INSERT ON outcomes BEGIN
  INSERT INTO tallies VALUES(new.source, new.pattern, new.won, 1 - new.won)
    ON CONFLICT DO UPDATE SET wins = wins + new.won, losses = losses + 1 - new.won;
END;
CREATE TRIGGER outcome_goes AFTER DELETE ON outcomes BEGIN
  UPDATE tallies SET wins = wins - old.won, losses = losses - 1 + old.won
    WHERE source = old.source AND pattern = old.pattern;
END;

-- What was recorded before this table was there. A verdict on several proposals at once says something about each only
-- when it is 'passed' (see won() in sqlite.cpp).
CREATE TEMP VIEW judged AS
  SELECT p.session_id, p.attempt, p.position, p.source, p.problems, v.kind = 'passed' OR v.kind = 'progress' AS won
  FROM proposals p JOIN verdicts v ON v.session_id = p.session_id AND v.attempt = p.attempt
  WHERE v.kind = 'passed' OR NOT EXISTS(SELECT 1 FROM proposals o WHERE o.session_id = p.session_id
                                        AND o.attempt = p.attempt AND o.position <> p.position);
INSERT INTO outcomes SELECT session_id, attempt, position, '', source, won FROM judged;
INSERT OR IGNORE INTO outcomes
  SELECT j.session_id, j.attempt, j.position, q.fingerprint_pattern, j.source, j.won
  FROM judged j, json_each(j.problems) n JOIN problems q ON q.session_id = j.session_id AND q.problem = n.value
  WHERE q.fingerprint_pattern <> '' AND q.state = 'first';
DROP VIEW judged;
)sql",
};

}  // namespace

int newest_schema() { return static_cast<int>(kSteps.size()); }

Result<void> migrate(Database& database, int from, int version) {
  for (int step = from; step < version; ++step)
    FIXPOINT_TRY(database.execute(kSteps[static_cast<std::size_t>(step)]));
  return database.execute(("PRAGMA user_version=" + std::to_string(version)).c_str());
}

}  // namespace fixpoint::record
