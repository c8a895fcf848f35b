#include "propose/token_search.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "source/edits.hpp"

namespace fixpoint::propose {
namespace {

bool is_string_literal(std::string_view kind) {
  return kind == "string_literal" || kind == "char_literal" || kind == "string" || kind == "raw_string_literal" ||
         kind == "system_lib_string" || kind == "interpreted_string_literal" || kind == "rune_literal" ||
         kind == "character_literal";
}

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Bytes between leaves that are no blanks: what the grammar could not read, one token per word or byte.
void add_gap(std::string_view text, std::uint64_t begin, std::uint64_t end, std::vector<Token>& found) {
  while (begin < end) {
    if (blank(text[begin])) {
      ++begin;
      continue;
    }
    auto stop = begin + 1;
    const bool word = base::is_identifier_part(text[begin]);
    while (word && stop < end && base::is_identifier_part(text[stop])) ++stop;
    found.push_back({{begin, stop}, text.substr(begin, stop - begin), word});
    begin = stop;
  }
}

}  // namespace

std::vector<Token> tokens(const source::Code& file, source::Span window) {
  std::vector<Token> found;
  const auto text = file.text;
  auto covered = window.begin;
  if (ts_node_is_null(file.syntax.root())) return found;
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto where = source::span(node);
    if (where.end <= window.begin || where.begin >= window.end) return false;
    const auto kind = source::type(node);
    const bool comment = kind.ends_with("comment");
    const bool literal = is_string_literal(kind) && !ts_node_has_error(node);
    if (!comment && !literal && ts_node_child_count(node) > 0) return true;
    if (ts_node_is_error(node)) return false;  // its bytes are a gap
    if (where.begin == where.end || where.begin < covered) return false;
    add_gap(text, std::max(covered, window.begin), std::max(covered, where.begin), found);
    covered = where.end;
    if (!comment) {
      auto word = text.substr(where.begin, where.end - where.begin);
      auto end = where.end;
      // Preprocessor lines own their newline.
      while (!word.empty() && blank(word.back())) word.remove_suffix(1), --end;
      if (!word.empty()) found.push_back({{where.begin, end}, word, base::is_identifier_part(word.front())});
    }
    return false;
  });
  add_gap(text, std::max(covered, window.begin), std::min<std::uint64_t>(window.end, text.size()), found);
  return found;
}

std::vector<Token> tokens_near(const source::Code& file, std::uint64_t at, std::uint32_t lines) {
  const auto line = file.lines.line_of(at);
  const auto first = line > lines ? line - lines : 1;
  const auto last = std::min(line + lines, file.lines.count());
  // A long line is looked at around the place only.
  constexpr std::uint64_t kReach = 16 * 1024;
  return tokens(file, {std::max(file.lines.line_span_full(first).begin, at > kReach ? at - kReach : 0),
                       std::min(file.lines.line_span_full(last).end, at + kReach)});
}

std::size_t token_at(const std::vector<Token>& tokens, std::uint64_t at) {
  const auto found = std::ranges::upper_bound(tokens, at, {}, [](const Token& token) { return token.span.end; });
  return static_cast<std::size_t>(found - tokens.begin());
}

Candidate insert_after(const Token& token, std::string_view text, double cost, std::string reason) {
  return {{{{token.span.end, token.span.end}, std::string(text)}}, cost, std::move(reason)};
}

Candidate insert_before(const Token& token, std::string_view text, double cost, std::string reason) {
  return {{{{token.span.begin, token.span.begin}, std::string(text)}}, cost, std::move(reason)};
}

Candidate insert_between(const Token& left, const Token& right, std::string_view text, double cost,
                         std::string reason) {
  const bool word = !text.empty() && base::is_identifier_part(text.front());
  std::string padded(text);
  const bool touching = left.span.end == right.span.begin;
  if (word && left.word) padded.insert(0, " ");
  if (word && right.word && touching) padded += ' ';
  // Openers belong to what follows, everything else to what stands before.
  if (text == "(" || text == "[" || text == "{" || text == "&" || text == "*" || text == "\"")
    return insert_before(right, padded, cost, std::move(reason));
  if (word && !touching) {
    if (left.word && padded.front() == ' ' && right.span.begin > left.span.end) padded.erase(0, 1);
    if (right.word || base::is_identifier_part(text.back())) padded += ' ';
    return insert_before(right, padded, cost, std::move(reason));
  }
  return insert_after(left, padded, cost, std::move(reason));
}

Candidate replace_token(const Token& token, std::string_view text, double cost, std::string reason) {
  return {{{token.span, std::string(text)}}, cost, std::move(reason)};
}

Candidate erase_token(const Token& token, double cost, std::string reason) {
  return {{{token.span, ""}}, cost, std::move(reason)};
}

