#include "diagnose/prefilter.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/literals.hpp"

namespace fixpoint::diagnose {
namespace {

bool are_all(std::span<const Format> formats) {
  return formats.data() == all_formats().data() && formats.size() == all_formats().size();
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

constexpr std::size_t kPlaces = 1024;

std::uint16_t pair_at(const char* bytes) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[0]) | static_cast<unsigned char>(bytes[1])
                                                                               << 8U);
}

}  // namespace

Prefilter::Prefilter(std::span<const Format> formats)
    : formats_(formats.begin(), formats.end()),
      own_(are_all(formats) ? nullptr : std::make_unique<LiteralTables>(formats)),
      table_(own_ ? &own_->table : &table_of_all_formats()),
      starts_(std::make_unique<Start[]>(formats.size())) {
  pairs_.resize(std::size_t{1} << 16U);
  loose_.resize(std::size_t{1} << 16U);
  wide_.resize(std::size_t{1} << kWideBits);
  for (const auto& gram : table_->grams) {
    pairs_[gram.pair()] = 1;
    if (!gram.wide) loose_[gram.pair()] = 1;
    if (gram.wide) wide_[hash_of(gram.value, kWideBits)] = 1;
  }
}

bool Prefilter::is_for(std::span<const Format> formats) const {
  return std::ranges::equal(formats_, formats, [](const Format& a, const Format& b) {
    return a.starts.data() == b.starts.data() && a.starts.size() == b.starts.size();
  });
}

std::shared_ptr<const Prefilter> prefilter_of(std::span<const Format> formats) {
  static std::mutex mutex;
  static std::array<std::shared_ptr<const Prefilter>, 2> known;  // all formats, and those of the configuration
  const std::scoped_lock lock(mutex);
  auto& one = known[are_all(formats) ? 0 : 1];
  if (!one || !one->is_for(formats)) one = std::make_shared<const Prefilter>(formats);
  return one;
}

bool Prefilter::matches(std::size_t format, std::string_view line) const {
  auto& start = starts_[format];
  std::call_once(start.once, [&] {
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(std::int64_t{256} << 10);
    start.re.emplace(base::piece(formats_[format].starts), options);
  });
  return RE2::PartialMatch(base::piece(line), *start.re);
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

/// Where a literal begins whose byte `from` stands at `at`; npos when it does not.
std::size_t beginning_of(std::string_view literal, bool either_case, std::size_t from, std::string_view block,
                         std::size_t at) {
  const auto same = [&](char a, char b) {
    return a == b || (a == kDigit && base::is_digit(b)) || (either_case && a == lower(b));
  };
  const auto begin_of_digits = [&](std::size_t end) {
    while (end > 0 && base::is_digit(block[end - 1])) --end;
    return end;
  };
  auto end = at;
  for (const char c : literal.substr(from)) {
    if (end >= block.size()) return std::string_view::npos;
    if (c != kDigits) {
      if (!same(c, block[end++])) return std::string_view::npos;
      continue;
    }
    if (!base::is_digit(block[end])) return std::string_view::npos;
    while (end < block.size() && base::is_digit(block[end])) ++end;
  }
  auto begin = literal[from] == kDigits ? begin_of_digits(at) : at;
  for (auto i = from; i-- > 0;) {
    const auto stop = literal[i] == kDigits ? begin_of_digits(begin) : begin - std::min<std::size_t>(begin, 1);
    if (stop == begin || (literal[i] != kDigits && !same(literal[i], block[stop]))) return std::string_view::npos;
    begin = stop;
  }
  return begin;
}

/// Does the literal stand where its two bytes do?
void Prefilter::compare(Scan& scan, std::size_t at, const LiteralTable::Member& member) const {
  const auto& known = table();
  const auto& literal = known.literals[member.literal];
  const auto text = known.text_of(literal);
  constexpr auto kBefore = LiteralTable::kBefore;
  if (std::uint64_t there = 0; at >= kBefore && scan.block.size() - at >= sizeof there - kBefore) {
    std::memcpy(&there, scan.block.data() + at - kBefore, sizeof there);
    if (((there ^ member.bytes) & member.mask) != 0) return;
  }
  const auto begin = beginning_of(text, literal.either_case, member.at, scan.block, at);
  if (begin == std::string_view::npos) return;
  // A newline in front belongs to the line before.
  const auto line = scan.line_of(begin + (text[0] == '\n' ? 1 : 0));
  for (const auto format : known.formats.subspan(literal.first, literal.count)) scan.hit(line, format);
}

/// Compares the literals of a gram, if it is one.
void Prefilter::look(Scan& scan, std::size_t at, std::uint32_t value, bool wide) const {
  const auto& known = table();
  for (auto i = known.slots[hash_of(value, kSlotBits)]; i != 0; i = known.grams[i - 1U].next) {
    const auto& gram = known.grams[i - 1U];
    if (gram.value != value || gram.wide != wide) continue;
    for (const auto& member : known.members.subspan(gram.first, gram.count)) compare(scan, at, member);
    return;
  }
}

/// The literals whose two bytes begin at one of at most kPlaces places, of which the last one has two bytes behind
/// it. First the places that hold a searched pair, then those of them where the bytes around it fit, without a branch
/// that depends on the text: most would be surprises.
void Prefilter::find(Scan& scan, std::size_t from, std::size_t stop) const {
  std::array<std::uint32_t, kPlaces> places;
  const auto* const text = scan.block.data();
  const auto* const pairs = pairs_.data();
  const auto* const loose = loose_.data();
  const auto* const wide = wide_.data();
  const auto wide_at = [&](std::size_t at) {
    std::uint32_t value = 0;
    if (at == 0)
      std::memcpy(reinterpret_cast<char*>(&value) + 1, text, 3);
    else
      std::memcpy(&value, text + at - 1, 4);
    return value;
  };
  std::size_t count = 0, fit = 0;
  for (auto at = from; at < stop; ++at) {
    places[count] = static_cast<std::uint32_t>(at);
    count += pairs[pair_at(text + at)];
  }
  for (const auto at : std::span(places).first(count)) {
    places[fit] = at;
    fit += wide[hash_of(wide_at(at), kWideBits)] | loose[pair_at(text + at)];
  }
  for (const auto at : std::span(places).first(fit)) {
    const auto value = wide_at(at);
    if (wide[hash_of(value, kWideBits)] != 0) look(scan, at, value, true);
    if (loose[pair_at(text + at)] != 0) look(scan, at, pair_at(text + at), false);
  }
}

void Prefilter::scan_lines(Scan& scan) const {
  for (std::size_t at = 1; at < scan.block.size(); at = scan.block.find('\n', at) + 1)
    for (const auto format : anywhere()) scan.hit(at, format);
}

void Prefilter::scan(std::string_view block, std::uint64_t base, std::vector<Hit>& hits) const {
  const auto before = static_cast<std::ptrdiff_t>(hits.size());
  Scan scan{block, base, hits, std::vector<std::size_t>(table().folders + std::size_t{1})};
  const auto stop = std::max<std::size_t>(block.size(), 2) - 2;
  for (std::size_t at = 0; at < stop; at += kPlaces) find(scan, at, std::min(at + kPlaces, stop));
  if (block.size() >= 2) look(scan, stop, pair_at(block.data() + stop), false);
  if (!anywhere().empty()) scan_lines(scan);
  if (!std::ranges::is_sorted(hits.begin() + before, hits.end(), {}, &Hit::line))
    std::ranges::stable_sort(hits.begin() + before, hits.end(), {}, &Hit::line);
}

}  // namespace fixpoint::diagnose
