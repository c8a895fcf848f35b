// gosec: its default text "[a.go:37] - G104 (CWE-703): Errors unhandled. (...)" and its golint format.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::gosec {
namespace {

Severity severity_in(std::string_view text) {
  return text.find("everity:HIGH") != std::string_view::npos || text.find("everity: HIGH") != std::string_view::npos
             ? Severity::error
             : Severity::warning;
}

std::optional<Diagnostic> read_golint(OutputCursor& cursor) {
  const auto head = read_head_of(cursor.peek(), {".go"});
  const auto rule = head ? head->rest.rfind("(Rule:") : std::string_view::npos;
  if (!head || rule == std::string_view::npos) return std::nullopt;
  const auto code = head->rest.substr(rule + 6);
  auto diagnostic = finding(*head, severity_in(code), code.substr(0, code.find(',')));
  diagnostic.place.unit = ColumnUnit::byte;
  cursor.take();
  return diagnostic;
}

bool is_excerpt(std::string_view line) {
  line = base::trim(line);
  if (line.starts_with("> ")) line.remove_prefix(2);
  return take_number(line) > 0 && line.starts_with(':');
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kText(
      R"(^\[(.+\.go):(\d+)(?:-\d+)?\] - (G\d+)(?: \(CWE-\d+\))?: (.*?) \((Confidence.*)\)$)");
  auto diagnostic = finding(Severity::warning, {});
  std::string rating;
  if (!kText.full_match(cursor.peek(), &diagnostic.place.file, &diagnostic.place.line, &diagnostic.code,
                        &diagnostic.message, &rating))
    return read_golint(cursor);
  diagnostic.severity = severity_in(rating);
  cursor.take();
  take_excerpt(cursor, diagnostic, is_excerpt);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "gosec",
          .language = Language::go,
          .starts = R"re(\.go:\d+(-\d+)?\] - G\d+|\.go:\d+:\d+: .*\(Rule:G\d+, Severity:)re",
          .read = read,
          .about = "gosec: security findings in Go, text and golint format.",
          .example_command = "gosec ./...",
          .homepage = "https://github.com/securego/gosec"};
}

}  // namespace fixpoint::diagnose::formats::gosec
