// svelte-check: "file:2:7" above "Error: message (ts)" and the code; its machine and machine-verbose outputs.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_frontend_lint.hpp"

namespace fixpoint::diagnose::formats::svelte_check {
namespace {

constexpr std::size_t kBody = 20;

/// The text of a JSON string without its escapes for line ends and quotes.
std::string unescaped(std::string_view text) {
  return base::replace_all(base::replace_all(text, "\\n", "\n"), "\\\"", "\"");
}

void finish(Diagnostic& diagnostic, std::string_view severity) {
  static const base::Regex kName(R"(^Cannot find name '([^']+)')");
  static const base::Regex kMissing(R"(has no exported member|Cannot find module)");
  lint::finish(diagnostic, severity, Language::typescript);
  std::string name;
  if (diagnostic.severity != Severity::error) return;
  diagnostic.phase = Phase::compile;
  diagnostic.category = Category::type_mismatch;
  if (kName.find(diagnostic.message, &name)) diagnostic.category = Category::undefined_variable;
  if (kMissing.find(diagnostic.message)) diagnostic.category = Category::missing_import;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kMachine(R"re(^\d{10,} (ERROR|WARNING) "([^"]+)" (\d+):(\d+) "(.*)"$)re");
  static const base::Regex kVerbose(
      R"re(^\d{10,} \{"type":"(ERROR|WARNING)","filename":"([^"]+)","start":\{"line":(\d+),"character":(\d+)\},"end":\{"line":(\d+),"character":(\d+)\},"message":"((?:[^"\\]|\\.)*)"(?:,"code":"?([\w-]+)"?)?.*\}$)re");
  static const base::Regex kHuman(R"(^(Error|Warn|Warning|Hint): (.*)$)");
  static const base::Regex kSource(R"((?s)^(.*?)\s*\((ts|js|svelte|css|postcss|scss|less)\)\s*$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string severity, text;
  if (kMachine.full_match(cursor.peek(), &severity, &place.file, &place.line, &place.column, &text)) {
    diagnostic.message = unescaped(text);
    cursor.take();
    finish(diagnostic, severity);
    return diagnostic;
  }
  if (kVerbose.full_match(cursor.peek(), &severity, &place.file, &place.line, &place.column, &place.end_line,
                          &place.end_column, &text, &diagnostic.code)) {
    for (auto* number : {&place.line, &place.column, &place.end_line, &place.end_column}) ++*number;
    diagnostic.message = unescaped(text);
    if (!diagnostic.code.empty() && base::is_digit(diagnostic.code[0])) diagnostic.code.insert(0, "TS");
    cursor.take();
    finish(diagnostic, severity);
    return diagnostic;
  }
  if (!kHuman.full_match(cursor.peek(1), &severity, &diagnostic.message)) return std::nullopt;
  auto named = frontend::lone_place(cursor.peek());
  if (!named) return std::nullopt;
  std::string source;
  std::size_t next = 2;
  // The message ends with who said it, here or within a few lines.
  while (!kSource.full_match(diagnostic.message, &text, &source) && next < 6 && !cursor.peek(next).empty()) {
    if (diagnostic.message.ends_with(' ')) break;
    diagnostic.message += '\n';
    diagnostic.message += cursor.peek(next++);
  }
  if (kSource.full_match(diagnostic.message, &text, &source))
    diagnostic.message = text;
  else if (!diagnostic.message.ends_with(' '))
    return std::nullopt;
  else
    diagnostic.message.pop_back();
  for (std::size_t i = 0; i < next; ++i) cursor.take();
  place = *named;
  for (std::size_t i = 0; i < kBody && !cursor.peek().empty(); ++i) frontend::keep(diagnostic, cursor.take());
  finish(diagnostic, severity == "Hint" ? "note" : severity);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "svelte_check",
          .language = Language::typescript,
          .starts = R"(\.(svelte|[cm]?[jt]s):\d+:\d+$|^\d{13} (ERROR|WARNING) "|^\d+ \{"type":")",
          .read = read,
          .about = "svelte-check's human and machine outputs",
          .example_command = "svelte-check",
          .homepage = "https://svelte.dev/"};
}

}  // namespace fixpoint::diagnose::formats::svelte_check
