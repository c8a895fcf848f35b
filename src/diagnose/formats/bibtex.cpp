// bibtex ("message---line 3 of file x.bib") and biber ("ERROR - message").
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::bibtex {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kPlaced(R"(^(.*)---line (\d+) of file (\S.*)$)");
  static const base::Regex kOpen(R"(^I couldn't open (database|style|auxiliary) file (\S+)$)");
  static const base::Regex kWhile(R"(^(I found no .*)---while reading file (\S.*)$)");
  static const base::Regex kBiber(R"(^(ERROR|WARN) - (.*)$)");
  static const base::Regex kSyntax(R"(^BibTeX subsystem: (\S.*?), line (\d+), (?:warning: |syntax error: )?(.*)$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string kind, file, text;
  diagnostic.category = Category::syntax_error;
  diagnostic.phase = Phase::compile;
  if (kOpen.full_match(cursor.peek(), &kind, &file)) {
    diagnostic.message = cursor.take();
    diagnostic.category = kind == "style" ? Category::missing_dependency : Category::missing_import;
    // The line below tells where it was asked for.
    static const base::Regex kWhere(R"(^---line (\d+) of file (\S.*)$)");
    if (kWhere.full_match(cursor.peek(), &place.line, &place.file)) cursor.take();
  } else if (kPlaced.full_match(cursor.peek(), &diagnostic.message, &place.line, &place.file)) {
    if (diagnostic.message.empty()) return std::nullopt;
    cursor.take();
    if (diagnostic.message.starts_with("Warning--")) {
      diagnostic.message.erase(0, 9);
      diagnostic.severity = Severity::warning;
    }
  } else if (kWhile.full_match(cursor.peek(), &diagnostic.message, &place.file)) {
    diagnostic.category = Category::configuration;
    cursor.take();
  } else if (kBiber.full_match(cursor.peek(), &kind, &text)) {
    static const base::Regex kOwn(R"(BibTeX|Biber|biber|\.bcf|\.bib|citekey|datasource|data source|entry)");
    if (!kOwn.find(text)) return std::nullopt;
    diagnostic.severity = kind == "ERROR" ? Severity::error : Severity::warning;
    if (!kSyntax.full_match(text, &place.file, &place.line, &diagnostic.message)) diagnostic.message = text;
    if (text.starts_with("Cannot find")) diagnostic.category = Category::missing_import;
    cursor.take();
  } else {
    return std::nullopt;
  }
  constexpr int kMost = 6;
  for (int lines = 0; lines < kMost; ++lines) {
    const auto more = cursor.peek();
    if (more.starts_with(" : ") || more.starts_with("I'm skipping whatever remains"))
      diagnostic.context += std::string(cursor.take()) + '\n';
    else
      break;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "bibtex",
      .starts =
          R"(---line \d+ of file |^I couldn't open (database|style|auxiliary) file|---while reading file|^(ERROR|WARN) - )",
      .read = read,
      .about = "bibtex and biber, LaTeX's bibliography processors",
      .example_command = "bibtex paper",
      .homepage = "https://www.ctan.org/pkg/bibtex"};
}

}  // namespace fixpoint::diagnose::formats::bibtex
