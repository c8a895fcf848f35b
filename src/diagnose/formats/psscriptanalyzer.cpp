// PSScriptAnalyzer, its table: "PSAvoidUsingCmdletAliases  Warning  a.ps1  3  message".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::psscriptanalyzer {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kRow(
      R"(^(PS\w+|\w+)\s+(Error|Warning|Information|ParseError)\s+(\S+\.ps[md]?1)\s+(\d+)\s+(\S.*?)\s*$)");
  static const base::Regex kMore(R"(^\s{30,}(\S.*?)\s*$)");
  std::string severity, more;
  auto diagnostic = finding(Severity::warning, {});
  auto& place = diagnostic.place;
  if (!kRow.full_match(cursor.peek(), &diagnostic.code, &severity, &place.file, &place.line, &diagnostic.message))
    return std::nullopt;
  if (severity == "Error" || severity == "ParseError") diagnostic.severity = Severity::error;
  if (severity == "ParseError") diagnostic.category = Category::syntax_error;
  if (severity == "Information") diagnostic.severity = Severity::info;
  cursor.take();
  for (int lines = 0; lines < 10 && kMore.full_match(cursor.peek(), &more); ++lines) {
    diagnostic.message += " " + more;
    cursor.take();
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "psscriptanalyzer",
          .starts = R"(^\w+\s+(Error|Warning|Information|ParseError)\s+\S+\.ps[md]?1\s+\d+\s)",
          .read = read,
          .about = "PSScriptAnalyzer: findings in PowerShell.",
          .example_command = "pwsh -c Invoke-ScriptAnalyzer -Path .",
          .homepage = "https://github.com/PowerShell/PSScriptAnalyzer"};
}

}  // namespace fixpoint::diagnose::formats::psscriptanalyzer
