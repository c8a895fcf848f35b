// Yarn classic ("error message", "error pkg@1.0.0: ...") and berry ("➤ YN0002: │ message").
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::yarn {
namespace {

struct Berry {
  std::string_view code;
  Category category;
  Severity severity;
};

/// The codes that stop an install, and the warnings worth showing; all others are progress.
const Berry* berry(std::string_view code) {
  using enum Category;
  static constexpr Berry kCodes[] = {
      {"YN0001", configuration, Severity::error},
      {"YN0002", missing_dependency, Severity::warning},
      {"YN0003", version_mismatch, Severity::error},
      {"YN0009", configuration, Severity::error},
      {"YN0016", missing_dependency, Severity::error},
      {"YN0018", configuration, Severity::error},
      {"YN0027", missing_dependency, Severity::error},
      {"YN0028", configuration, Severity::error},
      {"YN0035", missing_dependency, Severity::error},
      {"YN0060", version_mismatch, Severity::warning},
      {"YN0041", permission, Severity::error},
      {"YN0062", version_mismatch, Severity::error},
      {"YN0081", network, Severity::error},
      {"YN0082", missing_dependency, Severity::error},
  };
  for (const auto& one : kCodes)
    if (one.code == code) return &one;
  return nullptr;
}

void add_package(Diagnostic& diagnostic) {
  static const base::Regex kMatch(R"re(Couldn't find any versions for "([^"]+)")re");
  static const base::Regex kMissing(R"re(/((?:@[^/\s]+(?:/|%2f))?[^/\s:]+): Not found)re");
  static const base::Regex kBerry(
      R"(^((?:@[^/\s]+/)?[^@\s]+)@(?:npm:)?\S+: (?:No candidates found|Package not found))");
  std::string package;
  if (kMissing.find(diagnostic.message, &package))
    diagnostic.pattern = "package '$1' is not in the registry";
  else if (kMatch.find(diagnostic.message, &package) || kBerry.find(diagnostic.message, &package))
    diagnostic.pattern = "no version of package '$1' matches";
  if (!package.empty()) diagnostic.arguments = {base::replace_all(package, "%2f", "/")};
}

std::optional<Diagnostic> read_classic(OutputCursor& cursor) {
  struct Wording {
    base::Regex regex;
    Category category;
    Phase phase;
    std::string_view code;
  };
  static const Wording kWordings[] = {
      {base::Regex(
           R"(\b(?:ECONNREFUSED|ENOTFOUND|ETIMEDOUT|ECONNRESET|EAI_AGAIN|ESOCKETTIMEDOUT)\b|trouble with your network)"),
       Category::network, Phase::environment, ""},
      {base::Regex(R"(Couldn't find (?:any versions for|package)|: Not found|Couldn't find match for)"),
       Category::missing_dependency, Phase::install, ""},
      {base::Regex(R"(The engine "|[Ii]ncompatible module|Found incompatible)"), Category::version_mismatch,
       Phase::install, "engine"},
      {base::Regex(R"(^Command failed)"), Category::unknown, Phase::run, "command failed"},
      {base::Regex(R"re(^Command "([^"]+)" not found)re"), Category::configuration, Phase::configure,
       "missing script"},
      {base::Regex(
           R"(lockfile needs to be updated|Integrity check failed|Couldn't find a package.json|Couldn't find the binary)"),
       Category::configuration, Phase::install, ""},
      {base::Regex(R"(\bEACCES\b|\bEPERM\b)"), Category::permission, Phase::install, ""},
      {base::Regex(R"(\bENOSPC\b)"), Category::disk_full, Phase::environment, ""},
  };
  auto text = cursor.peek();
  if (!text.starts_with("error ")) return std::nullopt;
  text.remove_prefix(6);
  for (const auto& wording : kWordings) {
    if (!wording.regex.find(text)) continue;
    Diagnostic diagnostic;
    diagnostic.message = text;
    diagnostic.category = wording.category;
    diagnostic.phase = wording.phase;
    diagnostic.code = wording.code;
    if (wording.code == "command failed") diagnostic.message = "Lifecycle script failed: " + diagnostic.message;
    std::string script;
    if (wording.code == "missing script" && wording.regex.find(text, &script)) {
      diagnostic.pattern = "missing script '$1'";
      diagnostic.arguments = {script};
      diagnostic.place.file = "package.json";
    }
    cursor.take();
    add_package(diagnostic);
    return diagnostic;
  }
  return std::nullopt;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kBerry(R"(^➤ (YN\d{4}): (?:[│┌└] *)*(?:\[[^\]]*\] *)?(.*)$)");
  static const base::Regex kUsage(R"(^(?:Usage|Internal) Error: (.*)$)");
  static const base::Regex kScript(R"re(^Couldn't find a script named "([^"]+)")re");
  Diagnostic diagnostic;
  if (kBerry.full_match(cursor.peek(), &diagnostic.code, &diagnostic.message)) {
    const auto* known = berry(diagnostic.code);
    if (known == nullptr || diagnostic.message.empty()) return std::nullopt;
    diagnostic.category = known->category;
    diagnostic.severity = known->severity;
    diagnostic.phase = Phase::install;
    static const base::Regex kNetwork(R"(ECONNREFUSED|ENOTFOUND|ETIMEDOUT|ECONNRESET|EAI_AGAIN|RequestError)");
    if (kNetwork.find(diagnostic.message)) diagnostic.category = Category::network;
    cursor.take();
    // Details are lines of the same code with more indentation; a diff of the lock file is many lines of one code.
    std::string code, detail;
    for (int i = 0; i < 200 && kBerry.full_match(cursor.peek(), &code, &detail) && code == diagnostic.code &&
                    (code == "YN0028" || cursor.peek().find("│   ") != std::string_view::npos);
         ++i)
      frontend::keep(diagnostic, cursor.take());
    add_package(diagnostic);
    return diagnostic;
  }
  if (kUsage.full_match(cursor.peek(), &diagnostic.message)) {
    cursor.take();
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
    std::string script;
    if (kScript.find(diagnostic.message, &script)) {
      diagnostic.code = "missing script";
      diagnostic.pattern = "missing script '$1'";
      diagnostic.arguments = {script};
      diagnostic.place.file = "package.json";
    }
    return diagnostic;
  }
  return read_classic(cursor);
}

}  // namespace

Format format() {
  return {.id = "yarn",
          .language = Language::javascript,
          .starts = R"(^error [A-Za-z@]|^➤ YN\d{4}: |^(Usage|Internal) Error: )",
          .read = read,
          .about = "Yarn classic and Yarn berry",
          .example_command = "yarn install",
          .homepage = "https://yarnpkg.com/"};
}

}  // namespace fixpoint::diagnose::formats::yarn
