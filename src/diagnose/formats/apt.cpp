// apt and dpkg: "E: Unable to locate package x", unmet dependencies, locks, repositories that do not answer,
// "dpkg: error ...".
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/environment.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::apt {
namespace {

struct Wording {
  base::Regex regex;
  Category category;
};

Category category_of(std::string_view text) {
  static const Wording kWordings[] = {
      {base::Regex(
           R"(^Unable to locate package |has no installation candidate|^Couldn't find any package|^Version '.*' for '.*' was not found|^Unable to find a source package)"),
       Category::missing_dependency},
      {base::Regex(
           R"((?i)could not get lock|unable to (?:acquire|lock)|lock was locked|is another process using it)"),
       Category::lock_held},
      {base::Regex(R"(are you root\?|Permission denied|requires superuser)"), Category::permission},
      {base::Regex(
           R"(^Failed to fetch|^Unable to fetch|Could not resolve|Some index files failed|404 +Not Found|Unable to connect|does not have a Release file|is not signed|Connection (?:failed|timed out))"),
       Category::network},
      {base::Regex(R"(^Unable to correct problems|unmet dependencies|pkgProblemResolver)"),
       Category::version_mismatch},
      {base::Regex(R"(^You don't have enough free space)"), Category::disk_full},
      {base::Regex(R"(^Malformed|^The list of sources could not be read)"), Category::syntax_error},
  };
  for (const auto& wording : kWordings)
    if (wording.regex.find(text)) return wording.category;
  return environment_failure(text).value_or(Category::configuration);
}

/// Says only that something above failed.
bool is_trailer(std::string_view text) {
  return text.starts_with("Sub-process ") || text.starts_with("Unable to acquire the dpkg frontend lock") ||
         text.starts_with("Some index files failed") || text.starts_with("Unable to fetch some archives");
}

std::optional<Diagnostic> read_unmet(OutputCursor& cursor) {
  if (!cursor.peek().starts_with("The following packages have unmet dependencies:")) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.message = "unmet dependencies:";
  diagnostic.category = Category::version_mismatch;
  diagnostic.phase = Phase::install;
  cursor.take();
  constexpr int kMost = 100;
  for (int lines = 0; lines < kMost && cursor.peek().starts_with(' '); ++lines)
    diagnostic.message += '\n' + std::string(base::trim(cursor.take()));
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto unmet = read_unmet(cursor)) return unmet;
  static const base::Regex kError(R"(^E: ([A-Z].*)$)");
  static const base::Regex kFetch(R"(^Err:\d+ (\S+ .*)$)");
  static const base::Regex kDpkg(R"(^dpkg(?:-deb)?: error(?: processing (?:package|archive) (\S+))?.*?: ?(.*)$)");
  static const base::Regex kName(
      R"(^(?:Unable to locate package |Package '|Couldn't find any package by (?:glob|regex) ')([\w.+:*-]+))");
  Diagnostic diagnostic;
  diagnostic.phase = Phase::install;
  std::string package, text;
  if (kError.full_match(cursor.peek(), &diagnostic.message)) {
    diagnostic.category = category_of(diagnostic.message);
    if (is_trailer(diagnostic.message)) diagnostic.code = "trailer";
    if (diagnostic.category == Category::missing_dependency && kName.find(diagnostic.message, &package)) {
      diagnostic.pattern = "Unable to locate package $1";
      diagnostic.arguments = {package};
    }
    cursor.take();
    if (cursor.peek().starts_with("E: Unable to acquire the dpkg frontend lock") &&
        diagnostic.message.starts_with("Could not"))
      diagnostic.related.push_back({{}, std::string(cursor.take().substr(3))});
  } else if (kFetch.full_match(cursor.peek(), &diagnostic.message)) {
    diagnostic.category = Category::network;
    diagnostic.severity = Severity::warning;  // an "E:" line follows when it was needed
    cursor.take();
    if (cursor.peek().starts_with("  ")) diagnostic.message += ": " + std::string(base::trim(cursor.take()));
  } else if (kDpkg.full_match(cursor.peek(), &package, &text)) {
    diagnostic.message = cursor.take().substr(cursor.peek_back(1).find("error"));
    if (cursor.peek().starts_with(' ')) diagnostic.message += ' ' + std::string(base::trim(cursor.take()));
    diagnostic.category = category_of(diagnostic.message);
  } else {
    return std::nullopt;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "apt",
      .starts = R"(^E: [A-Z]|^Err:\d+ |^dpkg(-deb)?: error|^The following packages have unmet dependencies:)",
      .read = read,
      .about = "apt, apt-get and dpkg: unknown packages, unmet dependencies, locks, repositories that do not answer",
      .example_command = "apt-get install -y libfoo-dev",
      .homepage = "https://wiki.debian.org/Apt"};
}

}  // namespace fixpoint::diagnose::formats::apt
