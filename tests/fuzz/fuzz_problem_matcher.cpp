// "json NUL text": any problem matcher over any text; and the same bytes as a configuration file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "diagnose/diagnose.hpp"
#include "diagnose/problem_matcher.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fixpoint;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto zero = input.find('\0');
  const auto json = input.substr(0, zero);
  const auto text = zero == std::string_view::npos ? std::string_view{} : input.substr(zero + 1);
  if (const auto formats = diagnose::problem_matcher_formats({}, json))
    for (const auto& one : diagnose::read_all(text, *formats))
      if (one.raw_end > text.size()) __builtin_trap();
  const auto read_file = [&](std::string_view) -> Result<std::string> { return std::string(text); };
  (void)diagnose::formats_of_config({.text = json, .name = "fuzz.toml", .read_file = read_file});
  return 0;
}
