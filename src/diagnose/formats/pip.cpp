// pip: requirements that cannot be met, builds that failed ("subprocess-exited-with-error"), hashes that differ,
// environments managed by the system, retries of the network.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/environment.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::pip {
namespace {

/// "error: subprocess-exited-with-error", a line "× what did not run", and notes. What the build itself printed in
/// between is another tool's and stays; pip repeats the block without it.
std::optional<Diagnostic> read_block(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^ *error: ([a-z]+(?:-[a-z]+)+)$)");
  Diagnostic diagnostic;
  if (!kHead.full_match(cursor.peek(), &diagnostic.code)) return std::nullopt;
  std::size_t ahead = 1;
  while (ahead < 3 && base::trim(cursor.peek(ahead)).empty()) ++ahead;
  const auto cross = base::trim(cursor.peek(ahead));
  if (!cross.starts_with("×") && !cross.starts_with("x ")) return std::nullopt;
  diagnostic.message = base::trim(cross.substr(cross.find(' ')));
  for (std::size_t i = 0; i <= ahead; ++i) (void)cursor.take();
  diagnostic.phase = Phase::install;
  diagnostic.category =
      diagnostic.code == "externally-managed-environment" ? Category::configuration : Category::compiler_error;
  // Only the lines of the block itself: "│ exit code: 1", "╰─> ...", further indented text of the last.
  constexpr int kMost = 40;
  bool last = false;
  for (int lines = 0; lines < kMost && !cursor.done(); ++lines) {
    const auto line = base::trim(cursor.peek());
    if (line.starts_with("│") || line.starts_with("╰─>")) {
      last = line.starts_with("╰─>");
      diagnostic.context += std::string(line) + '\n';
      const bool output = line.find(" lines of output]") != std::string_view::npos;
      cursor.take();
      if (output) break;
      continue;
    }
    if (!last || (!line.empty() && !cursor.peek().starts_with("    ") && !line.starts_with("note: "))) break;
    if (line.starts_with("note: ")) break;
    diagnostic.context += std::string(line) + '\n';
    cursor.take();
  }
  // What was told once, with its output, is told again at the end.
  if (diagnostic.context.find("See above for output") != std::string::npos) diagnostic.severity = Severity::info;
  return diagnostic;
}

struct Wording {
  std::string_view begins;
  Category category;
};

constexpr Wording kWordings[] = {
    {"Could not find a version that satisfies the requirement ", Category::missing_dependency},
    {"No matching distribution found for ", Category::missing_dependency},
    {"Cannot install ", Category::version_mismatch},
    {"ResolutionImpossible", Category::version_mismatch},
    {"THESE PACKAGES DO NOT MATCH THE HASHES", Category::configuration},
    {"Hashes are required in --require-hashes mode", Category::configuration},
    {"Could not install packages due to an ", Category::unknown},
    {"Could not open requirements file", Category::configuration},
    {"Could not build wheels for ", Category::compiler_error},
    {"Failed building wheel for ", Category::compiler_error},
    {"Failed to build installable wheels", Category::compiler_error},
    {"Invalid requirement", Category::syntax_error},
    {"Package '", Category::version_mismatch},
    {"Ignored the following versions that require a different python version", Category::version_mismatch},
    {"Directory '", Category::configuration},
    {"File \"setup.py\" ", Category::configuration},
    {"Command errored out with exit status ", Category::compiler_error},
    {"HTTP error ", Category::network},
    {"Could not fetch URL ", Category::network},
};

/// What a requirement is called, without versions and markers.
std::string name_of(std::string_view requirement) {
  return std::string(requirement.substr(0, requirement.find_first_of(" <>=!~;[(@")));
}

/// "The conflict is caused by:" and its indented lines.
void take_conflict(OutputCursor& cursor, Diagnostic& diagnostic) {
  std::size_t ahead = cursor.peek().empty() ? 1 : 0;
  if (!cursor.peek(ahead).starts_with("The conflict is caused by:")) return;
  for (; ahead > 0; --ahead) (void)cursor.take();
  constexpr int kMost = 60;
  for (int lines = 0; lines < kMost && !cursor.done(); ++lines) {
    const auto line = cursor.peek();
    if (lines > 0 && !line.starts_with("    ")) break;
    if (lines > 0) diagnostic.message += (lines == 1 ? " " : "; ") + std::string(base::trim(line));
    cursor.take();
  }
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto block = read_block(cursor)) return block;
  static const base::Regex kRetry(R"(^ *WARNING: (Retrying \(Retry\(total=\d+.*)$)");
  Diagnostic diagnostic;
  diagnostic.phase = Phase::install;
  if (kRetry.full_match(cursor.peek(), &diagnostic.message)) {
    diagnostic.severity = Severity::warning;
    diagnostic.category = Category::network;
    cursor.take();
    return diagnostic;
  }
  const auto line = base::trim(cursor.peek());
  if (!line.starts_with("ERROR: ")) return std::nullopt;
  const auto text = line.substr(7);
  const Wording* wording = nullptr;
  for (const auto& one : kWordings)
    if (text.starts_with(one.begins)) {
      wording = &one;
      break;
    }
  if (wording == nullptr) return std::nullopt;
  if (wording->begins == "Package '" && text.find("requires a different Python") == std::string_view::npos)
    return std::nullopt;
  if (wording->begins == "Directory '" && text.find("is not installable") == std::string_view::npos)
    return std::nullopt;
  diagnostic.message = text;
  diagnostic.category = wording->category;
  if (wording->category == Category::unknown)
    diagnostic.category = environment_failure(text).value_or(Category::configuration);
  cursor.take();
  for (const std::string_view missing :
       {"No matching distribution found for ", "Could not find a version that satisfies the requirement "})
    if (text.starts_with(missing)) {
      diagnostic.pattern = std::string(missing) + "$1";
      diagnostic.arguments = {name_of(text.substr(missing.size()))};
    }
  // Two lines about one requirement: the first lists the versions there are.
  if (text.starts_with("Could not find a version") &&
      base::trim(cursor.peek()).starts_with("ERROR: No matching dist"))
    diagnostic.related.push_back({{}, std::string(base::trim(cursor.take()).substr(7))});
  take_conflict(cursor, diagnostic);
  constexpr int kMost = 40;
  if (text.starts_with("THESE PACKAGES"))
    for (int lines = 0; lines < kMost && cursor.peek().starts_with("    "); ++lines)
      diagnostic.context += std::string(cursor.take()) + '\n';
  if (cursor.peek().starts_with("Hint: ")) diagnostic.related.push_back({{}, std::string(cursor.take())});
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "pip",
      .language = Language::python,
      .starts =
          R"(^ *(ERROR: (Could not |No matching distribution|Cannot install |ResolutionImpossible|THESE PACKAGES|Hashes are|Failed (building|to build)|Invalid requirement|Package '|Ignored the following|Directory '|File "setup|Command errored|HTTP error)|error: [a-z]+(-[a-z]+)+$|WARNING: Retrying))",
      .read = read,
      .about = "pip: unmet requirements, failed builds, hash mismatches, managed environments",
      .example_command = "pip install -r requirements.txt",
      .homepage = "https://pip.pypa.io/"};
}

}  // namespace fixpoint::diagnose::formats::pip
