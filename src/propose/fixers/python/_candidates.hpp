// Single repairs near a place where Python stops parsing. Each has a cost: about the negative logarithm of how often
// it is what the author meant. Whether a candidate helps is for the caller to find out by parsing again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "propose/fixers/python/_grammar.hpp"

namespace fixpoint::propose::python {

struct Change {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

struct Candidate {
  std::vector<Change> changes;  ///< sorted, not overlapping
  double cost = 1;
  std::string reason;
};

/// What the rules look at; cheap to make.
struct Spot {
  std::string_view text;
  const Parse& parse;
  const Token& stopped;        ///< the token that did not fit
  const Token* before;         ///< the one before it that is not an indent or dedent, or null
  std::size_t index = 0;       ///< of `stopped`
  std::size_t line_begin = 0;  ///< of the physical line that `stopped` is on
  std::size_t line_end = 0;

  Spot(std::string_view whole, const Parse& of);
  [[nodiscard]] std::string_view of(const Token& token) const {
    return text.substr(token.begin, token.end - token.begin);
  }
  [[nodiscard]] const Token& token(std::size_t i) const { return parse.tokens.all[i]; }
  [[nodiscard]] const Token& first() const { return parse.tokens.all[parse.fault.statement]; }
};

using Candidates = std::vector<Candidate>;

// One file of rules each.
void bracket_candidates(const Spot& spot, Candidates& out);
void string_candidates(const Spot& spot, Candidates& out);
void indentation_candidates(const Spot& spot, Candidates& out);
void word_candidates(const Spot& spot, Candidates& out);
void operator_candidates(const Spot& spot, Candidates& out);

void add(Candidates& out, double cost, std::string reason, std::size_t begin, std::size_t end, std::string text);
void add(Candidates& out, double cost, std::string reason, std::vector<Change> changes);

// --- lines, for the rules ---
struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< without its line end
  std::size_t next = 0;
};
[[nodiscard]] Line line_at(std::string_view text, std::size_t offset);
/// Width of the leading blanks (tabs to multiples of 8) and where they end.
struct Indent {
  std::size_t width = 0;
  std::size_t end = 0;
  bool blank = false;  ///< nothing but blanks or a comment
  bool comment = false;
};
[[nodiscard]] Indent indent_of(std::string_view text, const Line& line);

}  // namespace fixpoint::propose::python
