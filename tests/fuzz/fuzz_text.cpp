// Bytes through the text layer: escapes, UTF-8, positions both ways, and differences that must reproduce the text.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "source/edits.hpp"
#include "source/lines.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fixpoint;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto clean = base::strip_escapes(input);
  if (clean.find('\x1b') != std::string::npos || clean.size() > input.size()) __builtin_trap();

  const auto half = input.find('\0');
  const auto before = input.substr(0, half);
  const auto after = half == std::string_view::npos ? std::string_view{} : input.substr(half + 1);
  auto edits = source::difference("f", before, after);
  const auto applied = source::apply(before, edits);
  if (!applied || *applied != after) __builtin_trap();

  const source::Lines lines(before);
  for (std::uint64_t at = 0; at < before.size(); ++at) {
    const auto line = lines.line_of(at);
    const auto offset = lines.offset(line, lines.column(at, ColumnUnit::byte), ColumnUnit::byte);
    // Inside an invalid sequence or past the line's text the offset is clamped, never beyond the line.
    if (!offset || *offset > lines.line_span_full(line).end) __builtin_trap();
  }
  const auto normal = base::normalize(input.substr(0, 200));
  if (base::normalize(normal) != normal) __builtin_trap();
  return 0;
}
