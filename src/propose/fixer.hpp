// Fixer: one repair recipe. One file each in fixers/<language>/, exporting fixer() in a namespace named like it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "fixpoint/diagnostic.hpp"
#include "fixpoint/proposal.hpp"
#include "fixpoint/result.hpp"
#include "languages/language.hpp"
#include "seams/source_tree.hpp"
#include "source/analysis.hpp"

namespace fixpoint::propose {

/// All that a fixer sees. Pure: no process, clock or network.
struct FixContext {
  const Problem& problem;
  const seams::SourceTree& tree;
  const languages::LanguageFacts& facts;  ///< of the primary place's file; an empty record when there is none
  const source::Analysis& code;
  std::string_view folder;  ///< where the command ran, relative to the root ("." for the root)

  // The primary place, resolved; `file` is null when the problem has no place in the tree.
  const source::Code* file = nullptr;
  source::Span at{};  ///< byte range in *file
};

struct Fixer {
  std::string_view id;  ///< "c/missing_token": language and file name; stored in records, never renamed
  std::span<const Language> languages;  ///< empty: any
  /// RE2, unanchored, over "tool code message" of the primary diagnostic (typographic quotes made plain): what it may
  /// answer.
  std::string_view answers;
  Safety best = Safety::likely;  ///< upper bound; a proposal may claim less
  /// Candidates, any order (the ranker sorts by confidence). Empty: not mine. Error: could not read the tree. Sets
  /// edits, safety, confidence, reason; propose fills by, source and problems.
  Result<std::vector<Proposal>> (*propose)(const FixContext&) = nullptr;
};

[[nodiscard]] std::span<const Fixer> all_fixers();  ///< generated from the folders

}  // namespace fixpoint::propose
