// The search for a state that passes: states, what to try next, and what a trial taught.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/tool_runs.hpp"
#include "fixpoint/diagnostic.hpp"
#include "fixpoint/proposal.hpp"
#include "seams/source_tree.hpp"
#include "seams/workspace.hpp"
#include "source/analysis.hpp"
#include "source/edits.hpp"

namespace fixpoint::engine {

/// A state of the tree that was reached, with what is still wrong in it.
struct State {
  seams::ChangedFiles changed;    ///< against the user's tree
  std::vector<Problem> problems;  ///< in this state, first to fix first
  std::string output;             ///< what the command printed in it
  std::unique_ptr<source::EditedTree> tree;
  std::unique_ptr<source::Analysis> code;
  std::vector<std::vector<Proposal>> candidates;  ///< per problem, best first
  std::size_t singles_tried = 0;
  bool proposed = false;
  std::unique_ptr<ToolRuns> tools;  ///< the tools' own re-runs, once started
  bool tools_answered = false;      ///< and their suggestions are among the candidates

  State(const seams::SourceTree& base, seams::ChangedFiles with, std::vector<Problem> left, std::string printed);
};

/// The best candidate of each problem as far as they are compatible: tried together. Candidates below `floor` are
/// left to be tried alone.
[[nodiscard]] std::vector<Proposal> batch(const State& state, double floor);

/// All candidates one by one, by confidence, earlier problems preferred.
[[nodiscard]] std::vector<const Proposal*> singles(const State& state);

/// What the user's tree looks like after `proposals` on top of `state`.
[[nodiscard]] Result<seams::ChangedFiles> with(const State& state, const std::vector<Proposal>& proposals);

/// The whole patch as edits against the user's tree.
[[nodiscard]] std::vector<Edit> edits_of(const seams::SourceTree& base, const seams::ChangedFiles& changed);

/// Moves the primary places of `problems`, which were found in the texts of `ran`, to where they lie in those of
/// `kept`: after a trial, the edits that did not help are dropped without another run.
void move_places(std::vector<Problem>& problems, const source::Analysis& code, std::string_view folder,
                 const seams::SourceTree& base, const seams::ChangedFiles& ran, const seams::ChangedFiles& kept);

}  // namespace fixpoint::engine
