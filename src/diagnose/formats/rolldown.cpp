// rolldown, alone or in Vite 8: "[CODE] message" above a box that begins with "╭─[ file:line:column ]".
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::rolldown {
namespace {

constexpr std::size_t kBox = 80;

/// "EVAL", "MISSING_EXPORT", "plugin:vite:css" at the front of a line, in brackets.
bool begins_with_code(std::string_view line) {
  for (const std::string_view word : {"Warning: ", "Error: "})
    if (line.starts_with(word)) line.remove_prefix(word.size());
  const auto code = line.substr(0, line.find("] "));
  return code.size() < line.size() && code.starts_with('[') &&
         (code == "[EVAL" || code.find_first_of("_:") != std::string_view::npos);
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(?:(Warning|Error): )?\[(EVAL|[A-Z]+_[A-Z_]+|[\w-]+:[\w:-]+)\] (.*)$)");
  static const base::Regex kBoxHead(R"(^\s*╭─\[ (.+):(\d+):(\d+) \])");
  static const base::Regex kLabel(R"(^\s*│.*╰─+ (.*)$)");
  if (!begins_with_code(cursor.peek())) return std::nullopt;
  std::size_t box = 1;  // a message may have more lines
  constexpr std::size_t kMessageLines = 6;
  while (box < kMessageLines && cursor.peek(box).find("╭─[") == std::string_view::npos) ++box;
  if (box == kMessageLines) return std::nullopt;
  Diagnostic diagnostic;
  std::string severity;
  if (!kHead.full_match(cursor.peek(), &severity, &diagnostic.code, &diagnostic.message)) return std::nullopt;
  auto& place = diagnostic.place;
  if (!kBoxHead.find(cursor.peek(box), &place.file, &place.line, &place.column)) return std::nullopt;
  place.unit = ColumnUnit::code_point;
  cursor.take();
  for (std::size_t i = 1; i < box; ++i) {
    diagnostic.message += '\n';
    diagnostic.message += cursor.take();
  }
  cursor.take();
  for (std::size_t i = 0; i < kBox && !cursor.done(); ++i) {
    const auto line = cursor.take();
    if (base::trim(line).starts_with("─")) break;
    frontend::keep(diagnostic, line);
    std::string label;
    if (kLabel.full_match(line, &label)) diagnostic.related.push_back({place, label});
  }
  diagnostic.severity = severity == "Warning" ? Severity::warning : Severity::error;
  frontend::explain_build(diagnostic);
  if (diagnostic.code.starts_with("PARSE") || diagnostic.code == "builtin:vite-transform") {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "rolldown",
          .language = Language::javascript,
          .starts = R"(^((Warning|Error): )?\[(EVAL|[A-Z]+_[A-Z_]+|[\w-]+:[\w:-]+)\] )",
          .read = read,
          .about = "rolldown's messages, also those that Vite 8 prints",
          .example_command = "vite build",
          .homepage = "https://rolldown.rs/",
          .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats::rolldown
