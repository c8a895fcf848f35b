// What it answers: syntax errors.
// What it changes: one token: what the compiler expects, a bracket or comma it misses, a brace that the indentation
// shows, a misspelt keyword, "=" and ":=", a newline before "{" or "else".
// When it declines: no single token makes the file parse better.
#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/brace_search.hpp"
#include "propose/fixers/go/_code.hpp"
#include "propose/token_search.hpp"

namespace fixpoint::propose::fixers::go::syntax {
namespace {

constexpr EditRules::Insert kInserts[] = {
    {")", 1.2},   {"(", 2.2},      {",", 1.5},         {"}", 2.0}, {"{", 1.8}, {"]", 1.8},     {"[", 2.5},
    {":=", 2.0},  {"=", 2.5},      {":", 2.2},         {";", 2.2}, {".", 2.6}, {"range", 3.0}, {"func", 3.0},
    {"nil", 2.4}, {"struct", 2.0}, {"interface", 2.2}, {"+", 3.2}, {"\"", 3.0}};
constexpr EditRules::Erase kErasures[] = {{")", 1.2},    {"(", 1.4},     {",", 1.2},      {"}", 1.6},  {"{", 1.8},
                                          {"]", 1.4},    {"[", 1.6},     {":=", 2.4},     {"=", 1.8},  {":", 1.5},
                                          {";", 1.4},    {".", 1.4},     {"+", 2.0},      {"-", 2.0},  {"*", 2.0},
                                          {"&", 2.0},    {"func", 2.6},  {"return", 2.2}, {"if", 2.4}, {"for", 2.4},
                                          {"else", 2.4}, {"range", 2.4}, {"var", 2.4}};
constexpr EditRules::Replace kReplacements[] = {
    {"=", "==", 1.2},     {"=", ":=", 1.4},          {":=", "=", 1.0},      {":=", "==", 2.5},
    {":", ":=", 1.6},     {",", ";", 1.4},           {";", ",", 1.4},       {")", "]", 1.6},
    {"]", ")", 1.6},      {"}", ")", 1.6},           {")", "}", 1.6},       {"(", "[", 2.2},
    {"[", "(", 2.2},      {"{", "(", 2.2},           {"(", "{", 2.2},       {":", ",", 2.0},
    {".", ",", 2.0},      {";", ":", 2.0},           {"while", "for", 0.3}, {"elif", "else if", 0.3},
    {"def", "func", 0.4}, {"function", "func", 0.3}, {"fn", "func", 0.4},   {"let", "var", 0.5},
    {"<>", "!=", 0.5},    {"and", "&&", 0.5},        {"or", "||", 0.5},     {"not", "!", 0.6},
    {"None", "nil", 1.0}, {"null", "nil", 1.0}};
constexpr EditRules kRules = {.inserts = kInserts, .erasures = kErasures, .replacements = kReplacements};

void split_call(const source::Code& file, const Token& token, std::string_view function, double far,
                std::vector<Candidate>& candidates) {
  if (token.text.size() <= function.size() || !token.text.starts_with(function)) return;
  const auto rest = token.text.substr(function.size());
  if (std::ranges::none_of(file.symbols, [&](const auto& symbol) { return symbol.name == rest; })) return;
  Candidate candidate;
  candidate.changes.push_back({{token.span.begin + function.size(), token.span.begin + function.size()}, "("});
  candidate.cost = 0.3 + far;
  candidate.reason = std::string(function) + " is called with " + std::string(rest);
  candidates.push_back(std::move(candidate));
}

/// Words near the place that are a keyword misspelt, and words written twice.
void misspelt_keywords(const source::Code& file, const std::vector<Token>& near, std::size_t place,
                       std::vector<Candidate>& candidates) {
  const auto first = place > 6 ? place - 6 : 0;
  for (auto i = first; i < near.size() && i < place + 4; ++i) {
    const auto& token = near[i];
    if (!token.word || token.text.size() < 2) continue;
    const double far = 0.25 * static_cast<double>(i > place ? i - place : place - i);
    // "loadroom, path)": two names whose "(" is gone.
    for (const auto& symbol : file.symbols)
      if (symbol.kind == languages::SymbolKind::function) split_call(file, token, symbol.name, far, candidates);
    for (const auto builtin : {"len", "cap", "append", "make", "string", "int", "float64", "panic", "new", "copy"})
      split_call(file, token, builtin, far, candidates);
    if (i + 1 < near.size() && near[i + 1].text == token.text)
      candidates.push_back(erase_token(near[i + 1], 1.0 + far, std::string(token.text) + " is there twice"));
    if (std::ranges::find(file.facts->keywords, token.text) != file.facts->keywords.end()) continue;
    for (const auto keyword : file.facts->keywords)
      if (keyword.size() > 1 && base::edit_distance(token.text, keyword, 2) <= (keyword.size() > 4 ? 2U : 1U))
        candidates.push_back(
            replace_token(token, keyword, 0.6 + far, std::string(token.text) + " should be " + std::string(keyword)));
  }
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  // go vet and the compiler word one mistake differently; either may come first.
  std::string all = context.problem.primary.message;
  for (const auto& other : context.problem.follow_ons)
    if (other.place.line == context.problem.primary.place.line && all.size() < 4000) all += "\n" + other.message;
  const std::string_view message = all;
  const auto near = tokens_near(file, context.at.begin, 3);
  const auto place = token_at(near, context.at.begin);
  auto candidates = single_token_edits(near, std::min(place, near.empty() ? 0 : near.size() - 1), kRules);
  misspelt_keywords(file, near, place, candidates);

  const auto previous = end_of_previous_token(file, context.at.begin);
  const auto insert_here = [&](std::string_view text, double cost) {
    Candidate candidate;
    const bool spaced = text == ":=" || text == "=" || text == "{";
    candidate.changes.push_back({{previous, previous}, (spaced ? " " : "") + std::string(text)});
    candidate.cost = cost;
    candidate.reason = "the compiler expects '" + std::string(text) + "'";
    candidates.push_back(std::move(candidate));
  };
  static const base::Regex kComma(
      R"((?:possibly missing comma or |missing ',' (?:before newline )?in (?:argument|parameter|composite) )([)}\]al]))");
  static const base::Regex kExpected(R"((?m)expected '?([^\s',]+)'?(?:$|, found))");
  std::string token;
  if (kComma.find(message, &token)) {
    if (token == "a" || token == "l") token = message.contains("composite") ? "}" : ")";
    const bool newline = message.contains("unexpected newline") || message.contains("before newline");
    insert_here(",", newline && token == ")" ? 1.2 : newline ? 0.8 : 0.4);
    insert_here(token, newline && token == ")" ? 0.3 : 0.9);
    insert_here(" + ", 2.5);
  } else if (kExpected.find(message, &token) && !base::is_identifier(token) && token != ";") {
    insert_here(token, 0.6);
  }
  // A line that lacks its first word.
  const auto number = file.lines.line_of(context.at.begin);
  const auto first = file.lines.line_span(number).begin + indentation(file.lines.line(number)).size();
  const auto first_word = [&](std::string_view word, double cost) {
    Candidate candidate;
    candidate.changes.push_back({{first, first}, std::string(word) + " "});
    candidate.cost = cost;
    candidate.reason = "the line lacks its '" + std::string(word) + "'";
    candidates.push_back(std::move(candidate));
  };
  if (message.contains("expected := or = or comma")) first_word("return", 0.3);
  if (message.contains("unexpected { at end of statement") || message.contains("unexpected {, expected") ||
      message.contains("expected ';', found '{'")) {
    first_word("if", 0.5);
    first_word("for", 1.2);
    first_word("switch", 1.4);
  }
  if (message.contains("non-declaration statement outside function body") ||
      message.contains("expected declaration, found")) {
    const auto text = base::trim(file.lines.line(number));
    first_word("type", text.contains("struct") || text.contains("interface") ? 0.4 : 1.4);
    first_word("func", text.contains('(') && text.ends_with('{') ? 0.6 : 1.8);
    first_word("var", 1.2);
    first_word("const", 1.6);
    first_word("import", text.starts_with('"') ? 0.5 : 2.2);
  }
  // "func f()\n{" and "}\nelse {": the newline ended the statement.
  if (message.contains("semicolon or newline before {") || message.contains("unexpected keyword else") ||
      message.contains("unexpected else") || message.contains("unexpected newline, expected {")) {
    auto at = context.at.begin;
    if (message.contains("newline before {")) at = file.text.find('{', at);
    if (at != std::string_view::npos) {
      const auto before = end_of_previous_token(file, at);
      Candidate candidate;
      candidate.changes.push_back({{before, at}, " "});
      candidate.cost = 0.1;
      candidate.reason = "it belongs on the line above";
      candidates.push_back(std::move(candidate));
    }
  }
  if (message.contains("newline in string") || message.contains("not terminated")) {
    const auto line = file.lines.line_of(context.at.begin);
    const auto text = base::trim_right(file.lines.line(line));
    auto end = file.lines.line_span(line).begin + text.size();
    // Before what closes the call.
    const auto begin = file.lines.line_span(line).begin;
    for (int i = 0; i < 4 && end > begin; ++i) {
      Candidate candidate;
      candidate.changes.push_back({{end, end}, "\""});
      const char next = end < file.text.size() ? file.text[end] : '\n';
      candidate.cost = next == ')' || next == '}' || next == ',' ? 0.2 + 0.2 * i : 1.0 + 0.3 * i;
      candidate.reason = "the text is not closed";
      candidates.push_back(std::move(candidate));
      const char c = file.text[end - 1];
      if (c != ')' && c != ',' && c != '}' && c != ']' && c != ' ' && c != ';' && c != '{') break;
      --end;
    }
  }
  for (auto& candidate : brace_candidates(file)) candidates.push_back(std::move(candidate));
  return search(file, std::move(candidates));
}

}  // namespace

Fixer fixer() {
  return {
      .id = "go/syntax",
      .languages = kGo,
      .answers =
          R"(syntax error|newline in string|not terminated|expected .+, found|missing import path|invalid character|^go\w*  (missing|illegal|unexpected))",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::syntax
