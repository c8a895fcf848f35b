#include "diagnose/literal_table.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "diagnose/literals.hpp"

namespace fixpoint::diagnose {
namespace {

constexpr auto kWide = LiteralTable::kWide;
constexpr auto kBuckets = LiteralTable::kBuckets;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c; }

std::size_t width_of(std::string_view literal) { return literal.size() < kWide ? 2 : kWide; }

/// What FolderTracker looks for.
constexpr std::string_view kFolderWords[] = {": entering directory ", ": leaving directory ", "\nfailed: "};

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
      found.push_back({std::string(literal.text), literal.either_case});
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
  for (const auto word : kFolderWords)
    users[{std::string(word), true}].push_back(static_cast<std::uint32_t>(formats.size()));
  return users;
}

struct Chosen {
  std::string gram;
  std::vector<LiteralTable::Member> members;
};

/// For each literal the bytes of it to search for: as few different ones as possible, and rare ones. Greedy.
std::vector<Chosen> choose_grams(std::span<const LiteralTable::Literal> literals) {
  struct Use {
    double rarity;
    std::vector<LiteralTable::Member> members;
  };
  std::map<std::string, Use> by_gram;
  for (std::uint16_t i = 0; i < literals.size(); ++i) {
    std::string text(literals[i].text);
    std::ranges::transform(text, text.begin(), lower);
    const auto width = width_of(text);
    for (std::uint8_t at = 0; at + width <= text.size(); ++at) {
      const auto gram = text.substr(at, width);
      auto& use = by_gram.try_emplace(gram, 1 + 1'000'000 * commonness(gram)).first->second;
      if (use.members.empty() || use.members.back().literal != i) use.members.push_back({i, at});
    }
  }
  // A gram's price: what it adds by itself, and what it adds when it occurs, for each literal that it would cover.
  std::vector<double> prices;
  std::vector<std::size_t> left;
  std::vector<decltype(by_gram)::const_iterator> uses;
  std::vector<std::vector<std::size_t>> of_literal(literals.size());
  for (auto use = by_gram.cbegin(); use != by_gram.cend(); ++use) {
    for (const auto& member : use->second.members) of_literal[member.literal].push_back(uses.size());
    left.push_back(use->second.members.size());
    prices.push_back(use->second.rarity / static_cast<double>(left.back()));
    uses.push_back(use);
  }
  std::vector<Chosen> chosen;
  std::vector<bool> covered(literals.size());
  for (auto uncovered = literals.size(); uncovered > 0;) {
    const auto best = uses[static_cast<std::size_t>(std::ranges::min_element(prices) - prices.begin())];
    auto& one = chosen.emplace_back(Chosen{best->first, {}});
    for (const auto& member : best->second.members) {
      if (covered[member.literal]) continue;
      covered[member.literal] = true;
      --uncovered;
      one.members.push_back(member);
      for (const auto use : of_literal[member.literal])
        prices[use] = --left[use] == 0 ? 1e300 : uses[use]->second.rarity / static_cast<double>(left[use]);
    }
  }
  return chosen;
}

void place_gram(LiteralTable& table, std::string_view gram, std::size_t bucket) {
  const auto bit = static_cast<std::uint8_t>(1U << bucket);
  for (std::size_t k = 0; k < kWide; ++k) {
    if (k >= gram.size()) {  // any byte
      for (auto* masks : {&table.low, &table.high})
        for (auto& mask : (*masks)[k]) mask |= bit;
      continue;
    }
    for (const char c : {lower(gram[k]), upper(gram[k])}) {
      const auto byte = static_cast<unsigned char>(c);
      table.low[k][byte & 15U] |= bit;
      table.high[k][byte >> 4U] |= bit;
    }
  }
}

/// How many places of a log a bucket takes, roughly.
double rate(const LiteralTable& table, std::size_t bucket) {
  static const auto kChances = [] {
    std::array<double, 128> chances{};
    for (std::size_t byte = 0; byte < chances.size(); ++byte) {
      const char c = static_cast<char>(byte);
      chances[byte] = commonness({&c, 1});
    }
    return chances;
  }();
  const auto bit = 1U << bucket;
  double all = 1;
  for (std::size_t k = 0; k < kWide; ++k) {
    double some = 0;
    for (std::size_t byte = 0; byte < kChances.size(); ++byte)
      if ((table.low[k][byte & 15U] & table.high[k][byte >> 4U] & bit) != 0) some += kChances[byte];
    all *= std::min(some, 1.0);
  }
  return all;
}

/// A bucket takes any mixture of its grams' bytes: each gram goes where that adds least.
void fill_buckets(LiteralTable& table, std::span<Chosen> chosen) {
  std::ranges::sort(chosen, std::greater{}, [](const auto& one) { return commonness(one.gram); });
  for (const auto& [gram, members] : chosen) {
    std::size_t best = 0;
    double least = 0;
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
      auto tried = table;
      place_gram(tried, gram, bucket);
      const auto added = rate(tried, bucket) - rate(table, bucket);
      if (bucket == 0 || added < least) best = bucket, least = added;
    }
    place_gram(table, gram, best);
  }
}

/// The bits of a byte that may stand beside a gram; a byte that is not the literal's may be any.
std::uint32_t beside(std::string_view literal, std::size_t at) {
  return at < literal.size() ? 1U << (static_cast<unsigned char>(literal[at]) & 31U) : ~0U;
}

}  // namespace

LiteralTables::LiteralTables(std::span<const Format> all) {
  const auto users = users_of(all, anywhere);
  texts.reserve(users.size());
  for (const auto& [literal, of] : users) {
    texts.push_back(literal.first);
    literals.push_back({texts.back(), static_cast<std::uint32_t>(formats.size()),
                        static_cast<std::uint32_t>(of.size()), literal.second});
    formats.insert(formats.end(), of.begin(), of.end());
  }
  auto chosen = choose_grams(literals);
  fill_buckets(table, chosen);
  wide_slots.resize(std::size_t{1} << LiteralTable::kSlotBits);
  pair_slots.resize(wide_slots.size());
  for (const auto& one : chosen) {
    const auto wide = one.gram.size() == kWide;
    std::uint32_t value = 0;
    for (std::size_t k = 0; k < one.gram.size(); ++k)
      value |= static_cast<std::uint32_t>(static_cast<unsigned char>(one.gram[k])) << (8 * k);
    value = wide ? folded(value) : folded_pair(value);
    LiteralTable::Gram gram{
        value, static_cast<std::uint16_t>(members.size()), static_cast<std::uint16_t>(one.members.size()), 0, 0, 0};
    for (const auto& member : one.members) {
      const auto text = literals[member.literal].text;
      gram.before |= beside(text, member.at - std::size_t{1});
      gram.after |= beside(text, member.at + one.gram.size());
    }
    members.insert(members.end(), one.members.begin(), one.members.end());
    auto& slot = (wide ? wide_slots : pair_slots)[slot_of(value)];
    grams.push_back(gram);
    grams.back().next = std::exchange(slot, static_cast<std::uint16_t>(grams.size()));
  }
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
