#include "diagnose/prefilter.hpp"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <utility>

#include "base/regex.hpp"
#include "base/text.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace fixpoint::diagnose {
namespace {

/// Shorter literals are everywhere.
constexpr int kShortest = 4;

/// The pattern over text with its newlines: line starts and ends become literals of their own.
std::string with_newlines(std::string_view pattern) {
  std::string text;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      text += c;
      text += pattern[++i];
    } else if (in_class) {
      in_class = c != ']';
      text += c;
    } else if (c == '[') {
      in_class = true;
      text += c;
      for (const char first : {'^', ']'})
        if (i + 1 < pattern.size() && pattern[i + 1] == first) text += pattern[++i];
    } else if (c == '^' || c == '$') {
      text += "\\n";
    } else {
      text += c;
    }
  }
  return text;
}

/// The pattern's alternatives: split at each '|' outside of groups and classes.
std::vector<std::string_view> alternatives(std::string_view pattern) {
  std::vector<std::string_view> parts;
  std::size_t from = 0, depth = 0;
  bool in_class = false;
  if (pattern.starts_with("(?")) return {pattern};  // flags hold for all of it
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
      for (const char first : {'^', ']'})
        if (i + 1 < pattern.size() && pattern[i + 1] == first) ++i;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      if (depth > 0) --depth;
    } else if (c == '|' && depth == 0) {
      parts.push_back(pattern.substr(from, i - from));
      from = i + 1;
    }
  }
  parts.push_back(pattern.substr(from));
  return parts;
}

/// How often a text is found in logs, roughly; only the order matters.
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
    if (text.find(word) != std::string_view::npos) chance = std::max(chance, 1e-4);
  return chance;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c; }

bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

/// RE2 gives literals in lower case. Words that stand in the pattern, each time in the same way, get their case back;
/// letters of others stay lower case and match either, and so do those of patterns that ignore case.
std::string with_case(std::string folded, std::string_view pattern) {
  std::string lowered(pattern);
  std::ranges::transform(lowered, lowered.begin(), lower);
  const bool ignores = pattern.find("(?i") != std::string_view::npos;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    if (!is_letter(folded[at])) continue;
    auto end = at;
    while (end < folded.size() && is_letter(folded[end])) ++end;
    const auto word = folded.substr(at, end - at);
    std::string_view spelled;
    for (auto found = lowered.find(word); found != std::string::npos; found = lowered.find(word, found + 1)) {
      const auto here = pattern.substr(found, word.size());
      if (!spelled.empty() && spelled != here) spelled = word;  // both
      if (spelled.empty()) spelled = here;
    }
    // A capital in `text` stands for itself, a small letter for both cases.
    if (!ignores && word.size() > 2 && !spelled.empty()) folded.replace(at, word.size(), spelled);
    at = end;
  }
  return folded;
}

std::uint32_t load(const char* at) {
  std::uint32_t value = 0;
  std::memcpy(&value, at, sizeof value);
  return value;
}

/// Letters of either case are one; other bytes may be taken for each other, which the whole literal then tells.
constexpr std::uint32_t kFold = 0x20202020;

std::uint32_t slot_of(std::uint32_t value) { return (value * 0x9E3779B1U) >> 22U; }

}  // namespace

Prefilter::Prefilter(std::span<const Format> formats) {
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(std::int64_t{16} << 20);
  rest_ = std::make_unique<RE2::Set>(options, RE2::UNANCHORED);
  for (std::uint32_t i = 0; i < formats.size(); ++i) add_format(i, formats[i]);
  for (const std::string_view word : {": entering directory ", ": leaving directory ", "\nfailed: "})
    add_literal(std::string(word), "(?i)", folders());
  choose_grams();
  rest_->Compile();
}

