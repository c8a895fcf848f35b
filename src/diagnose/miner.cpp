#include "diagnose/miner.hpp"

#include <algorithm>
#include <array>
#include <list>
#include <unordered_map>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/mask.hpp"

namespace fixpoint::diagnose {
namespace {

constexpr std::string_view kWildcard = "<*>";
constexpr std::size_t kLineRead = 1024;
constexpr std::size_t kMostTokens = 48;
constexpr std::size_t kMostChildren = 100;  // of a node of the tree; further tokens share the wildcard's branch
constexpr std::size_t kMostInLeaf = 32;
constexpr double kSimilar = 0.5;

constexpr std::array<std::string_view, 29> kWords = {
    "error",    "errors",      "fail",      "fails",    "failed",   "failing", "failure",  "failures",
    "fatal",    "exception",   "panic",     "panicked", "cannot",   "can't",   "couldn't", "unable",
    "denied",   "refused",     "abort",     "aborted",  "aborting", "crash",   "crashed",  "traceback",
    "segfault", "unreachable", "unhandled", "uncaught", "fault"};

/// "TypeError", "java.io.IOException", "E_ERROR" are words of failure too.
bool names_failure(std::string_view token) {
  for (const std::string_view ending : {"Error", "Exception", "Failure", "_ERROR", "_FAILED"})
    if (token.size() > ending.size() && token.ends_with(ending)) return true;
  return false;
}

bool is_word(std::string_view token) {
  if (token.size() > 11) return false;
  return std::ranges::find(kWords, base::lower(token)) != kWords.end();
}

std::string_view core_of(std::string_view token) {
  constexpr std::string_view kBefore = "([{<\"'`*!|#>", kAfter = ")]}>\"'`*,;:!?.|";
  while (!token.empty() && kBefore.find(token.front()) != std::string_view::npos) token.remove_prefix(1);
  while (!token.empty() && kAfter.find(token.back()) != std::string_view::npos) token.remove_suffix(1);
  return token;
}

/// "0", "no", "without": nothing of what follows.
bool counts_none(std::string_view token) {
  const auto core = base::lower(core_of(token));
  return core == "0" || core == "no" || core == "without" || core == "zero" || core == "not";
}

bool says_passed(std::string_view token) {
  const auto core = core_of(token);
  return core == "PASS" || core == "PASSED" || core == "passed" || core == "OK" || core == "ok" || core == "✓" ||
         core == "✔";
}

std::vector<std::string_view> tokens_of(std::string_view line) {
  std::vector<std::string_view> tokens;
  for (std::size_t at = 0; at < line.size() && tokens.size() < kMostTokens;) {
    at = line.find_first_not_of(" \t", at);
    if (at == std::string_view::npos) break;
    const auto end = std::min(line.find_first_of(" \t", at), line.size());
    tokens.push_back(line.substr(at, end - at));
    at = end;
  }
  return tokens;
}

/// Tokens that vary by nature are no branches of the tree.
std::string_view branch(std::string_view token) {
  return token.find_first_of("0123456789<$") != std::string_view::npos ? kWildcard : token.substr(0, 64);
}

struct Cluster {
  std::vector<std::string> tokens;
  std::string example;
  std::uint64_t count = 0;
  std::uint64_t offset = 0;
  std::string leaf;  ///< the key of its leaf
};
using Place = std::list<Cluster>::iterator;

/// Share of equal tokens; wildcards are equal to nothing.
double similarity(const Cluster& cluster, const std::vector<std::string_view>& tokens) {
  std::size_t same = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) same += cluster.tokens[i] == tokens[i] ? 1U : 0U;
  return static_cast<double>(same) / static_cast<double>(tokens.size());
}

}  // namespace

bool looks_like_failure(std::string_view line) {
  static const base::Regex kMaybe(
      R"((?i)error|fail|fatal|exception|panic|cannot|can't|couldn't|unable|denied|refused|abort|crash|traceback|fault|unreachable|unhandled|uncaught)");
  line = line.substr(0, kLineRead);
  if (!kMaybe.find(line)) return false;
  const auto tokens = tokens_of(line);
  bool found = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool counted = i > 0 && base::is_digit(tokens[i - 1].front());  // "12 passed" says nothing of the rest
    if (says_passed(tokens[i]) && !counted) return false;
    const auto core = core_of(tokens[i]);
    if (!is_word(core) && !names_failure(core)) continue;
    const bool none_before = i > 0 && counts_none(tokens[i - 1]);
    const bool none_after = i + 1 < tokens.size() && core_of(tokens[i + 1]) == "0";
    found = found || (!none_before && !none_after);
  }
  return found;
}

