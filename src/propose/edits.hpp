// The verbs that fixers share. Each returns a Proposal with edits, safety, confidence and reason set.
#pragma once

#include <string>
#include <string_view>

#include "fixpoint/proposal.hpp"
#include "source/analysis.hpp"

namespace fixpoint::propose {

[[nodiscard]] Proposal insert(const source::Code& file, std::uint64_t at, std::string_view text, double confidence,
                              std::string reason, Safety safety = Safety::likely);
[[nodiscard]] Proposal replace(const source::Code& file, source::Span what, std::string_view text, double confidence,
                               std::string reason, Safety safety = Safety::likely);
[[nodiscard]] Proposal erase(const source::Code& file, source::Span what, double confidence, std::string reason,
                             Safety safety = Safety::likely);

/// Inserts a whole line (without its end; the file's line end is added) before 1-based line `before`; count() + 1
/// appends.
[[nodiscard]] Proposal insert_line(const source::Code& file, std::uint32_t before, std::string_view line,
                                   double confidence, std::string reason, Safety safety = Safety::likely);

/// "\n" or "\r\n", as most of the file has it.
[[nodiscard]] std::string_view line_end(const source::Code& file);

/// Leading blanks of a line.
[[nodiscard]] std::string_view indentation(std::string_view line);

/// Offset just after the last non-blank, non-comment byte before `at` (for inserting a missing token after what
/// stands there). 0 when there is none.
[[nodiscard]] std::uint64_t end_of_previous_token(const source::Code& file, std::uint64_t at);

/// The identifier that covers or touches `at`; an empty span at `at` when there is none.
[[nodiscard]] source::Span identifier_at(std::string_view text, std::uint64_t at);

}  // namespace fixpoint::propose
