// What it answers: syntax errors of node, tsc and eslint.
// What it changes: one token: a bracket, comma, colon or quote that is missing or too much, a misspelt keyword, "="
// for
// "=>", a brace that the indentation shows to be missing.
// When it declines: no single token makes the file parse better.
#include <algorithm>

#include "_names.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/brace_search.hpp"
#include "propose/edits.hpp"
#include "propose/token_search.hpp"

namespace fixpoint::propose::fixers::javascript::syntax {
namespace {

constexpr EditRules::Insert kInserts[] = {{")", 1.0},    {"(", 1.8}, {",", 1.2},  {"}", 1.8}, {"{", 1.6},
                                          {"]", 1.5},    {"[", 2.2}, {"=>", 1.8}, {"=", 2.2}, {":", 1.6},
                                          {";", 2.6},    {".", 2.6}, {"of", 2.2}, {"+", 2.6}, {"function", 2.8},
                                          {"from", 2.2}, {"?", 3.0}, {"*/", 3.0}};
constexpr EditRules::Erase kErasures[] = {
    {")", 1.1},        {"(", 1.4},     {",", 1.2},   {"}", 1.5},      {"{", 1.7},   {"]", 1.3}, {"[", 1.5},
    {"=>", 2.2},       {"=", 1.8},     {":", 1.5},   {";", 1.2},      {".", 1.4},   {"+", 1.8}, {"?", 2.0},
    {"function", 2.4}, {"const", 2.4}, {"let", 2.4}, {"return", 2.6}, {"else", 2.2}};
constexpr EditRules::Replace kReplacements[] = {
    {"=", "==", 2.2},          {"=", "===", 1.8},        {"=", "=>", 1.2},          {"=", ":", 1.0},
    {":", "=", 1.2},           {"->", "=>", 0.4},        {">", "=>", 1.4},          {";", ",", 0.9},
    {",", ";", 1.2},           {":", ",", 1.6},          {".", ",", 1.8},           {",", ".", 2.2},
    {";", ":", 1.6},           {")", "]", 1.2},          {"]", ")", 1.2},           {"}", ")", 1.4},
    {")", "}", 1.4},           {"]", "}", 1.4},          {"}", "]", 1.4},           {"(", "[", 2.0},
    {"[", "(", 2.0},           {"{", "(", 1.8},          {"(", "{", 1.8},           {"[", "{", 1.8},
    {"{", "[", 1.8},           {"(", ")", 2.4},          {"(", "]", 2.4},           {"(", "}", 2.4},
    {")", "(", 2.4},           {")", "[", 2.4},          {")", "{", 2.4},           {"[", ")", 2.4},
    {"[", "]", 2.4},           {"[", "}", 2.4},          {"]", "(", 2.4},           {"]", "[", 2.4},
    {"]", "{", 2.4},           {"{", ")", 2.4},          {"{", "]", 2.4},           {"{", "}", 2.4},
    {"}", "(", 2.4},           {"}", "[", 2.4},          {"}", "{", 2.4},           {"elif", "else if", 0.3},
    {"elsif", "else if", 0.3}, {"def", "function", 0.4}, {"func", "function", 0.3}, {"fn", "function", 0.4},
    {"in", "of", 2.0},         {"and", "&&", 0.5},       {"or", "||", 0.5},         {"not", "!", 0.6},
    {"None", "null", 1.0},     {"True", "true", 0.6},    {"False", "false", 0.6},   {"then", "{", 1.5},
    {"===>", "=>", 0.5},       {"==>", "=>", 0.5},       {"<>", "!==", 0.5},        {"&", "&&", 1.6},
    {"|", "||", 1.6}};
constexpr EditRules kRules = {
    .inserts = kInserts, .erasures = kErasures, .replacements = kReplacements, .before = 7, .after = 5};

/// Misspelt keywords near the place, words written twice and words run together.
void words(const source::Code& file, const std::vector<Token>& near, std::size_t place,
           std::vector<Candidate>& candidates) {
  const auto first = place > 7 ? place - 7 : 0;
  for (auto i = first; i < near.size() && i < place + 5; ++i) {
    const auto& token = near[i];
    if (!token.word || token.text.size() < 2) continue;
    const double far = 0.25 * static_cast<double>(i > place ? i - place : place - i);
    if (i + 1 < near.size() && near[i + 1].text == token.text)
      candidates.push_back(erase_token(near[i + 1], 1.0 + far, std::string(token.text) + " is there twice"));
    const auto& keywords = file.facts->keywords;
    if (std::ranges::find(keywords, token.text) != keywords.end()) continue;
    for (const auto keyword : keywords) {
      if (keyword.size() > 1 && base::edit_distance(token.text, keyword, 2) <= (keyword.size() > 4 ? 2U : 1U))
        candidates.push_back(
            replace_token(token, keyword, 0.5 + far, std::string(token.text) + " should be " + std::string(keyword)));
      if (keyword.size() > 2 && token.text.size() > keyword.size() + 1 && token.text.starts_with(keyword))
        candidates.push_back(
            replace_token(token, std::string(keyword) + " " + std::string(token.text.substr(keyword.size())),
                          0.8 + far, "a blank is missing behind " + std::string(keyword)));
    }
  }
}

/// Closes a string or template that is not closed: at the line's end or before what closes the call there.
void quotes(const source::Code& file, std::uint64_t at, std::vector<Candidate>& candidates) {
  const auto number = file.lines.line_of(at);
  const auto row = file.lines.line_span(number);
  const auto line = file.text.substr(row.begin, row.end - row.begin);
  for (const char quote : {'"', '\'', '`'}) {
    if (std::ranges::count(line, quote) % 2 == 0) continue;
    const auto text = base::trim_right(line);
    auto end = row.begin + text.size();
    const auto open = row.begin + line.rfind(quote);
    for (int i = 0; i < 6 && end > open; ++i) {
      const char next = end < row.end ? file.text[end] : '\n';
      const bool closes = next == ')' || next == '}' || next == ',' || next == ';' || next == ']';
      Candidate candidate;
      candidate.changes.push_back({{end, end}, std::string(1, quote)});
      candidate.cost = (closes ? 0.4 : 1.0) - 0.1 * i + (i > 2 ? 0.5 : 0);
      candidate.reason = "the text is not closed";
      candidates.push_back(std::move(candidate));
      const char c = file.text[end - 1];
      if (c != ')' && c != ',' && c != '}' && c != ']' && c != ' ' && c != ';' && c != '{') break;
      --end;
    }
    // It may be the opening one that is missing, or this one too much.
    Candidate erase;
    erase.changes.push_back({{open, open + 1}, ""});
    erase.cost = 2.0;
    erase.reason = "the quote is too much";
    candidates.push_back(std::move(erase));
    auto start = open;
    int back = 0;
    while (start > row.begin && back++ < 60) {
      --start;
      const char c = file.text[start];
      const char before = start > row.begin ? file.text[start - 1] : ' ';
      if ((before == '(' || before == ' ' || before == '[' || before == ',' || before == '{' || before == ':') &&
          c != ' ') {
        Candidate candidate;
        candidate.changes.push_back({{start, start}, std::string(1, quote)});
        candidate.cost = 1.4 + (before == ' ' ? 0.6 : 0);
        candidate.reason = "the text is not opened";
        candidates.push_back(std::move(candidate));
      }
    }
  }
  // One kind opened, another closed.
  for (const auto& [wrong, right] :
       {std::pair{'\'', '"'}, {'"', '\''}, {'`', '"'}, {'"', '`'}, {'`', '\''}, {'\'', '`'}}) {
    if (std::ranges::count(line, wrong) % 2 == 0 || std::ranges::count(line, right) % 2 == 0) continue;
    const auto last = row.begin + line.rfind(wrong);
    if (line.rfind(wrong) < line.rfind(right)) continue;
    Candidate candidate;
    candidate.changes.push_back({{last, last + 1}, std::string(1, right)});
    candidate.cost = 0.2;
    candidate.reason = "the text is closed with another quote than it was opened with";
    candidates.push_back(std::move(candidate));
  }
}

/// The string opened at `open` ends somewhere on its line: before each thing that may follow a string.
void close_string(const source::Code& file, std::uint64_t open, std::vector<Candidate>& candidates) {
  if (open >= file.text.size()) return;
  const char quote = file.text[open];
  if (quote != '"' && quote != '\'' && quote != '`') return;
  const auto end = file.lines.line_span(file.lines.line_of(open)).end;
  int made = 0;
  for (auto at = open + 1; at <= end && made < 24; ++at) {
    const char next = at < end ? file.text[at] : '\n';
    const char after = at + 1 < end ? file.text[at + 1] : '\n';
    const bool strong =
        next == '\n' || next == ',' || next == ';' || (next == ' ' && (after == '+' || after == ':' || after == '?'));
    if (!strong && next != ')' && next != ']' && next != '}' && next != ' ') continue;
    Candidate candidate;
    candidate.changes.push_back({{at, at}, std::string(1, quote)});
    candidate.cost = (strong ? 0.7 : next == ' ' ? 1.5 : 0.9) + 0.05 * made++;
    candidate.reason = "the text is not closed";
    candidates.push_back(std::move(candidate));
  }
}

/// A bracket that is opened but not closed on a line above the place: closed at that line's end, before its comma.
void close_above(const source::Code& file, std::uint64_t at, std::vector<Candidate>& candidates) {
  const auto last = file.lines.line_of(at);
  for (auto number = last > 10 ? last - 10 : 1; number <= last; ++number) {
    const auto span = file.lines.line_span(number);
    const auto line = base::trim_right(file.text.substr(span.begin, span.end - span.begin));
    for (const auto& [open, close] : {std::pair{'(', ')'}, {'[', ']'}}) {
      if (std::ranges::count(line, open) <= std::ranges::count(line, close)) continue;
      auto end = span.begin + line.size();
      if (end > span.begin && (file.text[end - 1] == ',' || file.text[end - 1] == ';')) --end;
      Candidate candidate;
      candidate.changes.push_back({{end, end}, std::string(1, close)});
      candidate.cost = 1.0 + 0.1 * static_cast<double>(last - number);
      candidate.reason = "a bracket is not closed";
      candidates.push_back(std::move(candidate));
    }
  }
}

/// A bracket closes what nothing opens: opened before any word or bracket of its line.
void open_before(const source::Code& file, std::uint64_t at, const std::vector<Token>& near,
                 std::vector<Candidate>& candidates) {
  const auto number = file.lines.line_of(at);
  const auto span = file.lines.line_span(number);
  for (const auto& [open, close] : {std::pair{'(', ')'}, {'[', ']'}}) {
    const auto line = file.text.substr(span.begin, span.end - span.begin);
    if (std::ranges::count(line, close) <= std::ranges::count(line, open)) continue;
    for (const auto& token : near) {
      if (token.span.begin < span.begin || token.span.begin >= span.end) continue;
      const bool start = token.word || token.text == "(" || token.text == "[" || token.text == "{" ||
                         token.text.starts_with('\'') || token.text.starts_with('"') || token.text == "!";
      if (!start) continue;
      Candidate candidate;
      candidate.changes.push_back({{token.span.begin, token.span.begin}, std::string(1, open)});
      const char before = token.span.begin > 0 ? file.text[token.span.begin - 1] : ' ';
      candidate.cost = base::is_identifier_part(before) || before == '(' ? 1.2 : 1.7;
      candidate.reason = std::string("a '") + open + "' is missing";
      candidates.push_back(std::move(candidate));
    }
  }
}

/// Two names run together because the bracket or point between them is missing.
void split_names(const source::Code& file, const std::vector<Token>& near, std::size_t place,
                 std::vector<Candidate>& candidates) {
  const auto names = visible_names(file, near.empty() ? 0 : near[std::min(place, near.size() - 1)].span.begin);
  constexpr std::string_view kCalled[] = {"constructor", "if", "for", "while", "switch", "catch", "function"};
  for (auto i = place > 4 ? place - 4 : 0; i < near.size() && i < place + 3; ++i) {
    const auto& token = near[i];
    if (!token.word || token.text.size() < 3) continue;
    for (const auto word : kCalled)
      if (token.text.starts_with(word) && token.text.size() > word.size()) {
        Candidate candidate;
        const auto at = token.span.begin + word.size();
        candidate.changes.push_back({{at, at}, "("});
        candidate.cost = 0.8;
        candidate.reason = "a '(' is missing";
        candidates.push_back(std::move(candidate));
      }
    for (const auto name : names) {
      if (name.size() >= token.text.size() || !token.text.starts_with(name)) continue;
      const auto rest = token.text.substr(name.size());
      if (std::ranges::find(names, rest) == names.end()) continue;
      for (const std::string_view between : {"[", "(", "."}) {
        Candidate candidate;
        const auto at = token.span.begin + name.size();
        candidate.changes.push_back({{at, at}, std::string(between)});
        candidate.cost = 0.9;
        candidate.reason = "a '" + std::string(between) + "' is missing";
        candidates.push_back(std::move(candidate));
      }
    }
  }
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const std::string_view message = context.problem.primary.message;
  // Not the grammar's matters: other fixers answer.
  for (const std::string_view other :
       {"already been declared", "import statement outside", "does not provide an export", "Named export",
        "Missing initializer", "is not defined in module"})
    if (message.find(other) != std::string_view::npos) return {};
  for (const std::string_view other : {"reserved word", "await is only valid", "token 'export'"})
    if (message.find(other) != std::string_view::npos && file.syntax.errors().empty()) return {};
  auto at = context.at.begin;
  const bool end = message.find("end of input") != std::string_view::npos ||
                   context.problem.primary.place.line > file.lines.count();
  if (end) at = end_of_previous_token(file, file.text.size());
  const auto near = tokens_near(file, at, 3);
  const auto place = token_at(near, at);
  auto candidates = single_token_edits(near, std::min(place, near.empty() ? 0 : near.size() - 1), kRules);
  words(file, near, place, candidates);
  // Where the parser itself sees the fault may be elsewhere.
  for (const auto error : file.syntax.errors()) {
    const auto where = source::span(error).begin;
    if (where + 400 > at && where < at + 400) continue;
    const auto around = tokens_near(file, where, 2);
    auto more =
        single_token_edits(around, std::min(token_at(around, where), around.empty() ? 0 : around.size() - 1), kRules);
    for (auto& one : more) one.cost += 0.8;
    words(file, around, token_at(around, where), more);
    candidates.insert(candidates.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    break;
  }
  const auto previous = end_of_previous_token(file, at);
  static const base::Regex kExpected(R"(^'([^']+)' expected)");
  std::string token;
  if (kExpected.find(message, &token)) {
    Candidate candidate;
    candidate.changes.push_back({{previous, previous}, token});
    candidate.cost = token == "," ? 1.0 : 0.5;
    candidate.reason = "the compiler expects '" + token + "'";
    candidates.push_back(std::move(candidate));
  }
  if (message.find("missing ) after") != std::string_view::npos)
    for (auto& candidate : candidates)
      if (candidate.changes.size() == 1 && base::trim(candidate.changes[0].with) == ")") candidate.cost -= 0.6;
  if (message.find("Invalid or unexpected token") != std::string_view::npos ||
      message.find("nterminated") != std::string_view::npos || message.find("missing )") != std::string_view::npos ||
      message.find("Unexpected identifier") != std::string_view::npos ||
      message.find("Unexpected string") != std::string_view::npos ||
      message.find("expected") != std::string_view::npos)
    quotes(file, at, candidates);
  close_string(file, at, candidates);
  close_above(file, at, candidates);
  open_before(file, at, near, candidates);
  split_names(file, near, place, candidates);
  for (auto& candidate : brace_candidates(file)) candidates.push_back(std::move(candidate));
  return search(file, std::move(candidates));
}

}  // namespace

Fixer fixer() {
  return {.id = "javascript/syntax",
          .languages = kBoth,
          .answers = R"(^(node|node_test) SyntaxError |Parsing error|^tsc TS1\d\d\d )",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::syntax
