// Cases that run the program itself, in a scratch folder with a state folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "case_file.hpp"

namespace fixpoint::tests {

extern bool update;
void expect_section(CaseFile& file, std::string_view name, const std::string& actual);

/// heal/**.case: before/* + command (a shell line; words of `options` go before it) -> exit, outcome (of the report),
/// after/*; then the heal is undone and before/* must be back. `needs` names programs; without them it is skipped.
class HealCase : public testing::Test {
 public:
  explicit HealCase(std::string path) : path_(std::move(path)) {}
  void TestBody() override;

 private:
  std::string path_;
};

/// cli/**.case: before/* + command (a shell line in which `fixpoint` is the program) -> exit, stdout, stderr,
/// after/*.
class CliCase : public testing::Test {
 public:
  explicit CliCase(std::string path) : path_(std::move(path)) {}
  void TestBody() override;

 private:
  std::string path_;
};

}  // namespace fixpoint::tests
