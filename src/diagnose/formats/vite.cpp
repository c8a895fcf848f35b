// Vite: what follows "error during build:" (rollup's words with Vite's plugin in front), "Internal server error: ..."
// of the development server with its "Plugin:" and "File:" lines, and dependencies that cannot be pre-bundled.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::vite {
namespace {

constexpr std::size_t kBody = 60;

/// Takes "[vite:css] [plugin x] " and "file (1:9): " off the message's front.
void split(Diagnostic& diagnostic) {
  static const base::Regex kPlugin(R"((?s)^\[(?:plugin:? ?)?((?:vite|@?[\w-]+/?)[\w:./@-]*)\]:? (.*)$)");
  static const base::Regex kPlaced(R"((?s)^(\S[^\n()]*?) \((\d+):(\d+)\): (.*)$)");
  std::string plugin, rest;
  for (int i = 0; i < 4 && kPlugin.full_match(diagnostic.message, &plugin, &rest); ++i) {
    diagnostic.code = plugin;
    diagnostic.message = rest;
  }
  auto& place = diagnostic.place;
  if (!kPlaced.full_match(diagnostic.message, &place.file, &place.line, &place.column, &rest)) return;
  ++place.column;
  place.unit = ColumnUnit::utf16;
  diagnostic.message = std::move(rest);
}

/// "file: /p/src/app.js:1:9 (/p/index.html)", "  File: /p/src/app.js:1:16": the place when there is none yet. A build
/// counts columns from 0, the server from 1.
void take_file(std::string_view line, bool zero_based, Diagnostic& diagnostic) {
  auto text = base::trim(base::trim(line).substr(5));
  text = text.substr(0, text.find(" ("));
  text = text.substr(0, text.find('?'));
  if (diagnostic.place.line != 0) return;
  if (auto place = frontend::lone_place(text, zero_based))
    diagnostic.place = std::move(*place);
  else if (diagnostic.place.file.empty())
    diagnostic.place.file = text;
}

std::optional<Diagnostic> read_unbundled(OutputCursor& cursor) {
  static const base::Regex kMissing(R"(^  (\S+) \(imported by (.+)\)$)");
  std::string module, importer;
  if (!cursor.peek(1).empty() || !kMissing.full_match(cursor.peek(2), &module, &importer)) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.message = "The following dependencies are imported but could not be resolved: " + module;
  diagnostic.pattern = "cannot resolve '$1'";
  diagnostic.arguments = {module};
  diagnostic.category = Category::missing_dependency;
  diagnostic.phase = Phase::compile;
  diagnostic.severity = Severity::warning;  // the server goes on; the import itself fails later, with its place
  diagnostic.place.file = importer.substr(0, importer.find(','));
  for (int i = 0; i < 3; ++i) cursor.take();
  for (std::size_t i = 0; i < kBody && kMissing.full_match(cursor.peek(), &module, &importer); ++i) cursor.take();
  if (cursor.peek().empty() && cursor.peek(1) == "Are they installed?") {
    cursor.take();
    cursor.take();
    Diagnostic stack;
    frontend::take_stack(cursor, stack);
  }
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kServer(
      R"(^(?:.*\[vite\](?: \(\w+\))? )?(?:Internal server error|Pre-transform error|Error when evaluating SSR module \S+): (.*)$)");
  static const base::Regex kOverlay(R"(^(\[plugin:vite:[\w-]+\] .*)$)");
  const auto line = cursor.peek();
  if (line.find("dependencies are imported but could not be resolved") != std::string_view::npos)
    return read_unbundled(cursor);
  Diagnostic diagnostic;
  const bool build = base::trim(line) == "error during build:";
  if (build) {
    const auto next = cursor.peek(1);
    static const base::Regex kThrown(R"(^(?:[A-Z]\w*)?Error(?: \[\w+\])?: )");
    // rolldown's and node's own shapes are read where they stand.
    if (next.empty() || next.starts_with("Build failed with ") || kThrown.find(next)) return std::nullopt;
    cursor.take();
    diagnostic.message = cursor.take();
  } else if (kServer.full_match(line, &diagnostic.message)) {
    cursor.take();
    if (line.find("Pre-transform") != std::string_view::npos) diagnostic.severity = Severity::warning;
  } else if (kOverlay.full_match(line, &diagnostic.message)) {
    cursor.take();
  } else {
    return std::nullopt;
  }
  bool message = true;
  for (std::size_t i = 0; i < kBody && !cursor.done(); ++i) {
    const auto text = base::trim(cursor.peek());
    if (text.starts_with("file: ") || text.starts_with("File: ")) {
      take_file(cursor.take(), build, diagnostic);
      message = false;
    } else if (text.starts_with("Plugin: ")) {
      diagnostic.code = text.substr(8);
      cursor.take();
      message = false;
    } else if (text.starts_with("at ")) {
      Diagnostic stack;
      frontend::take_stack(cursor, stack);
      if (diagnostic.place.file.empty()) diagnostic.related = std::move(stack.related);
      break;
    } else if (text.empty() && !build) {
      break;
    } else if (frontend::is_code_frame(cursor.peek()) || text == "^" || !message) {
      frontend::keep(diagnostic, cursor.take());
    } else if (text.empty()) {
      message = false;
      cursor.take();
    } else {
      diagnostic.message += '\n';
      diagnostic.message += cursor.take();
    }
  }
  split(diagnostic);
  // sass and less show their own place below their excerpt.
  static const base::Regex kSass(R"(\n  (\S+) (\d+):(\d+)  root stylesheet)");
  std::string file;
  if (const auto text = diagnostic.message + "\n" + diagnostic.context;
      kSass.find(text, &file, &diagnostic.place.line, &diagnostic.place.column) && diagnostic.place.file.empty())
    diagnostic.place.file = file;
  frontend::explain_build(diagnostic);
  static const base::Regex kFrom(R"re(^(?:Rollup failed to|Could not|Failed to) resolve .* from "([^"]+)")re");
  std::string importer;
  if (diagnostic.place.file.empty() && kFrom.find(diagnostic.message, &importer)) diagnostic.place.file = importer;
  if (diagnostic.place.file.empty()) javascript::place_by_frames(diagnostic);
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "vite",
      .language = Language::javascript,
      .starts =
          R"(^error during build:|Internal server error: |Pre-transform error: |Error when evaluating SSR module|^\[plugin:vite:|dependencies are imported but could not be resolved)",
      .read = read,
      .about = "Vite's build errors and those of its development server",
      .example_command = "vite build",
      .homepage = "https://vite.dev/"};
}

}  // namespace fixpoint::diagnose::formats::vite
