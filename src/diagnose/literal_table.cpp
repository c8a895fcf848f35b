#include "diagnose/literal_table.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "diagnose/folders.hpp"
#include "diagnose/literals.hpp"

namespace fixpoint::diagnose {
namespace {

constexpr auto kWide = LiteralTable::kWide;

/// Of the grams by which first bytes are chosen: literals of four bytes would have no choice.
std::size_t width_of(std::string_view literal) { return literal.size() <= kWide ? 2 : kWide; }
bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }
char upper(char c) { return is_small_letter(c) ? static_cast<char>(c & ~0x20) : c; }

/// The literals of a format that is one of the program's, from the program's table.
bool known_literals(const Format& format, std::vector<LiteralText>& found) {
  const auto& known = table_of_all_formats();
  const auto all = all_formats();
  if (known.folders != all.size()) return false;  // the table is being made
  const auto same =
      std::ranges::find_if(all, [&](const auto& one) { return one.starts.data() == format.starts.data(); });
  if (same == all.end() || same->starts.size() != format.starts.size()) return false;
  const auto index = static_cast<std::uint32_t>(same - all.begin());
  for (const auto& literal : known.literals)
    if (const auto of = known.formats.subspan(literal.first, literal.count); std::ranges::find(of, index) != of.end())
      found.push_back({std::string(known.text_of(literal)), literal.either_case});
  return true;
}

/// All literals with the formats that have them.
using Users = std::map<std::pair<std::string, bool>, std::vector<std::uint32_t>>;

Users users_of(std::span<const Format> formats, std::vector<std::uint32_t>& anywhere) {
  Users users;
  for (std::uint32_t i = 0; i < formats.size(); ++i) {
    std::vector<LiteralText> literals;
    if (!known_literals(formats[i], literals)) literals = literals_of(formats[i].starts);
    if (literals.empty()) anywhere.push_back(i);
    for (auto& [text, either_case] : literals) users[{std::move(text), either_case}].push_back(i);
  }
  using Folders = FolderTracker;
  for (const auto& word :
       {std::string(Folders::kEnter), std::string(Folders::kLeave), "\n" + std::string(Folders::kFailed)})
    users[{word, false}].push_back(static_cast<std::uint32_t>(formats.size()));
  return users;
}

/// What may stand for a literal's byte.
std::string spellings(char c, bool either_case) {
  if (c == kDigit) return "0123456789";
  if (either_case && is_small_letter(c)) return {c, upper(c)};
  return {c};
}

/// A byte at which searched grams may begin, with all its spellings.
struct First {
  std::string bytes;
  double price = 0;                   ///< how much of a log they are
  std::vector<std::size_t> literals;  ///< that have a gram which begins so
};

/// Adds to `chosen` so that each literal is covered, by bytes cheaper than `limit` each. Greedy weighted set cover
/// (Chvátal 1979). False when there are none.
bool cover(std::span<const First> firsts, double limit, std::vector<unsigned>& covered,
           std::vector<const First*>& chosen) {
  while (std::ranges::find(covered, 0U) != covered.end()) {
    const First* best = nullptr;
    double least = 1e300;
    for (const auto& first : firsts) {
      if (first.price >= limit) continue;
      const auto count = std::ranges::count_if(first.literals, [&](auto i) { return covered[i] == 0; });
      if (count > 0 && first.price / static_cast<double>(count) < least)
        best = &first, least = first.price / static_cast<double>(count);
    }
    if (best == nullptr) return false;
    chosen.push_back(best);
    for (const auto i : best->literals) ++covered[i];
  }
  return true;
}

/// The bytes at which searched grams begin: each literal has a gram with one, and they are a small part of a log.
std::array<bool, 256> choose_firsts(std::span<const LiteralText> literals) {
  std::map<std::pair<char, bool>, First> by_byte;
  for (std::size_t i = 0; i < literals.size(); ++i) {
    const auto& [text, either_case] = literals[i];
    for (const char c : text.substr(0, text.size() - width_of(text) + 1)) {
      auto& first = by_byte[{c, either_case}];
      first.bytes = spellings(c, either_case);
      if (first.literals.empty() || first.literals.back() != i) first.literals.push_back(i);
    }
  }
  std::vector<First> firsts;
  for (auto& [key, first] : by_byte) {
    for (const char c : first.bytes) first.price += frequency(c);
    firsts.push_back(std::move(first));
  }
  const auto price_of = [](std::span<const First* const> some) {
    double sum = 0;
    for (const auto* first : some) sum += first->price;
    return sum;
  };
  std::vector<unsigned> covered(literals.size());
  std::vector<const First*> chosen;
  cover(firsts, 1e300, covered, chosen);
  // Several rare bytes are often less than a frequent one that had looked good at first.
  for (bool better = true; better;) {
    better = false;
    std::ranges::sort(chosen, std::greater{}, &First::price);
    for (std::size_t i = 0; i < chosen.size() && !better; ++i) {
      auto without = covered;
      for (const auto literal : chosen[i]->literals) --without[literal];
      std::vector<const First*> instead;
      if (!cover(firsts, chosen[i]->price, without, instead) || price_of(instead) >= chosen[i]->price) continue;
      better = true;
      covered = std::move(without);
      chosen.erase(chosen.begin() + static_cast<std::ptrdiff_t>(i));
      chosen.insert(chosen.end(), instead.begin(), instead.end());
    }
  }
  std::array<bool, 256> found{};
  for (const auto* first : chosen)
    for (const char c : first->bytes) found[static_cast<unsigned char>(c)] = true;
  return found;
}

/// The gram in all its spellings.
std::vector<std::uint32_t> spellings(std::string_view gram, bool either_case) {
  std::vector<std::uint32_t> values{0};
  for (std::size_t k = 0; k < gram.size(); ++k) {
    std::vector<std::uint32_t> longer;
    for (const char c : spellings(gram[k], either_case))
      for (const auto value : values)
        longer.push_back(value | static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << (8 * k));
    values = std::move(longer);
  }
  return values;
}

struct Window {
  std::size_t at = 0, width = 2;
};

/// Where in the literal its rarest gram lies that begins with one of `firsts`.
Window rarest_gram(const LiteralText& literal, const std::array<bool, 256>& firsts) {
  const std::string_view text = literal.text;
  Window best;
  double least = 1e300;
  for (const auto width : {kWide, std::size_t{2}})
    for (std::size_t at = 0; at + width <= text.size(); ++at) {
      const auto begins = spellings(text[at], literal.either_case);
      if (!std::ranges::all_of(begins, [&](char c) { return firsts[static_cast<unsigned char>(c)]; })) continue;
      double price = commonness(text.substr(at, width));
      for (const char c : text.substr(at, width)) {  // many spellings take much of the table
        const auto count = static_cast<double>(spellings(c, literal.either_case).size());
        price *= count * count;
      }
      if (price < least) best = {at, width}, least = price;
    }
  return best;
}

/// The literal's byte at `at`; 0 when it has none there or when it may be one of several.
char beside(const LiteralText& literal, std::size_t at) {
  if (at >= literal.text.size() || spellings(literal.text[at], literal.either_case).size() > 1) return '\0';
  return literal.text[at];
}

}  // namespace

