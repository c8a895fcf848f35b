// npm: "npm error ..." (10 and later) or "npm ERR! ..." blocks: missing scripts, unresolvable peers, missing files,
// network and permission; the trailer that only says a script failed is a follow-on.
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::npm {
namespace {

/// The text behind "npm error " or "npm ERR! "; nothing for other lines.
std::optional<std::string_view> said(std::string_view line) {
  for (const std::string_view mark : {"npm error", "npm ERR!"})
    if (line.starts_with(mark)) return line.size() > mark.size() ? line.substr(mark.size() + 1) : std::string_view{};
  return std::nullopt;
}

/// "Found: react@18.0.0", "peer react@"17.0.0" from react-dom@17.0.0": who wants what, and what is there.
void explain_conflict(Diagnostic& diagnostic, const std::vector<std::string_view>& lines) {
  static const base::Regex kFound(R"(^Found: ((?:@[^/]+/)?[^@\s]+)@(\S+))");
  static const base::Regex kPeer(
      R"re(^(?:peer|peerOptional|dev|optional)? ?((?:@[^/"]+/)?[^@\s"]+)@"([^"]*)" from ((?:@[^/\s]+/)?[^@\s]+(?:@\S+)?))re");
  diagnostic.category = Category::version_mismatch;
  std::string found, version, name, wanted, by;
  bool unresolved = false;
  for (const auto line : lines) {
    const auto text = base::trim(line);
    if (found.empty()) (void)kFound.find(text, &found, &version);
    unresolved |= text.starts_with("Could not resolve dependency") || text.starts_with("Conflicting peer dependency");
    if (unresolved && name.empty()) (void)kPeer.find(text, &name, &wanted, &by);
  }
  if (name.empty()) return;
  diagnostic.message = by + " wants " + name + "@\"" + wanted + "\"";
  if (found == name) diagnostic.message += ", but " + name + "@" + version + " is there";
  diagnostic.pattern = "'$3' wants another version of '$1'";
  diagnostic.arguments = {name, wanted, by};
  diagnostic.place.file = "package.json";
}

void explain_target(Diagnostic& diagnostic, const std::vector<std::string_view>& lines) {
  static const base::Regex kNone(R"(No matching version found for ((?:@[^/]+/)?[^@\s]+)@(\S+?)\.?(?:\s|$))");
  diagnostic.category = Category::missing_dependency;
  std::string name, version;
  for (const auto line : lines)
    if (kNone.find(line, &name, &version)) {
      diagnostic.message = base::trim(line.substr(line.find("No matching")));
      diagnostic.pattern = "no version of package '$1' matches";
      diagnostic.arguments = {name};
      diagnostic.place.file = "package.json";
      return;
    }
}

/// "notsup Required: {"node":">=99"}", "notsup Actual: ...": node, npm or the machine is not what a package asks for.
void explain_engine(Diagnostic& diagnostic, const std::vector<std::string_view>& lines) {
  diagnostic.category = Category::version_mismatch;
  for (const auto line : lines)
    for (const std::string_view mark : {"Required:", "Actual:", "Actual current:", "Valid "})
      if (const auto at = line.find(mark); at != std::string_view::npos && diagnostic.message.size() < 2000)
        diagnostic.message += "; " + std::string(base::trim(line.substr(at)));
}

void explain_json(Diagnostic& diagnostic, const std::string& path, const std::vector<std::string_view>& lines) {
  diagnostic.category = Category::syntax_error;
  diagnostic.phase = Phase::parse;
  diagnostic.place.file = path.empty() ? "package.json" : path;
  for (const auto line : lines)
    if (const auto text = base::trim(line); text.starts_with("JSON.parse ")) {
      diagnostic.message = text.substr(11);
      return;
    }
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (!said(cursor.peek())) return std::nullopt;
  Diagnostic diagnostic;
  std::vector<std::string_view> lines;
  for (int i = 0; i < 400; ++i) {
    const auto text = cursor.done() ? std::nullopt : said(cursor.peek());
    if (!text) break;
    lines.push_back(*text);
    cursor.take();
  }
  static const base::Regex kMissing(R"re(^Missing script: "([^"]+)")re");
  static const base::Regex kWorkspaceScript(R"(^Lifecycle script `([^`]+)` failed with error)");
  static const base::Regex kNear(R"(^\s+npm run (\S+))");
  static const base::Regex kNotFound(
      R"(404\s+(?:The requested resource )?'?(@?[^'@\s]+)[^'\s]*'? (?:is not in this registry|could not be found))");
  std::string script, near;
  std::string first, path, command;
  for (const auto line : lines) {
    const auto text = base::trim(line);
    if (text.starts_with("code ")) {
      diagnostic.code = text.substr(5);
    } else if (text.starts_with("path ")) {
      path = text.substr(5);
    } else if (text.starts_with("command ") && !text.starts_with("command failed")) {
      command = text.substr(8);
    } else if (first.empty() && !text.empty() && !text.starts_with("errno ") && !text.starts_with("syscall ") &&
               !text.starts_with("A complete log")) {
      first = text;
    }
    if (kMissing.find(text, &script)) first = text;
    if (near.empty()) (void)kNear.find(line, &near);
  }
  diagnostic.phase = Phase::install;
  for (const std::string_view mark : {"404 ", "notarget ", "engine ", "network ", "ERESOLVE ", "JSON.parse "})
    if (first.starts_with(mark)) first.erase(0, mark.size());
  diagnostic.message = first;
  for (const auto line : lines) {
    diagnostic.context += line;
    diagnostic.context += '\n';
  }
  std::string package;
  if (!script.empty()) {
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
    diagnostic.code = "missing script";
    diagnostic.pattern = "missing script '$1'";
    diagnostic.arguments = {script};
    diagnostic.place.file = "package.json";
  } else if (diagnostic.code == "ELIFECYCLE" || kWorkspaceScript.find(first, &script) || !command.empty() ||
             first.starts_with("command failed")) {
    diagnostic.category = Category::unknown;
    diagnostic.phase = Phase::run;
    diagnostic.message = "Lifecycle script failed: " + (command.empty() ? first : command);
  } else if (diagnostic.code == "ERESOLVE") {
    explain_conflict(diagnostic, lines);
  } else if (diagnostic.code == "ETARGET") {
    explain_target(diagnostic, lines);
  } else if (diagnostic.code == "EBADENGINE" || diagnostic.code == "EBADPLATFORM" || diagnostic.code == "ENOTSUP") {
    explain_engine(diagnostic, lines);
  } else if (diagnostic.code == "EJSONPARSE") {
    explain_json(diagnostic, path, lines);
  } else if (diagnostic.code == "E404") {
    diagnostic.category = Category::missing_dependency;
    for (const auto line : lines)
      if (package.empty() && kNotFound.find(line, &package)) {
        diagnostic.pattern = "package '$1' is not in the registry";
        diagnostic.arguments = {package};
      }
  } else if (diagnostic.code == "ENOENT") {
    diagnostic.category = Category::configuration;
    diagnostic.place.file = path;
    if (!path.empty()) diagnostic.message = "no such file: " + path;
  } else if (diagnostic.code == "EJSONPARSE") {
    diagnostic.category = Category::syntax_error;
    diagnostic.place.file = path.empty() ? "package.json" : path;
  } else if (diagnostic.code == "EACCES" || diagnostic.code == "EPERM") {
    diagnostic.category = Category::permission;
  } else if (diagnostic.code == "ENOSPC") {
    diagnostic.category = Category::disk_full;
  } else if (diagnostic.code == "ENOTFOUND" || diagnostic.code == "EAI_AGAIN" || diagnostic.code == "ETIMEDOUT" ||
             diagnostic.code == "ECONNREFUSED" || diagnostic.code == "ECONNRESET" ||
             diagnostic.code == "ENETUNREACH" || diagnostic.code == "ESOCKETTIMEDOUT" ||
             diagnostic.code == "ERR_SOCKET_TIMEOUT" || diagnostic.code == "EHOSTUNREACH" ||
             diagnostic.code == "E500" || diagnostic.code == "E502" || diagnostic.code == "E503") {
    diagnostic.category = Category::network;
  } else {
    diagnostic.category = Category::configuration;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "npm",
          .language = Language::javascript,
          .starts = R"(^npm (error|ERR!))",
          .read = read,
          .about = "npm's errors: installs, scripts, packages and the registry",
          .example_command = "npm test",
          .homepage = "https://docs.npmjs.com/cli"};
}

}  // namespace fixpoint::diagnose::formats::npm
