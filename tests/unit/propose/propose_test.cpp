#include "propose/propose.hpp"

#include <gtest/gtest.h>

#include <string>

#include "seams/source_tree.hpp"

namespace fixpoint::propose {
namespace {

Problem undeclared(std::string name, std::uint32_t line, std::uint32_t column) {
  Problem problem;
  problem.id = "p1";
  problem.category = Category::undefined_variable;
  problem.primary.tool = "gcc";
  problem.primary.language = Language::c;
  problem.primary.severity = Severity::error;
  problem.primary.message = "'" + name + "' undeclared (first use in this function)";
  problem.primary.arguments = {std::move(name)};
  problem.primary.place = {.file = "a.c", .line = line, .column = column};
  return problem;
}

std::size_t proposals_in(std::string text, const Problem& problem) {
  const seams::MemoryTree tree(std::map<std::string, std::string, std::less<>>{{"a.c", std::move(text)}});
  const source::Analysis code(tree);
  return proposals(problem, code, ".").size();
}

TEST(Proposals, ANameThatAnEarlierErrorHidesIsNotRepaired) {
  // The compiler lost the declaration with the unclosed condition above it.
  constexpr std::string_view kHidden =
      "int f(int count) {\n  if (count == 'x\") {\n    int counter = 3;\n    return counter + count;\n  }\n  return "
      "0;\n}\n";
  EXPECT_EQ(proposals_in(std::string(kHidden), undeclared("counter", 4, 12)), 0U);
  // Not declared anywhere: "return" is no type.
  constexpr std::string_view kMissing =
      "int f(int count) {\n  if (count == 'x\") {\n    return counter;\n  }\n  return counter;\n}\n";
  EXPECT_GT(proposals_in(std::string(kMissing), undeclared("counter", 5, 10)), 0U);
  // In a file that parses the compiler is right: it is out of scope here.
  constexpr std::string_view kScope =
      "int f(int count) {\n  {\n    int counter = 3;\n    count += counter;\n  }\n  return counter;\n}\n";
  EXPECT_GT(proposals_in(std::string(kScope), undeclared("counter", 6, 10)), 0U);
}

}  // namespace
}  // namespace fixpoint::propose
