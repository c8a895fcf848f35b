// npm: "npm error ..." (10 and later) or "npm ERR! ..." blocks: missing scripts, unresolvable peers, missing files,
// network and permission; the trailer that only says a script failed is a follow-on.
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {
namespace {

/// The text behind "npm error " or "npm ERR! "; nothing for other lines.
std::optional<std::string_view> said(std::string_view line) {
  for (const std::string_view mark : {"npm error", "npm ERR!"})
    if (line.starts_with(mark)) return line.size() > mark.size() ? line.substr(mark.size() + 1) : std::string_view{};
  return std::nullopt;
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
  static const base::Regex kNotFound(R"(404\s+'?([^'\s]+)'? is not in this registry)");
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
    diagnostic.category = Category::missing_dependency;
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
             diagnostic.code == "ENETUNREACH") {
    diagnostic.category = Category::network;
  } else {
    diagnostic.category = Category::configuration;
  }
  return diagnostic;
}

}  // namespace

Format npm() {
  return {.id = "npm",
          .language = Language::javascript,
          .starts = R"(^npm (error|ERR!))",
          .read = read,
          .example_command = "npm test",
          .homepage = "https://docs.npmjs.com/cli"};
}

}  // namespace fixpoint::diagnose::formats
