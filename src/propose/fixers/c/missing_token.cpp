// What it answers: syntax errors of C and C++ compilers.
// What it changes: one token (now and then two): inserted, erased or replaced near the place the compiler means, such
// that the file parses and nothing else looks wrong. What the message says is expected weighs most.
// When it declines: no small edit makes the parse better.
#include <algorithm>
#include <cmath>

#include "_check.hpp"
#include "_tools.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c::missing_token {
namespace {

constexpr Language kLanguages[] = {Language::c, Language::cpp};
constexpr std::size_t kLongLine = 1000;  // beyond that it is generated or hostile

// Costs are -ln of how often such an edit is the right one for a syntax error nothing more is known about.
constexpr EditRules::Insert kInserts[] = {
    {";", 1.2},   {",", 2.4}, {")", 2.6},  {"}", 3.2}, {"(", 3.2},      {"{", 3.6},  {"]", 4.0},  {"*", 4.2},
    {"=", 4.6},   {"+", 5.0}, {"[", 5.0},  {":", 5.0}, {"<", 5.4},      {"if", 5.6}, {"&&", 5.6}, {"\"", 4.6},
    {"int", 5.2}, {"'", 5.4}, {"||", 5.8}, {"-", 6.0}, {"return", 6.2}, {"==", 6.0}};
constexpr EditRules::Erase kErasures[] = {
    {"}", 2.6},  {")", 3.0},  {";", 3.2},   {",", 3.2},    {"(", 4.0},     {"{", 4.2},   {"else", 4.2},
    {"]", 4.4},  {"=", 4.4},  {"*", 4.6},   {"&", 4.6},    {"[", 4.8},     {":", 4.6},   {"if", 5.0},
    {"&&", 5.0}, {"||", 5.4}, {"+", 5.0},   {"-", 5.0},    {"/", 5.0},     {"<", 5.2},   {">", 5.2},
    {"%", 5.2},  {"==", 5.4}, {"int", 5.0}, {"char", 5.4}, {"float", 5.6}, {"for", 5.6}, {"while", 5.6},
    {"do", 5.0}, {".", 4.6},  {"\"", 4.6},  {"'", 4.8},    {"\\", 4.2},    {"`", 3.0},   {"@", 3.0},
    {"$", 3.5},  {"#", 4.5},  {"!", 5.0},   {"?", 5.0},    {"++", 5.4},    {"--", 5.4}};
constexpr EditRules::Replace kReplacements[] = {
    {",", ";", 2.8},       {";", ",", 3.2},     {":", ";", 3.4},  {"=", "==", 3.4},   {"==", "=", 4.4},
    {"{", "(", 5.2},       {"(", "{", 5.6},     {")", "}", 5.2},  {"}", ")", 5.2},    {"]", ")", 4.4},
    {")", "]", 4.4},       {"[", "(", 4.8},     {"(", "[", 5.2},  {"]", "}", 5.4},    {"}", "]", 5.6},
    {"{", "[", 5.6},       {"[", "{", 5.6},     {".", ",", 4.2},  {".", ";", 4.6},    {";", ":", 3.6},
    {",", ".", 6.0},       {"%", "&", 4.4},     {"<", "(", 6.0},  {"&", "&&", 6.0},   {"->", ".", 6.0},
    {".", "->", 6.0},      {"-", "->", 5.0},    {"-", "=", 5.6},  {"+", "=", 5.8},    {"[", "]", 5.6},
    {"(", ")", 5.0},       {")", "(", 5.0},     {"{", "}", 4.6},  {"}", "{", 5.0},    {"'", ";", 4.6},
    {"\"", ";", 5.2},      {"\"", "'", 5.0},    {"'", "\"", 5.0}, {";", "{", 5.2},    {"*", "&", 6.0},
    {"\\", "/", 5.0},      {">", ">=", 6.5},    {"case", "", 9},  {"if", "for", 5.6}, {"for", "if", 5.4},
    {"for", "while", 6.2}, {"while", "if", 6.5}};

std::string plain(std::string_view message) {
  return base::replace_all(base::replace_all(message, "‘", "'"), "’", "'");
}

bool starts(std::string_view text, std::string_view part) { return text.starts_with(part); }
bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Lowers the cost of candidates that do what the message asks for.
void listen(const FixContext& context, const std::vector<Token>& near, std::size_t place, std::string_view message,
            std::vector<Candidate>& candidates) {
  std::vector<std::string> expected;
  static const base::Regex kExpected(R"(^expected '([^' ]+)'(?: or '([^' ]+)')?)");
  static const base::Regex kExpectedList(R"(^expected '([^' ]+)', '([^' ]+)')");
  std::string first, second;
  if (kExpected.find(message, &first, &second) || kExpectedList.find(message, &first, &second)) {
    expected.push_back(first);
    if (!second.empty()) expected.push_back(second);
  }
  std::string extra;
  static const base::Regex kExtra(R"((?:extraneous(?: closing brace)?|unexpected)[ (]+'([^']+)')");
  if (kExtra.find(message, &extra) || starts(message, "extraneous closing brace")) {
    if (extra.empty()) extra = "}";
  }
  const auto at = context.at.begin;
  for (auto& candidate : candidates) {
    const auto& change = candidate.changes.front();
    const bool inserts = change.what.begin == change.what.end;
    const auto text = base::trim(change.with);
    // Where the compiler stands, an edit is between the two tokens there or at the token after.
    const auto previous_end = place > 0 && place <= near.size() ? near[place - 1].span.end : at;
    const bool here = change.what.begin >= previous_end && change.what.begin <= at;
    if (inserts && std::ranges::find(expected, text) != expected.end()) candidate.cost -= here ? 2.6 : 0.8;
    if (!inserts && change.with.empty() && !extra.empty() && change.what.begin == at) candidate.cost -= 2.6;
    if (!inserts && change.what.begin == at && !change.with.empty() &&
        std::ranges::find(expected, text) != expected.end())
      candidate.cost -= 1.0;
  }
}

/// The ',' of "for (i = 0, i < n, i++)", all at once.
void for_header(const std::vector<Token>& near, std::size_t place, std::vector<Candidate>& candidates) {
  for (std::size_t i = place; i-- > 0 && place - i < 40;) {
    if (near[i].text != "for" || i + 1 >= near.size() || near[i + 1].text != "(") continue;
    int depth = 0;
    std::vector<std::size_t> commas, semicolons;
    std::size_t end = near.size();
    for (auto j = i + 1; j < near.size(); ++j) {
      const auto text = near[j].text;
      if (text == "(" || text == "[") ++depth;
      if ((text == ")" || text == "]") && --depth == 0) {
        end = j;
        break;
      }
      if (text == "{" || text == "}") break;
      if (depth == 1 && text == ",") commas.push_back(j);
      if (depth == 1 && text == ";") semicolons.push_back(j);
    }
    const auto change = [&](std::vector<std::size_t> which, double cost) {
      Candidate candidate;
      for (const auto index : which) candidate.changes.push_back({near[index].span, ";"});
      candidate.cost = cost;
      candidate.reason = "the parts of a for header are separated by ';'";
      candidates.push_back(std::move(candidate));
    };
    if (semicolons.size() == 1 && commas.size() == 1) change(commas, 0.6);
    if (semicolons.empty() && commas.size() == 2) change(commas, 0.5);
    if (semicolons.size() < 2 && commas.size() > 1)
      for (const auto comma : commas) {
        if (semicolons.size() == 1) change({comma}, 1.4);
      }
    if (end < near.size() && semicolons.size() == 1 && commas.empty()) {
      // "for (i = 0; i < n)": the update part is missing altogether; its ';' alone makes it compile.
      candidates.push_back(insert_before(near[end], ";", 3.2, "a for header has three parts"));
    }
    break;
  }
}

/// "if a > b {" and "if a > b)": parentheses around a condition.
void condition_parentheses(const FixContext& context, const std::vector<Token>& near, std::size_t place,
                           std::vector<Candidate>& candidates) {
  for (std::size_t i = place + 1; i-- > 0 && place - i < 25;) {
    if (i >= near.size()) continue;
    const auto word = near[i].text;
    if (word != "if" && word != "while" && word != "switch" && word != "for") continue;
    if (i + 1 >= near.size()) break;
    const auto line = context.file->lines.line_of(near[i].span.begin);
    std::size_t end = i + 1;
    while (end < near.size() && near[end].text != "{" && near[end].text != ";" &&
           context.file->lines.line_of(near[end].span.begin) == line)
      ++end;
    if (end <= i + 1) break;
    const auto wrap = [&](std::size_t last, double cost) {
      Candidate candidate;
      candidate.changes.push_back({{near[i + 1].span.begin, near[i + 1].span.begin}, "("});
      candidate.changes.push_back({{near[last].span.end, near[last].span.end}, ")"});
      candidate.cost = cost;
      candidate.reason = "a condition stands in parentheses";
      candidates.push_back(std::move(candidate));
    };
    // "if (a) && (b)" has parentheses, but not around all of it.
    wrap(end - 1, near[i + 1].text == "(" ? 2.0 : 0.8);
    break;
  }
}

/// An operand is missing: what could stand there, and what could go instead.
void missing_operand(const FixContext& context, const std::vector<Token>& near, std::size_t place,
                     std::vector<Candidate>& candidates) {
  const auto& file = *context.file;
  const auto first = place > 4 ? place - 4 : 0;
  const auto last = std::min(near.size(), place + 3);
  for (auto i = first; i < last; ++i) {
    const auto& token = near[i];
    const auto next = i + 1 < near.size() ? near[i + 1].text : std::string_view{};
    const auto far = 0.3 * std::abs(static_cast<double>(i) - static_cast<double>(place));
    if (token.text == "[" && next == "]") {
      candidates.push_back(
          {{{{token.span.begin, near[i + 1].span.end}, ""}}, 1.0 + far, "an array is passed by its name"});
      auto variables = variables_at(context, token.span.begin);
      std::ranges::reverse(variables);
      std::size_t order = 0;
      for (const auto& variable : variables)
        if (variable.name.size() == 1 && ++order < 6)
          candidates.push_back(insert_after(token, variable.name, 2.0 + 0.3 * static_cast<double>(order) + far,
                                            "the index is missing"));
    }
    if (token.text == "''" || (token.text == "'" && next == "'")) {
      const auto end = token.text == "''" ? token.span.end : near[i + 1].span.end;
      candidates.push_back(
          {{{{token.span.begin, end}, "' '"}}, 0.9 + far, "a character literal holds one character"});
      candidates.push_back(
          {{{{token.span.begin, end}, "'\\0'"}}, 1.6 + far, "a character literal holds one character"});
    }
    if (token.text == "\\" && i + 1 < near.size() && near[i + 1].word && near[i + 1].span.begin == token.span.end) {
      const auto text = std::string(file.text.substr(token.span.begin, near[i + 1].span.end - token.span.begin));
      const bool argument = i > 0 && (near[i - 1].text == "," || near[i - 1].text == "(");
      const source::Span both{token.span.begin, near[i + 1].span.end};
      candidates.push_back(
          {{{both, "'" + text + "'"}}, (argument ? 1.6 : 0.6) + far, "a character stands in quotes"});
      candidates.push_back({{{both, "\"" + text + "\""}}, (argument ? 0.9 : 2.6) + far, "text stands in quotes"});
    }
    if ((token.text == "if" || token.text == "while") && next == "(" && i + 2 < near.size() &&
        near[i + 2].text == ")")
      candidates.push_back({{{{token.span.begin, near[i + 2].span.end}, ""}}, 1.4 + far, "there is no condition"});
    if (token.text == "return" && (next == "}" || next.empty()))
      candidates.push_back(insert_after(token, " 0;", 0.9 + far, "a value is returned"));
    static constexpr std::string_view kTypes[] = {"char", "int", "float", "double", "long"};
    if (std::ranges::find(kTypes, token.text) != std::end(kTypes) && i > 0 &&
        (near[i - 1].text == "," || near[i - 1].text == "*" || near[i - 1].text == "(") &&
        (next == ")" || next == "*" || next == ","))
      candidates.push_back(
          {{{token.span, "sizeof(" + std::string(token.text) + ")"}}, 1.2 + far, "the size of the type is meant"});
    // "printf(%d, x)": the format lacks both quotes.
    if (token.text == "%" && i > 0 && near[i - 1].text == "(") {
      auto end = i;
      while (end < near.size() && near[end].text != "," && near[end].text != ")") ++end;
      if (end < near.size() && end > i)
        candidates.push_back(
            {{{{token.span.begin, token.span.begin}, "\""}, {{near[end - 1].span.end, near[end - 1].span.end}, "\""}},
             0.8 + far,
             "a format stands in quotes"});
    }
    constexpr std::string_view kBinary = "+-*/%<>=&|^,(";
    const bool op = !token.text.empty() && kBinary.contains(token.text.back()) && token.text != "->";
    const bool stops = next == ")" || next == ";" || next == "]" || next == ",";
    if (op && stops && token.text != "(") {
      if (token.text != ",")
        candidates.push_back({{{token.span, "'" + std::string(token.text) + "'"}},
                              token.text.size() == 1 && i > 0 && near[i - 1].text == "," ? 1.5 : 4.0 + far,
                              "the character '" + std::string(token.text) + "' is meant"});
      candidates.push_back(erase_token(token, (token.text == "," ? 1.2 : 1.4) + far,
                                       "the '" + std::string(token.text) + "' has no right side"));
      candidates.push_back(insert_after(token, " 0", 3.2 + far, "an operand is missing"));
      candidates.push_back(insert_after(token, " 1", 3.6 + far, "an operand is missing"));
      auto variables = variables_at(context, token.span.begin);
      std::ranges::reverse(variables);
      std::size_t order = 0;
      for (const auto& variable : variables)
        if (++order < 8)
          candidates.push_back(insert_after(token, variable.name, 3.0 + 0.2 * static_cast<double>(order) + far,
                                            "an operand is missing"));
    }
  }
}

/// "printf(hello, world)" and "printf("a %d, x)": what is text in a call, from '(' to the last ')' of the line.
void unquoted_text(const FixContext& context, std::vector<Candidate>& candidates) {
  const auto line = context.file->lines.line_of(context.at.begin);
  const auto where = context.file->lines.line_span(line);
  const auto text = context.file->lines.line(line);
  if (text.size() > kLongLine) return;
  for (const std::string_view call : {"printf(", "puts(", "scanf(", "printf ("}) {
    const auto at = text.find(call);
    if (at == std::string_view::npos) continue;
    const auto begin = at + call.size();
    if (begin >= text.size() || text.find('"') != std::string_view::npos) continue;
    const auto close = text.rfind(')');
    if (close == std::string_view::npos || close <= begin) continue;
    const auto inside = text.substr(begin, close - begin);
    bool prose = inside.front() == '%' || inside.front() == '\\';
    for (std::size_t i = 1; i + 1 < inside.size() && !prose; ++i)
      prose = inside[i] == ' ' && base::is_identifier_part(inside[i - 1]) && base::is_identifier_part(inside[i + 1]);
    if (!prose) continue;
    candidates.push_back(
        {{{{where.begin + begin, where.begin + begin}, "\""}, {{where.begin + close, where.begin + close}, "\""}},
         0.8,
         "text stands in quotes"});
  }
}

/// A word that has no business there.
void stray_words(const FixContext& context, const std::vector<Token>& near, std::size_t place,
                 std::vector<Candidate>& candidates) {
  const auto first = place > 4 ? place - 4 : 0;
  for (auto i = first; i < near.size() && i < place + 2; ++i) {
    const auto text = near[i].text;
    const auto apart = 0.4 * std::abs(static_cast<double>(i) - static_cast<double>(place));
    // Bytes that no C program holds outside of literals.
    if (text.size() == 1 && !near[i].word && !std::string_view("(){}[];,.<>+-*/%&|^!=?:~#\"'\\").contains(text[0]))
      candidates.push_back(erase_token(near[i], 0.4 + apart, "a stray character"));
    if (text == ";" && i + 1 < near.size() && near[i + 1].text == ";")
      candidates.push_back(erase_token(near[i], 1.6 + apart, "one ';' too many"));
    // Prose at the end of a line: the slashes of its comment are missing.
    const bool starts_prose =
        i > 0 && (near[i - 1].text == ";" || near[i - 1].text == "{" || near[i - 1].text == "}");
    if (starts_prose && near[i].word && i + 1 < near.size() && near[i + 1].word)
      candidates.push_back(insert_before(near[i], "//", 3.0 + apart, "a comment starts with slashes"));
    if (!near[i].word) continue;
    const auto line = base::trim(context.file->lines.line(context.file->lines.line_of(near[i].span.begin)));
    const auto far = 0.4 * std::abs(static_cast<double>(i) - static_cast<double>(place));
    candidates.push_back(erase_token(near[i], (line == near[i].text ? 2.2 : 4.4) + far,
                                     "'" + std::string(near[i].text) + "' is too much"));
  }
}

/// Neighbours in the wrong order: "f(x;)" for "f(x);".
void swapped(const FixContext& context, const std::vector<Token>& near, std::size_t place,
             std::vector<Candidate>& candidates) {
  const auto first = place > 3 ? place - 3 : 0;
  for (auto i = first; i + 1 < near.size() && i < place + 3; ++i) {
    const auto &left = near[i], &right = near[i + 1];
    if (left.word || right.word || left.text == right.text) continue;
    const bool usual = left.text == ";" && (right.text == ")" || right.text == "]");
    const auto between = context.file->text.substr(left.span.end, right.span.begin - left.span.end);
    if (between.size() > 4) continue;
    candidates.push_back({{{{left.span.begin, right.span.end},
                            std::string(right.text) + std::string(between) + std::string(left.text)}},
                          usual ? 1.0 : 4.6,
                          "'" + std::string(left.text) + "' and '" + std::string(right.text) + "' are swapped"});
  }
}

/// Quotes within a string literal: "say "hi" now". From the first quote of the line's argument to its last one all is
/// one literal, its inner quotes escaped or dropped.
void inner_quotes(const FixContext& context, std::vector<Candidate>& candidates) {
  const auto line = context.file->lines.line_of(context.at.begin);
  const auto where = context.file->lines.line_span(line);
  const auto text = context.file->lines.line(line);
  if (text.size() > kLongLine) return;
  std::vector<std::size_t> quotes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
      continue;
    }
    if (text[i] == '"') quotes.push_back(i);
  }
  if (quotes.size() < 2 || quotes.size() > 12) return;
  // From quote a to quote b one literal; what lies between are the inner ones.
  for (std::size_t a = 0; a < quotes.size(); ++a)
    for (std::size_t b = a + 2; b < quotes.size(); ++b) {
      Candidate escape, drop;
      for (auto i = a + 1; i < b; ++i) {
        const auto at = where.begin + quotes[i];
        escape.changes.push_back({{at, at}, "\\"});
        drop.changes.push_back({{at, at + 1}, ""});
      }
      const double wide = a == 0 && b + 1 == quotes.size() ? 0 : 0.7;
      escape.cost = 1.6 + wide + (b - a == 3 ? 0 : 0.6);
      drop.cost = 1.9 + wide + (b - a == 3 ? 0 : 0.4);
      escape.reason = "a quote within a string is written \\\"";
      drop.reason = "the string goes on behind the inner quotes";
      candidates.push_back(std::move(escape));
      candidates.push_back(std::move(drop));
    }
}

