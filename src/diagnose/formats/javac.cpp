// javac: "X.java:12: error: message", the source line, a caret, then details ("  symbol:   variable x"); footers
// ("2 errors"); messages without a place ("error: invalid flag: -x"); and the raw form of -XDrawDiagnostics.
#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_javac_messages.hpp"

namespace fixpoint::diagnose::formats::javac {
namespace {

Severity severity_of(std::string_view word) {
  return word.ends_with("warning") || word.starts_with("compiler.warn") ? Severity::warning
         : word == "Note" || word.starts_with("compiler.note")          ? Severity::note
                                                                        : Severity::error;
}

/// A line that begins the next message or ends the list.
bool is_boundary(std::string_view line) {
  static const base::Regex kBoundary(
      R"(^(\S.*\.java:\d+: |error: |warning: |Note: |\d+ (errors?|warnings?)$|only showing the first ))");
  return line.empty() || (line[0] != ' ' && kBoundary.find(line));
}

/// 1-based column of a line that holds only blanks and one '^'; 0 for any other. javac copies the source line's tabs
/// and writes one blank for each other UTF-16 unit, so what stands before the caret counts units.
std::uint32_t caret(std::string_view line) {
  const auto at = line.find_first_not_of(" \t");
  if (at == std::string_view::npos || line[at] != '^' || !base::trim(line.substr(at + 1)).empty()) return 0;
  return static_cast<std::uint32_t>(at) + 1;
}

std::optional<Diagnostic> read_raw(OutputCursor& cursor) {
  if (cursor.peek().find(": compiler.") == std::string_view::npos) return std::nullopt;
  static const base::Regex kRaw(
      R"(^(?:(\S.*?\.java):(\d+):(\d+)|-): (compiler\.(?:err|warn|note)\.[\w.-]+)(?:: (.*))?$)");
  Diagnostic diagnostic;
  std::string line, column, key, arguments;
  if (!kRaw.full_match(cursor.peek(), &diagnostic.place.file, &line, &column, &key, &arguments)) return std::nullopt;
  if (!line.empty()) {
    diagnostic.place.line = static_cast<std::uint32_t>(std::strtoul(line.c_str(), nullptr, 10));
    diagnostic.place.column = static_cast<std::uint32_t>(std::strtoul(column.c_str(), nullptr, 10));
    diagnostic.place.unit = ColumnUnit::display;  // javac expands tabs here, to 8
  }
  diagnostic.severity = severity_of(key);
  diagnostic.message = arguments.empty() ? key : key + ": " + arguments;
  explain_javac_raw(diagnostic, key, arguments);
  cursor.take();
  return diagnostic;
}

/// "X.java:12: error: [lint] message"
struct Head {
  std::string_view file, severity, lint, message;
  std::uint32_t line = 0;
};

bool read_head(std::string_view text, Head& head) {
  constexpr std::string_view kEnding = ".java:";
  if (text.empty() || text[0] == ' ' || text[0] == '\t') return false;
  for (auto at = text.find(kEnding); at != std::string_view::npos; at = text.find(kEnding, at + 1)) {
    auto rest = text.substr(at + kEnding.size());
    head.line = take_number(rest);
    if (at == 0 || !rest.starts_with(": ") || rest.size() == text.size() - at - kEnding.size()) continue;
    rest.remove_prefix(2);
    head.file = text.substr(0, at + kEnding.size() - 1);
    for (const std::string_view severity : {"error", "warning", "Note"}) {
      if (!rest.starts_with(severity)) continue;
      head.severity = severity;
      rest.remove_prefix(severity.size());
      if (rest.starts_with(": ")) rest.remove_prefix(2);
      const auto close = rest.find("] ");
      if (rest.starts_with('[') && close != std::string_view::npos &&
          std::ranges::all_of(rest.substr(1, close - 1),
                              [](char c) { return base::is_identifier_part(c) || c == '-'; })) {
        head.lint = rest.substr(1, close - 1);
        rest.remove_prefix(close + 2);
      }
      head.message = rest;
      return true;
    }
    return false;
  }
  return false;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto raw = read_raw(cursor)) return raw;
  static const base::Regex kPlaceless(
      R"(^(error|warning): (?:\[([\w-]+)\] )?((?:invalid (?:flag|source|target)|file not found|no source files|package |release version|cannot access|option |Source option|Target option|warnings found|source value|target value|\S+ is not |The system is out of resources|[\w.]+ requires).*)$)");
  Diagnostic diagnostic;
  std::string severity;
  Head head;
  if (read_head(cursor.peek(), head)) {
    severity = head.severity;
    diagnostic.place.file = head.file;
    diagnostic.place.line = head.line;
    diagnostic.code = head.lint;
    diagnostic.message = head.message;
  } else if (!kPlaceless.full_match(cursor.peek(), &severity, &diagnostic.code, &diagnostic.message)) {
    return std::nullopt;
  }
  // Gradle's plain console leaves the task's name on the line: ":compileJava/home/x/A.java:3: error: ...".
  if (auto& file = diagnostic.place.file; file.starts_with(':') && file.find('/') != std::string::npos)
    file.erase(0, file.find('/'));
  diagnostic.severity = severity_of(severity);
  cursor.take();

  std::vector<std::string_view> details;
  if (diagnostic.place.line != 0) {
    // The excerpt stands right below, or after the first lines of a message of several.
    constexpr std::size_t kMostBefore = 8;
    std::size_t ahead = 0;
    while (ahead < kMostBefore && !cursor.done(ahead + 1) && caret(cursor.peek(ahead + 1)) == 0 &&
           !is_boundary(cursor.peek(ahead)))
      ++ahead;
    if (const auto column = caret(cursor.peek(ahead + 1)); column != 0) {
      for (std::size_t i = 0; i < ahead; ++i) details.push_back(cursor.take());
      diagnostic.context = std::string(cursor.take()) + '\n';
      diagnostic.context += std::string(cursor.take()) + '\n';
      diagnostic.place.column = column;
      diagnostic.place.unit = ColumnUnit::utf16;
    }
    constexpr std::size_t kMostDetails = 200;
    while (!cursor.done() && cursor.peek().starts_with("  ") && details.size() < kMostDetails)
      details.push_back(cursor.take());
  }
  if (!cursor.brief()) explain_javac(diagnostic, details);
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "javac",
      .language = Language::java,
      .starts =
          R"(^\S.*\.java:\d+: (error|warning|Note): |^(error|warning): |^(\S.*\.java:\d+:\d+|-): compiler\.(err|warn|note)\.)",
      .read = read,
      .about = "javac: errors and warnings with the source line.",
      .example_command = "javac -d out src/*.java",
      .homepage = "https://docs.oracle.com/en/java/javase/17/docs/specs/man/javac.html",
      .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats::javac