void Prefilter::add_format(std::uint32_t index, const Format& format) {
  const auto options = [] {
    RE2::Options quiet(RE2::Quiet);
    quiet.set_max_mem(std::int64_t{256} << 10);
    return quiet;
  };
  starts_.emplace_back(base::piece(format.starts), options());
  std::vector<std::string> literals;
  for (const auto part : alternatives(format.starts)) {
    re2::FilteredRE2 filter(kShortest);
    int id = 0;
    std::vector<std::string> atoms;
    if (filter.Add(with_newlines(part), options(), &id) == RE2::NoError) filter.Compile(&atoms);
    // The literals of which a match has at least one: leave out the most common as long as the rest suffices.
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
    if (atoms.empty() || !suffice()) {
      without_literals_.push_back(format.id);
      std::string least, most;
      const RE2 alone(base::piece(part), options());
      const bool ranged = part.starts_with('^') && alone.PossibleMatchRange(&least, &most, 4);
      const auto first = ranged && !least.empty() ? static_cast<unsigned char>(least[0]) : 0U;
      const auto last = ranged && !most.empty() ? static_cast<unsigned char>(most[0]) : 255U;
      for (auto byte = first; byte <= last; ++byte) firsts_[byte] = true;
      if (rest_->Add(base::piece(part), nullptr) >= 0) rest_formats_.push_back(index);
      continue;
    }
    for (const int i : order) {
      needed[static_cast<std::size_t>(i)] = false;
      if (!suffice()) needed[static_cast<std::size_t>(i)] = true;
    }
    for (std::size_t i = 0; i < atoms.size(); ++i)
      if (needed[i]) literals.push_back(atoms[i]);
  }
  // Where a literal stands, each part of it stands.
  for (const auto& literal : literals)
    if (std::ranges::none_of(literals, [&](const auto& part) {
          return part.size() < literal.size() && literal.find(part) != std::string::npos;
        }))
      add_literal(literal, format.starts, index);
}

void Prefilter::add_literal(const std::string& folded, std::string_view pattern, std::uint32_t format) {
  const auto text = with_case(folded, pattern);
  auto known = std::ranges::find(literals_, text, &Literal::text);
  if (known == literals_.end()) known = literals_.insert(known, Literal{folded, text});
  if (std::ranges::find(known->formats, format) == known->formats.end()) known->formats.push_back(format);
}

/// For each literal the four bytes of it to search for: as few different ones as possible, and rare ones.
void Prefilter::choose_grams() {
  std::map<std::string, std::vector<std::uint32_t>> uses;  // gram -> literals that hold it
  for (std::uint32_t i = 0; i < literals_.size(); ++i) {
    const auto& text = literals_[i].folded;
    for (std::size_t at = 0; at == 0 || at + kWide <= text.size(); ++at) {
      auto& users = uses[text.substr(at, kWide)];
      if (users.empty() || users.back() != i) users.push_back(i);
    }
  }
  std::vector<std::pair<std::string, std::vector<std::uint32_t>>> chosen;
  std::vector<bool> covered(literals_.size());
  for (std::size_t left = literals_.size(); left > 0;) {
    const std::pair<const std::string, std::vector<std::uint32_t>>* best = nullptr;
    double best_price = 0;
    std::size_t best_count = 0;
    for (const auto& use : uses) {
      const auto count =
          static_cast<std::size_t>(std::ranges::count_if(use.second, [&](auto i) { return !covered[i]; }));
      if (count == 0) continue;
      // What each gram adds by itself, and what it adds when it occurs.
      const double price = (1 + 1'000'000 * commonness(use.first)) / static_cast<double>(count);
      if (best == nullptr || price < best_price) best = &use, best_price = price, best_count = count;
    }
    std::vector<std::uint32_t> members;
    for (const auto i : best->second)
      if (!covered[i]) {
        covered[i] = true;
        literals_[i].gram = literals_[i].folded.find(best->first);
        members.push_back(i);
      }
    chosen.emplace_back(best->first, std::move(members));
    left -= best_count;
  }
  // A bucket takes any mixture of its grams' bytes: each gram goes where that adds least.
  std::ranges::sort(chosen, std::greater{}, [](const auto& one) { return commonness(one.first); });
  for (auto& [text, members] : chosen) {
    std::size_t best = 0;
    double least = 0;
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
      const auto low = low_, high = high_;
      const auto before = rate(bucket);
      place_gram(text, bucket);
      const auto added = rate(bucket) - before;
      low_ = low, high_ = high;
      if (bucket == 0 || added < least) best = bucket, least = added;
    }
    place_gram(text, best);
    Gram gram{load(text.data()) | kFold, {}};
    for (const auto i : members) {
      const std::string_view literal = literals_[i].folded;
      const auto begin = literals_[i].gram, end = begin + kWide;
      const Member member{static_cast<std::uint16_t>(i), begin > 0 ? literal[begin - 1] : '\0',
                          end < literal.size() ? literal[end] : '\0'};
      const auto allow = [](std::array<bool, 256>& set, char c) {
        if (c == 0) return set.fill(true);
        set[static_cast<unsigned char>(lower(c))] = set[static_cast<unsigned char>(upper(c))] = true;
      };
      allow(gram.before, member.before);
      allow(gram.after, member.after);
      gram.members.push_back(member);
    }
    gram.next = std::exchange(slots_[slot_of(gram.value)], static_cast<std::uint16_t>(grams_.size() + 1));
    grams_.push_back(std::move(gram));
  }
  for (std::size_t k = 0; k < kWide; ++k)
    for (std::size_t byte = 0; byte < 256; ++byte)
      bytes_[byte] |= static_cast<std::uint32_t>(low_[k][byte & 15U] & high_[k][byte >> 4U]) << (8 * k);
}

