#include "run/environment.hpp"

#include <gtest/gtest.h>

namespace fixpoint::run {
namespace {

using Strings = std::vector<std::string>;

TEST(Environment, SetsReplacesAndRemoves) {
  const char* const inherited[] = {"A=1", "B=2", "BB=3", "C=", nullptr};
  EXPECT_EQ(resulting_environment(inherited, {}), (Strings{"A=1", "B=2", "BB=3", "C="}));
  EXPECT_EQ(resulting_environment(inherited, {"B", "NEW=x=y", "A=9"}), (Strings{"BB=3", "C=", "NEW=x=y", "A=9"}));
  EXPECT_EQ(resulting_environment(nullptr, {"A=1", "A=2", "D=1", "D"}), (Strings{"A=2"}));
}

TEST(Environment, FindsAValue) {
  const Strings environment = {"PATHS=no", "PATH=/a:/b", "EMPTY="};
  EXPECT_EQ(value_of(environment, "PATH", "x"), "/a:/b");
  EXPECT_EQ(value_of(environment, "EMPTY", "x"), "");
  EXPECT_EQ(value_of(environment, "NONE", "x"), "x");
}

TEST(Environment, TriesTheSearchPathInOrder) {
  EXPECT_EQ(candidates("cc", "/a:/b"), (Strings{"/a/cc", "/b/cc"}));
  EXPECT_EQ(candidates("cc", ":/a:"), (Strings{"./cc", "/a/cc", "./cc"}));
  EXPECT_EQ(candidates("cc", ""), (Strings{"./cc"}));
  EXPECT_EQ(candidates("./cc", "/a"), (Strings{"./cc"}));
}

}  // namespace
}  // namespace fixpoint::run
