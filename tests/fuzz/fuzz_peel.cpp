// Any bytes, cut anywhere: the reader gives the same as for the whole, within the bytes, and peeling never adds.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "diagnose/peel.hpp"
#include "diagnose/reader.hpp"

namespace {

struct Seen {
  std::string text;
  std::uint64_t begin, end;
  bool operator==(const Seen&) const = default;
};

/// Feeds `text` in pieces whose sizes come from `cuts`; all of it at once when there are none.
std::vector<Seen> read(std::string_view text, std::string_view cuts) {
  std::vector<Seen> seen;
  fixpoint::diagnose::Reader reader([&](fixpoint::Diagnostic&& one) {
    seen.push_back({one.tool + one.place.file + one.message + one.folder, one.raw_begin, one.raw_end});
  });
  for (std::size_t i = 0; !text.empty(); ++i) {
    const auto size = cuts.empty() ? text.size() : static_cast<unsigned char>(cuts[i % cuts.size()]) + std::size_t{1};
    reader.feed(text.substr(0, size));
    text.remove_prefix(std::min(size, text.size()));
  }
  reader.finish();
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto cuts = input.substr(0, std::min<std::size_t>(8, size));
  const auto text = input.substr(cuts.size());
  const auto whole = read(text, {});
  for (const auto& one : whole)
    if (one.begin > one.end || one.end > text.size()) __builtin_trap();
  if (!cuts.empty() && read(text, cuts) != whole) __builtin_trap();
  std::string storage;
  const auto line = text.substr(0, text.find('\n'));
  if (fixpoint::diagnose::peel_line(line, storage).text.size() > line.size()) __builtin_trap();
  return 0;
}
