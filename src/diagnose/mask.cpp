#include "diagnose/mask.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "languages/language.hpp"

namespace fixpoint::diagnose {
namespace {

constexpr std::size_t kLongestQuote = 2048;
constexpr std::size_t kLongestMessage = 8192;

struct Quotes {
  std::string_view open, close;
};
// The order matters: the GNU pair `x' is tried after `x`.
constexpr std::array<Quotes, 6> kQuotes = {
    {{"‘", "’"}, {"“", "”"}, {"`", "`"}, {"`", "'"}, {"'", "'"}, {"\"", "\""}}};

/// A quoted piece at the start of `text`: its content and how long it is with its quotes.
struct Quoted {
  std::string_view content;
  std::size_t size = 0;
  char mark = '\'';
};

Quoted quoted_at(std::string_view text, bool after_word) {
  Quoted shortest;
  for (const auto& [open, close] : kQuotes) {
    if (!text.starts_with(open)) continue;
    if (open == "'" && after_word) return {};  // an apostrophe: "can't"
    const auto window = text.substr(0, kLongestQuote);
    for (auto end = window.find(close, open.size()); end != std::string_view::npos;
         end = window.find(close, end + close.size())) {
      const auto after = end + close.size();
      // ''' is a quoted quote; a quote inside a word ("user's") does not close.
      if (end == open.size() && window.substr(after).starts_with(close)) continue;
      if (after < text.size() && base::is_identifier_part(text[after]) &&
          static_cast<unsigned char>(text[after]) < 0x80)
        continue;
      if (shortest.size == 0 || after < shortest.size)
        shortest = {window.substr(open.size(), end - open.size()), after, open == "\"" || open == "“" ? '"' : '\''};
      break;
    }
  }
  return shortest;
}

/// Punctuation, keywords and nothing at all stay as they are.
bool stays(std::string_view content, const languages::LanguageFacts& facts) {
  for (std::size_t i = 0; i < content.size();) {
    const char c = content[i];
    if (!base::is_identifier_part(c)) {
      ++i;
      continue;
    }
    if (c == '_' && content.size() == 1) return true;
    auto end = i;
    while (end < content.size() && base::is_identifier_part(content[end])) ++end;
    if (std::ranges::find(facts.keywords, content.substr(i, end - i)) == facts.keywords.end()) return false;
    i = end;
  }
  return true;
}

/// A name of the user's: an identifier, plain or qualified (a::b, a.b, @a/b), or a path; not a type or other code.
bool is_name(std::string_view content) {
  return !content.empty() && std::ranges::none_of(content, [](char c) {
    return c == ' ' || c == '<' || c == '>' || c == '(' || c == ')' || c == '[' || c == ']' || c == '{' || c == '}' ||
           c == '*' || c == '&' || c == ',' || c == ';' || c == '=' || c == '|' || c == '"' || c == '\'';
  });
}

bool is_hex(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return base::is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
}

bool is_uuid(std::string_view word) {
  if (word.size() != 36) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (i == 8 || i == 13 || i == 18 || i == 23 ? word[i] != '-' : !is_hex(word.substr(i, 1))) return false;
  return true;
}

/// "/usr/x", "./x", "../x", "~/x", "C:\x", "a/b/c", "a/b.c", "b.c" when .c is an ending we know.
bool is_path(std::string_view word) {
  if (word.size() < 2 || word.ends_with('.')) return false;
  const auto slash = word.find('/');
  if (slash == std::string_view::npos) {
    if (word.size() > 3 && word[1] == ':' && word[2] == '\\') return true;
    return word.find_first_of("()<>=\"'") == std::string_view::npos &&
           languages::language_of(word) != Language::any && word.find('.') != 0;
  }
  if (word.find_first_of("()<>=\"'`") != std::string_view::npos) return false;
  if (slash == 0 || word.starts_with("./") || word.starts_with("../") || word.starts_with("~/")) return true;
  const auto last = word.substr(word.rfind('/') + 1);
  return std::ranges::count(word, '/') > 1 || (last.find('.') != std::string_view::npos && last.find('.') != 0);
}

using Steps = std::vector<MaskStep>;

void note(Steps* steps, std::string_view mask, std::string_view text, std::string_view became) {
  if (steps != nullptr) steps->push_back({mask, std::string(text), std::string(became)});
}

/// Numbers inside a word: "12ms" -> "<num>ms"; "int32_t" and "E0308" stay.
void append_numbers(std::string& out, std::string_view word, Steps* steps) {
  for (std::size_t i = 0; i < word.size();) {
    if (!base::is_digit(word[i]) || (i > 0 && base::is_identifier_part(word[i - 1]))) {
      out += word[i++];
      continue;
    }
    if (word[i] == '0' && i + 2 < word.size() && (word[i + 1] == 'x' || word[i + 1] == 'X') &&
        is_hex(word.substr(i + 2, 1))) {
      const auto begin = i;
      i += 2;
      while (i < word.size() && is_hex(word.substr(i, 1))) ++i;
      out += "<hex>";
      note(steps, "hex", word.substr(begin, i - begin), "<hex>");
      continue;
    }
    const auto begin = i;
    while (i < word.size() &&
           (base::is_digit(word[i]) || ((word[i] == '.' || word[i] == ',' || word[i] == '_' || word[i] == ':') &&
                                        i + 1 < word.size() && base::is_digit(word[i + 1]))))
      ++i;
    out += "<num>";
    note(steps, "number", word.substr(begin, i - begin), "<num>");
  }
}

void append_word(std::string& out, std::string_view word, Steps* steps) {
  constexpr std::string_view kBefore = "([{<\"'`", kAfter = ")]}>\"'`,;:!?";
  while (!word.empty() && kBefore.find(word.front()) != std::string_view::npos) {
    out += word.front();
    word.remove_prefix(1);
  }
  auto core = word;
  while (!core.empty() && kAfter.find(core.back()) != std::string_view::npos) core.remove_suffix(1);
  const auto tail = word.substr(core.size());
  // A place behind a path ("a.c:3:4") goes with it.
  auto path = core;
  for (int part = 0; part < 3; ++part) {
    const auto colon = path.rfind(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == path.size() ||
        !std::ranges::all_of(path.substr(colon + 1), base::is_digit))
      break;
    path = path.substr(0, colon);
  }
  const auto whole = [&](std::string_view mask, std::string_view became) {
    out += became;
    note(steps, mask, core, became);
  };
  if (core.find("://") != std::string_view::npos && core.find("://") > 0)
    whole("url", "<url>");
  else if (is_uuid(core))
    whole("hex", "<hex>");
  else if (is_path(path))
    whole("path", "<path>");
  else
    append_numbers(out, core, steps);
  out += tail;
}

enum class Holes : std::uint8_t { none, names, code };

Masked run(std::string_view message, Language language, Holes holes, Steps* steps = nullptr) {
  message = message.substr(0, kLongestMessage);
  const auto& facts = languages::facts(language);
  Masked masked;
  std::size_t word = 0;  // start of the unquoted word being read
  const auto flush = [&](std::size_t end) {
    if (end > word) append_word(masked.text, message.substr(word, end - word), steps);
  };
  std::size_t i = 0;
  while (i < message.size()) {
    const char c = message[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      flush(i);
      while (i < message.size() &&
             (message[i] == ' ' || message[i] == '\t' || message[i] == '\n' || message[i] == '\r'))
        ++i;
      if (!masked.text.empty() && i < message.size()) masked.text += ' ';
      word = i;
      continue;
    }
    if (c == '\'' || c == '"' || c == '`' || c == '\xE2') {
      const bool after_word = i > 0 && base::is_identifier_part(message[i - 1]);
      if (const auto found = quoted_at(message.substr(i), after_word); found.size > 0) {
        flush(i);
        masked.text += found.mark;
        if (holes == Holes::none || stays(found.content, facts)) {
          masked.text += found.content;
          note(steps, "kept", found.content, found.content);
        } else if (holes == Holes::code || !is_name(found.content)) {
          masked.text += holes == Holes::names || is_name(found.content) ? found.content : "<code>";
          note(steps, "code", found.content, "<code>");
        } else {
          const auto same = std::ranges::find(masked.arguments, found.content);
          const auto number = same - masked.arguments.begin() + 1;
          if (same == masked.arguments.end()) masked.arguments.emplace_back(found.content);
          masked.text += '$' + std::to_string(number);
          note(steps, "name", found.content, '$' + std::to_string(number));
        }
        masked.text += found.mark;
        i += found.size;
        word = i;
        continue;
      }
    }
    ++i;
  }
  flush(message.size());
  return masked;
}

}  // namespace

Masked mask(std::string_view message, Language language) { return run(message, language, Holes::names); }

std::vector<MaskStep> mask_steps(std::string_view message, Language language) {
  Steps steps;
  run(message, language, Holes::names, &steps);
  return steps;
}

std::string normalized(std::string_view message) { return run(message, Language::any, Holes::none).text; }

std::string masked_code(std::string_view pattern, Language language) {
  return run(pattern, language, Holes::code).text;
}

}  // namespace fixpoint::diagnose