/// One quote of either kind that has no partner, 'a" or "text': the later one is of the wrong kind, or the earlier.
void mixed_quotes(const FixContext& context, std::vector<Candidate>& candidates) {
  const auto line = context.file->lines.line_of(context.at.begin);
  const auto begin = context.file->lines.line_span(line).begin;
  const auto text = context.file->lines.line(line);
  if (text.size() > kLongLine) return;
  std::size_t open = 0;  // of the literal that is being read, its place + 1
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
      continue;
    }
    if (text[i] != '"' && text[i] != '\'') continue;
    if (open == 0 || text[i] == text[open - 1]) {
      open = open == 0 ? i + 1 : 0;
      continue;
    }
    // A quote within the other kind's literal is what it says when that literal ends.
    const auto content = i - open;
    const char first = text[open - 1];
    if (text.find(first, i + 1) != std::string_view::npos && content != 1) continue;
    const bool one = content == 1 || (content == 2 && text[open] == '\\');
    const auto change = [&](std::size_t at, char quote, double cost) {
      candidates.push_back(
          {{{{begin + at, begin + at + 1}, std::string(1, quote)}}, cost, "the literal's quotes do not match"});
    };
    change(i, first, (first == '\'') == one ? 0.1 : 1.2);
    change(open - 1, text[i], (text[i] == '\'') == one ? 0.1 : 1.2);
    open = 0;
  }
}

