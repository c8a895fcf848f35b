// Content hashes: XXH3-128 (xxhash). Not cryptographic; used for identity of contents we hold ourselves.
#pragma once

#include <string>
#include <string_view>

namespace fixpoint::base {

/// 32 lower-case hex digits.
[[nodiscard]] std::string hash_hex(std::string_view bytes);

/// The first 16 of them.
[[nodiscard]] std::string short_hash(std::string_view bytes);

}  // namespace fixpoint::base