std::vector<Candidate> single_token_edits(const std::vector<Token>& tokens, std::size_t place,
                                          const EditRules& rules) {
  std::vector<Candidate> found;
  if (tokens.empty()) return found;
  const auto first = place > rules.before ? place - rules.before : 0;
  const auto last = std::min(tokens.size(), place + rules.after + 1);
  // Line ends between neighbouring tokens are not known here; a gap of more than one byte with a newline costs.
  const auto newline_between = [&](std::size_t a, std::size_t b) {
    if (b >= tokens.size()) return false;
    const char* from = tokens[a].text.data() + tokens[a].text.size();
    return std::string_view(from, static_cast<std::size_t>(tokens[b].text.data() - from)).find('\n') !=
           std::string_view::npos;
  };
  const auto distance = [&](std::size_t index) {
    const auto low = std::min(index, place), high = std::max(index, place);
    double cost = rules.per_token * static_cast<double>(high - low);
    for (auto i = low; i + 1 < high; ++i)
      if (newline_between(i, i + 1)) cost += rules.across_line;
    return cost;
  };
  for (auto i = first; i < last; ++i) {
    const auto& token = tokens[i];
    const auto far = distance(i);
    for (const auto& insert : rules.inserts) {
      const auto reason = "a '" + std::string(insert.token) + "' is missing";
      if (i > 0)
        found.push_back(insert_between(tokens[i - 1], token, insert.token, insert.cost + far, reason));
      else
        found.push_back(insert_before(token, insert.token, insert.cost + far, reason));
    }
    if (i + 1 == tokens.size())
      for (const auto& insert : rules.inserts)
        found.push_back(insert_after(token, insert.token, insert.cost + far + rules.per_token,
                                     "a '" + std::string(insert.token) + "' is missing"));
    for (const auto& erase : rules.erasures)
      if (erase.token == token.text)
        found.push_back(erase_token(token, erase.cost + far, "the '" + std::string(token.text) + "' is too much"));
    for (const auto& swap : rules.replacements)
      if (swap.from == token.text)
        found.push_back(
            replace_token(token, swap.to, swap.cost + far,
                          "'" + std::string(swap.to) + "' is meant, not '" + std::string(token.text) + "'"));
  }
  return found;
}

std::vector<Proposal> search(const source::Code& file, std::vector<Candidate> candidates,
                             const SearchOptions& options) {
  constexpr double kHardly = 0.002;          // a share below this is not worth a run of the command
  constexpr double kExplained = 0.4;         // a suspicion less is at least this much
  constexpr double kHopeless = 3.5;          // this much worse than the best so far is not worth a parse
  constexpr std::size_t kSmall = 64 * 1024;  // in a bigger file fewer candidates are worth their copies
  std::ranges::stable_sort(candidates, {}, &Candidate::cost);
  Reparser reparser(file);
  const auto tries = file.text.size() <= kSmall ? options.max_tries : std::min<std::size_t>(options.max_tries, 30);
  struct Scored {
    const Candidate* candidate;
    const Reparser::Original* before;  ///< null: it was not parsed
    double cost;
    double judged = 0;
  };
  std::vector<Scored> kept;
  std::set<std::string> seen;
  std::size_t tried = 0;
  double best = 1e9;
  for (const auto& candidate : candidates) {
    if (tried >= tries || candidate.cost > best + kHopeless) break;
    std::string key;
    for (const auto& change : candidate.changes) {
      key += std::to_string(change.what.begin) + "," + std::to_string(change.what.end) + ":" + change.with;
      key += '\0';
    }
    if (candidate.changes.empty() || !seen.insert(key).second) continue;
    ++tried;
    Scored scored{&candidate, nullptr, candidate.cost};
    if (reparser.exhausted()) {
      scored.cost += options.unchanged;
    } else {
      const auto& before = reparser.original(candidate);
      const auto outcome = reparser.with(candidate);
      if (!outcome.tree && !reparser.exhausted()) continue;
      if (outcome.tree && outcome.score > before.score) continue;
      if (!outcome.tree)
        scored.cost += options.unchanged;
      else if (outcome.score.errors > 0)
        scored.cost += outcome.score.errors < before.score.errors ? options.per_error : options.unchanged;
      if (outcome.tree) scored.before = &before;
      if (options.judge && outcome.tree)
        scored.judged = options.judge(ts_tree_root_node(outcome.tree.get()), outcome.text, outcome.region);
    }
    best = std::min(best, scored.cost + scored.judged);
    kept.push_back(scored);
  }
  // Where the grammar saw nothing wrong, only a change that removes a suspicion explains the message.
  if (options.judge)
    for (auto& one : kept) {
      if (one.before == nullptr || one.before->score.errors > 0) continue;
      const auto shifted = [&](std::uint64_t at) { return at + static_cast<std::uint64_t>(one.before->shift); };
      const source::Span region{shifted(one.candidate->changes.front().what.begin),
                                shifted(one.candidate->changes.back().what.end)};
      const auto old = options.judge(ts_tree_root_node(one.before->tree.get()), one.before->text, region);
      if (one.judged > old - kExplained) one.cost += options.unexplained;
    }
  // What is suspicious whatever is changed is not the candidates' fault.
  constexpr double kForgiven = 4;
  double common = kForgiven, most = 0;
  for (const auto& one : kept)
    if (one.before != nullptr) common = std::min(common, one.judged), most = std::max(most, one.judged);
  for (auto& one : kept) one.cost += (one.before != nullptr ? one.judged : most) - common;
  std::ranges::stable_sort(kept, {}, &Scored::cost);
  double total = options.nothing;
  for (const auto& one : kept) total += std::exp(-one.cost);
  std::erase_if(kept, [&](const Scored& one) { return std::exp(-one.cost) < kHardly * total; });
  if (kept.size() > options.keep) kept.resize(options.keep);
  std::vector<Proposal> proposals;
  for (const auto& one : kept) {
    Proposal proposal;
    for (const auto& change : one.candidate->changes)
      proposal.edits.push_back({file.path, change.what.begin, change.what.end, change.with});
    proposal.safety = options.safety;
    proposal.confidence = options.ceiling * (1 - std::pow(1 - std::exp(-one.cost) / total, options.sharpness));
    proposal.reason = one.candidate->reason;
    proposals.push_back(std::move(proposal));
  }
  return proposals;
}

}  // namespace fixpoint::propose
