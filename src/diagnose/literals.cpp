#include "diagnose/literals.hpp"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"

namespace fixpoint::diagnose {
namespace {

/// FilteredRE2 folds case. Capitals of patterns that do not are written as control characters that no log line has
/// (they are peeled off), and so keep theirs. Digits become kDigit, for it would give ten literals for each.
constexpr std::string_view kCapitals =
    "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17"
    "\x18\x19\x1a\x1c\x1d\x1e\x1f\x7f";
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
  if (element == "\\d" || element == "[0-9]") return {kDigit};
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

/// 3 of "{3}", "{3,}", "{3,5}"; 0 when it is none of them or too large.
int least_count(std::string_view counts) {
  return counts.size() > 2 && base::is_digit(counts[1]) && (counts[2] == '}' || counts[2] == ',') ? counts[1] - '0'
                                                                                                  : 0;
}

/// The pattern over text with its newlines: line starts and ends become literals of their own. FilteredRE2 knows
/// alternatives but neither "x?" nor the first of "x+": they are written as "(?:x|)" and "xx*".
std::string in_plain_terms(std::string_view pattern, bool disguise) {
  std::string text;
  std::vector<std::size_t> groups;
  constexpr auto kNone = std::string::npos;
  auto atom = kNone;  // where in `text` the element begins that a quantifier would hold for
  bool grouped = false;
  const auto digit_at = [&](std::size_t at) { return at + 1 == text.size() && text[at] == kDigit; };
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
      if (digit_at(atom))
        text[atom] = kDigits;
      else
        text += text.substr(atom) + "*";
      atom = kNone;
    } else if (c == '{' && atom != kNone && !grouped && least_count(pattern.substr(i)) > 0) {
      // "x{2,4}" is "xxx{0,2}".
      const auto element = text.substr(atom);
      const auto least = least_count(pattern.substr(i));
      end = past(pattern, pattern.find('}', i));
      const bool more = pattern.substr(i, end - i).contains(',');
      if (more && digit_at(atom)) {
        text[atom] = kDigits;
      } else {
        for (int count = 1; count < least; ++count) text += element;
        if (more) text += element + "*";  // more than may match is no harm
      }
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

/// Is there a quantifier at `at`?
bool quantified(std::string_view pattern, std::size_t at) {
  return at < pattern.size() && std::string_view("*+?{").contains(pattern[at]);
}

/// Where the group that begins at `at` ends: behind its parenthesis.
std::size_t group_end(std::string_view pattern, std::size_t at) {
  std::size_t depth = 0;
  for (; at < pattern.size(); at = element_end(pattern, at)) {
    if (pattern[at] == '(') ++depth;
    if (pattern[at] == ')' && --depth == 0) return at + 1;
  }
  return pattern.size();
}

/// What may stand at the element or group pattern[at, end): its alternatives, or with and without what is optional,
/// or each of a class's few members. Fewer than two when there is no choice.
std::vector<std::string> choices(std::string_view pattern, std::size_t at, std::size_t end) {
  const auto element = pattern.substr(at, end - at);
  const bool optional = end < pattern.size() && pattern[end] == '?' && !quantified(pattern, end + 1);
  if (quantified(pattern, end) && !optional) return {};
  std::vector<std::string> found;
  if (optional) found.emplace_back();
  if (element[0] == '(') {
    if (element.starts_with("(?") && !element.starts_with("(?:")) return {};
    const auto inner = element.substr(element.starts_with("(?:") ? 3 : 1);
    for (const auto part : alternatives(inner.substr(0, inner.size() - 1))) found.emplace_back(part);
  } else if (element[0] == '[') {
    const auto members = element.substr(1, element.size() - 2);
    constexpr std::size_t kMost = 8;
    if (members.size() > kMost || members.find_first_of("\\^-[") != std::string_view::npos) return {};
    for (std::size_t i = 0, next = 0; i < members.size(); i = next) {
      next = element_end(members, i);
      found.push_back(RE2::QuoteMeta(base::piece(members.substr(i, next - i))));
    }
  } else {
    found.emplace_back(element);
  }
  return found;
}

/// The pattern as several without alternatives, from the left on until they are many: FilteredRE2 gives up on sets of
/// more than 16 texts.
std::vector<std::string> spelled_out(std::string_view pattern) {
  constexpr std::size_t kMost = 64;
  std::vector<std::string> done, open{std::string(pattern)};
  while (!open.empty()) {
    const auto one = std::move(open.back());
    open.pop_back();
    std::vector<std::string> found;
    std::size_t at = 0, end = 0;
    // A group is opened although it may hold one choice only.
    const auto open_up = [&] { return found.size() > 1 || (found.size() == 1 && one[at] == '('); };
    for (; at < one.size(); at = end) {
      end = one[at] == '(' ? group_end(one, at) : element_end(one, at);
      found = choices(one, at, end);
      if (open_up()) break;
    }
    if (at >= one.size() || done.size() + open.size() + found.size() > kMost) {
      done.push_back(one);
      continue;
    }
    if (end < one.size() && one[end] == '?') ++end;
    for (const auto& choice : found) open.push_back(one.substr(0, at) + choice + one.substr(end));
  }
  return done;
}

std::string undisguised_text(std::string text) {
  std::ranges::transform(text, text.begin(), undisguised);
  return text;
}

bool is_any_digit(char c) { return c == kDigit || c == kDigits || base::is_digit(c); }

/// Where kDigits does not stand alone it is cut off: all digits there are the literal's, whichever are whose.
std::string with_clear_digits(std::string_view text) {
  std::string_view longest;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool end = i == text.size();
    const bool beside = !end && i > from && is_any_digit(text[i]) && is_any_digit(text[i - 1]) &&
                        (text[i] == kDigits || text[i - 1] == kDigits);
    if (!end && !beside) continue;
    if (i - from > longest.size()) longest = text.substr(from, i - from);
    from = i;
  }
  std::string clear(longest);
  if (clear.starts_with(kDigits)) clear.front() = kDigit;
  if (clear.ends_with(kDigits)) clear.back() = kDigit;
  return clear;
}

/// How often a literal will be found in logs other than those that were counted: short ones surprise.
double price(std::string_view literal) {
  return commonness(literal) * (literal.size() < 3 ? 20 : literal.size() < 4 ? 4 : 1);
}

/// The least common literals of at least `shortest` bytes that suffice for one pattern; none when there are none.
std::vector<std::string> literals_of_part(const std::string& pattern, int shortest) {
  re2::FilteredRE2 filter(shortest);
  int id = 0;
  std::vector<std::string> atoms;
  if (filter.Add(pattern, RE2::Options(RE2::Quiet), &id) != RE2::NoError) return {};
  filter.Compile(&atoms);
  std::vector<int> order(atoms.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  std::ranges::sort(order, std::greater{},
                    [&](int i) { return price(undisguised_text(atoms[static_cast<std::size_t>(i)])); });
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
    chosen.push_back(with_clear_digits(atoms[static_cast<std::size_t>(i)]));
    if (chosen.back().size() < 2) return {};
  }
  return chosen;
}

/// How often bytes stand in logs, and side by side; kDigit for all digits together.
class Grams {
 public:
  static const Grams& known() {
    static const Grams kGrams;
    return kGrams;
  }
  [[nodiscard]] double of(char c) const { return bytes_[byte(c)]; }
  [[nodiscard]] double of(char first, char second) const { return pairs_[byte(first)][byte(second)]; }
  /// Of four bytes.
  [[nodiscard]] double of(std::string_view four) const {
    std::uint32_t gram = 0;
    for (const char c : four) gram = gram << 8U | static_cast<std::uint32_t>(byte(c));
    const auto found = fours_.find(gram);
    return found == fours_.end() ? 0 : found->second;
  }

