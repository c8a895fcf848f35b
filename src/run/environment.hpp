// What a command gets to see: its environment and the paths its program may lie at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fixpoint::run {

/// `inherited` ("NAME=value" strings, null-terminated) changed by `policy` ("NAME=value" sets, "NAME" removes); the
/// order of the inherited ones is kept.
[[nodiscard]] std::vector<std::string> resulting_environment(const char* const* inherited,
                                                             const std::vector<std::string>& policy);

/// The value of NAME, or `otherwise`.
[[nodiscard]] std::string_view value_of(const std::vector<std::string>& environment, std::string_view name,
                                        std::string_view otherwise);

/// Where `program` may lie, in the order to try: itself when it has a slash, else below each folder of `search_path`
/// (an empty entry is the working directory). Nothing is looked up here: the child tries them where it runs.
[[nodiscard]] std::vector<std::string> candidates(std::string_view program, std::string_view search_path);

}  // namespace fixpoint::run
