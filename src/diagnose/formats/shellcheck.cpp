// shellcheck's text for people ("In file line 3:", the source line, one line of marks per message) and --format=gcc
// ("file:line:column: note: message [SC2086]").
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::shellcheck {
namespace {

void describe(Diagnostic& diagnostic, std::string_view level) {
  diagnostic.severity = level == "error" ? Severity::error : level == "warning" ? Severity::warning : Severity::info;
  const bool syntax = diagnostic.code.starts_with("SC1");
  diagnostic.category = syntax ? Category::syntax_error : Category::lint;
  diagnostic.phase = syntax ? Phase::parse : Phase::compile;
  diagnostic.place.unit = ColumnUnit::code_point;
}

std::vector<Diagnostic> read_gcc(OutputCursor& cursor) {
  static const base::Regex kRest(R"(^(error|warning|note): (.*) \[(SC\d{4})\]$)");
  Diagnostic diagnostic;
  std::string level;
  const auto head = read_head(cursor.peek());
  if (!head || !kRest.full_match(head->rest, &level, &diagnostic.message, &diagnostic.code)) return {};
  diagnostic.place = place_of(*head);
  describe(diagnostic, level);
  cursor.take();
  return {std::move(diagnostic)};
}

/// All messages about one line of source.
std::vector<Diagnostic> read_many(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^In (.+) line (\d+):$)");
  static const base::Regex kMarks(R"(^( *)(\^-*\^?-*) (SC\d{4}) \((\w+)\): (.*)$)");
  std::string file;
  std::uint32_t line = 0;
  if (!kHead.full_match(cursor.peek(), &file, &line)) return read_gcc(cursor);
  std::vector<Diagnostic> found;
  const auto source = cursor.peek(1);
  for (std::size_t ahead = 2; !cursor.done(ahead); ++ahead) {
    Diagnostic diagnostic;
    std::string indent, marks, level;
    if (!kMarks.full_match(cursor.peek(ahead), &indent, &marks, &diagnostic.code, &level, &diagnostic.message)) break;
    auto& place = diagnostic.place;
    place.file = file;
    place.line = line;
    place.column = static_cast<std::uint32_t>(indent.size()) + 1;
    if (marks.size() > 1 && marks.ends_with('^')) {
      place.end_line = line;
      place.end_column = place.column + static_cast<std::uint32_t>(marks.size());
    }
    describe(diagnostic, level);
    diagnostic.context = std::string(source) + '\n' + indent + marks + '\n';
    found.push_back(std::move(diagnostic));
  }
  for (std::size_t i = 0; !found.empty() && i < found.size() + 2; ++i) (void)cursor.take();
  return found;
}

}  // namespace

Format format() {
  return {.id = "shellcheck",
          .starts = R"(^In | \[SC\d{4}\]$)",
          .read_many = read_many,
          .about = "shellcheck, the linter for shell scripts: its text for people and for editors (gcc)",
          .example_command = "shellcheck script.sh",
          .homepage = "https://www.shellcheck.net/"};
}

}  // namespace fixpoint::diagnose::formats::shellcheck
