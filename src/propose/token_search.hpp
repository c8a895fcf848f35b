// Token search: which small edit near a place makes a file parse? Language-independent; fixers of every language use
// it.
//
//   Tokens around = tokens of the file near the compiler's place
//   candidates    = single-token inserts, erasures and replacements from the language's EditRules, plus whatever the
//                   fixer itself proposes, each with a cost = -ln(belief that it is the right one)
//   scoring       = incremental re-parse in-process (tens of microseconds each), plus a language's own check of the
//                   changed tree (Judge), which knows what a grammar cannot: undeclared names, types, lvalues
//   confidence    = the candidate's share of exp(-cost) among all that remained, so that a tie is worth less than a
//                   clear winner
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/proposal.hpp"
#include "propose/reparse.hpp"
#include "source/analysis.hpp"

namespace fixpoint::propose {

/// A leaf of the syntax tree, or a run of bytes that no leaf covers (inside ERROR nodes). Comments are left out.
struct Token {
  source::Span span;
  std::string_view text;
  bool word = false;  ///< starts like an identifier or a number: needs blanks around when next to another word
};

/// Tokens that overlap [window.begin, window.end), in text order. String literals are one token.
[[nodiscard]] std::vector<Token> tokens(const source::Code& file, source::Span window);

/// Tokens of the lines around `at`: `lines` before and after.
[[nodiscard]] std::vector<Token> tokens_near(const source::Code& file, std::uint64_t at, std::uint32_t lines);

/// Index of the first token that ends after `at` (the token at or after the place); size() when there is none.
[[nodiscard]] std::size_t token_at(const std::vector<Token>& tokens, std::uint64_t at);

[[nodiscard]] Candidate insert_after(const Token& token, std::string_view text, double cost, std::string reason);
[[nodiscard]] Candidate insert_before(const Token& token, std::string_view text, double cost, std::string reason);
/// Words next to words get a blank between.
[[nodiscard]] Candidate insert_between(const Token& left, const Token& right, std::string_view text, double cost,
                                       std::string reason);
[[nodiscard]] Candidate replace_token(const Token& token, std::string_view text, double cost, std::string reason);
[[nodiscard]] Candidate erase_token(const Token& token, double cost, std::string reason);

/// What single-token edits a language's programmers get wrong, with costs.
struct EditRules {
  struct Insert {
    std::string_view token;
    double cost;
  };
  struct Erase {
    std::string_view token;
    double cost;
  };
  struct Replace {
    std::string_view from, to;
    double cost;
  };
  std::span<const Insert> inserts;
  std::span<const Erase> erasures;  ///< a token that is not listed is never erased
  std::span<const Replace> replacements;
  std::uint32_t before = 6;  ///< tokens looked at before the place
  std::uint32_t after = 4;   ///< and after it
  double per_token = 0.5;    ///< cost of each token between the edit and the place
  double across_line = 0.7;  ///< and of each line end between them, unless the edit is at that line's end
};

/// All single-token edits by `rules` around tokens[place] (the token the tool complains about).
[[nodiscard]] std::vector<Candidate> single_token_edits(const std::vector<Token>& tokens, std::size_t place,
                                                        const EditRules& rules);

/// What a language knows beyond its grammar: cost (0 = nothing suspicious) of a changed tree around `region`, the
/// changed bytes. Only differences between candidates count.
using Judge = std::function<double(const TSNode& root, std::string_view text, source::Span region)>;

struct SearchOptions {
  Judge judge;  ///< may be empty
  std::size_t max_tries =
      200;                   ///< candidates re-parsed, cheapest first; past the file's budget they count as unchanged
  double per_error = 2.5;    ///< cost of each ERROR or MISSING node that remains where one might vanish
  double unchanged = 4.0;    ///< cost when the parse is as broken as before
  double unexplained = 3.0;  ///< cost when the file parsed before and the judge sees no improvement
  double nothing = 0.02;     ///< weight of "none of these" when shares are computed
  std::size_t keep = 12;     ///< best candidates returned
  double ceiling = 0.95;     ///< no proposal claims more
  /// Shares are too modest where candidates tie that all pass: 1 - (1 - share)^sharpness. Measure before raising it.
  double sharpness = 1.0;
  Safety safety = Safety::likely;
};

/// Re-parses the file with each candidate and returns the credible ones as proposals, best first. Candidates that
/// make the parse worse are dropped.
[[nodiscard]] std::vector<Proposal> search(const source::Code& file, std::vector<Candidate> candidates,
                                           const SearchOptions& options = {});

}  // namespace fixpoint::propose
