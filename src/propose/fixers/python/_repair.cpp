#include "propose/fixers/python/_repair.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <set>
#include <unordered_set>

#include "propose/fixers/python/_candidates.hpp"

namespace fixpoint::propose::python {
namespace {

constexpr std::size_t kMaxParses = 2500;
constexpr std::size_t kMaxBytes = 8U << 20;  // parsed in all: some 0.2 s at worst, milliseconds for usual files
constexpr std::size_t kWhole = 48U << 10;    // longer texts are repaired through a window around the fault
constexpr std::size_t kLead = 6000, kTail = 16000;
constexpr int kMaxWindows = 8;
constexpr std::size_t kAfterFirst = 200;  // parses spent on alternatives once there is a repair
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
  Left left;
  bool parses = false;  ///< the tokens are not kept: a state that is visited is parsed again
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

/// Bytes that are not blank.
std::size_t visible(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; }));
}

/// A repair may bring to light a fault that lies before the old one: with the bracket closed, the ':' behind it is
/// missing, or the block below it. Such a fault lies behind the repair and is of another kind.
bool uncovers(std::string_view old, const Parse& before, std::string_view text, const Parse& after,
              const Candidate& candidate) {
  const auto kind = after.fault.kind;
  if (kind == before.fault.kind) return false;
  if (kind != FaultKind::expected_block && kind != FaultKind::expected_colon && kind != FaultKind::outside_function &&
      kind != FaultKind::outside_loop)
    return false;
  const auto& last = candidate.changes.back();
  // Counted from the end, where nothing changed.
  const auto behind = old.size() - std::min(last.end, old.size());
  const auto& token = after.tokens.all[after.fault.token];
  return text.size() - std::min<std::size_t>(token.begin, text.size()) <= behind;
}

/// A line of its own for a series of reasons, without repeating itself.
void note(std::vector<std::string>& reasons, const std::string& reason) {
  if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(reason);
}

/// The search itself, over a text that is parsed whole for each candidate.
std::vector<Repair> search(std::string_view text, std::size_t limit) {
  std::vector<Repair> found;
  std::vector<std::unique_ptr<State>> states;
  using Entry = std::pair<double, std::size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;

  auto start = std::make_unique<State>();
  start->text = text;
  const auto first = parse(start->text);
  if (first.ok() || first.gave_up) return found;
  start->left = left_of(start->text, first);
  states.push_back(std::move(start));
  queue.emplace(0.0, 0);

  std::size_t parses = 1, bytes = text.size();
  std::map<Left, int> visits;
  std::set<std::string> results;
  std::unordered_set<std::size_t> judged;  // hashes of texts: many rules and orders lead to the same one
  std::size_t best_partial = 0, parses_at_first = 0;
  std::string changed;
  while (!queue.empty() && parses < kMaxParses && bytes < kMaxBytes) {
    const auto [cost, number] = queue.top();
    queue.pop();
    if (!found.empty() && (cost > found.front().cost + kAlternatives || parses > parses_at_first + kAfterFirst))
      break;
    const State& state = *states[number];  // `states` may grow and move its pointers, never the states
    if (state.parses) {
      if (visible(state.text) * 100 < visible(text) * 85) continue;  // that is throwing code away
      if (found.empty()) parses_at_first = parses;
      if (results.insert(state.text).second) found.push_back({state.text, cost, state.reasons, true});
      if (found.size() >= limit) break;
      continue;
    }
    // The same rest is reached in many ways: the cheapest few are enough.
    if (++visits[state.left] > 3) continue;
    if (state.reasons.size() > kMaxSteps) continue;
    if (number != 0 && (best_partial == 0 || state.left < states[best_partial]->left)) best_partial = number;

    const auto parsed = parse(state.text);
    ++parses;
    bytes += state.text.size();
    const Spot spot(state.text, parsed);
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
      if (!judged.insert(std::hash<std::string>{}(changed)).second) continue;
      const auto after = parse(changed);
      ++parses;
      bytes += changed.size();
      if (after.gave_up) continue;
      const auto left = left_of(changed, after);
      if (!after.ok() && left >= state.left && !uncovers(state.text, parsed, changed, after, candidate)) continue;
      auto next = std::make_unique<State>();
      next->left = left;
      next->parses = after.ok();
      next->text = changed;
      next->cost = total;
      next->reasons = state.reasons;
      note(next->reasons, candidate.reason);
      queue.emplace(total, states.size());
      states.push_back(std::move(next));
    }
  }
  if (found.empty() && best_partial != 0) {
    const auto& state = *states[best_partial];
    found.push_back({state.text, state.cost, state.reasons, false});
  }
  return found;
}

/// Whole top-level statements around the fault: from one well before it, to a line at column 0 well behind it.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
};

Window window_of(std::string_view text, const Parse& parse) {
  const auto& all = parse.tokens.all;
  const auto& stopped = all[parse.fault.token];
  auto early = std::min(stopped.begin, all[parse.fault.statement].begin);
  if (parse.fault.token > 0) early = std::min(early, all[parse.fault.token - 1].begin);
  if (!parse.fault.open.empty()) early = std::min(early, all[parse.fault.open.front().token].begin);
  Window window{0, text.size()};
  int depth = 0;
  for (std::size_t i = 0; i < parse.fault.token; ++i) {
    const auto& token = all[i];
    if (token.begin + kLead > early) break;
    if (token.kind == Kind::indent) ++depth;
    if (token.kind == Kind::dedent) --depth;
    const bool starts = i > 0 && (all[i - 1].kind == Kind::newline || all[i - 1].kind == Kind::dedent);
    if (depth == 0 && starts && token.kind != Kind::dedent && token.kind != Kind::newline) window.begin = token.begin;
  }
  for (auto at = std::min<std::size_t>(text.size(), stopped.begin + kTail); at < text.size();) {
    const auto newline = text.find('\n', at);
    if (newline == std::string_view::npos) break;
    at = newline + 1;
    const auto line = text.substr(at, 6);
    if (line.starts_with("def ") || line.starts_with("class ") || line.starts_with("@") ||
        line.starts_with("import") || line.starts_with("from ") || line.starts_with("if ")) {
      window.end = at;
      break;
    }
  }
  return window;
}

}  // namespace

std::vector<Repair> repairs(std::string_view text, std::size_t limit) {
  if (text.size() <= kWhole) return search(text, limit);
  if (text.size() > (4U << 20)) return {};
  std::vector<Repair> found;
  std::string current(text);
  Repair so_far;
  for (int windows = 0; windows < kMaxWindows; ++windows) {
    const auto parsed = parse(current);
    if (parsed.ok() || parsed.gave_up) break;
    const auto window = window_of(current, parsed);
    auto here = search(std::string_view(current).substr(window.begin, window.end - window.begin), limit);
    if (here.empty()) break;
    std::vector<Repair> whole;
    for (auto& one : here) {
      one.text = current.substr(0, window.begin) + one.text + current.substr(window.end);
      one.cost += so_far.cost;
      one.reasons.insert(one.reasons.begin(), so_far.reasons.begin(), so_far.reasons.end());
      if (one.whole && parse(one.text).ok()) whole.push_back(one);
    }
    if (!whole.empty()) return whole;
    so_far = std::move(here.front());
    const bool stuck = !so_far.whole;
    so_far.whole = false;
    current = so_far.text;
    if (stuck) break;
  }
  if (!so_far.text.empty()) found.push_back(std::move(so_far));
  return found;
}

}  // namespace fixpoint::propose::python
