#include "diagnose/literal_table.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "diagnose/folders.hpp"
#include "diagnose/literals.hpp"

namespace fixpoint::diagnose {
namespace {

std::uint16_t pair_of(char first, char second) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(first) | static_cast<unsigned char>(second) << 8U);
}
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

LiteralTable::Member member_of(const LiteralText& literal, std::uint16_t index, std::size_t at) {
  LiteralTable::Member member{.literal = index, .at = static_cast<std::uint8_t>(at)};
  const auto fix = [&](std::size_t place, std::size_t from) {
    const char c = literal.text[from];
    if (c == kDigit || c == kDigits) return;
    const std::uint64_t mask = literal.either_case && is_small_letter(c) ? 0xDF : 0xFF;
    member.mask |= mask << (8 * place);
    member.bytes |= (static_cast<unsigned char>(c) & mask) << (8 * place);
  };
  // As far as no run of digits makes the distance unknown.
  constexpr auto kBefore = LiteralTable::kBefore;
  const auto is_run = [&](std::size_t i) { return literal.text[i] == kDigits; };
  for (std::size_t i = at; i < literal.text.size() && i < at + 8 - kBefore && (i == at || !is_run(i)); ++i)
    fix(kBefore + i - at, i);
  for (std::size_t i = at; i > 0 && i + kBefore > at && !is_run(i) && !is_run(i - 1); --i)
    fix(kBefore + i - 1 - at, i - 1);
  return member;
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
  if (c == kDigit || c == kDigits) return "0123456789";
  if (either_case && is_small_letter(c)) return {c, upper(c)};
  return {c};
}

std::string spellings(const LiteralText& literal, std::size_t at) {
  return at < literal.text.size() ? spellings(literal.text[at], literal.either_case) : "";
}

/// Two bytes of a literal, and all that may stand there.
struct Window {
  std::size_t at = 0;
  std::vector<std::uint16_t> pairs;
  std::vector<std::uint32_t> wide;  ///< with the bytes before and after; none when it is at an end or they are many
  double commonness = 0;
};

std::vector<Window> windows_of(const LiteralText& literal) {
  constexpr std::size_t kMost = 100;
  std::vector<Window> windows;
  for (std::size_t at = 0; at + 1 < literal.text.size(); ++at) {
    Window window{.at = at};
    for (const char first : spellings(literal, at))
      for (const char second : spellings(literal, at + 1)) window.pairs.push_back(pair_of(first, second));
    const auto before = spellings(literal, at - 1), after = spellings(literal, at + 2);
    const bool fixed = literal.text[at] != kDigits && literal.text[at + 1] != kDigits;
    if (fixed && before.size() * window.pairs.size() * after.size() <= kMost)
      for (const char first : before)
        for (const std::uint32_t pair : window.pairs)
          for (const char last : after)
            window.wide.push_back(static_cast<unsigned char>(first) | pair << 8U |
                                  static_cast<std::uint32_t>(static_cast<unsigned char>(last)) << 24U);
    window.commonness =
        window.wide.empty() ? commonness(literal.text.substr(at, 2)) : commonness(literal.text.substr(at - 1, 4));
    windows.push_back(std::move(window));
  }
  return windows;
}

/// By literal: where it is searched, so that all pairs together are a small part of a log. Each literal takes the
/// place that adds the least to what the others need; a few rounds, for the first ones chose before the others had.
std::vector<Window> choose_windows(std::span<const LiteralText> literals) {
  constexpr int kRounds = 4;
  constexpr double kPlace = 2, kWhole = 20;  // nanoseconds: to look closer at a place, and to compare a literal there
  std::vector<std::vector<Window>> windows;
  for (const auto& literal : literals) windows.push_back(windows_of(literal));
  std::vector<Window> chosen(literals.size());
  std::vector<std::uint32_t> users(std::size_t{1} << 16U);
  for (int round = 0; round < kRounds; ++round)
    for (std::size_t i = 0; i < literals.size(); ++i) {
      for (const auto pair : chosen[i].pairs) --users[pair];
      const auto price = [&](const Window& window) {
        double sum = kWhole * window.commonness;
        for (const auto pair : window.pairs)
          sum += frequency(static_cast<char>(pair & 0xFFU), static_cast<char>(pair >> 8U)) *
                 (users[pair] == 0 ? kPlace : 0);
        return sum;
      };
      chosen[i] = *std::ranges::min_element(windows[i], {}, price);
      for (const auto pair : chosen[i].pairs) ++users[pair];
    }
  return chosen;
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
  const auto windows = choose_windows(found);
  std::map<std::pair<bool, std::uint32_t>, std::vector<LiteralTable::Member>> chosen;
  for (std::uint16_t i = 0; i < found.size(); ++i) {
    const auto member = member_of(found[i], i, windows[i].at);
    for (const auto value : windows[i].wide) chosen[{true, value}].push_back(member);
    if (!windows[i].wide.empty()) continue;
    for (const auto value : windows[i].pairs) chosen[{false, value}].push_back(member);
  }
  slots.resize(std::size_t{1} << kSlotBits);
  for (const auto& [gram, of] : chosen) {
    const auto [wide, value] = gram;
    auto& slot = slots[hash_of(value, kSlotBits)];
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
  table.slots = slots;
  table.anywhere = anywhere;
  table.folders = static_cast<std::uint32_t>(all.size());
}

}  // namespace fixpoint::diagnose
