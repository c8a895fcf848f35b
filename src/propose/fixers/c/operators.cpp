// What it answers: an operator that does not fit its operands: a call of what is no function, '*' before what is no
// pointer, '.' for '->', '^' as a power, "2a" for "2*a", "==" where '=' is meant and the other way round.
// What it changes: inserts the missing operator, or takes the wrong one away or replaces it.
// When it declines: none of these forms stands at the place.
#include <algorithm>

#include "_check.hpp"
#include "_tools.hpp"
#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c::operators {
namespace {

constexpr Language kLanguages[] = {Language::c, Language::cpp};

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto message = plain_message(context);
  const auto near = tokens_near(file, context.at.begin, 4);
  const auto here = token_at(near, context.at.begin);
  if (here >= near.size()) return {};
  const auto line = file.lines.line_of(context.at.begin);
  const auto on_line = [&](std::size_t i) { return file.lines.line_of(near[i].span.begin) == line; };
  std::vector<Candidate> candidates;

  if (has(message, "not a function") || has(message, "cannot be used as a function")) {
    // "a(b + c)": the '(' after the callee is the second operand of a missing '*'.
    for (auto i = here; i < near.size() && on_line(i); ++i) {
      if (near[i].text != "(" || i == 0 || (!near[i - 1].word && near[i - 1].text != ")")) continue;
      const bool first = i == here || i == here + 1;
      const double far = first ? 0 : 1.0;
      if (near[i - 1].text == "if" || near[i - 1].text == "while" || near[i - 1].text == "for") continue;
      candidates.push_back(insert_before(near[i], "*", 0.3 + far, "a '*' is missing before the parenthesis"));
      candidates.push_back(insert_before(near[i], ",", 2.4 + far, "a ',' is missing before the parenthesis"));
      candidates.push_back(insert_before(near[i], "&&", 3.0 + far, "an operator is missing before the parenthesis"));
      candidates.push_back(insert_before(near[i], "||", 3.2 + far, "an operator is missing before the parenthesis"));
      candidates.push_back(insert_before(near[i], "=", 3.4 + far, "an operator is missing before the parenthesis"));
      const auto close = closing(near, i);
      if (close < near.size()) {
        candidates.push_back(
            {{{near[i].span, "["}, {near[close].span, "]"}}, 2.2 + far, "an array is indexed with brackets"});
      }
    }
  }
  if (has(message, "must be called") || has(message, "did you forget the '()'") ||
      (has(message, "cannot convert") && has(message, "::)"))) {
    if (near[here].word) candidates.push_back(insert_after(near[here], "()", 0.3, "the function is to be called"));
    for (auto i = here; i + 1 < near.size() && on_line(i); ++i)
      if (near[i].word && i > 0 && (near[i - 1].text == "." || near[i - 1].text == "->") && near[i + 1].text != "(")
        candidates.push_back(insert_after(near[i], "()", 0.6, "the function is to be called"));
  }
  if (has(message, "indirection requires pointer") || has(message, "invalid type argument of unary '*'")) {
    std::vector<Candidate::Change> every;
    for (std::size_t i = 0; i < near.size(); ++i) {
      if (near[i].text != "*" || !on_line(i)) continue;
      const bool unary = i == 0 || (!near[i - 1].word && near[i - 1].text != ")" && near[i - 1].text != "]");
      if (!unary) continue;
      candidates.push_back(erase_token(near[i], near[i].span.begin == context.at.begin ? 0.4 : 1.6,
                                       "what the '*' stands before is no pointer"));
      candidates.push_back(replace_token(near[i], "&", 2.4, "the address is meant"));
      every.push_back({near[i].span, ""});
    }
    if (every.size() > 1) candidates.push_back({every, 0.9, "what the '*' stand before are no pointers"});
  }
  if (has(message, "cannot take the address of an rvalue") || has(message, "lvalue required as unary '&'"))
    for (std::size_t i = 0; i < near.size(); ++i)
      if (near[i].text == "&" && on_line(i))
        candidates.push_back(erase_token(near[i], near[i].span.begin == context.at.begin ? 0.5 : 1.8,
                                         "what the '&' stands before has no address"));
  if (has(message, "is a pointer; did you mean to use '->'") || has(message, "did you mean to use '->'") ||
      has(message, "maybe you meant to use '->'")) {
    std::vector<Candidate::Change> every;
    for (std::size_t i = 1; i < near.size(); ++i) {
      if (near[i].text != "." || !on_line(i)) continue;
      candidates.push_back(replace_token(near[i], "->", near[i].span.begin == context.at.begin ? 0.2 : 1.5,
                                         "a pointer's member is reached with '->'"));
      every.push_back({near[i].span, "->"});
    }
    if (every.size() > 1) candidates.push_back({every, 1.6, "a pointer's members are reached with '->'"});
  }
  if (has(message, "is not a pointer; did you mean to use '.'") || has(message, "invalid type argument of '->'") ||
      has(message, "maybe you meant to use '.'"))
    for (std::size_t i = 1; i < near.size(); ++i)
      if (near[i].text == "->" && on_line(i))
        candidates.push_back(replace_token(near[i], ".", near[i].span.begin == context.at.begin ? 0.2 : 1.5,
                                           "a member is reached with '.'"));
  if (has(message, "invalid operands to binary"))
    for (std::size_t i = 1; i + 1 < near.size(); ++i) {
      if (!on_line(i)) continue;
      const double far = near[i].span.begin == context.at.begin ? 0 : 1.5;
      const auto text = near[i].text;
      if (text == "^" && near[i + 1].text == "2") {
        // "x^2" is no power in C: repeat the operand.
        auto begin = i - 1;
        if (near[begin].text == ")" || near[begin].text == "]") {
          const auto open = opening(near, begin);
          if (open == near.size()) continue;
          begin = near[begin].text == "]" && open > 0 ? open - 1 : open;
        }
        const auto operand = file.text.substr(near[begin].span.begin, near[i - 1].span.end - near[begin].span.begin);
        candidates.push_back({{{{near[i].span.begin, near[i + 1].span.end}, "*" + std::string(operand)}},
                              0.4 + far,
                              "'^' is no power in C"});
      }
      if (text == "^") candidates.push_back(replace_token(near[i], "*", 1.4 + far, "'^' is no power in C"));
      if (text == "%") {
        candidates.push_back(replace_token(near[i], "/", 2.2 + far, "'%' takes whole numbers only"));
        // Cast both sides.
      }
      if (text == "&") candidates.push_back(replace_token(near[i], "&&", 1.4 + far, "'&&' is meant"));
      if (text == ">>" || text == "<<")
        candidates.push_back(replace_token(near[i], text.substr(0, 1), 0.8 + far, "a comparison is meant"));
    }
  if (has(message, "in decimal constant") || has(message, "in octal constant") || has(message, "invalid suffix")) {
    // "2a" and "2a(": the sign of multiplication is missing.
    for (std::size_t i = here > 2 ? here - 2 : 0; i < near.size() && i < here + 3; ++i) {
      const auto text = near[i].text;
      std::size_t digits = 0;
      while (digits < text.size() && (base::is_digit(text[digits]) || text[digits] == '.')) ++digits;
      std::uint64_t cut = near[i].span.begin + digits;
      bool joined = digits > 0 && digits < text.size();
      if (!joined && digits == text.size() && digits > 0 && i + 1 < near.size() && near[i + 1].word &&
          near[i + 1].span.begin == near[i].span.end)
        joined = true;
      if (!joined) continue;
      candidates.push_back({{{{cut, cut}, "*"}}, 0.3, "a '*' is missing after the number"});
      if (digits < text.size())
        candidates.push_back({{{{cut, near[i].span.end}, ""}}, 2.0, "a number goes on with letters"});
    }
  }
  if (has(message, "at end of declaration; did you mean '='") || has(message, "did you mean '='"))
    candidates.push_back(replace_token(near[here], "=", 0.2, "a declaration starts its variable with '='"));
  if (has(message, "not assignable") || has(message, "lvalue required as left operand")) {
    std::vector<Candidate::Change> every;
    for (std::size_t i = 0; i < near.size(); ++i)
      if (near[i].text == "=" && on_line(i)) {
        candidates.push_back(replace_token(near[i], "==", near[i].span.begin == context.at.begin ? 0.6 : 1.2,
                                           "a comparison is meant"));
        every.push_back({near[i].span, "=="});
        if (i > 0 && i + 1 < near.size()) {
          // "a + b = c" and "f(x) = c" written the wrong way round.
        }
      }
    if (every.size() > 1 && every.size() < 6) candidates.push_back({every, 0.9, "comparisons are meant"});
    for (const auto op : {"+", "-", "*", "/"})  // "x + 1 = y", "i + = 2"
      for (std::size_t i = 1; i < near.size(); ++i)
        if (near[i].text == "=" && near[i - 1].text == op && on_line(i))
          candidates.push_back({{{{near[i - 1].span.begin, near[i].span.end}, std::string(op) + "="}},
                                0.8,
                                "the operator is one token"});
  }
  if (has(message, "array initializer must be") || has(message, "needs an explicit size") ||
      has(message, "array size missing"))
    for (std::size_t i = 0; i + 1 < near.size(); ++i)
      if (near[i].text == "[" && near[i + 1].text == "]" && on_line(i))
        candidates.push_back(insert_after(near[i], "100", 0.9, "an array without values needs a size"));
  if (has(message, "variable-sized object may not be initialized"))
    for (std::size_t i = here; i < near.size() && on_line(i); ++i)
      if (near[i].text == "=") {
        auto end = i;
        int depth = 0;
        while (end < near.size()) {
          const auto text = near[end].text;
          if (text == "{" || text == "(") ++depth;
          if (text == "}" || text == ")") --depth;
          if (depth == 0 && (text == ";" || text == ",")) break;
          ++end;
        }
        if (end < near.size())
          candidates.push_back({{{{near[i - 1].span.end, near[end].span.begin}, ""}},
                                0.8,
                                "an array of variable size cannot be given values at once"});
        break;
      }
  if (candidates.empty()) return {};
  auto options = search_options(context);
  options.unexplained = 0.3;
  return search(file, std::move(candidates), options);
}

}  // namespace

Fixer fixer() {
  return {
      .id = "c/operators",
      .languages = kLanguages,
      .answers =
          R"(^(gcc|clang) .*(not a function|used as a function|indirection requires|invalid type argument|address of an rvalue|lvalue required|did you mean to use|must be called|did you forget|cannot convert|meant to use|invalid operands|in (decimal|octal) constant|invalid suffix|did you mean '|not assignable|explicit size|size missing|variable-sized|array initializer))",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c::operators
