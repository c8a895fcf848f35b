// Comparison with the baseline: is a state better than the one it came from?
#pragma once

#include <string>
#include <vector>

#include "fixpoint/diagnostic.hpp"
#include "fixpoint/proposal.hpp"
#include "fixpoint/run_output.hpp"

namespace fixpoint::verify {

/// What changed between the problems of two runs. Problems are the same when tool, code, message and file agree: not
/// by line, since edits move lines; but of several that agree, the nearest lines pair up. What only followed from
/// another problem before is not fresh when it stands alone after.
struct Change {
  std::vector<std::size_t> gone;   ///< indices into `before`
  std::vector<std::size_t> fresh;  ///< indices into `after`
};
[[nodiscard]] Change difference(const std::vector<Problem>& before, const std::vector<Problem>& after);

/// The earliest phase that any of the problems belongs to; `run` when there are none.
[[nodiscard]] Phase reached(const std::vector<Problem>& problems);

/// The verdict on a re-run. Progress is: a later phase is reached; or problems vanished and nothing new appeared; or
/// the tool stops at its first error (or recovers badly after one) and its first error moved further down the same
/// file without more problems than before; or the build stops at the first failing file and is now at other files.
[[nodiscard]] VerdictKind compare(const std::vector<Problem>& before, const RunOutput& run,
                                  const std::vector<Problem>& after);

}  // namespace fixpoint::verify
