// cargo's own messages: manifests, lock files, dependency resolution, and the summaries after rustc's messages.
#include <algorithm>
#include <array>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_rust.hpp"
#include "diagnose/formats/_rustc_text.hpp"

namespace fixpoint::diagnose::formats::cargo {
namespace {

struct Wording {
  std::string_view start;
  Category category;
  Phase phase = Phase::configure;
  bool summary = false;  // only repeats that something above failed
};

constexpr auto kWordings = std::to_array<Wording>({
    {"could not compile `", Category::compiler_error, Phase::compile, true},
    {"could not document `", Category::compiler_error, Phase::compile, true},
    {"build failed", Category::compiler_error, Phase::compile, true},
    {"aborting due to ", Category::compiler_error, Phase::compile, true},
    {"test failed, to rerun pass", Category::test_failure, Phase::test, true},
    {"doctest failed, to rerun pass", Category::test_failure, Phase::test, true},
    {"bench failed, to rerun pass", Category::test_failure, Phase::test, true},
    {" target failed:", Category::test_failure, Phase::test, true},
    {" targets failed:", Category::test_failure, Phase::test, true},
    {"process didn't exit successfully", Category::runtime_error, Phase::run, true},
    {"failed to parse manifest at", Category::configuration},
    {"failed to load manifest", Category::configuration},
    {"failed to read `", Category::configuration},
    {"failed to parse lock file", Category::configuration},
    {"could not find `Cargo.toml`", Category::configuration},
    {"could not parse input as TOML", Category::configuration},
    {"manifest path `", Category::configuration},
    {"the manifest-path must be", Category::configuration},
    {"the lock file ", Category::configuration},
    {"cannot update the lock file", Category::configuration},
    {"cannot create the lock file", Category::configuration},
    {"current package believes it's in a workspace", Category::configuration},
    {"package `", Category::configuration},
    {"package ID specification", Category::configuration},
    {"no such command: `", Category::missing_command},
    {"no bin target", Category::configuration},
    {"no example target", Category::configuration},
    {"no test target", Category::configuration},
    {"no library targets", Category::configuration},
    {"a bin target must be available", Category::configuration},
    {"`cargo run` could not determine", Category::configuration},
    {"couldn't read ", Category::configuration},
    {"can't find ", Category::configuration},
    {"toolchain '", Category::configuration},
    {"rustc ", Category::configuration},
    {"cyclic package dependency", Category::configuration},
    {"virtual manifests must", Category::configuration},
    {"multiple workspace roots", Category::configuration},
    {"invalid character", Category::configuration},
    {"the package '", Category::configuration},
    {"none of the selected packages", Category::configuration},
    {"the option `Z`", Category::configuration},
    {"no matching package", Category::missing_dependency},
    {"failed to select a version", Category::missing_dependency},
    {"failed to get `", Category::missing_dependency},
    {"failed to load source", Category::missing_dependency},
    {"no default toolchain", Category::missing_command},
    {"failed to download", Category::network},
    {"download of ", Category::network},
    {"unable to update registry", Category::network},
    {"failed to run custom build command", Category::compiler_error},
    {"linker `", Category::linker, Phase::link},
    {"failed to open: ", Category::permission},
    {"failed to write ", Category::permission},
    {"failed to create ", Category::permission},
    {"failed to remove ", Category::permission},
});

const base::Regex& head() {
  static const base::Regex kHead(R"(^error: (.*)$)");
  return kHead;
}

void read_causes(OutputCursor& cursor, Diagnostic& diagnostic) {
  // Blank line, "Caused by:", indented causes; the innermost says why.
  for (int i = 0; i < 20; ++i) {
    const std::size_t blank = base::trim(cursor.peek()).empty() && !cursor.done() ? 1 : 0;
    if (cursor.peek(blank) != "Caused by:") return;
    for (std::size_t skip = 0; skip <= blank; ++skip) cursor.take();
    for (int line = 0; line < 200 && cursor.peek().starts_with("  "); ++line) {
      const auto text = cursor.take();
      diagnostic.context += text;
      diagnostic.context += '\n';
      if (diagnostic.related.size() < 20) diagnostic.related.push_back({{}, std::string(base::trim(text))});
    }
  }
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  // TOML errors are drawn like rustc's.
  if (at_rustc_message(cursor)) {
    auto copy = cursor;
    auto drawn = read_rustc_message(copy);
    if (!drawn.place.file.ends_with(".toml") && !drawn.place.file.ends_with("Cargo.lock")) return std::nullopt;
    cursor = copy;
    drawn.category = Category::configuration;
    drawn.phase = Phase::configure;
    return drawn;
  }
  Diagnostic diagnostic;
  if (!head().full_match(cursor.peek(), &diagnostic.message)) return std::nullopt;
  const std::string_view message = diagnostic.message;
  const auto wording = std::ranges::find_if(kWordings, [&](const Wording& one) {
    return one.start.starts_with(' ') ? message.contains(one.start) : message.starts_with(one.start);
  });
  if (wording == kWordings.end()) return std::nullopt;
  if (wording->start == "package `" && !message.contains("rustc") && !message.contains("not found") &&
      !message.contains("not a member"))
    return std::nullopt;
  cursor.take();
  diagnostic.category = wording->category;
  diagnostic.phase = wording->phase;
  if (wording->summary) diagnostic.severity = Severity::note;
  fill_backquoted_pattern(diagnostic, message);
  static const base::Regex kManifest(R"(`([^`]*Cargo\.(?:toml|lock))`)");
  (void)kManifest.find(message, &diagnostic.place.file);
  for (int i = 0; i < 40 && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    const bool belongs = line.starts_with("  ") || line.starts_with("location searched") ||
                         line.starts_with("required by") || line.starts_with("perhaps you meant") ||
                         line.starts_with("As a reminder") || line.starts_with("versions that meet") ||
                         line.starts_with("candidate versions") || line.starts_with("if you are looking");
    if (!belongs || line.starts_with("   Compiling") || line.starts_with("    Checking")) break;
    diagnostic.context += line;
    diagnostic.context += '\n';
    cursor.take();
  }
  read_causes(cursor, diagnostic);
  // A killed compiler is no summary: nothing above says why.
  if (diagnostic.context.contains("(signal: ") || message.contains("(signal: ")) {
    diagnostic.severity = Severity::error;
    const bool killed = diagnostic.context.contains("signal: 9") || message.contains("signal: 9");
    diagnostic.category = killed ? Category::killed : Category::runtime_error;
  }
  const auto contains = [&](std::string_view what) {
    return diagnostic.context.contains(what) || message.contains(what);
  };
  if (contains("ould not resolve host") || contains("failed to download from") || contains("network failure"))
    diagnostic.category = Category::network;
  else if (contains("Permission denied"))
    diagnostic.category = Category::permission;
  else if (contains("No space left on device"))
    diagnostic.category = Category::disk_full;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "cargo",
          .language = Language::rust,
          .starts = R"(^error: )",
          .read = read,
          .about = "cargo's own errors: manifests, dependencies, registries.",
          .example_command = "cargo build",
          .homepage = "https://doc.rust-lang.org/cargo/"};
}

}  // namespace fixpoint::diagnose::formats::cargo
