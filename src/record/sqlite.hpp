#pragma once
#include <memory>
#include <string>
#include "seams/store.hpp"
namespace fixpoint::record {
inline Result<std::unique_ptr<seams::Store>> open_sqlite(const std::string&) {
  return fail(ErrorCode::unavailable, "standin");
}
inline std::string default_database() { return ""; }
}  // namespace fixpoint::record
