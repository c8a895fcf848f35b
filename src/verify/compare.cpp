#include "verify/compare.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace fixpoint::verify {
namespace {

using Key = std::tuple<std::string, std::string, std::string, std::string>;

Key key(const Diagnostic& diagnostic) {
  return {diagnostic.tool, diagnostic.code, diagnostic.message, diagnostic.place.file};
}

/// Problems of `from` that `in` does not have; with `folded`, not even as what followed from another. Of several with
/// one message, those are the same that lie nearest.
std::vector<std::size_t> missing(const std::vector<Problem>& from, const std::vector<Problem>& in, bool folded) {
  std::map<Key, std::vector<std::size_t>> left;
  for (std::size_t i = 0; i < from.size(); ++i) left[key(from[i].primary)].push_back(i);
  const auto match = [&](const Diagnostic& diagnostic) {
    const auto at = left.find(key(diagnostic));
    if (at == left.end() || at->second.empty()) return;
    at->second.erase(std::ranges::min_element(at->second, {}, [&](std::size_t i) {
      const auto a = from[i].primary.place.line, b = diagnostic.place.line;
      return std::max(a, b) - std::min(a, b);
    }));
  };
  for (const auto& problem : in) match(problem.primary);
  for (const auto& problem : in)
    if (folded) std::ranges::for_each(problem.follow_ons, match);
  std::vector<std::size_t> indices;
  for (const auto& [of, rest] : left) indices.insert(indices.end(), rest.begin(), rest.end());
  std::ranges::sort(indices);
  return indices;
}

bool front_moved_on(const Problem& before, const Problem& after) {
  const auto &a = before.primary.place, &b = after.primary.place;
  return a.file == b.file && a.line != 0 && std::tie(b.line, b.column) > std::tie(a.line, a.column);
}

/// An interpreter stops at its first error: another error on another line means that it got past the first one, also
/// when the program's order is not the file's.
bool ran_on(const std::vector<Problem>& before, const std::vector<Problem>& after) {
  if (before.size() != 1 || after.size() != 1) return false;
  const auto &a = before.front().primary, &b = after.front().primary;
  return a.phase == Phase::run && b.phase == Phase::run && a.tool == b.tool && a.place.file == b.place.file &&
         a.place.line != b.place.line;
}

/// The calls that led to a failure, outermost first, as far as its format told them.
std::vector<Place> stack(const Problem& problem) {
  std::vector<Place> frames;
  for (const auto& related : problem.primary.related)
    if (related.place.line != 0 && (related.message.empty() || related.message.starts_with("in ")))
      frames.push_back(related.place);
  frames.push_back(problem.primary.place);
  return frames;
}

/// A program that stops at its first failure ran on: the same calls, then a later line or a deeper one.
bool ran_further(const Problem& before, const Problem& after) {
  const auto a = stack(before), b = stack(after);
  if (a.back().line == 0 || b.back().line == 0) return false;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (a[i].file != b[i].file) return false;
    if (a[i].line != b[i].line) return b[i].line > a[i].line;
  }
  return b.size() > a.size();
}

/// Each failure that is new stands in for one that is gone, further on.
bool all_ran_further(const std::vector<Problem>& before, const std::vector<Problem>& after, const Change& change) {
  if (change.fresh.size() > change.gone.size()) return false;
  std::vector<std::size_t> gone = change.gone;
  for (const auto fresh : change.fresh) {
    const auto match = std::ranges::find_if(gone, [&](std::size_t old) {
      return after[fresh].primary.phase >= before[old].primary.phase && ran_further(before[old], after[fresh]);
    });
    if (match == gone.end()) return false;
    gone.erase(match);
  }
  return true;
}

/// A build that stops at the first failing file went on to others: nothing is left where something was wrong.
bool next_unit(const std::vector<Problem>& before, const std::vector<Problem>& after) {
  return std::ranges::none_of(after, [&](const Problem& fresh) {
    const auto& file = fresh.primary.place.file;
    return file.empty() ||
           std::ranges::any_of(before, [&](const Problem& old) { return old.primary.place.file == file; });
  });
}

}  // namespace

Change difference(const std::vector<Problem>& before, const std::vector<Problem>& after) {
  return {missing(before, after, false), missing(after, before, true)};
}

Phase reached(const std::vector<Problem>& problems) {
  auto earliest = Phase::run;
  for (const auto& problem : problems)
    if (problem.primary.phase != Phase::unknown) earliest = std::min(earliest, problem.primary.phase);
  return earliest;
}

VerdictKind compare(const std::vector<Problem>& before, const RunOutput& run, const std::vector<Problem>& after) {
  if (run.passed()) return VerdictKind::passed;
  if (before.empty() || after.empty()) return VerdictKind::no_change;
  const auto change = difference(before, after);
  if (change.gone.empty()) return change.fresh.empty() ? VerdictKind::no_change : VerdictKind::worse;
  if (change.gone.size() == before.size() && next_unit(before, after)) return VerdictKind::progress;
  if (reached(after) > reached(before)) return VerdictKind::progress;
  if (reached(after) < reached(before)) return VerdictKind::worse;
  if (change.fresh.empty() || all_ran_further(before, after, change)) return VerdictKind::progress;
  if (ran_on(before, after)) return VerdictKind::progress;
  if (after.size() <= before.size() && front_moved_on(before.front(), after.front())) return VerdictKind::progress;
  return VerdictKind::worse;
}

}  // namespace fixpoint::verify