struct Miner::State {
  std::size_t most;
  std::uint64_t messages = 0;
  std::list<Cluster> clusters;  ///< most recently used first
  std::unordered_map<std::string, std::vector<Place>> leaves;
  std::unordered_map<std::string, std::size_t> children;  ///< of an inner node: how many branches it has

  bool full(const std::string& node, const std::string& child, bool leaf) const {
    const auto at = children.find(node);
    if (at == children.end() || at->second < kMostChildren) return false;
    return leaf ? !leaves.contains(child) : !children.contains(child);
  }

  static std::string upper(std::string_view leaf) { return std::string(leaf.substr(0, leaf.rfind('\n'))); }

  /// The leaf of a line; new branches beyond the bound go to the wildcard's.
  std::string key(const std::vector<std::string_view>& tokens) const {
    const auto root = std::to_string(tokens.size());
    auto node = root + '\n' + std::string(branch(tokens[0]));
    if (full(root, node, false)) node = root + '\n' + std::string(kWildcard);
    const auto second = tokens.size() > 1 ? branch(tokens[1]) : kWildcard;
    auto leaf = node + '\n' + std::string(second);
    if (full(node, leaf, true)) leaf = node + '\n' + std::string(kWildcard);
    return leaf;
  }

  std::vector<Place>& open_leaf(const std::string& leaf) {
    const auto [at, fresh] = leaves.try_emplace(leaf);
    if (fresh) {
      const auto node = upper(leaf);
      if (++children[node] == 1) ++children[upper(node)];
    }
    return at->second;
  }

  void leave(const std::string& node) {
    if (const auto at = children.find(node); at != children.end() && --at->second == 0) {
      children.erase(at);
      if (node.find('\n') != std::string::npos) leave(upper(node));
    }
  }

  void forget(Place cluster) {
    const auto at = leaves.find(cluster->leaf);
    std::erase(at->second, cluster);
    if (at->second.empty()) {
      leave(upper(at->first));
      leaves.erase(at);
    }
    clusters.erase(cluster);
  }

  void use(std::vector<Place>& leaf, Place cluster) {
    clusters.splice(clusters.begin(), clusters, cluster);
    const auto at = std::ranges::find(leaf, cluster);
    std::rotate(leaf.begin(), at, at + 1);  // the leaf is in order of use too
  }
};

Miner::Miner(std::size_t most) : state_(std::make_unique<State>()) { state_->most = std::max<std::size_t>(most, 1); }
Miner::~Miner() = default;

void Miner::add(std::string_view line, std::uint64_t offset) {
  line = line.substr(0, kLineRead);
  if (!looks_like_failure(line)) return;
  auto& self = *state_;
  ++self.messages;
  const auto masked = mask(line, Language::any).text;
  const auto tokens = tokens_of(masked);
  if (tokens.empty()) return;

  const auto key = self.key(tokens);
  auto& leaf = self.open_leaf(key);
  Place best{};
  double best_similarity = -1;
  for (const auto cluster : leaf)
    if (const auto similar = similarity(*cluster, tokens); similar > best_similarity) {
      best = cluster;
      best_similarity = similar;
    }
  if (best_similarity >= kSimilar) {
    for (std::size_t i = 0; i < tokens.size(); ++i)
      if (best->tokens[i] != tokens[i]) best->tokens[i] = kWildcard;
    ++best->count;
    self.use(leaf, best);
    return;
  }

  self.clusters.push_front({{tokens.begin(), tokens.end()}, std::string(line), 1, offset, key});
  leaf.insert(leaf.begin(), self.clusters.begin());
  if (leaf.size() > kMostInLeaf) self.forget(leaf.back());
  if (self.clusters.size() > self.most) self.forget(std::prev(self.clusters.end()));
}

std::vector<Template> Miner::templates() const {
  std::vector<Template> all;
  for (const auto& cluster : state_->clusters)
    all.push_back({base::join(cluster.tokens, " "), cluster.example, cluster.count, cluster.offset});
  std::ranges::sort(all, [](const Template& a, const Template& b) {
    return a.count != b.count ? a.count > b.count : a.offset < b.offset;
  });
  return all;
}

std::uint64_t Miner::messages() const { return state_->messages; }
std::size_t Miner::size() const { return state_->clusters.size(); }

}  // namespace fixpoint::diagnose