void Prefilter::place_gram(const std::string& text, std::size_t bucket) {
  const auto bit = static_cast<std::uint8_t>(1U << bucket);
  for (std::size_t k = 0; k < kWide; ++k) {
    for (const char c : {lower(text[k]), upper(text[k])}) {
      const auto byte = static_cast<unsigned char>(c);
      low_[k][byte & 15U] |= bit;
      high_[k][byte >> 4U] |= bit;
    }
  }
}

/// How many places of a log a bucket takes, roughly.
double Prefilter::rate(std::size_t bucket) const {
  const auto bit = 1U << bucket;
  double all = 1;
  for (std::size_t k = 0; k < kWide; ++k) {
    double some = 0;
    for (unsigned byte = 0; byte < 128; ++byte)
      if ((low_[k][byte & 15U] & high_[k][byte >> 4U] & bit) != 0) {
        const char c = static_cast<char>(byte);
        some += commonness({&c, 1});
      }
    all *= some;
  }
  return all;
}

bool Prefilter::matches(std::size_t format, std::string_view line) const {
  return RE2::PartialMatch(base::piece(line), starts_[format]);
}

/// One block being searched, from front to back.
struct Prefilter::Scan {
  std::string_view block;
  std::uint64_t base;
  std::vector<Hit>& hits;
  std::vector<std::size_t> last;  ///< by format: the line of its last hit
  std::size_t line = 1;           ///< the last line that is known to begin before `seen`
  std::size_t seen = 1;

  /// The line that holds `at`. Literals are found nearly in order: looking back costs no more than all bytes once.
  std::size_t line_of(std::size_t at) {
    if (at < line) return block.rfind('\n', at - 1) + 1;
    if (at > seen) {
      if (const void* newline = ::memrchr(block.data() + seen, '\n', at - seen); newline != nullptr)
        line = static_cast<std::size_t>(static_cast<const char*>(newline) - block.data()) + 1;
      seen = at;
    }
    return line;
  }
  void hit(std::size_t at, std::uint32_t format) {
    if (last[format] == at) return;
    last[format] = at;
    hits.push_back({base + at, format});
  }
};

/// The four bytes at `at` may be a gram: is it one, and is its literal there?
inline void Prefilter::confirm(Scan& scan, std::size_t at) const {
  const auto* text = scan.block.data();
  const auto value = load(text + at) | kFold;
  for (auto i = slots_[slot_of(value)]; i != 0; i = grams_[i - 1U].next)
    if (const auto& gram = grams_[i - 1U]; gram.value == value) {
      const auto before = at > 0 ? text[at - 1] : '\n';
      const auto after = at + kWide < scan.block.size() ? text[at + kWide] : '\n';
      if (gram.before[static_cast<unsigned char>(before)] && gram.after[static_cast<unsigned char>(after)])
        compare(scan, at, gram);
    }
}

