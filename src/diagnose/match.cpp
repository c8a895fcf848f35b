#include "diagnose/match.hpp"

#include <fmt/format.h>

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/paths.hpp"

namespace fixpoint::diagnose {
namespace {

/// What two problems must share to be paired in one pass; nothing when the pass is not about the problem.
using Key = std::optional<std::string> (*)(const Problem&);

const std::string& exact(const Problem& problem) { return problem.fingerprint.level[0]; }
const Place& place(const Problem& problem) { return problem.primary.place; }

constexpr Key kPlace = [](const Problem& problem) -> std::optional<std::string> {
  const auto& at = place(problem);
  return fmt::format("{}\n{}\n{}\n{}", exact(problem), at.file, at.line, at.column);
};
constexpr Key kLine = [](const Problem& problem) -> std::optional<std::string> {
  return fmt::format("{}\n{}\n{}", exact(problem), place(problem).file, place(problem).line);
};
constexpr Key kFile = [](const Problem& problem) -> std::optional<std::string> {
  return fmt::format("{}\n{}", exact(problem), place(problem).file);
};
constexpr Key kFileName = [](const Problem& problem) -> std::optional<std::string> {
  return fmt::format("{}\n{}", exact(problem), base::file_name(place(problem).file));
};
/// Messages of compilers differ when they are about different things; those of tests differ by what was computed.
constexpr Key kSpot = [](const Problem& problem) -> std::optional<std::string> {
  if (problem.primary.phase < Phase::test) return std::nullopt;
  return problem.fingerprint.level[1];
};
constexpr Key kText = [](const Problem& problem) -> std::optional<std::string> { return exact(problem); };

}  // namespace

std::vector<Matched> match(std::span<const Problem> before, std::span<const Problem> now, bool across_files) {
  std::vector<const Problem*> partner(now.size(), nullptr);
  std::vector<bool> used(before.size(), false);
  for (const Key key : {kPlace, kLine, kFile, kFileName, kSpot, kText}) {
    if (key == kText && !across_files) break;
    std::unordered_map<std::string, std::deque<std::size_t>> free;
    for (std::size_t i = 0; i < before.size(); ++i)
      if (!used[i])
        if (auto text = key(before[i])) free[*text].push_back(i);
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (partner[i] != nullptr) continue;
      const auto text = key(now[i]);
      const auto found = text ? free.find(*text) : free.end();
      if (found == free.end() || found->second.empty()) continue;
      const auto index = found->second.front();
      found->second.pop_front();
      partner[i] = &before[index];
      used[index] = true;
    }
  }

  std::vector<Matched> all;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const auto* old = partner[i];
    const bool moved =
        old != nullptr && (place(*old).file != place(now[i]).file || place(*old).line != place(now[i]).line);
    all.push_back({old == nullptr ? Change::fresh : moved ? Change::moved : Change::still, old, &now[i]});
  }
  for (std::size_t i = 0; i < before.size(); ++i)
    if (!used[i]) all.push_back({Change::fixed, &before[i], nullptr});
  return all;
}

}  // namespace fixpoint::diagnose
