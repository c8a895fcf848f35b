// esbuild: "✘ [ERROR] message [code]", the place and an excerpt below it, notes with places of their own. Before
// 0.12: " > file:line:column: error: message". Columns count bytes from 0. Tools that print through it (tsup,
// Angular's builder) put their own code in front of the message.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::esbuild {
namespace {

constexpr std::size_t kExcerpt = 40;
constexpr std::size_t kNotes = 20;

/// "    src/app.js:2:20:", the line above an excerpt.
std::optional<Place> place_line(std::string_view line) {
  if (!line.starts_with("    ") || !line.ends_with(':')) return std::nullopt;
  const auto head = read_head(base::trim(line));
  if (!head || head->column == 0 || !head->rest.empty()) {
    // Column 0 is the first.
    if (!head || !line.ends_with(":0:")) return std::nullopt;
  }
  auto place = place_of(*head);
  ++place.column;
  return place;
}

/// Takes "  2 │ code" and "    ╵ ~~~~" lines; gives the length of the mark.
std::uint32_t take_excerpt(OutputCursor& cursor, Diagnostic& diagnostic, bool keep) {
  std::uint32_t marks = 0;
  for (std::size_t i = 0; i < kExcerpt && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    if (line.find("│") == std::string_view::npos && line.find("╵") == std::string_view::npos) break;
    const auto mark = line.find('~');
    if (marks == 0 && line.find("╵") != std::string_view::npos && mark != std::string_view::npos)
      marks = static_cast<std::uint32_t>(line.find_last_of('~') - mark) + 1;
    if (keep) frontend::keep(diagnostic, line);
    cursor.take();
  }
  return marks;
}

void take_notes(OutputCursor& cursor, Diagnostic& diagnostic) {
  for (std::size_t i = 0; i < kNotes; ++i) {
    if (cursor.done(1) || !cursor.peek().empty() || !cursor.peek(1).starts_with("  ")) return;
    Related note;
    cursor.take();
    if (cursor.peek().starts_with("    ") && place_line(cursor.peek())) {
      note.place = *place_line(cursor.take());
      take_excerpt(cursor, diagnostic, false);
    } else {
      for (std::size_t n = 0; n < kExcerpt && cursor.peek().starts_with("  "); ++n) {
        if (!note.message.empty()) note.message += '\n';
        note.message += base::trim(cursor.take());
      }
      if (cursor.peek().empty() && place_line(cursor.peek(1))) {
        cursor.take();
        note.place = *place_line(cursor.take());
        take_excerpt(cursor, diagnostic, false);
      }
    }
    diagnostic.related.push_back(std::move(note));
  }
}

void finish(Diagnostic& diagnostic) {
  static const base::Regex kPlugin(R"(^(.*) \[plugin ([^\]]+)\]$)");
  static const base::Regex kCode(R"(^(.*) \[([a-z][a-z0-9-]+)\]$)");
  static const base::Regex kOwnCode(R"(^((?:NG|TS)-?\d+): (.*)$)");
  std::string text, name;
  if (kPlugin.full_match(diagnostic.message, &text, &name)) diagnostic.message = text;
  if (kCode.full_match(diagnostic.message, &text, &name)) {
    diagnostic.message = text;
    diagnostic.code = name;
  } else if (kOwnCode.full_match(diagnostic.message, &name, &text)) {
    diagnostic.message = text;
    diagnostic.code = name;
    diagnostic.language = Language::typescript;
  }
  frontend::explain_build(diagnostic);
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(?:✘|X|▲|>) \[(ERROR|WARNING)\] (.*)$)");
  static const base::Regex kOld(
      R"(^ > (.+\.\w*[jt]sx?|.+\.(?:css|json|vue|svelte)):(\d+):(\d+): (error|warning): (.*)$)");
  // The text of the error that its API throws.
  static const base::Regex kThrown(
      R"(^(\S.*\.\w*[jt]sx?|\S.*\.(?:css|json|vue|svelte|html)):(\d+):(\d+): (ERROR|WARNING): (.*)$)");
  Diagnostic diagnostic;
  std::string severity;
  if (kHead.full_match(cursor.peek(), &severity, &diagnostic.message)) {
    cursor.take();
    if (cursor.peek().empty() && place_line(cursor.peek(1))) {
      cursor.take();
      diagnostic.place = *place_line(cursor.take());
      if (const auto marks = take_excerpt(cursor, diagnostic, true); marks != 0) {
        diagnostic.place.end_line = diagnostic.place.line;
        diagnostic.place.end_column = diagnostic.place.column + marks;
      }
    }
    take_notes(cursor, diagnostic);
  } else if (auto& place = diagnostic.place; kOld.full_match(cursor.peek(), &place.file, &place.line, &place.column,
                                                             &severity, &diagnostic.message)) {
    ++place.column;
    cursor.take();
    take_excerpt(cursor, diagnostic, true);
  } else if (kThrown.full_match(cursor.peek(), &place.file, &place.line, &place.column, &severity,
                                &diagnostic.message)) {
    ++place.column;
    cursor.take();
    Diagnostic stack;  // esbuild's own
    frontend::take_stack(cursor, stack);
  } else {
    return std::nullopt;
  }
  diagnostic.severity = base::lower(severity) == "error" ? Severity::error : Severity::warning;
  finish(diagnostic);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "esbuild",
          .language = Language::javascript,
          .starts = R"(^(✘|X|▲|>) \[(ERROR|WARNING)\] |^ > \S|:\d+:\d+: (ERROR|WARNING): )",
          .read = read,
          .about = "esbuild's messages, and those of tools that print through it (tsup, Angular's builder)",
          .example_command = "esbuild --bundle app.js",
          .homepage = "https://esbuild.github.io/"};
}

}  // namespace fixpoint::diagnose::formats::esbuild
