#include "engine/search.hpp"

#include <algorithm>
#include <cmath>

namespace fixpoint::engine {

State::State(const seams::SourceTree& base, seams::ChangedFiles with, std::vector<Problem> left, std::string printed)
    : changed(std::move(with)),
      problems(std::move(left)),
      output(std::move(printed)),
      tree(std::make_unique<source::EditedTree>(base, changed)),
      code(std::make_unique<source::Analysis>(*tree)) {}

std::vector<Proposal> batch(const State& state, double floor) {
  std::vector<Proposal> chosen;
  for (const auto& of_problem : state.candidates)
    for (const auto& proposal : of_problem) {
      if (proposal.confidence < floor || proposal.safety == Safety::placeholder || proposal.edits.empty()) continue;
      // The same edit for two problems is one proposal that solves both.
      const auto same = std::ranges::find(chosen, proposal.edits, &Proposal::edits);
      if (same != chosen.end()) {
        same->problems.insert(same->problems.end(), proposal.problems.begin(), proposal.problems.end());
        break;
      }
      if (!std::ranges::all_of(
              chosen, [&](const Proposal& other) { return source::compatible(other.edits, proposal.edits); }))
        continue;
      chosen.push_back(proposal);
      break;
    }
  return chosen;
}

std::vector<const Proposal*> singles(const State& state) {
  std::vector<std::pair<double, const Proposal*>> ranked;
  for (std::size_t i = 0; i < state.candidates.size(); ++i)
    for (const auto& proposal : state.candidates[i])
      if (proposal.safety != Safety::placeholder && !proposal.edits.empty())
        ranked.emplace_back(proposal.confidence * std::pow(0.8, static_cast<double>(i)), &proposal);
  std::ranges::stable_sort(ranked, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<const Proposal*> ordered;
  for (const auto& [rank, proposal] : ranked) ordered.push_back(proposal);
  return ordered;
}

Result<seams::ChangedFiles> with(const State& state, const std::vector<Proposal>& proposals) {
  std::vector<Edit> edits;
  for (const auto& proposal : proposals) edits.insert(edits.end(), proposal.edits.begin(), proposal.edits.end());
  auto changed = state.changed;
  for (auto& [path, text] : FIXPOINT_TRY(source::changes(*state.tree, std::move(edits))))
    changed[path] = std::move(text);
  return changed;
}

std::vector<Edit> edits_of(const seams::SourceTree& base, const seams::ChangedFiles& changed) {
  std::vector<Edit> edits;
  for (const auto& [path, text] : changed)
    for (auto& edit : source::difference(path, base.read(path).value_or(std::string_view{}), text.value_or("")))
      edits.push_back(std::move(edit));
  return edits;
}

void move_places(std::vector<Problem>& problems, const source::Analysis& code, std::string_view folder,
                 const seams::SourceTree& base, const seams::ChangedFiles& ran, const seams::ChangedFiles& kept) {
  const source::EditedTree ran_tree(base, ran), kept_tree(base, kept);
  for (auto& problem : problems) {
    auto& diagnostic = problem.primary;
    const auto path =
        code.resolve(diagnostic.folder.empty() ? folder : std::string_view(diagnostic.folder), diagnostic.place.file);
    const auto from = path ? ran_tree.read(*path) : std::nullopt, to = path ? kept_tree.read(*path) : std::nullopt;
    if (!from || !to || *from == *to) continue;
    const source::Lines lines_from(*from), lines_to(*to);
    const auto span = source::locate(lines_from, diagnostic.place);
    if (!span) continue;
    std::uint64_t at = span->begin;
    std::int64_t shift = 0;
    for (const auto& edit : source::difference(*path, *from, *to)) {
      if (edit.begin >= at) break;
      if (edit.end > at) at = edit.begin;  // inside replaced text: its start is the best there is
      shift += static_cast<std::int64_t>(edit.replacement.size()) - static_cast<std::int64_t>(edit.end - edit.begin);
    }
    const auto moved = static_cast<std::uint64_t>(std::max<std::int64_t>(0, static_cast<std::int64_t>(at) + shift));
    diagnostic.place.line = lines_to.line_of(moved);
    if (diagnostic.place.column != 0) diagnostic.place.column = lines_to.column(moved, diagnostic.place.unit);
    diagnostic.place.end_line = diagnostic.place.end_column = 0;
    diagnostic.suggestions.clear();  // their places belong to the dropped text
  }
}

}  // namespace fixpoint::engine
