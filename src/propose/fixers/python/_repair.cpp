#include "propose/fixers/python/_repair.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <queue>
#include <set>

#include "propose/fixers/python/_candidates.hpp"

namespace fixpoint::propose::python {
namespace {

constexpr std::size_t kMaxParses = 4000;
constexpr std::size_t kMaxBytes = 24U << 20;  // parsed in all: about a second at worst, milliseconds for usual files
constexpr std::size_t kMaxSteps = 14;
constexpr double kStep = 0.25;         // each step costs at least this: fewer repairs are likelier
constexpr double kAlternatives = 1.6;  // how much dearer than the best an alternative may be

/// How much of the text is left behind the fault: lines, then bytes of its line. Repairs change what is before it.
struct Left {
  std::size_t lines = 0;
  std::size_t bytes = 0;
  auto operator<=>(const Left&) const = default;
};

struct State {
  std::string text;
  double cost = 0;
  std::vector<std::string> reasons;
  Parse parse;
  Left left;
};

Left left_of(std::string_view text, const Parse& parse) {
  if (parse.ok()) return {0, 0};
  const auto& token = parse.tokens.all[parse.fault.token];
  const auto at = std::min<std::size_t>(token.begin, text.size());
  const auto line = line_at(text, at);
  return {1 + static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), '\n')),
          line.end >= at ? line.end - at + 1 : 0};
}

bool apply(std::string_view text, const Candidate& candidate, std::string& changed) {
  changed.clear();
  std::size_t at = 0;
  for (const auto& change : candidate.changes) {
    if (change.begin < at || change.end < change.begin || change.end > text.size()) return false;
    changed.append(text, at, change.begin - at);
    changed += change.text;
    at = change.end;
  }
  changed.append(text, at);
  return changed != text;
}

/// A repair may bring to light a fault that lies before the old one: with the bracket closed, the ':' behind it is
/// missing, or the block below it. Such a fault lies behind the repair and is of another kind.
bool uncovers(const State& before, const State& after, std::string_view text, const Candidate& candidate) {
  const auto kind = after.parse.fault.kind;
  if (kind == before.parse.fault.kind) return false;
  if (kind != FaultKind::expected_block && kind != FaultKind::expected_colon && kind != FaultKind::outside_function &&
      kind != FaultKind::outside_loop)
    return false;
  const auto& last = candidate.changes.back();
  // Counted from the end, where nothing changed.
  const auto behind = before.text.size() - std::min(last.end, before.text.size());
  const auto& token = after.parse.tokens.all[after.parse.fault.token];
  return text.size() - std::min<std::size_t>(token.begin, text.size()) <= behind;
}

/// A line of its own for a series of reasons, without repeating itself.
void note(std::vector<std::string>& reasons, const std::string& reason) {
  if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(reason);
}

}  // namespace

std::vector<Repair> repairs(std::string_view text, std::size_t limit) {
  std::vector<Repair> found;
  if (text.size() > (4U << 20)) return found;
  std::vector<std::unique_ptr<State>> states;
  using Entry = std::pair<double, std::size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;

  auto start = std::make_unique<State>();
  start->text = text;
  start->parse = parse(start->text);
  if (start->parse.ok() || start->parse.gave_up) return found;
  start->left = left_of(start->text, start->parse);
  states.push_back(std::move(start));
  queue.emplace(0.0, 0);

  std::size_t parses = 1, bytes = text.size();
  std::map<Left, int> visits;
  std::set<std::string> results;
  std::size_t best_partial = 0;
  std::string changed;
  while (!queue.empty() && parses < kMaxParses && bytes < kMaxBytes) {
    const auto [cost, number] = queue.top();
    queue.pop();
    if (!found.empty() && cost > found.front().cost + kAlternatives) break;
    // `states` may grow and move its pointers, never the states.
    State& state = *states[number];
    if (state.parse.ok()) {
      if (results.insert(state.text).second) found.push_back({state.text, cost, state.reasons, true});
      if (found.size() >= limit) break;
      continue;
    }
    // The same rest is reached in many ways: the cheapest few are enough.
    if (++visits[state.left] > 3) continue;
    if (state.reasons.size() > kMaxSteps) continue;
    if (number != 0 && (best_partial == 0 || state.left < states[best_partial]->left)) best_partial = number;

    const Spot spot(state.text, state.parse);
    Candidates candidates;
    bracket_candidates(spot, candidates);
    string_candidates(spot, candidates);
    indentation_candidates(spot, candidates);
    word_candidates(spot, candidates);
    operator_candidates(spot, candidates);
    std::ranges::stable_sort(candidates, {}, &Candidate::cost);
    for (const auto& candidate : candidates) {
      if (parses >= kMaxParses || bytes >= kMaxBytes) break;
      const double total = cost + candidate.cost + kStep;
      if (!found.empty() && total > found.front().cost + kAlternatives) break;
      if (!apply(state.text, candidate, changed)) continue;
      auto next = std::make_unique<State>();
      next->parse = parse(changed);
      ++parses;
      bytes += changed.size();
      if (next->parse.gave_up) continue;
      next->left = left_of(changed, next->parse);
      if (!next->parse.ok() && next->left >= state.left && !uncovers(state, *next, changed, candidate)) continue;
      next->text = changed;
      next->cost = total;
      next->reasons = state.reasons;
      note(next->reasons, candidate.reason);
      queue.emplace(total, states.size());
      states.push_back(std::move(next));
    }
    if (number != 0) {
      state.parse = Parse{};
      state.parse.fault.kind = FaultKind::invalid;  // spent; frees the tokens
    }
  }
  if (found.empty() && best_partial != 0) {
    const auto& state = *states[best_partial];
    found.push_back({state.text, state.cost, state.reasons, false});
  }
  return found;
}

}  // namespace fixpoint::propose::python
