// --commit: a git commit of a verified fix, by the git program.
#pragma once

#include "fixpoint/result.hpp"
#include "fixpoint/session.hpp"
#include "seams/command_runner.hpp"

namespace fixpoint::cli {

/// Commits exactly the files of the session, with a note of what was fixed, how it was verified, and the session id.
/// Other changes, staged or not, stay as they are.
[[nodiscard]] Result<void> commit(seams::CommandRunner& runner, const Session& session);

}  // namespace fixpoint::cli
