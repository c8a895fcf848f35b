// What it answers: messages of the lexer and parser.
// What it changes: one token: what rustc expects, a bracket or separator, a brace that the indentation shows, a
// misspelt keyword, a quote. When it declines: no single token makes the file parse better.
#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/brace_search.hpp"
#include "propose/fixers/rust/_code.hpp"
#include "propose/token_search.hpp"

namespace fixpoint::propose::fixers::rust::syntax {
namespace {

constexpr EditRules::Insert kInserts[] = {
    {")", 1.2},    {"(", 2.2},   {",", 1.2},      {"}", 2.0},    {"{", 1.8},  {"]", 1.8},     {"[", 2.5},
    {";", 1.0},    {"=", 1.9},   {":", 1.8},      {"->", 1.8},   {"=>", 1.8}, {"::", 2.0},    {".", 2.2},
    {"|", 2.2},    {">", 2.0},   {"<", 2.4},      {"&", 3.0},    {"fn", 2.2}, {"in", 2.0},    {"for", 2.6},
    {"let", 2.6},  {"+", 3.2},   {"struct", 2.4}, {"else", 3.0}, {"if", 3.0}, {"match", 2.6}, {"enum", 2.8},
    {"impl", 2.8}, {"use", 2.6}, {"mod", 3.0},    {"!", 2.6},    {"-", 3.2},  {"self", 2.2},  {"mut", 3.2}};
constexpr EditRules::Erase kErasures[] = {
    {")", 1.2},   {"(", 1.4},   {",", 1.2}, {"}", 1.6},  {"{", 1.8},     {"]", 1.4},   {"[", 1.6},  {";", 1.4},
    {"=", 1.8},   {":", 1.5},   {".", 1.4}, {"->", 2.2}, {"=>", 2.2},    {"::", 1.6},  {"|", 1.8},  {"+", 2.0},
    {"-", 2.0},   {"&", 1.8},   {"*", 2.0}, {"?", 2.0},  {"fn", 2.4},    {"let", 2.4}, {"if", 2.4}, {"else", 2.4},
    {"pub", 2.2}, {"mut", 2.2}, {">", 1.8}, {"<", 1.8},  {"return", 2.4}};
constexpr EditRules::Replace kReplacements[] = {
    {":", "::", 1.4},         {":", "=", 1.6},        {"=", ":", 1.6},          {"=", "==", 1.6},
    {"==", "=", 1.4},         {",", ";", 1.2},        {";", ",", 1.2},          {":", ";", 1.8},
    {"->", "=>", 0.9},        {"=>", "->", 0.9},      {"=", "=>", 1.8},         {"-", "->", 1.6},
    {".", "::", 2.2},         {"::", ".", 2.4},       {"::", ":", 1.4},         {")", "]", 1.6},
    {"]", ")", 1.6},          {"}", ")", 1.6},        {")", "}", 1.6},          {"(", "[", 2.2},
    {"[", "(", 2.2},          {"{", "(", 2.0},        {"(", "{", 2.0},          {";", ":", 1.8},
    {".", ",", 2.0},          {",", ".", 2.4},        {"function", "fn", 0.4},  {"func", "fn", 0.4},
    {"def", "fn", 0.4},       {"var", "let", 0.5},    {"elif", "else if", 0.4}, {"elseif", "else if", 0.4},
    {"switch", "match", 0.6}, {"and", "&&", 0.5},     {"or", "||", 0.5},        {"not", "!", 0.6},
    {"null", "None", 1.2},    {"import", "use", 0.8}, {"of", "in", 0.8},        {"const", "let", 3.0}};
constexpr EditRules kRules = {.inserts = kInserts, .erasures = kErasures, .replacements = kReplacements};

void words(const source::Code& file, const std::vector<Token>& near, std::size_t place,
           std::vector<Candidate>& candidates) {
  const auto first = place > 6 ? place - 6 : 0;
  for (auto i = first; i < near.size() && i < place + 4; ++i) {
    const auto& token = near[i];
    if (!token.word || token.text.size() < 2) continue;
    const double far = 0.25 * static_cast<double>(i > place ? i - place : place - i);
    // "centsamount)": two names whose "(" is gone.
    const auto split = [&](std::string_view function) {
      if (token.text.size() <= function.size() || !token.text.starts_with(function)) return;
      const auto rest = token.text.substr(function.size());
      const bool pattern = function == "Some" || function == "Ok" || function == "Err";
      if (!pattern && std::ranges::none_of(file.symbols, [&](const auto& symbol) { return symbol.name == rest; }))
        return;
      Candidate candidate;
      candidate.changes.push_back({{token.span.begin + function.size(), token.span.begin + function.size()}, "("});
      candidate.cost = 0.3 + far;
      candidate.reason = std::string(function) + " is called with " + std::string(rest);
      candidates.push_back(std::move(candidate));
    };
    for (const auto& symbol : file.symbols)
      if (symbol.kind == languages::SymbolKind::function) split(symbol.name);
    for (const auto known : {"Some", "Ok", "Err"}) split(known);
    if (i + 1 < near.size() && near[i + 1].text == token.text)
      candidates.push_back(erase_token(near[i + 1], 1.0 + far, std::string(token.text) + " is there twice"));
    if (std::ranges::find(file.facts->keywords, token.text) != file.facts->keywords.end()) continue;
    for (const auto keyword : file.facts->keywords)
      if (keyword.size() > 1 && base::edit_distance(token.text, keyword, 2) <= (keyword.size() > 4 ? 2U : 1U))
        candidates.push_back(
            replace_token(token, keyword, 0.6 + far, std::string(token.text) + " should be " + std::string(keyword)));
  }
}

void insert_at(std::uint64_t at, std::string_view text, double cost, std::vector<Candidate>& candidates) {
  Candidate candidate;
  const bool spaced = text == "->" || text == "=>" || text == "=" || text == "==" || text == "{";
  candidate.changes.push_back({{at, at}, (spaced ? " " : "") + std::string(text)});
  candidate.cost = cost;
  candidate.reason = "'" + std::string(text) + "' is expected here";
  candidates.push_back(std::move(candidate));
}

/// A string that never ends starts where its line has an odd quote.
void quotes(const source::Code& file, std::uint32_t around, std::vector<Candidate>& candidates) {
  const auto first = around > 40 ? around - 40 : 1;
  for (auto number = first; number <= around + 1 && number <= file.lines.count(); ++number) {
    const auto line = file.lines.line(number);
    int count = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
      if (line[i] == '"' && (i == 0 || line[i - 1] != '\\') && !(i > 0 && line[i - 1] == '\'')) ++count;
    if (count % 2 == 0) continue;
    const auto begin = file.lines.line_span(number).begin;
    auto end = begin + base::trim_right(line).size();
    for (int i = 0; i < 5 && end > begin; ++i) {
      const char next = end < file.text.size() ? file.text[end] : '\n';
      insert_at(end, "\"", next == ')' || next == ',' || next == ']' ? 0.3 + 0.2 * i : 1.0 + 0.3 * i, candidates);
      const char c = file.text[end - 1];
      if (c != ')' && c != ',' && c != '}' && c != ']' && c != ' ' && c != ';' && c != '{') break;
      --end;
    }
    for (std::size_t i = 0; i < line.size(); ++i)
      if (line[i] == '"') {
        Candidate candidate;
        candidate.changes.push_back({{begin + i, begin + i + 1}, ""});
        candidate.cost = 1.5;
        candidate.reason = "the quote is too much";
        candidates.push_back(std::move(candidate));
      }
  }
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const std::string_view message = context.problem.primary.message;
  const std::string_view primary_context = context.problem.primary.context;
  std::vector<Candidate> candidates;
  // rustc names the place of a bracket that is never closed too.
  std::vector<std::uint64_t> places{context.at.begin};
  const auto line = file.lines.line_of(context.at.begin);
  for (const auto& related : context.problem.primary.related)
    if (const auto span = source::locate(file.lines, related.place);
        span && places.size() < 3 && context.problem.primary.place.file == related.place.file)
      places.push_back(span->begin);
  for (const auto at : places) {
    const auto near = tokens_near(file, at, 3);
    if (near.empty()) continue;
    const auto place = std::min(token_at(near, at), near.size() - 1);
    for (auto& candidate : single_token_edits(near, place, kRules)) candidates.push_back(std::move(candidate));
    words(file, near, place, candidates);
  }
  // A line that lacks its first word: "ledger::{...};", "name(x: i32) {".
  {
    const auto first = file.lines.line_span(line).begin + indentation(file.lines.line(line)).size();
    for (const auto word :
         {"use ", "fn ", "let ", "pub fn ", "struct ", "enum ", "impl ", "mod ", "for ", "match "}) {
      Candidate candidate;
      candidate.changes.push_back({{first, first}, word});
      const auto text = base::trim(file.lines.line(line));
      const bool path = text.ends_with(';') && text.contains("::") && !text.contains('(') && !text.contains(" = ");
      candidate.cost = path && word == std::string_view("use ") ? 0.2 : 1.6;
      candidate.reason = "the line lacks its " + std::string(base::trim(word));
      candidates.push_back(std::move(candidate));
    }
  }
  // "let name = self {" with arms below: what looks like a struct is a match without its word.
  if (primary_context.contains("while parsing this struct")) {
    const auto all = tokens_near(file, context.at.begin, 3);
    for (auto i = std::min(token_at(all, context.at.begin), all.size()); i-- > 1;) {
      if (all[i].text != "{") continue;
      auto start = i - 1;
      while (start >= 2 && (all[start - 1].text == "." || all[start - 1].text == "::")) start -= 2;
      for (const auto word : {"match ", "if "}) {
        Candidate candidate;
        candidate.changes.push_back({{all[start].span.begin, all[start].span.begin}, word});
        candidate.cost = word[0] == 'm' ? 0.2 : 0.9;
        candidate.reason = "a " + std::string(base::trim(word)) + " is meant";
        candidates.push_back(std::move(candidate));
      }
      break;
    }
  }
  // "expected one of `.`, `;`, ... found": punctuation that may stand between the two tokens.
  if (message.starts_with("expected ")) {
    const auto before_found = message.substr(0, message.find("found"));
    const auto previous = end_of_previous_token(file, context.at.begin);
    for (const auto& token : quoted_parts(before_found)) {
      if (token.empty() || base::is_identifier_part(token[0]) || token == "." || token == "?" || token == "!")
        continue;
      insert_at(previous, token, token == ";" || token == "," ? 0.5 : 1.1, candidates);
    }
  }
  if (message.contains("double quote") || message.contains("unknown prefix") || message.contains("unterminated"))
    quotes(file, line, candidates);
  for (auto& candidate : brace_candidates(file)) candidates.push_back(std::move(candidate));
  return search(file, std::move(candidates));
}

}  // namespace

Fixer fixer() {
  return {
      .id = "rust/syntax",
      .languages = kRust,
      .answers =
          R"(^rustc\w* (E0765|E0758|E0762|E0763|E0766|E0586)? *(expected |unexpected |mismatched closing|this file contains an un|un-?terminated|unknown (start|prefix)|missing |unmatched|invalid |character literal|extra |no rules expected|struct literals|comparison operators|chained|leading|incorrect|keyword|visibility|non-item|macros must))",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::syntax