/// A string or character literal without its end: what stands where it could end.
void open_literal(const FixContext& context, std::vector<Candidate>& candidates) {
  const auto line = context.file->lines.line_of(context.at.begin);
  const auto where = context.file->lines.line_span(line);
  const auto text = context.file->lines.line(line);
  if (text.size() > kLongLine) return;
  for (const char quote : {'"', '\''}) {
    const std::string with(1, quote);
    int count = 0;
    std::size_t open = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\') {
        ++i;
        continue;
      }
      if (text[i] == quote && ++count % 2 == 1) open = i;
    }
    if (count % 2 == 0) continue;
    const auto reason = "the literal's closing " + with + " is missing";
    for (auto i = open + 1; i <= text.size(); ++i) {
      const char next = i < text.size() ? text[i] : '\n';
      double cost = -1;
      const auto rest = base::trim(text.substr(i));
      if (rest == ");" || rest == ")" || rest == ";" || rest == ");}" || rest == "," || rest == ") {" ||
          rest == "){" || rest == "")
        cost = rest.empty() ? 2.0 : 0.7;
      else if (next == ',')
        cost = 1.4;
      else if (next == ')' || next == ';' || next == ']' || next == ':' || next == '}')
        cost = 1.8;
      else if (quote == '\'' && i == open + 2)
        cost = 0.9;
      else if (next == ' ' || next == '+' || next == '<')
        cost = 2.8;
      if (cost < 0) continue;
      const auto at = where.begin + i;
      candidates.push_back({{{{at, at}, with}}, cost, reason});
    }
    // Or its begin is missing, or it is one quote too many, or the other kind.
    for (std::size_t i = 0; i < open; ++i) {
      const bool edge = !base::is_identifier_part(text[i]) && (i + 1 < text.size());
      if (edge && (text[i] == '(' || text[i] == ',' || text[i] == '=' || text[i] == ' ' || text[i] == '['))
        candidates.push_back({{{{where.begin + i + 1, where.begin + i + 1}, with}},
                              text[i] == '(' ? 1.6 : 2.6,
                              "the literal's opening " + with + " is missing"});
    }
    candidates.push_back({{{{where.begin + open, where.begin + open + 1}, ""}}, 2.4, "the " + with + " is too much"});
    const std::string other(1, quote == '"' ? '\'' : '"');
    candidates.push_back(
        {{{{where.begin + open, where.begin + open + 1}, other}}, 2.6, "the literal's quotes do not match"});
  }
}

