// Which brace is missing or too many? A compiler notices at the end of the file; the indentation shows where.
// Language-independent; for languages whose blocks are braces and whose programs are mostly indented as they nest.
#pragma once

#include <vector>

#include "propose/token_search.hpp"

namespace fixpoint::propose {

/// Candidates for token_search's search(): braces inserted where the indentation closes or opens a block that the
/// text does not, and braces erased where it does not. Linear in the file; at most `limit`.
[[nodiscard]] std::vector<Candidate> brace_candidates(const source::Code& file, std::size_t limit = 40);

}  // namespace fixpoint::propose
