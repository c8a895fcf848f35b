#include "diagnose/environment.hpp"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace fixpoint::diagnose {
namespace {

/// The alternatives of a pattern outside of its groups; those of a group with flags are its own.
std::vector<std::string> alternatives(std::string_view pattern) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool flags = depth == 0 && pattern.substr(i).starts_with("(?i:");
    if (flags || (depth == 0 && pattern.substr(i).starts_with("(?i)")) || pattern.substr(i).starts_with("(?m)")) {
      i += 3;
      continue;
    }
    if (pattern[i] == '\\') {
      parts.back() += pattern[i++];
    } else if (pattern[i] == '[') {
      for (; pattern[i] != ']'; ++i) parts.back() += pattern[i];
    } else if (pattern[i] == '(') {
      ++depth;
    } else if (pattern[i] == ')' && depth-- == 0) {
      depth = 0;  // of "(?i:"
      continue;
    } else if (pattern[i] == '|' && depth == 0) {
      parts.emplace_back();
      continue;
    }
    parts.back() += pattern[i];
  }
  return parts;
}

/// Groups that may be missing, left out.
std::string without_optional(std::string part) {
  static const RE2 kOptional(R"(\((?:\?:)?[^()]*\)[?*])");
  RE2::GlobalReplace(&part, kOptional, " ");
  return part;
}

TEST(Environment, EachMatchHoldsOneOfTheWords) {
  for (const auto& sign : environment_signs())
    for (const auto& part : alternatives(sign.pattern)) {
      const auto text = base::lower(without_optional(part));
      EXPECT_TRUE(std::ranges::any_of(base::split(sign.words, ' '), [&](auto word) { return text.contains(word); }))
          << part;
    }
}

TEST(Environment, ToldByWellKnownTexts) {
  EXPECT_EQ(environment_failure("write /tmp/x: No space left on device"), Category::disk_full);
  EXPECT_EQ(environment_failure("npm ERR! code EBADENGINE"), Category::version_mismatch);
  EXPECT_EQ(environment_failure("server returned 503"), Category::network);
  EXPECT_EQ(environment_failure("E: Could not get lock /var/lib/dpkg/lock"), Category::lock_held);
  EXPECT_EQ(environment_failure("sh: 1: foo: not found"), Category::missing_command);
  EXPECT_EQ(environment_failure("'x' was not declared in this scope"), std::nullopt);
  EXPECT_EQ(environment_failure(""), std::nullopt);
}

}  // namespace
}  // namespace fixpoint::diagnose