/// A comment without its end: it was meant for its line only, or what it hides is code.
void open_comment(const FixContext& context, std::vector<Candidate>& candidates) {
  const auto& file = *context.file;
  const auto at = context.at.begin;
  if (!file.text.substr(at).starts_with("/*")) return;
  const auto end = file.lines.line_span(file.lines.line_of(at)).end;
  const auto hidden = base::trim(file.text.substr(at + 2, end - at - 2));
  const bool code = !hidden.empty() && std::string_view(";{})").contains(hidden.back());
  candidates.push_back({{{{at, at + 2}, "//"}}, code ? 1.2 : 0.1, "the comment is one of this line only"});
  candidates.push_back({{{{end, end}, " */"}}, code ? 1.4 : 0.6, "the comment is not closed"});
  candidates.push_back({{{{at, at + 2}, ""}}, code ? 0.2 : 2.0, "the comment hides code"});
}

/// Braces that indentation says are missing or too many: where a block ends although its lines go on, or go on being
/// indented although it ended. Only offered when the file's braces do not balance.
void braces(const FixContext& context, std::string_view message, std::vector<Candidate>& candidates) {
  const auto& file = *context.file;
  const bool missing = has(message, "expected '}'") || has(message, "at end of input") ||
                       has(message, "function definition is not allowed");
  struct Open {
    std::size_t indent;  // of the line that holds the brace's statement
    std::uint64_t at;
  };
  const auto all = tokens(file, {0, file.text.size()});
  const auto width = [](std::string_view text) {
    std::size_t columns = 0;
    for (const char c : text) columns += c == '\t' ? 8 - columns % 8 : 1;
    return columns;
  };
  const auto indent_of = [&](std::uint64_t at) {
    return width(indentation(file.lines.line(file.lines.line_of(at))));
  };
  std::vector<Open> open;
  int balance = 0;
  for (const auto& token : all) balance += token.text == "{" ? 1 : token.text == "}" ? -1 : 0;
  if (balance == 0 || std::abs(balance) > 4) return;
  const std::string end_of_line(line_end(file));
  std::uint32_t last_line = 0;
  std::size_t offered = 0;
  constexpr std::size_t kEnough = 12;
  for (std::size_t i = 0; i < all.size() && offered < kEnough; ++i) {
    const auto& token = all[i];
    const auto line = file.lines.line_of(token.span.begin);
    const bool first_on_line = line != last_line;
    last_line = line;
    const auto indent = indent_of(token.span.begin);
    // Labels and access specifiers stand further left by custom.
    const bool label = token.text == "case" || (token.word && i + 1 < all.size() && all[i + 1].text == ":");
    if (first_on_line && i > 0 && balance > 0 && !open.empty() && token.text != "{" && !token.text.starts_with("#") &&
        !label) {
      // This line stands further left than its block allows.
      const bool closes = token.text == "}";
      const bool outside = closes ? indent < open.back().indent : indent <= open.back().indent;
      if (outside && (open.size() > 1 || !closes)) {
        const auto& before = all[i - 1];
        candidates.push_back(insert_after(before, end_of_line + std::string(open.back().indent, ' ') + "}",
                                          (balance == 1 ? 0.2 : 0.6) + 0.25 * static_cast<double>(offered),
                                          "the block is not closed before this line"));
        ++offered;
        open.pop_back();  // go on as if it were there
      }
    }
    if (token.text == "{") open.push_back({indent, token.span.begin});
    if (token.text == "}") {
      if (balance < 0) {
        const bool fits = !open.empty() && (!first_on_line || open.back().indent == indent);
        if (!fits) {
          candidates.push_back(erase_token(token, 1.0 + 0.3 * static_cast<double>(offered), "the '}' is too much"));
          ++offered;
          if (open.empty()) continue;
        }
      }
      if (!open.empty()) open.pop_back();
    }
  }
  if (!missing) return;
  std::uint64_t end = file.text.size();
  while (end > 0 && (file.text[end - 1] == '\n' || file.text[end - 1] == ' ' || file.text[end - 1] == '\t' ||
                     file.text[end - 1] == '\r'))
    --end;
  for (int count = 1; count <= 3; ++count) {
    Candidate candidate;
    std::string with;
    for (int i = 0; i < count; ++i) with += end_of_line + "}";
    candidate.changes.push_back({{end, end}, with});
    candidate.cost = count == balance ? 0.9 : 2.4;
    candidate.reason = "a block is not closed at the end of the file";
    candidates.push_back(std::move(candidate));
  }
}

