// Any bytes as a command's output: every format, grouping and fingerprints.
#include <cstddef>
#include <cstdint>
#include <string>

#include "diagnose/diagnose.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fixpoint::RunOutput run;
  run.exit_code = 1;
  run.bytes.assign(reinterpret_cast<const char*>(data), size);
  run.chunks.push_back({fixpoint::Stream::out, 0, size / 2});
  run.chunks.push_back({fixpoint::Stream::err, size / 2, size - size / 2});
  for (const auto& problem : fixpoint::diagnose::problems(run, true))
    if (problem.primary.raw_end > size || problem.primary.raw_begin > problem.primary.raw_end) __builtin_trap();
  return 0;
}
