#include "verify/guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/paths.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "source/edits.hpp"

namespace fixpoint::verify {
namespace {

struct PathRule {
  std::string_view kind;
  std::string_view pattern;  ///< RE2, unanchored, over "/" + path
};

constexpr std::array<PathRule, 6> kProtected = {{
    {"version control", R"(/\.(git|hg|svn)(/|$))"},
    {"ci", R"(/(\.github/|\.gitlab-ci|\.circleci/|\.travis|\.buildkite/|azure-pipelines|Jenkinsfile|appveyor))"},
    {"lock file",
     R"((/package-lock\.json|/npm-shrinkwrap\.json|/yarn\.lock|/pnpm-lock\.yaml|/Cargo\.lock|/go\.sum|/poetry\.lock|/Pipfile\.lock|/uv\.lock|/Gemfile\.lock)$)"},
    {"snapshot", R"((/__snapshots__/|\.snap$|\.golden$|/testdata/))"},
    {"config",
     R"((/Makefile|/makefile|/GNUmakefile|/CMakeLists\.txt|\.cmake|/meson\.build|/build\.ninja|/Cargo\.toml|/go\.mod|/pyproject\.toml|/setup\.(py|cfg)|/tox\.ini|/pytest\.ini|/conftest\.py|/\.flake8|/ruff\.toml|/mypy\.ini|/package\.json|/tsconfig[^/]*\.json|/\.?eslint[^/]*|/\.clang-(tidy|format)|/(jest|vitest|babel|webpack|vite|rollup)\.config\.[a-z]+|/pom\.xml|/(build|settings)\.gradle(\.kts)?|/Dockerfile)$)"},
    {"test",
     R"((/tests?/|/__tests__/|/spec/|/src/test/|/test_[^/]*\.py$|_test\.(py|go|rs|cc|cpp|c)$|_tests?\.[a-z]+$|[._-](test|spec)\.[cm]?[jt]sx?$|Tests?\.java$))"},
}};

/// Ways to silence a tool, per language, on added lines.
constexpr std::string_view kSuppressions =
    R"(type:\s*ignore|#\s*noqa|pylint:\s*disable|@ts-(ignore|expect-error|nocheck)|eslint-disable|\bas any\b|#!?\[allow\(|)"
    R"(\bNOLINT|#\s*pragma\s+(GCC|clang)\s+diagnostic|@SuppressWarnings|//\s*nolint|except\s*(Exception\s*)?:\s*pass\b|)"
    R"(catch\s*(\([^)]*\))?\s*\{\s*\}|\|\|\s*true\b|\bset \+e\b|@unittest\.skip|pytest\.mark\.(skip|xfail)|)"
    R"(\b(it|test|describe)\.skip\b|#\[ignore|@Disabled\b|@Ignore\b|\bt\.Skip\()";

std::size_t solid(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; }));
}

int suppressions(std::string_view text) {
  static const base::Regex kPattern(kSuppressions);
  int count = 0;
  for (const auto line : base::split_lines(text)) count += kPattern.find(line) ? 1 : 0;
  return count;
}

}  // namespace

std::string_view protected_kind(std::string_view path) {
  static const auto* const kRules = [] {
    auto* rules = new std::vector<base::Regex*>;  // lives as long as the program
    for (const auto& rule : kProtected) rules->push_back(new base::Regex(rule.pattern));
    return rules;
  }();
  const auto full = "/" + std::string(path);
  for (std::size_t i = 0; i < kProtected.size(); ++i)
    if ((*kRules)[i]->find(full)) return kProtected[i].kind;
  return {};
}

std::optional<std::string> guard(const seams::SourceTree& tree, const seams::ChangedFiles& changed,
                                 const std::set<std::string, std::less<>>& problem_files, const Allowed& allowed) {
  for (const auto& [path, content] : changed) {
    if (path.starts_with('/') || path.starts_with("..") || path.find("/../") != std::string::npos)
      return fmt::format("protected-path: {} (outside the project)", path);
    const auto kind = protected_kind(path);
    const bool is_test = kind == "test" || kind == "snapshot";
    if (!kind.empty() && !problem_files.contains(path) && !allowed.contains(is_test ? "tests" : "config"))
      return fmt::format("protected-path: {} ({})", path, kind);
    const auto before = tree.read(path).value_or(std::string_view{});
    if (!content) {
      if (!allowed.contains("delete")) return fmt::format("deletes: {}", path);
      continue;
    }
    if (!allowed.contains("suppress") && suppressions(*content) > suppressions(before))
      return fmt::format("suppression: {}", path);
    // A small bound for short repairs; beyond it, removing code is not repairing it.
    const auto was = solid(before), is = solid(*content);
    if (!allowed.contains("delete") && was > is &&
        was - is > std::max<std::size_t>(40, std::min<std::size_t>(was / 8, 300)))
      return fmt::format("removes-too-much: {} ({} of {} characters)", path, was - is, was);
  }
  return std::nullopt;
}

}  // namespace fixpoint::verify
