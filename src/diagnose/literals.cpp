#include "diagnose/literals.hpp"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <functional>

#include "base/regex.hpp"
#include "base/text.hpp"

namespace fixpoint::diagnose {
namespace {

/// FilteredRE2 folds case. Capitals of patterns that do not are written as control characters that no log line has
/// (they are peeled off), and so keep theirs.
constexpr std::string_view kCapitals =
    "\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15"
    "\x16\x17\x18\x19\x1a\x1c\x1d\x1e";
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
char disguised(char c) { return is_capital(c) ? kCapitals[static_cast<std::size_t>(c - 'A')] : c; }
char undisguised(char c) {
  const auto at = kCapitals.find(c);
  return at == std::string_view::npos ? c : static_cast<char>('A' + at);
}
bool can_disguise(std::string_view pattern) {
  return !pattern.contains("(?i") && !pattern.contains("\\x0") && !pattern.contains("\\x1");
}

/// Behind what was found at `found`; the end when nothing was.
std::size_t past(std::string_view pattern, std::size_t found) {
  return found == std::string_view::npos ? pattern.size() : found + 1;
}

/// Where the element that begins at `at` ends: an escape, a class, or one character.
std::size_t element_end(std::string_view pattern, std::size_t at) {
  const auto size = pattern.size();
  if (pattern[at] == '\\') {
    if (at + 1 >= size) return size;
    const char kind = pattern[at + 1];
    const bool braced = at + 2 < size && pattern[at + 2] == '{' && std::string_view("xpP").contains(kind);
    if (braced) return past(pattern, pattern.find('}', at));
    return std::min(size, at + (kind == 'x' ? 4 : kind == 'p' || kind == 'P' ? 3 : 2));
  }
  auto end = at + 1;
  if (pattern[at] != '[') {
    while (end < size && (pattern[end] & 0xC0) == 0x80) ++end;  // UTF-8
    return end;
  }
  for (const char first : {'^', ']'})
    if (end < size && pattern[end] == first) ++end;
  while (end < size && pattern[end] != ']') {
    const auto named = pattern.substr(end).starts_with("[:") ? pattern.find(":]", end) : std::string_view::npos;
    end = named != std::string_view::npos ? named + 2 : (pattern[end] == '\\' ? element_end(pattern, end) : end + 1);
  }
  return std::min(size, end + 1);
}

std::string disguised_element(std::string_view element) {
  if (element[0] == '\\') return std::string(element);
  std::string text;
  for (std::size_t i = 0; i < element.size(); ++i) {
    const auto c = element[i];
    if (c == '\\' && i + 1 < element.size()) {
      text += {c, element[++i]};
    } else if (is_capital(c) && element.size() > 1 && i + 2 < element.size() && element[i + 1] == '-' &&
               is_capital(element[i + 2])) {
      for (auto each = c; each <= element[i + 2]; ++each) text += disguised(each);
      i += 2;
    } else {
      text += disguised(c);
    }
  }
  return text;
}

/// The pattern over text with its newlines: line starts and ends become literals of their own. FilteredRE2 knows
/// alternatives but neither "x?" nor the first of "x+": they are written as "(?:x|)" and "xx*".
std::string in_plain_terms(std::string_view pattern, bool disguise) {
  std::string text;
  std::vector<std::size_t> groups;
  constexpr auto kNone = std::string::npos;
  auto atom = kNone;  // where in `text` the element begins that a quantifier would hold for
  bool grouped = false;
  for (std::size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    auto end = i + 1;
    if (c == '(') {
      groups.push_back(text.size());
      if (end < pattern.size() && pattern[end] == '?') end = past(pattern, pattern.find_first_of(":)>", end));
      if (pattern[end - 1] == ')') groups.pop_back();  // flags only
      text += pattern.substr(i, end - i);
      atom = kNone;
    } else if (c == ')' && !groups.empty()) {
      text += c;
      atom = groups.back();
      grouped = true;
      groups.pop_back();
    } else if (c == '?' && atom != kNone) {
      text.insert(atom, "(?:");
      text += "|)";
      atom = kNone;
    } else if (c == '+' && atom != kNone && !grouped) {
      text += text.substr(atom) + "*";
      atom = kNone;
    } else if (c == '*' || c == '+' || c == '?' || c == '{' || c == '|') {
      if (c == '{') end = past(pattern, pattern.find('}', i));
      text += pattern.substr(i, end - i);
      atom = kNone;
    } else {
      end = element_end(pattern, i);
      atom = text.size();
      grouped = false;
      const auto element = pattern.substr(i, end - i);
      text += c == '^' || c == '$' ? "\\n" : disguise ? disguised_element(element) : std::string(element);
    }
    i = end;
  }
  return text;
}

/// The pattern's alternatives: split at each '|' outside of groups and classes.
std::vector<std::string_view> alternatives(std::string_view pattern) {
  if (pattern.starts_with("(?")) return {pattern};  // flags hold for all of it
  std::vector<std::string_view> parts;
  std::size_t from = 0, depth = 0;
  for (std::size_t i = 0; i < pattern.size(); i = element_end(pattern, i)) {
    if (pattern[i] == '(') ++depth;
    if (pattern[i] == ')' && depth > 0) --depth;
    if (pattern[i] != '|' || depth != 0) continue;
    parts.push_back(pattern.substr(from, i - from));
    from = i + 1;
  }
  parts.push_back(pattern.substr(from));
  return parts;
}

/// The least common literals of at least `shortest` bytes that suffice for one alternative; none when there are none.
std::vector<std::string> literals_of_part(const std::string& pattern, int shortest) {
  re2::FilteredRE2 filter(shortest);
  int id = 0;
  std::vector<std::string> atoms;
  if (filter.Add(pattern, RE2::Options(RE2::Quiet), &id) != RE2::NoError) return {};
  filter.Compile(&atoms);
  std::vector<int> order(atoms.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  std::ranges::sort(order, std::greater{}, [&](int i) { return commonness(atoms[static_cast<std::size_t>(i)]); });
  std::vector<bool> needed(atoms.size(), true);
  const auto suffice = [&] {
    std::vector<int> others, possible;
    for (std::size_t i = 0; i < atoms.size(); ++i)
      if (!needed[i]) others.push_back(static_cast<int>(i));
    filter.AllPotentials(others, &possible);
    return possible.empty();
  };
  if (atoms.empty() || !suffice()) return {};
  std::vector<std::string> chosen;
  for (const int i : order) {
    needed[static_cast<std::size_t>(i)] = false;
    if (suffice()) continue;
    needed[static_cast<std::size_t>(i)] = true;
    chosen.push_back(atoms[static_cast<std::size_t>(i)]);
  }
  return chosen;
}

}  // namespace

double commonness(std::string_view text) {
  double chance = 1;
  for (const char c : text)
    chance *= c == ' '                                       ? 0.14
              : c == 'e' || c == 't' || c == 'o' || c == 's' ? 0.06
              : base::is_digit(c)                            ? 0.04
              : c >= 'a' && c <= 'z'                         ? 0.03
              : c == '/' || c == '.' || c == '-' || c == '_' ? 0.03
              : c == '\n'                                    ? 0.012
                                                             : 0.006;
  // Words that diagnostics are made of, whoever prints them.
  for (const std::string_view word : {"error", "warning", "fail", "note"})
    if (text.contains(word)) chance = std::max(chance, 1e-4);
  return chance;
}

std::vector<LiteralText> literals_of(std::string_view pattern) {
  if (!base::Regex(pattern).ok()) return {};
  const bool disguise = can_disguise(pattern);
  std::vector<std::string> all;
  for (const auto part : alternatives(pattern)) {
    const auto plain = in_plain_terms(part, disguise);
    std::vector<std::string> literals;
    for (int shortest = 4; shortest >= 2 && literals.empty(); --shortest)
      literals = literals_of_part(plain, shortest);
    if (literals.empty()) return {};
    all.insert(all.end(), literals.begin(), literals.end());
  }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::vector<LiteralText> found;
  for (const auto& literal : all) {
    // Where a literal stands, each part of it stands.
    const bool holds_another = std::ranges::any_of(
        all, [&](const auto& part) { return part.size() < literal.size() && literal.contains(part); });
    if (holds_another) continue;
    auto text = literal;
    if (disguise) std::ranges::transform(text, text.begin(), undisguised);
    found.push_back({std::move(text), !disguise});
  }
  return found;
}

}  // namespace fixpoint::diagnose