/// Words run together or torn apart: "else if" without its if, "i f", "elseif", "retrun 0".
void keywords(const FixContext& context, const std::vector<Token>& near, std::size_t place,
              std::vector<Candidate>& candidates) {
  const auto first = place > 5 ? place - 5 : 0;
  const auto last = std::min(near.size(), place + 3);
  for (auto i = std::min(place + 1, near.size()); i-- > 0 && place < i + 40;) {  // "else (a < b) {"
    if (i != place && (near[i].text == ";" || near[i].text == "}")) break;
    if (near[i].text != "else" || i + 1 >= near.size() || near[i + 1].text != "(") continue;
    candidates.push_back(insert_after(near[i], " if", -0.6, "'else' takes no condition, 'else if' does"));
    const auto close = closing(near, i + 1);
    if (close < near.size())
      candidates.push_back(
          {{{{near[i + 1].span.begin, near[close].span.end}, ""}}, 0.2, "'else' takes no condition"});
    break;
  }
  for (auto i = first; i < last; ++i) {
    const auto& token = near[i];
    if (!token.word || base::is_digit(token.text.front())) continue;
    if (std::ranges::find(context.facts.keywords, token.text) != context.facts.keywords.end()) {
      continue;
    }
    const auto far = 0.4 * std::abs(static_cast<double>(i) - static_cast<double>(place));
    if (token.text == "elseif" || token.text == "elif" || token.text == "elsif")
      candidates.push_back(replace_token(token, "else if", 0.4 + far, "C spells it 'else if'"));
    if (token.text == "then") candidates.push_back(erase_token(token, 0.8 + far, "C has no 'then'"));
    for (const auto keyword : context.facts.keywords) {
      if (keyword.size() < 2 || token.text.size() < 2) continue;
      const bool folded = base::lower(token.text) == base::lower(keyword);
      const std::size_t limit = keyword.size() > 3 ? 2 : 1;
      const auto distance = folded ? 0 : base::edit_distance(token.text, keyword, limit);
      if (distance <= limit)
        candidates.push_back(replace_token(
            token, keyword,
            1.0 + 0.9 * static_cast<double>(distance) + far + (keyword.size() <= 3 && !folded ? 1.5 : 0.0),
            "'" + std::string(keyword) + "' is meant"));
    }
  }
  for (auto i = first; i + 1 < last; ++i) {  // "i f", "els e", "& &", "= ="
    const auto joined = std::string(near[i].text) + std::string(near[i + 1].text);
    const bool keyword = std::ranges::find(context.facts.keywords, joined) != context.facts.keywords.end();
    const bool op = joined == "&&" || joined == "||" || joined == "==" || joined == "<=" || joined == ">=" ||
                    joined == "!=" || joined == "++" || joined == "--" || joined == "+=" || joined == "-=" ||
                    joined == "->";
    if ((keyword || op) && near[i].span.end < near[i + 1].span.begin)
      candidates.push_back(
          {{{{near[i].span.begin, near[i + 1].span.end}, joined}}, op ? 1.6 : 2.0, "'" + joined + "' is one token"});
    constexpr std::pair<std::string_view, std::string_view> kSwapped[] = {
        {"=<", "<="}, {"=>", ">="},  {"=!", "!="},  {"<>", "!="},  {"=-", "-="},  {"=+", "+="},  {"=*", "*="},
        {"=/", "/="}, {"!==", "!="}, {"===", "=="}, {"<==", "<="}, {">==", ">="}, {"=<=", "<="}, {"&|", "||"}};
    for (const auto& [wrong, right] : kSwapped)
      if (joined == wrong)
        candidates.push_back({{{{near[i].span.begin, near[i + 1].span.end}, std::string(right)}},
                              0.8,
                              "the operator is spelt '" + std::string(right) + "'"});
  }
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto message = plain(context.problem.primary.message);
  const auto near = tokens_near(*context.file, context.at.begin, 12);
  const auto place = token_at(near, context.at.begin);
  // The tree is not what the compiler saw: the token it misses is there.
  if (message.starts_with("expected ';'") && place > 0 && near[place - 1].text == ";") return {};
  EditRules rules{kInserts, kErasures, kReplacements};
  auto candidates = single_token_edits(near, place, rules);
  listen(context, near, place, message, candidates);
  for_header(near, place, candidates);
  condition_parentheses(context, near, place, candidates);
  braces(context, message, candidates);
  stray_words(context, near, place, candidates);
  keywords(context, near, place, candidates);
  swapped(context, near, place, candidates);
  unquoted_text(context, candidates);
  if (has(message, "expected expression") || has(message, "primary-expression"))
    missing_operand(context, near, place, candidates);
  if (has(message, "unterminated comment") || has(message, "unterminated /* comment"))
    open_comment(context, candidates);
  inner_quotes(context, candidates);
  mixed_quotes(context, candidates);
  open_literal(context, candidates);
  auto options = search_options(context);
  return search(*context.file, std::move(candidates), options);
}

}  // namespace

Fixer fixer() {
  return {
      .id = "c/missing_token",
      .languages = kLanguages,
      .answers =
          R"(^(gcc|clang) \S* ?.*(expected|extraneous|unexpected|stray|missing|unterminated|without|not within|not in loop|end of input|invalid (suffix|digit|operands)|not assignable|lvalue|function definition is not allowed|not a function| statement))",
      .best = Safety::likely,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c::missing_token