LiteralTables::LiteralTables(std::span<const Format> all) {
  std::vector<LiteralText> found;
  for (const auto& [literal, of] : users_of(all, anywhere)) {
    found.push_back({literal.first, literal.second});
    literals.push_back({static_cast<std::uint32_t>(texts.size()), static_cast<std::uint32_t>(literal.first.size()),
                        static_cast<std::uint32_t>(formats.size()), static_cast<std::uint32_t>(of.size()),
                        literal.second});
    texts += literal.first;
    formats.insert(formats.end(), of.begin(), of.end());
  }
  const auto firsts = choose_firsts(found);
  std::map<std::pair<bool, std::uint32_t>, std::vector<LiteralTable::Member>> chosen;
  for (std::uint16_t i = 0; i < found.size(); ++i) {
    const auto& literal = found[i];
    const auto [at, width] = rarest_gram(literal, firsts);
    for (const auto value : spellings(std::string_view(literal.text).substr(at, width), literal.either_case))
      chosen[{width == kWide, value}].push_back(
          {i, static_cast<std::uint8_t>(at), beside(literal, at - 1), beside(literal, at + width)});
  }
  wide_slots.resize(std::size_t{1} << kSlotBits);
  pair_slots.resize(wide_slots.size());
  for (const auto& [gram, of] : chosen) {
    const auto [wide, value] = gram;
    auto& slot = (wide ? wide_slots : pair_slots)[hash_of(value, kSlotBits)];
    grams.push_back(
        {value, static_cast<std::uint16_t>(members.size()), static_cast<std::uint16_t>(of.size()), slot, wide});
    slot = static_cast<std::uint16_t>(grams.size());
    members.insert(members.end(), of.begin(), of.end());
  }
  table.texts = texts;
  table.literals = literals;
  table.formats = formats;
  table.grams = grams;
  table.members = members;
  table.wide_slots = wide_slots;
  table.pair_slots = pair_slots;
  table.anywhere = anywhere;
  table.folders = static_cast<std::uint32_t>(all.size());
}

}  // namespace fixpoint::diagnose