 private:
  using Row = std::array<double, 256>;

  Grams() {
    for (auto& row : pairs_) row.fill(1e-7);  // never seen
    for (const auto& row : languages::Table("logs/grams").all()) {
      std::uint32_t gram = 0, per_million = 0;
      std::from_chars(row[0].data(), row[0].data() + row[0].size(), gram, 16);
      std::from_chars(row[1].data(), row[1].data() + row[1].size(), per_million);
      if (row[0].size() == 4)
        pairs_[gram >> 8U][gram & 0xFFU] = per_million * 1e-6;
      else
        fours_[gram] = per_million * 1e-6;
    }
    for (auto& row : pairs_) row[byte(kDigit)] = std::accumulate(row.begin() + '0', row.begin() + '9' + 1, 0.0);
    for (unsigned i = 0; i < 256; ++i) {
      auto& sum = pairs_[byte(kDigit)][i];
      sum = 0;
      for (unsigned digit = '0'; digit <= '9'; ++digit) sum += pairs_[digit][i];
    }
    for (unsigned i = 0; i < 256; ++i)
      bytes_[i] = std::accumulate(pairs_[i].begin(), pairs_[i].end(), 0.0) - pairs_[i][byte(kDigit)];
  }

  static std::size_t byte(char c) { return static_cast<unsigned char>(c == kDigits ? kDigit : c); }

