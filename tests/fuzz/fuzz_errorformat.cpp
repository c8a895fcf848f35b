// "patterns NUL text": any patterns over any text.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/text.hpp"
#include "diagnose/custom.hpp"
#include "diagnose/diagnose.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fixpoint::diagnose;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto zero = input.find('\0');
  auto patterns = compile_errorformat(input.substr(0, zero));
  if (!patterns) return 0;
  const auto text = zero == std::string_view::npos ? std::string_view{} : input.substr(zero + 1);
  ErrorReader reader(*patterns);
  std::size_t lines = 0;
  for (const auto line : fixpoint::base::split_lines(text)) {
    reader.feed(line);
    ++lines;
  }
  for (const auto& entry : reader.entries())
    if (entry.first_line + entry.lines > lines || quickfix_line(entry).empty()) __builtin_trap();
  CustomInfo info;
  info.id = "fuzz";
  const auto format = errorformat_format(info, std::move(*patterns));
  for (const auto& one : read_all(text, {&format, 1}))
    if (one.raw_end > text.size()) __builtin_trap();
  return 0;
}
