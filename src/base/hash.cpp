#include "base/hash.hpp"

#include <fmt/format.h>
#include <xxhash.h>

namespace fixpoint::base {

std::string hash_hex(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string short_hash(std::string_view bytes) { return hash_hex(bytes).substr(0, 16); }

}  // namespace fixpoint::base