  std::array<Row, 256> pairs_;
  std::unordered_map<std::uint32_t, double> fours_;  ///< the frequent ones, the first byte highest
  Row bytes_;
};

}  // namespace

double frequency(char first, char second) { return Grams::known().of(first, second); }

double commonness(std::string_view text) {
  const auto& grams = Grams::known();
  double chance = text.empty() ? 1 : grams.of(text[0]);
  for (std::size_t i = 1; i < text.size(); ++i) chance *= grams.of(text[i - 1], text[i]) / grams.of(text[i - 1]);
  if (text.size() == 4) chance = std::max(chance, grams.of(text));
  // Words that are rare only where all is well.
  constexpr std::pair<std::string_view, double> kWords[] = {{"rror", 1e-4}, {"arning", 1e-4}, {"ail", 1e-4},
                                                            {"ote", 1e-4},  {"[INFO]", 5e-3}, {".py", 5e-4}};
  for (const auto& [word, least] : kWords)
    if (text.contains(word)) chance = std::max(chance, least);
  return chance;
}

std::vector<LiteralText> literals_of(std::string_view pattern) {
  if (!base::Regex(pattern).ok()) return {};
  const bool disguise = can_disguise(pattern);
  std::vector<std::string> all;
  for (const auto part : alternatives(pattern))
    for (const auto& one : part.starts_with("(?") ? std::vector{std::string(part)} : spelled_out(part)) {
      const auto plain = in_plain_terms(one, disguise);
      // Shorter ones only where the longer are known to be frequent: what is estimated of them is less sure.
      constexpr double kFrequent = 5e-4;
      std::vector<std::string> best;
      double least = 1e300;
      for (int shortest = 4; shortest >= 2 && least > kFrequent; --shortest) {
        auto literals = literals_of_part(plain, shortest);
        double sum = literals.empty() ? 1e300 : 0;
        for (const auto& literal : literals) sum += price(undisguised_text(literal));
        if (sum < least) best = std::move(literals), least = sum;
      }
      if (best.empty()) return {};
      all.insert(all.end(), best.begin(), best.end());
    }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::vector<LiteralText> found;
  for (const auto& literal : all) {
    // Where a literal stands, each part of it stands.
    const bool holds_another = std::ranges::any_of(
        all, [&](const auto& part) { return part.size() < literal.size() && literal.contains(part); });
    if (holds_another) continue;
    found.push_back({disguise ? undisguised_text(literal) : literal, !disguise});
  }
  return found;
}

}  // namespace fixpoint::diagnose
