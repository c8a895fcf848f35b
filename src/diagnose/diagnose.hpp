// Stage 2: RunOutput -> Problems.
#pragma once

#include <string_view>
#include <vector>

#include "diagnose/format.hpp"
#include "fixpoint/diagnostic.hpp"
#include "fixpoint/run_output.hpp"

namespace fixpoint::diagnose {

/// Every message that a known tool printed, in order of appearance. Never fails; strange bytes are skipped.
[[nodiscard]] std::vector<Diagnostic> read_all(std::string_view output,
                                               std::span<const Format> formats = all_formats());

/// The same for a run: each stream is read by itself, so interleaving cannot tear a message; order of arrival.
[[nodiscard]] std::vector<Diagnostic> read_all(const RunOutput& output,
                                               std::span<const Format> formats = all_formats());

/// Groups errors by cause and orders them: what to fix first comes first. Warnings and notes are not problems unless
/// `with_warnings`. A failed run in which no format recognised anything gives one problem of category `unknown` (or
/// timeout, killed, out_of_memory, missing_command, ... from how it ended) that holds the last lines of the output.
[[nodiscard]] std::vector<Problem> problems(const RunOutput& output, bool with_warnings = false);

/// Grouping and ordering alone.
[[nodiscard]] std::vector<Problem> group(std::vector<Diagnostic> diagnostics, bool with_warnings = false);

/// Version 1; see docs/fingerprints.md.
[[nodiscard]] Fingerprint fingerprint(const Diagnostic& diagnostic);

/// Fills Diagnostic::pattern and ::arguments from ::message: quoted names become typed holes; quoted punctuation,
/// keywords and standard names stay.
void fill_pattern(Diagnostic& diagnostic);

}  // namespace fixpoint::diagnose