void Prefilter::compare(Scan& scan, std::size_t at, const Gram& gram) const {
  const auto block = scan.block;
  const char before = at > 0 ? lower(block[at - 1]) : '\0';
  const char after = at + kWide < block.size() ? lower(block[at + kWide]) : '\0';
  for (const auto& member : gram.members) {
    if ((member.before != 0 && member.before != before) || (member.after != 0 && member.after != after)) continue;
    const auto& literal = literals_[member.literal];
    const std::string_view text = literal.text;
    if (at < literal.gram || at - literal.gram + text.size() > block.size()) continue;
    const auto begin = at - literal.gram;
    if (!std::equal(text.begin(), text.end(), block.begin() + static_cast<std::ptrdiff_t>(begin),
                    [](char a, char b) { return a == b || a == lower(b); }))
      continue;
    // A newline in front belongs to the line before.
    const auto line = scan.line_of(begin + (text[0] == '\n' ? 1 : 0));
    for (const auto format : literal.formats) scan.hit(line, format);
  }
}

void Prefilter::scan_portable(Scan& scan) const {
  const auto block = scan.block;
  // Byte k of `state`: the buckets whose first k + 1 bytes were just seen.
  std::uint32_t state = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    state = ((state << 8U) | 0xFFU) & bytes_[static_cast<unsigned char>(block[i])];
    if (state >> 24U != 0 && i + 1 >= kWide) confirm(scan, i + 1 - kWide);
  }
  // Grams shorter than four bytes at the very end.
  for (auto i = block.size() < kWide ? 0 : block.size() - kWide + 1; i + 1 < block.size(); ++i) confirm(scan, i);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) void Prefilter::scan_avx2(Scan& scan) const {
  const auto block = scan.block;
  __m256i low[kWide], high[kWide];
  for (std::size_t k = 0; k < kWide; ++k) {
    low[k] = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(low_[k].data())));
    high[k] = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(high_[k].data())));
  }
  const auto nibble = _mm256_set1_epi8(15);
  const auto zero = _mm256_setzero_si256();
  std::size_t at = 0;
  for (; at + 32 + kWide <= block.size(); at += 32) {
    auto found = _mm256_set1_epi8(-1);
    for (std::size_t k = 0; k < kWide; ++k) {
      const auto bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block.data() + at + k));
      const auto lows = _mm256_shuffle_epi8(low[k], _mm256_and_si256(bytes, nibble));
      const auto highs = _mm256_shuffle_epi8(high[k], _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble));
      found = _mm256_and_si256(found, _mm256_and_si256(lows, highs));
    }
    auto places = ~static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, zero)));
    for (; places != 0; places &= places - 1) confirm(scan, at + static_cast<std::size_t>(std::countr_zero(places)));
  }
  for (; at + kWide <= block.size(); ++at) confirm(scan, at);
}
#endif

void Prefilter::scan_firsts(Scan& scan) const {
  const auto block = scan.block;
  std::vector<int> matched;
  RE2::Set::ErrorInfo error{};
  for (std::size_t at = 1; at < block.size();) {
    const auto newline = block.find('\n', at);
    if (newline == std::string_view::npos) break;
    if (at != newline && firsts_[static_cast<unsigned char>(block[at])]) {
      const auto line = block.substr(at, std::min(newline - at, kStartSeen));
      if (rest_->Match(base::piece(line), &matched, &error)) {
        for (const int part : matched) scan.hit(at, rest_formats_[static_cast<std::size_t>(part)]);
      } else if (error.kind != RE2::Set::kNoError) {  // the automaton ran out of memory: ask everybody
        for (const auto format : rest_formats_) scan.hit(at, format);
      }
    }
    at = newline + 1;
  }
}

void Prefilter::scan(std::string_view block, std::uint64_t base, std::vector<Hit>& hits,
                     [[maybe_unused]] Way way) const {
  const auto before = static_cast<std::ptrdiff_t>(hits.size());
  Scan scan{block, base, hits, std::vector<std::size_t>(starts_.size() + 1)};
#if defined(__x86_64__)
  static const bool kAvx2 = __builtin_cpu_supports("avx2") != 0;
  if (kAvx2 && way == Way::fastest)
    scan_avx2(scan);
  else
#endif
    scan_portable(scan);
  if (!without_literals_.empty()) scan_firsts(scan);
  if (!std::ranges::is_sorted(hits.begin() + before, hits.end(), {}, &Hit::line))
    std::ranges::stable_sort(hits.begin() + before, hits.end(), {}, &Hit::line);
}

}  // namespace fixpoint::diagnose
