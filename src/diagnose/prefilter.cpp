#include "diagnose/prefilter.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/literals.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace fixpoint::diagnose {
namespace {

constexpr auto kWide = LiteralTable::kWide;

bool are_all(std::span<const Format> formats) {
  return formats.data() == all_formats().data() && formats.size() == all_formats().size();
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

constexpr std::uint32_t pair_of(std::uint32_t bytes) { return bytes & 0xFFFFU; }

}  // namespace

Prefilter::Prefilter(std::span<const Format> formats)
    : formats_(formats.begin(), formats.end()),
      own_(are_all(formats) ? nullptr : std::make_unique<LiteralTables>(formats)),
      table_(own_ ? &own_->table : &table_of_all_formats()),
      starts_(std::make_unique<Start[]>(formats.size())) {
  for (const auto& gram : table_->grams) {
    // Grams that begin alike share a bucket: by the high half of their first byte.
    const auto first = gram.value & 0xFFU;
    const auto bucket = static_cast<std::uint8_t>(1U << (first < 128 ? first >> 4U : 1U));
    firsts_[first] = true;
    for (std::size_t k = 0; k < kWide; ++k) {
      if (k >= (gram.wide ? kWide : 2)) {
        for (auto* masks : {&low_[k], &high_[k]})
          for (auto& mask : *masks) mask |= bucket;  // any byte
        continue;
      }
      const auto byte = (gram.value >> (8 * k)) & 0xFFU;
      for (const auto half : {0U, 16U}) {
        low_[k][half + byte % 16] |= bucket;
        high_[k][half + byte / 16] |= bucket;
      }
    }
    gram.wide ? wide_.add(gram.value) : pairs_.add(gram.value);
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
  /// The four bytes at `at`; zeros behind the end.
  [[nodiscard]] std::uint32_t load(std::size_t at) const {
    std::uint32_t value = 0;
    std::memcpy(&value, block.data() + at, std::min(sizeof value, block.size() - at));
    return value;
  }
};

/// Is `bytes`, at `at`, a gram or does it begin with one, and is its literal there?
inline void Prefilter::confirm(Scan& scan, std::size_t at, std::uint32_t bytes) const {
  const auto& known = table();
  const auto look = [&](std::span<const std::uint16_t> slots, std::uint32_t value) {
    for (auto i = slots[hash_of(value, kSlotBits)]; i != 0; i = known.grams[i - 1U].next)
      if (const auto& gram = known.grams[i - 1U]; gram.value == value) compare(scan, at, gram);
  };
  if (wide_.may_have(bytes)) look(known.wide_slots, bytes);
  if (const auto pair = pair_of(bytes); pairs_.may_have(pair)) look(known.pair_slots, pair);
}

void Prefilter::compare(Scan& scan, std::size_t at, const LiteralTable::Gram& gram) const {
  const auto block = scan.block;
  const auto& known = table();
  const auto end = at + (gram.wide ? kWide : 2);
  const char before = at > 0 ? block[at - 1] : '\0', after = end < block.size() ? block[end] : '\0';
  for (const auto& member : known.members.subspan(gram.first, gram.count)) {
    if ((member.before != 0 && member.before != before) || (member.after != 0 && member.after != after)) continue;
    const auto& literal = known.literals[member.literal];
    const auto text = known.text_of(literal);
    if (at < member.at || at - member.at + text.size() > block.size()) continue;
    const auto begin = at - member.at;
    const auto* there = block.data() + begin;
    const bool same = std::equal(text.begin(), text.end(), there, [&](char a, char b) {
      return a == b || (a == kDigit && base::is_digit(b)) || (literal.either_case && a == lower(b));
    });
    if (!same) continue;
    // A newline in front belongs to the line before.
    const auto line = scan.line_of(begin + (text[0] == '\n' ? 1 : 0));
    for (const auto format : known.formats.subspan(literal.first, literal.count)) scan.hit(line, format);
  }
}

void Prefilter::scan_portable(Scan& scan, std::size_t at) const {
  for (; at + 1 < scan.block.size(); ++at)
    if (firsts_[static_cast<unsigned char>(scan.block[at])]) confirm(scan, at, scan.load(at));
}

#if defined(__x86_64__)
/// For 32 places at once: the buckets in which each of four bytes may stand, by two table look-ups for the halves of
/// each (Hyperscan's Teddy: Wang et al., NSDI 2019, section 4.2).
__attribute__((target("avx2"))) void Prefilter::scan_avx2(Scan& scan) const {
  const auto block = scan.block;
  __m256i low[kWide], high[kWide];
  for (std::size_t k = 0; k < kWide; ++k) {
    low[k] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(low_[k].data()));
    high[k] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(high_[k].data()));
  }
  const auto nibble = _mm256_set1_epi8(15);
  std::size_t at = 0;
  for (; at + 32 + kWide <= block.size(); at += 32) {
    auto found = _mm256_set1_epi8(-1);
    for (std::size_t k = 0; k < kWide; ++k) {
      const auto bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block.data() + at + k));
      const auto lows = _mm256_shuffle_epi8(low[k], _mm256_and_si256(bytes, nibble));
      const auto highs = _mm256_shuffle_epi8(high[k], _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble));
      found = _mm256_and_si256(found, _mm256_and_si256(lows, highs));
    }
    const auto none = _mm256_cmpeq_epi8(found, _mm256_setzero_si256());
    for (auto places = ~static_cast<std::uint32_t>(_mm256_movemask_epi8(none)); places != 0; places &= places - 1) {
      const auto place = at + static_cast<std::size_t>(std::countr_zero(places));
      std::uint32_t four = 0;
      std::memcpy(&four, block.data() + place, sizeof four);
      confirm(scan, place, four);
    }
  }
  scan_portable(scan, at);
}
#endif

void Prefilter::scan_lines(Scan& scan) const {
  for (std::size_t at = 1; at < scan.block.size(); at = scan.block.find('\n', at) + 1)
    for (const auto format : anywhere()) scan.hit(at, format);
}

void Prefilter::scan(std::string_view block, std::uint64_t base, std::vector<Hit>& hits,
                     [[maybe_unused]] Way way) const {
  const auto before = static_cast<std::ptrdiff_t>(hits.size());
  Scan scan{block, base, hits, std::vector<std::size_t>(table().folders + std::size_t{1})};
#if defined(__x86_64__)
  static const bool kAvx2 = __builtin_cpu_supports("avx2") != 0;
  if (kAvx2 && way == Way::fastest)
    scan_avx2(scan);
  else
#endif
    scan_portable(scan, 0);
  if (!anywhere().empty()) scan_lines(scan);
  if (!std::ranges::is_sorted(hits.begin() + before, hits.end(), {}, &Hit::line))
    std::ranges::stable_sort(hits.begin() + before, hits.end(), {}, &Hit::line);
}

}  // namespace fixpoint::diagnose
