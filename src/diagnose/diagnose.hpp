// Stage 2: RunOutput -> Problems.
#pragma once

#include <string_view>
#include <vector>

#include "diagnose/format.hpp"
#include "diagnose/reader.hpp"
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
[[nodiscard]] std::vector<Problem> problems(const RunOutput& output, bool with_warnings = false,
                                            std::span<const Format> formats = all_formats());

/// Grouping and ordering alone.
[[nodiscard]] std::vector<Problem> group(std::vector<Diagnostic> diagnostics, bool with_warnings = false);

/// What a whole log says. Memory is bounded: beyond the bounds later problems are only counted.
struct Summary {
  std::vector<Problem> problems;  ///< as group() gives them
  Counts counts;                  ///< every diagnostic seen, by severity, kept or not
  std::uint64_t dropped = 0;      ///< errors (and warnings, if asked for) that were counted but not kept
};

/// Grouping as diagnostics come: the streaming form of group(). Linear, bounded.
///
///   Grouping grouping(with_warnings);
///   Reader reader([&](Diagnostic&& one) { grouping.add(std::move(one)); });
///   ... feed, finish ...
///   Summary summary = grouping.finish();
class Grouping {
 public:
  explicit Grouping(bool with_warnings = false);
  ~Grouping();
  Grouping(const Grouping&) = delete;
  Grouping& operator=(const Grouping&) = delete;
  void add(Diagnostic&& diagnostic);
  /// Nothing more will be kept: only severities count from now on (Reader::brief() may be switched on).
  [[nodiscard]] bool full() const;
  /// The problems so far, ordered and numbered; the grouping is empty afterwards.
  [[nodiscard]] Summary finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Version 1; see docs/fingerprints.md.
[[nodiscard]] Fingerprint fingerprint(const Diagnostic& diagnostic);

/// Fills Diagnostic::pattern and ::arguments from ::message: quoted names become typed holes; quoted punctuation,
/// keywords and standard names stay.
void fill_pattern(Diagnostic& diagnostic);

}  // namespace fixpoint::diagnose
