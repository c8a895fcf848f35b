// The invariants of ARCHITECTURE.md that a scan of the sources can show.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"

namespace fixpoint::tests {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Which folders a folder may include, besides itself. Stages never include each other.
const std::map<std::string, std::set<std::string>>& allowed() {
  static const std::set<std::string> kShared = {"base", "fixpoint", "seams", "source", "languages"};
  static const std::map<std::string, std::set<std::string>> kAllowed = {
      {"base", {"fixpoint"}},  // only result.hpp and words.hpp: checked below
      {"fixpoint", {}},
      {"seams", {"base", "fixpoint"}},
      {"languages", {"base", "fixpoint"}},
      {"source", {"base", "fixpoint", "seams", "languages"}},
      {"run", kShared},
      {"diagnose", kShared},
      {"propose", kShared},
      {"verify", kShared},
      {"record", kShared},
      {"engine",
       {"base", "fixpoint", "seams", "source", "languages", "run", "diagnose", "propose", "verify", "record"}},
      {"cli",
       {"base", "fixpoint", "seams", "source", "languages", "run", "diagnose", "propose", "verify", "record",
        "engine"}},
  };
  return kAllowed;
}

struct Source {
  std::string folder;
  fs::path path;
  std::vector<std::string> includes;
};

std::vector<Source> sources() {
  static const base::Regex kInclude(R"(^\s*#\s*include\s*[<"]([^">]+)[">])");
  std::vector<Source> found;
  const auto scan = [&](const fs::path& root, bool by_folder) {
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const auto ending = entry.path().extension();
      if (ending != ".cpp" && ending != ".hpp") continue;
      Source source{by_folder ? fs::relative(entry.path(), root).begin()->string() : "fixpoint", entry.path(), {}};
      const auto text = slurp(entry.path());
      for (const auto line : base::split_lines(text))
        if (std::string name; kInclude.find(line, &name)) source.includes.push_back(name);
      found.push_back(std::move(source));
    }
  };
  scan(fs::path(FIXPOINT_SOURCE) / "src", true);
  scan(fs::path(FIXPOINT_SOURCE) / "include", false);
  return found;
}

TEST(Architecture, DependenciesRunOneWay) {
  for (const auto& source : sources()) {
    const auto rule = allowed().find(source.folder);
    ASSERT_NE(rule, allowed().end()) << "no rule for folder " << source.folder;
    for (const auto& include : source.includes) {
      const auto folder = include.substr(0, include.find('/'));
      if (!allowed().contains(folder) || folder == source.folder) continue;
      EXPECT_TRUE(rule->second.contains(folder)) << source.path << " includes " << include;
      if (source.folder == "base" && folder == "fixpoint") {
        EXPECT_TRUE(include == "fixpoint/result.hpp" || include == "fixpoint/words.hpp" ||
                    include == "fixpoint/proposal.hpp")
            << source.path << " includes " << include;
      }
    }
  }
}

TEST(Architecture, FixersAndFormatsAreAwayFromTheWorld) {
  static const std::set<std::string> kWorld = {
      "fstream",    "filesystem",   "thread",     "unistd.h",        "fcntl.h",
      "sys/stat.h", "sys/socket.h", "sys/wait.h", "cstdlib",         "stdlib.h",
      "chrono",     "random",       "iostream",   "seams/clock.hpp", "seams/command_runner.hpp"};
  for (const auto& source : sources()) {
    const auto path = source.path.string();
    if (path.find("/diagnose/formats/") == std::string::npos && path.find("/propose/fixers/") == std::string::npos &&
        path.find("/propose/tools/") == std::string::npos)
      continue;
    for (const auto& include : source.includes)
      EXPECT_FALSE(kWorld.contains(include)) << path << " includes " << include;
  }
}

TEST(Architecture, JsonStaysOutOfHeadersAndStdRegexOutOfEverything) {
  for (const auto& source : sources())
    for (const auto& include : source.includes) {
      EXPECT_NE(include, "regex") << source.path;
      // Helpers of formats that read JSON (formats/_x.hpp) are seen by those formats' .cpp files alone.
      const bool helper = source.path.string().find("/formats/_") != std::string::npos;
      if (source.path.extension() == ".hpp" && !helper) {
        EXPECT_FALSE(include.starts_with("nlohmann/")) << source.path;
      }
    }
}

}  // namespace
}  // namespace fixpoint::tests
