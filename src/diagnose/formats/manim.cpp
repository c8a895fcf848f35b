// Manim Community: what its log says before a traceback ("ERROR  LaTeX compilation error: ...", "Context of error:"),
// scenes that do not exist, missing programs.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_rich_traceback.hpp"

namespace fixpoint::diagnose::formats::manim {
namespace {

/// A line of rich's log: "[time]  LEVEL  text   file.py:293", or what continues it; only the text.
std::string_view text_of(std::string_view line) {
  static const base::Regex kSource(R"(( +\w+\.py:\d+ *)$)");
  re2::StringPiece source;
  if (kSource.find(line, &source)) line.remove_suffix(source.size());
  return base::trim(line);
}

/// Whether a line begins a new entry of the log.
bool is_entry(std::string_view line) {
  static const base::Regex kEntry(R"(^(?:\[[\d/]+ [\d:]+\]| {10,})? *(?:DEBUG|INFO|WARNING|ERROR|CRITICAL) +\S)");
  return kEntry.find(line);
}

/// An entry's text with the lines that rich wrapped.
std::string take_entry(OutputCursor& cursor, std::string_view mark, char glue) {
  const auto at = cursor.peek().find(mark);
  std::string text(text_of(cursor.peek().substr(at + mark.size())));
  cursor.take();
  constexpr int kMost = 60;
  for (int lines = 0; lines < kMost && !cursor.done(); ++lines) {
    const auto line = cursor.peek();
    if (!line.starts_with("          ") || is_entry(line)) break;
    const auto more = text_of(line);
    if (!more.empty()) text += (text.empty() ? "" : std::string(1, glue)) + std::string(more);
    cursor.take();
  }
  return text;
}

/// The exception that Manim raises for it says no more, but its frames tell which line of the scene it is about.
void take_traceback(OutputCursor& cursor, Diagnostic& diagnostic) {
  auto probe = cursor;
  const auto traceback = rich_traceback_at(probe);
  if (!traceback || traceback->message.find("error converting to") == std::string::npos) return;
  cursor = probe;
  diagnostic.place = traceback->place;
  diagnostic.related = traceback->related;
  diagnostic.related.push_back({traceback->place, traceback->code + ": " + traceback->message});
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kNoScene(R"(^ *(?:There are no scenes inside that module|(\S+) is not in the script) *$)");
  const auto line = cursor.peek();
  Diagnostic diagnostic;
  std::string scene;
  if (line.find("ERROR") != std::string_view::npos &&
      line.find("LaTeX compilation error: ") != std::string_view::npos) {
    diagnostic.message = "LaTeX compilation error: " + take_entry(cursor, "LaTeX compilation error: ", ' ');
    diagnostic.category = diagnostic.message.find("not found") != std::string::npos ? Category::missing_dependency
                          : diagnostic.message.find("Undefined control sequence") != std::string::npos
                              ? Category::undefined_variable
                              : Category::syntax_error;
    diagnostic.phase = Phase::compile;
    if (cursor.peek().find("Context of error:") != std::string_view::npos) {
      diagnostic.context = take_entry(cursor, "Context of error:", '\n') + '\n';
    }
    take_traceback(cursor, diagnostic);
    return diagnostic;
  }
  if (kNoScene.full_match(line, &scene)) {
    diagnostic.message = base::trim(cursor.take());
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::run;
    if (!scene.empty()) {
      diagnostic.pattern = "$1 is not in the script";
      diagnostic.arguments = {scene};
    }
    return diagnostic;
  }
  for (const std::string_view program : {"ffmpeg", "latex", "dvisvgm"}) {
    const auto wording = "Manim could not find " + std::string(program);
    if (line.find(wording) == std::string_view::npos) continue;
    diagnostic.message = text_of(line.substr(line.find(wording)));
    cursor.take();
    diagnostic.category = Category::missing_command;
    diagnostic.phase = Phase::environment;
    diagnostic.severity = Severity::warning;
    diagnostic.pattern = "Manim could not find $1";
    diagnostic.arguments = {std::string(program)};
    return diagnostic;
  }
  return std::nullopt;
}

}  // namespace

Format format() {
  return {
      .id = "manim",
      .language = Language::python,
      .starts =
          R"(ERROR +LaTeX compilation error: |^ *There are no scenes inside that module|^ *\S+ is not in the script *$|Manim could not find (ffmpeg|latex|dvisvgm))",
      .read = read,
      .about = "Manim Community: LaTeX errors with their context, missing scenes and programs",
      .example_command = "manim -ql scene.py Example",
      .homepage = "https://www.manim.community/"};
}

}  // namespace fixpoint::diagnose::formats::manim
