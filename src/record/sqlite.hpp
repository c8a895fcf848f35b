// Stage 5, record: what was tried, and what came of it, kept in one SQLite database. docs/storage.md has the schema.
#pragma once

#include <memory>
#include <string>

#include "fixpoint/result.hpp"
#include "record/redact.hpp"
#include "seams/store.hpp"

namespace fixpoint::record {

/// $XDG_STATE_HOME/fixpoint/fixpoint.db (see seams::state_folder); empty without a home.
[[nodiscard]] std::string default_database();

/// Opens the database, making it (0600) and its folder (0700) when missing, and bringing an older one up to date. An
/// existing file is never deleted or replaced: invalid_input when it is not ours, io when it is damaged, unavailable
/// when a newer fixpoint wrote it or it stays locked, denied and exhausted as the system says. `redactor` sees every
/// free text and blob before it is stored; blob hashes are those of the redacted bytes.
[[nodiscard]] Result<std::unique_ptr<seams::Store>> open_sqlite(const std::string& path, Redactor redactor = {});

}  // namespace fixpoint::record
