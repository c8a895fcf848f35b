// pnpm: " ERR_PNPM_CODE  message" with indented details; the trailer of a failed script (ELIFECYCLE).
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::pnpm {
namespace {

constexpr std::size_t kDetails = 40;

struct Meaning {
  std::string_view code;  ///< the beginning of the code behind ERR_PNPM_
  Category category;
};

Category category_of(std::string_view code, std::string_view message) {
  using enum Category;
  static constexpr Meaning kMeanings[] = {
      {"FETCH_404", missing_dependency},
      {"FETCH_", network},
      {"META_FETCH_FAIL", network},
      {"NO_MATCHING_VERSION", missing_dependency},
      {"PEER_DEP", version_mismatch},
      {"UNSUPPORTED_ENGINE", version_mismatch},
      {"BAD_PM_VERSION", version_mismatch},
      {"LOCKFILE_BREAKING", version_mismatch},
      {"WORKSPACE_PKG_NOT_FOUND", missing_dependency},
      {"SPEC_NOT_SUPPORTED", configuration},
      {"NO_PACKAGE", missing_dependency},
      {"ENOSPC", disk_full},
      {"EACCES", permission},
      {"TARBALL_INTEGRITY", configuration},
  };
  if (message.find("ECONNREFUSED") != std::string_view::npos || message.find("ENOTFOUND") != std::string_view::npos ||
      message.find("ETIMEDOUT") != std::string_view::npos)
    return network;
  for (const auto& meaning : kMeanings)
    if (code.starts_with(meaning.code)) return meaning.category;
  return configuration;
}

/// pnpm 12 draws the chain of causes: "  × what", "  ├─▶ why", "  ╰─▶ why that". The last one says most; its lines
/// are broken at blanks and hyphens. Takes the drawing; gives the last cause.
std::string take_chain(OutputCursor& cursor, Diagnostic& diagnostic) {
  std::string last;
  bool help = false;
  if (cursor.peek().empty()) cursor.take();
  for (std::size_t i = 0; i < kDetails && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    if (!line.starts_with("  ") || (base::trim(line).empty() && !help)) break;
    auto text = base::trim(line);
    help |= text.starts_with("help: ");
    bool fresh = false;
    for (const std::string_view mark : {"× ", "├─▶ ", "╰─▶ "})
      if (text.starts_with(mark)) {
        text.remove_prefix(mark.size());
        fresh = true;
      }
    if (text.starts_with("│")) text = base::trim(text.substr(std::string_view("│").size()));
    frontend::keep(diagnostic, cursor.take());
    if (help || text.empty()) continue;
    if (fresh)
      last = text;
    else
      last += (last.ends_with('-') || last.ends_with('/') ? "" : " ") + std::string(text);
  }
  return last;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^\s*(?:\[?ERROR\]? +)?\[?ERR_PNPM_([A-Z0-9_]+)\]?:? +(.*)$)");
  static const base::Regex kScript(R"(^\s*(?:\[)?ELIFECYCLE(?:\])?\s+(.*)$)");
  static const base::Regex kPackage(
      R"re((?:No matching version found for |GET \S+/)((?:@[^/@\s]+(?:/|%2F))?[^/@:\s]+))re");
  Diagnostic diagnostic;
  diagnostic.phase = Phase::install;
  std::string code;
  if (kScript.full_match(cursor.peek(), &diagnostic.message)) {
    cursor.take();
    diagnostic.code = "ELIFECYCLE";
    diagnostic.phase = Phase::run;
    diagnostic.category = Category::unknown;  // what the script printed says why
    return diagnostic;
  }
  static const base::Regex kChain(R"(^Error: ERR_PNPM_([A-Z0-9_]+)$)");
  const bool chain = kChain.full_match(cursor.peek(), &code);
  if (!chain && !kHead.full_match(cursor.peek(), &code, &diagnostic.message)) return std::nullopt;
  cursor.take();
  diagnostic.code = "ERR_PNPM_" + code;
  if (chain) {
    diagnostic.message = take_chain(cursor, diagnostic);
    if (diagnostic.message.empty()) diagnostic.message = diagnostic.code;
  }
  for (std::size_t i = 0; !chain && i < kDetails && !cursor.done(); ++i) {
    if (cursor.peek().empty() ? !cursor.peek(1).starts_with("This error") && !cursor.peek(1).starts_with("The latest")
                              : kHead.full_match(cursor.peek()))
      break;
    frontend::keep(diagnostic, cursor.take());
  }
  diagnostic.category = category_of(code, diagnostic.message);
  if (code == "NO_SCRIPT" || code.starts_with("RECURSIVE_") || code == "NO_IMPORTER_MANIFEST_FOUND" ||
      code == "NO_PKG_MANIFEST") {
    diagnostic.phase = Phase::configure;
    diagnostic.place.file = "package.json";
  }
  if (diagnostic.category == Category::network) diagnostic.phase = Phase::environment;
  std::string package;
  if (diagnostic.category == Category::missing_dependency && kPackage.find(diagnostic.message, &package)) {
    diagnostic.pattern =
        code == "FETCH_404" ? "package '$1' is not in the registry" : "no version of package '$1' matches";
    diagnostic.arguments = {base::replace_all(package, "%2F", "/")};
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "pnpm",
          .language = Language::javascript,
          .starts = R"(ERR_PNPM_[A-Z]|^[ ]*ELIFECYCLE|\[ERR_PNPM)",
          .read = read,
          .about = "pnpm's errors",
          .example_command = "pnpm install",
          .homepage = "https://pnpm.io/"};
}

}  // namespace fixpoint::diagnose::formats::pnpm
