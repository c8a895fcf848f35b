// Problem matchers of VS Code and GitHub Actions.
#include "diagnose/problem_matcher.hpp"

#include <gtest/gtest.h>

#include "diagnose/diagnose.hpp"

namespace fixpoint::diagnose {
namespace {

std::vector<Diagnostic> read(std::string_view json, std::string_view text) {
  const auto formats = problem_matcher_formats({}, json);
  EXPECT_TRUE(formats) << formats.error().where << ": " << formats.error().message;
  return formats ? read_all(text, *formats) : std::vector<Diagnostic>{};
}

std::string error_of(std::string_view json) {
  const auto formats = problem_matcher_formats({}, json);
  return formats ? "" : formats.error().where + ": " + formats.error().message;
}

TEST(ProblemMatcher, ReadsGithubsShape) {
  const auto found = read(R"({"problemMatcher":[{"owner":"mine","severity":"warning","pattern":[
      {"regexp":"^(.+):(\\d+):(\\d+): (?:(error): )?(.*) \\[(\\w+)\\]$","file":1,"line":2,"column":3,"severity":4,"message":5,"code":6}]}]})",
                          "a.c:1:2: error: x [R1]\na.c:3:4: y [R2]\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].tool, "mine");
  EXPECT_EQ(found[0].severity, Severity::error);
  EXPECT_EQ(found[0].code, "R1");
  EXPECT_EQ(found[1].severity, Severity::warning);
  EXPECT_EQ(found[1].place.column, 4U);
}

TEST(ProblemMatcher, LoopsOverLinesBelowAFile) {
  const auto found =
      read(R"({"problemMatcher":[{"owner":"stylish","pattern":[
      {"regexp":"^([^\\s].*)$","file":1},
      {"regexp":"^\\s+(\\d+):(\\d+)\\s+(error|warning)\\s+(.*)\\s\\s+(.*)$","line":1,"column":2,"severity":3,"message":4,"code":5,"loop":true}]}]})",
           "a.js\n  1:2  error  x is odd  no-odd\n  3:4  warning  y  no-y\n\nb.js\n  5:6  error  z  no-z\n");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[1].place.file, "a.js");
  EXPECT_EQ(found[1].severity, Severity::warning);
  EXPECT_EQ(found[2].place.file, "b.js");
  EXPECT_EQ(found[2].message, "z");
}

TEST(ProblemMatcher, ReadsTasksWithNamesBasesFoldersAndComments) {
  const auto found = read(R"({
      // what the build runs
      "version": "2.0.0",
      "tasks": [
        {"label": "tsc", "problemMatcher": {"base": "$tsc", "owner": "web", "fileLocation": ["relative", "${workspaceFolder}/web"]}},
        {"label": "gcc", "problemMatcher": ["$gcc"]},
        {"label": "none"}]})",
                          "src/a.ts(3,4): error TS2304: no x\nm.c:1:2: warning: y\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].tool, "web");
  EXPECT_EQ(found[0].folder, "web");
  EXPECT_EQ(found[0].code, "2304");
  EXPECT_EQ(found[1].tool, "gcc");
}

TEST(ProblemMatcher, ReadsLocationsAndDefaults) {
  const auto found =
      read(R"({"owner":"m","pattern":{"regexp":"^(\\S+)\\(([\\d,]+)\\): (.*)$","file":1,"location":2,"message":3}})",
           "a.x(1,2,3,4): m\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].place.end_line, 3U);
  EXPECT_EQ(found[0].place.end_column, 4U);
  const auto plain = read(R"({"pattern":{"regexp":"^(\\S+) (\\d+) (\\d+) .*$"}})", "a.x 1 2 odd\n");
  ASSERT_EQ(plain.size(), 1U);
  EXPECT_EQ(plain[0].place.line, 1U);
  EXPECT_EQ(plain[0].message, "a.x 1 2 odd");
}

TEST(ProblemMatcher, ReadsAnExtensionsNames) {
  const auto found = read(R"({"contributes":{
      "problemPatterns":[{"name":"line","regexp":"^(.*)@(\\d+) (.*)$","file":1,"line":2,"message":3}],
      "problemMatchers":[{"name":"mine","owner":"m","pattern":"$line"}]}})",
                          "a.x@3 odd\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].tool, "mine");
}

TEST(ProblemMatcher, SaysWhatIsWrong) {
  struct Case {
    std::string_view json, says;
  };
  constexpr Case kCases[] = {
      {"{", "the problem matcher is not JSON"},
      {"{}", "no problem matcher"},
      {R"json({"pattern":{"regexp":"a(?=b)"}})json", "look-ahead"},
      {R"json({"pattern":{"regexp":"(?<!a)b"}})json", "look-behind"},
      {R"json({"pattern":{"regexp":"(a)\\1"}})json", "character 4: back-references"},
      {R"json({"pattern":{"regexp":"(a"}})json", "is not an expression"},
      {R"json({"pattern":{"regexp":"(a)","file":2}})json", "\"file\" is not the number"},
      {R"json({"pattern":[{"regexp":"a","loop":true},{"regexp":"b"}]})json", "may \"loop\""},
      {R"json({"pattern":"$nobody"})json", "$nobody is not known"},
      {R"json({"pattern":{"regexp":"a"},"background":{"beginsPattern":"("}})json", "background.beginsPattern"},
      {R"json([3])json", "matcher 1"},
      {R"json({"pattern":{}})json", "regexp"},
  };
  for (const auto& [json, says] : kCases)
    EXPECT_NE(error_of(json).find(says), std::string::npos) << json << "\n" << error_of(json);
}

TEST(ProblemMatcher, TranslatesJavascript) {
  const auto translated = [](std::string_view source) { return re2_of_javascript(source).value_or("?"); };
  EXPECT_EQ(translated(R"(^(?<file>[^\s]+)\/a$)"), R"(^(?P<file>[^\s]+)\/a$)");
  EXPECT_EQ(translated("\\u2716[\\b[]"), "\\x{2716}[\\x08\\[]");
  EXPECT_EQ(translated("\\u{1F4A5}\\cJ\\-[^]"), "\\x{1F4A5}\\x0a\\-[\\s\\S]");
  EXPECT_EQ(translated("[a"), "?");
  EXPECT_EQ(translated("a\\"), "?");
}

}  // namespace
}  // namespace fixpoint::diagnose
