// Next.js 13 to 16, built by webpack or Turbopack: a line with the module ("./app/page.tsx", "./app/page.tsx:3:1"),
// the message below it, a code frame; findings of eslint under the module; type errors; prerender errors; the build's
// lock.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::next {
namespace {

constexpr std::size_t kBody = 120;
constexpr std::size_t kFindings = 500;

/// "./app/page.tsx" or "./app/page.tsx:3:1", perhaps behind "⨯ ": the head of a message.
std::optional<Place> module_line(std::string_view line) {
  if (line.starts_with("⨯ ")) line.remove_prefix(std::string_view("⨯ ").size());
  if (line.starts_with(" ⨯ ")) line.remove_prefix(std::string_view(" ⨯ ").size());
  if (!line.starts_with("./") && !line.starts_with("../")) return std::nullopt;
  line = base::trim_right(line);
  if (line.find(' ') != std::string_view::npos || line.size() > 1024) return std::nullopt;
  if (auto place = frontend::lone_place(line)) return place;
  if (line.find('.', 2) == std::string_view::npos || line.ends_with(':')) return std::nullopt;
  Place place;
  place.file = line;
  place.unit = ColumnUnit::utf16;
  return place;
}

/// What Next.js prints below a module's name; nothing that another tool would print there.
bool is_message(std::string_view line) {
  static const base::Regex kMessage(
      R"(^(?:Error: ?|Module not found: |Attempted import error: |Type error: |Module parse failed: |Module build failed|Syntax error: |Export \S+ doesn't exist|Parsing |Ecmascript file|You're importing|CssSyntaxError|SyntaxError: |Unable to |Can't resolve |CSS: |ReactServerComponentsError|Conflicting|Unknown module type|Code generation for chunk item errored|Expression expected|Server Actions must))");
  return kMessage.find(line);
}

/// swc's own frame: "   ,-[/p/app/page.tsx:1:1]", " 2 | code", "   :   ^^^^", "   `----". The box's place is where
/// the excerpt begins; the marks stand below the line that is meant.
void take_swc_frame(OutputCursor& cursor, Diagnostic& diagnostic) {
  static const base::Regex kBox(R"(^\s*[,╭][-─]\[(.+?)(?::\d+:\d+)?\])");
  static const base::Regex kMarks(R"(^\s*[:·]( *)(\^+|[─┬]+).*$)");
  Place place;
  std::uint32_t line = 0;
  if (!kBox.find(cursor.peek(), &place.file)) return;
  cursor.take();
  for (std::size_t i = 0; i < kBody && !cursor.done(); ++i) {
    const auto text = cursor.take();
    const auto trimmed = base::trim(text);
    if (trimmed.starts_with("`--") || trimmed.starts_with("╰──")) break;
    frontend::keep(diagnostic, text);
    std::string_view digits = trimmed;
    if (!digits.empty() && base::is_digit(digits[0])) line = take_number(digits);
    std::string blanks, marks;
    if (place.end_line == 0 && line != 0 && kMarks.full_match(text, &blanks, &marks)) {
      place.line = place.end_line = line;
      place.column = static_cast<std::uint32_t>(blanks.size());
      place.end_column = place.column + static_cast<std::uint32_t>(marks.size());
      if (!marks.starts_with('^')) place.end_line = place.end_column = 0;
    }
  }
  if (diagnostic.place.line == 0) {
    place.file = diagnostic.place.file;
    place.unit = ColumnUnit::display;
    diagnostic.place = place;
  }
}

/// "The export helper was not found in module [project]/app/lib/util.ts [app-rsc] (ecmascript)." and what it offers.
void read_export(std::string_view line, Diagnostic& diagnostic) {
  static const base::Regex kExport(
      R"(^The export (\S+) was not found in module (?:\[[\w-]+\]/)?(\S+?)(?: \[|\.$|$))");
  static const base::Regex kMeant(R"(^Did you mean to import (\S+?)\?)");
  std::string name, module;
  if (kExport.find(line, &name, &module)) {
    diagnostic.pattern = "the module '$2' does not provide an export named '$1'";
    diagnostic.arguments = {name, module};
    diagnostic.related.push_back({{.file = module}, "the module that does not export it"});
  } else if (kMeant.find(line, &name) && !diagnostic.related.empty()) {
    diagnostic.related.back().message = "it exports " + name;
  }
}

void explain(Diagnostic& diagnostic) {
  static const base::Regex kClient(
      R"re(^You're importing a (?:component|module) that (?:needs|depends on) [`"]?([\w.]+)[`"]?)re");
  auto arguments = std::move(diagnostic.arguments);
  auto pattern = std::move(diagnostic.pattern);
  diagnostic.arguments.clear();
  diagnostic.pattern.clear();
  frontend::explain_build(diagnostic);
  if (!arguments.empty()) {
    diagnostic.arguments = std::move(arguments);
    diagnostic.pattern = std::move(pattern);
  }
  std::string hook;
  if (kClient.find(diagnostic.message, &hook)) {
    diagnostic.code = "use client";
    diagnostic.pattern = "'$1' needs the \"use client\" directive";
    diagnostic.arguments = {hook};
    diagnostic.category = Category::compiler_error;
  }
}

std::optional<Diagnostic> read_module(OutputCursor& cursor, const Place& place) {
  Diagnostic diagnostic;
  diagnostic.place = place;
  std::size_t next = 1;
  // The message may begin a line below "Error:".
  auto text = cursor.peek(next);
  if (!is_message(text)) return std::nullopt;
  if (base::trim(text) == "Error:") text = cursor.peek(++next);
  static const base::Regex kFront(R"(^(?:Error:\s*)?(?:x |× |⨯ )?\s*(.*?)\s*$)");
  static const base::Regex kMargin(R"(^\s*(?:x|×|⨯) (.*)$)");
  std::string message;
  if (!kMargin.full_match(text, &message)) (void)kFront.full_match(text, &message);
  if (message.starts_with("x ")) message.erase(0, 2);
  diagnostic.message = base::trim(message);
  for (std::size_t i = 0; i <= next; ++i) cursor.take();

  static const base::Regex kTypescript(R"(^Type error: (.*)$)");
  const bool types = kTypescript.full_match(diagnostic.message, &message);
  if (types) diagnostic.message = message;
  for (std::size_t i = 0; i < kBody && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    const auto trimmed = base::trim(line);
    if (trimmed.starts_with(",-[") || trimmed.starts_with("╭─[")) {
      take_swc_frame(cursor, diagnostic);
    } else if (frontend::is_code_frame(line) && trimmed != "|" && !trimmed.starts_with("| ")) {
      if (const auto column = frontend::take_code_frame(cursor, diagnostic); diagnostic.place.column == 0)
        diagnostic.place.column = column;
    } else if (trimmed.starts_with("Stack backtrace:") || trimmed.starts_with("Caused by:")) {
      if (trimmed.starts_with("Caused by:") && cursor.peek(1).find("Syntax Error") != std::string_view::npos)
        diagnostic.code = "Syntax Error";
      for (std::size_t k = 0; k < kBody && !cursor.done() && !cursor.peek().empty(); ++k) cursor.take();
    } else if (trimmed.starts_with("Import trace") || trimmed.starts_with("Import path")) {
      frontend::take_paragraph(cursor, diagnostic);
      break;
    } else if (module_line(line) || line.starts_with("> Build") || trimmed.starts_with("at ") ||
               line.starts_with("Failed to") || line.starts_with("info ") || line.starts_with("⚠") ||
               line.starts_with("✓") || line.starts_with(" ✓") || line.starts_with("npm ") ||
               line.starts_with("Next.js build worker")) {
      break;
    } else if (trimmed.empty() && cursor.done(1)) {
      cursor.take();
    } else {
      read_export(trimmed, diagnostic);
      frontend::keep(diagnostic, cursor.take());
    }
  }
  explain(diagnostic);
  if (types) {
    diagnostic.language = Language::typescript;
    if (diagnostic.category == Category::compiler_error) diagnostic.category = Category::type_mismatch;
    diagnostic.phase = Phase::analyze;
  }
  if (diagnostic.code == "Syntax Error") {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  return diagnostic;
}

/// "3:25  Error: message  rule" below a module's name.
std::optional<Diagnostic> finding(std::string_view line, const std::string& file) {
  static const base::Regex kFinding(R"(^(\d+):(\d+)  (Error|Warning): (.*?)(?:  ([@\w/-]+))?$)");
  Diagnostic diagnostic;
  std::string severity;
  auto& place = diagnostic.place;
  if (!kFinding.full_match(line, &place.line, &place.column, &severity, &diagnostic.message, &diagnostic.code))
    return std::nullopt;
  place.file = file;
  place.unit = ColumnUnit::utf16;
  diagnostic.severity = severity == "Error" ? Severity::error : Severity::warning;
  diagnostic.category = Category::lint;
  diagnostic.phase = Phase::analyze;
  return diagnostic;
}

std::optional<Diagnostic> read_prerender(OutputCursor& cursor) {
  static const base::Regex kPage(R"re(^Error occurred prerendering page "([^"]+)")re");
  static const base::Regex kThrown(R"(^(?:Unhandled Runtime Error )?((?:[A-Z]\w*)?Error)(?: \[\w+\])?: (.*)$)");
  std::string page, name, message;
  if (!kPage.find(cursor.peek(), &page)) return std::nullopt;
  std::size_t at = 1;
  while (at < 4 && cursor.peek(at).empty()) ++at;
  if (!kThrown.full_match(cursor.peek(at), &name, &message)) return std::nullopt;
  for (std::size_t i = 0; i <= at; ++i) cursor.take();
  Diagnostic diagnostic;
  frontend::take_stack(cursor, diagnostic);
  frontend::take_code_frame(cursor, diagnostic);
  for (std::size_t i = 0; i < 6 && !cursor.done() &&
                          (cursor.peek() == "{" || cursor.peek().starts_with("  digest") || cursor.peek() == "}");
       ++i)
    cursor.take();
  javascript::explain(diagnostic, name, "", message);
  javascript::place_by_frames(diagnostic);
  diagnostic.context = "page: " + page + "\n" + diagnostic.context;
  return diagnostic;
}

std::optional<Diagnostic> read_plain(OutputCursor& cursor) {
  struct Wording {
    base::Regex regex;
    Category category;
    Phase phase;
    Severity severity;
  };
  static const Wording kWordings[] = {
      {base::Regex(R"(^(?: ?⨯ )?(Another next (?:build|dev) (?:process|server) is already running\.?.*)$)"),
       Category::lock_held, Phase::environment, Severity::error},
      {base::Regex(R"(^(?: ?⨯ )?(Unable to acquire lock at .*)$)"), Category::lock_held, Phase::environment,
       Severity::error},
      {base::Regex(R"(^> (Build failed because of webpack errors|Build error occurred)$)"), Category::unknown,
       Phase::compile, Severity::note},
      {base::Regex(R"(^Error: (Turbopack build failed with \d+ errors?):?$)"), Category::unknown, Phase::compile,
       Severity::note},
      {base::Regex(R"(^(Export encountered (?:an )?errors? on .*)$)"), Category::unknown, Phase::run, Severity::note},
      {base::Regex(R"(^(?: ?⨯ )?(Next\.js build worker exited with code: .*)$)"), Category::unknown, Phase::compile,
       Severity::note},
  };
  for (const auto& wording : kWordings) {
    Diagnostic diagnostic;
    if (!wording.regex.full_match(cursor.peek(), &diagnostic.message)) continue;
    diagnostic.category = wording.category;
    diagnostic.phase = wording.phase;
    diagnostic.severity = wording.severity;
    cursor.take();
    return diagnostic;
  }
  return std::nullopt;
}

std::vector<Diagnostic> read(OutputCursor& cursor) {
  std::vector<Diagnostic> found;
  if (const auto place = module_line(cursor.peek())) {
    if (finding(cursor.peek(1), place->file)) {
      cursor.take();
      for (std::size_t i = 0; i < kFindings; ++i) {
        auto one = finding(cursor.peek(), place->file);
        if (!one) break;
        cursor.take();
        found.push_back(std::move(*one));
      }
      return found;
    }
    if (auto one = read_module(cursor, *place)) {
      found.push_back(std::move(*one));
      // What does not stop the build stands below a heading that says so.
      constexpr std::size_t kHeading = 200;
      for (std::size_t back = cursor.taken() + 1; back < cursor.taken() + kHeading; ++back) {
        const auto above = cursor.peek_back(back);
        if (above.find("Failed to compile") != std::string_view::npos) break;
        if (above.find("Compiled with warnings") == std::string_view::npos) continue;
        found.back().severity = Severity::warning;
        break;
      }
    }
    return found;
  }
  if (auto one = read_prerender(cursor))
    found.push_back(std::move(*one));
  else if (auto plain = read_plain(cursor))
    found.push_back(std::move(*plain));
  return found;
}

}  // namespace

Format format() {
  return {
      .id = "next",
      .language = Language::javascript,
      .starts =
          R"(^( ?⨯ )?\.\.?/\S+$|^Error occurred prerendering page |Another next (build|dev) |Unable to acquire lock at |^> Build (failed because|error occurred)|^Error: Turbopack build failed|^Export encountered |Next\.js build worker exited)",
      .read_many = read,
      .about = "Next.js 13 to 16: webpack and Turbopack builds, type checks, eslint, prerendering",
      .example_command = "next build",
      .homepage = "https://nextjs.org/"};
}

}  // namespace fixpoint::diagnose::formats::next
