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

/// `changed` and `grown`: where the text was changed, and by how much that made it longer. Inside an error this tells
/// nothing of how much could be read, and does not count.
source::ErrorScore score_of(TSNode root, source::Span changed = {}, std::int64_t grown = 0) {
  source::ErrorScore score;
  source::walk(root, [&](TSNode node) {
    if (ts_node_is_error(node) || ts_node_is_missing(node)) {
      const auto where = source::span(node);
      ++score.errors;
      score.bytes += where.end - where.begin;
      if (where.begin <= changed.begin && changed.end <= where.end)
        score.bytes -= static_cast<std::uint64_t>(std::exchange(grown, 0));
      return false;
    }
    return ts_node_has_error(node);
  });
  return score;
}

TSPoint point_at(std::string_view text, std::uint64_t offset, TSPoint from, std::uint64_t from_offset) {
  for (auto i = from_offset; i < offset; ++i) {
    if (text[i] == '\n')
      ++from.row, from.column = 0;
    else
      ++from.column;
  }
  return from;
}

TSPoint point_at(const source::Lines& lines, std::uint64_t offset) {
  const auto line = lines.line_of(offset);
  return {line - 1, static_cast<std::uint32_t>(offset - lines.line_span_full(line).begin)};
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

Reparser::Reparser(const source::Code& file)
    : file_(file), parser_(ts_parser_new(), ts_parser_delete), before_(score_of(file.syntax.root())) {
  if (file.facts->grammar != nullptr) ts_parser_set_language(parser_.get(), file.facts->grammar());
}

Reparser::Outcome Reparser::with(const Candidate& candidate) {
  Outcome outcome;
  const auto root = file_.syntax.root();
  if (ts_node_is_null(root)) return outcome;
  const auto text = file_.text;
  outcome.tree = {ts_tree_copy(root.tree), ts_tree_delete};
  outcome.text.reserve(text.size() + 16);
  std::uint64_t at = 0;
  bool first = true;
  TSPoint point{};
  std::uint64_t point_of = 0;
  for (const auto& change : candidate.changes) {
    if (change.what.begin < at || change.what.end < change.what.begin || change.what.end > text.size()) return {};
    outcome.text += text.substr(at, change.what.begin - at);
    const auto begin = outcome.text.size();
    outcome.text += change.with;
    TSInputEdit edit{};
    edit.start_byte = static_cast<std::uint32_t>(begin);
    edit.old_end_byte = static_cast<std::uint32_t>(begin + (change.what.end - change.what.begin));
    edit.new_end_byte = static_cast<std::uint32_t>(outcome.text.size());
    edit.start_point =
        first ? point_at(file_.lines, change.what.begin) : point_at(outcome.text, begin, point, point_of);
    edit.old_end_point = point_at(text, change.what.end, edit.start_point, change.what.begin);
    edit.new_end_point = point_at(outcome.text, outcome.text.size(), edit.start_point, begin);
    ts_tree_edit(outcome.tree.get(), &edit);
    if (first) outcome.region.begin = begin;
    first = false;
    point = edit.new_end_point;
    point_of = outcome.text.size();
    outcome.region.end = outcome.text.size();
    at = change.what.end;
  }
  outcome.text += text.substr(at);
  const TSInput input{&outcome.text,
                      [](void* payload, std::uint32_t offset, TSPoint, std::uint32_t* size) -> const char* {
                        const auto& bytes = *static_cast<const std::string*>(payload);
                        *size = offset < bytes.size() ? static_cast<std::uint32_t>(bytes.size() - offset) : 0;
                        return offset < bytes.size() ? bytes.data() + offset : "";
                      },
                      TSInputEncodingUTF8, nullptr};
  // Error recovery can take very long on hostile text; the budget counts the parser's steps, not time.
  const TSParseOptions limits{&file_.reparse_budget, [](TSParseState* state) {
                                constexpr std::int64_t kErrorWeight = 25;
                                auto& left = *static_cast<std::int64_t*>(state->payload);
                                return (left -= state->has_error ? kErrorWeight : 1) < 0;
                              }};
  TSTree* parsed = ts_parser_parse_with_options(parser_.get(), outcome.tree.get(), input, limits);
  if (parsed == nullptr) {
    ts_parser_reset(parser_.get());
    outcome.tree.reset();
    return outcome;
  }
  outcome.tree = {parsed, ts_tree_delete};
  const auto grown = static_cast<std::int64_t>(outcome.text.size()) - static_cast<std::int64_t>(text.size());
  outcome.score = score_of(ts_tree_root_node(outcome.tree.get()), outcome.region, grown);
  return outcome;
}

std::vector<Proposal> search(const source::Code& file, std::vector<Candidate> candidates,
                             const SearchOptions& options) {
  constexpr double kHardly = 0.002;          // a share below this is not worth a run of the command
  constexpr double kExplained = 0.4;         // a suspicion less is at least this much
  constexpr double kHopeless = 3.5;          // this much worse than the best so far is not worth a parse
  constexpr std::size_t kSmall = 64 * 1024;  // in a bigger file fewer candidates are worth their copies
  std::ranges::stable_sort(candidates, {}, &Candidate::cost);
  const auto tries = file.text.size() <= kSmall ? options.max_tries : std::min<std::size_t>(options.max_tries, 30);
  Reparser reparser(file);
  const auto before = reparser.before();
  struct Scored {
    const Candidate* candidate;
    double cost;
    double judged;
    bool parsed;
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
    Reparser::Outcome outcome{.score = before};
    if (!reparser.exhausted()) {
      outcome = reparser.with(candidate);
      if (!outcome.tree && !reparser.exhausted()) continue;
    }
    if (outcome.score > before) continue;
    Scored scored{&candidate, candidate.cost, 0, outcome.tree != nullptr};
    if (outcome.score.errors > 0 || !scored.parsed)
      scored.cost += outcome.score.errors < before.errors ? options.per_error : options.unchanged;
    if (options.judge && scored.parsed)
      scored.judged = options.judge(ts_tree_root_node(outcome.tree.get()), outcome.text, outcome.region);
    best = std::min(best, scored.cost + scored.judged);
    kept.push_back(scored);
  }
  // Where the grammar saw nothing wrong, only a change that removes a suspicion explains the message.
  if (before.errors == 0 && options.judge)
    for (auto& one : kept) {
      const auto& changes = one.candidate->changes;
      const auto old =
          options.judge(file.syntax.root(), file.text, {changes.front().what.begin, changes.back().what.end});
      if (one.judged > old - kExplained) one.cost += options.unexplained;
    }
  // What is suspicious whatever is changed is not the candidates' fault.
  constexpr double kForgiven = 4;
  double common = kForgiven, most = 0;
  for (const auto& one : kept)
    if (one.parsed) common = std::min(common, one.judged), most = std::max(most, one.judged);
  for (auto& one : kept) one.cost += (one.parsed ? one.judged : most) - common;
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
