// ruby: uncaught exceptions of both styles of backtrace ("x.rb:3:in `f': message (NameError)", since 3.4 with 'f'),
// with the excerpt of error_highlight and the "from" frames; syntax errors of parse.y and of Prism; warnings.
#include <algorithm>
#include <string>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_ruby.hpp"

namespace fixpoint::diagnose::formats::ruby {
namespace {

/// "message (ClassName)": the class, taken off the message.
std::string take_class(std::string& message) {
  const auto open = message.rfind(" (");
  if (open == std::string::npos || !message.ends_with(')')) return {};
  auto name = message.substr(open + 2, message.size() - open - 3);
  if (name.empty() || name[0] < 'A' || name[0] > 'Z' ||
      !std::ranges::all_of(name, [](char c) { return base::is_identifier_part(c) || c == ':'; }))
    return {};
  message.resize(open);
  return name;
}

/// The primary place is the innermost frame in the user's own files, else the innermost; the others are related,
/// innermost last.
void set_place(Diagnostic& diagnostic, const std::vector<RubyFrame>& frames) {
  const auto own = std::ranges::find_if(frames, [](const auto& frame) { return ruby_user_file(frame.file); });
  const auto primary = own == frames.end() ? frames.begin() : own;
  diagnostic.place.file = primary->file;
  diagnostic.place.line = primary->line;
  for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame) {
    if (&*frame == &*primary) continue;
    Related related;
    related.place.file = frame->file;
    related.place.line = frame->line;
    related.message = "in " + std::string(frame->function);
    diagnostic.related.push_back(std::move(related));
  }
}

std::optional<Diagnostic> read_exception(OutputCursor& cursor) {
  const auto line = cursor.peek();
  const auto in = line.find(":in ");
  const auto end = in == std::string_view::npos ? in : line.find("': ", in);
  if (end == std::string_view::npos || line.starts_with('\t')) return std::nullopt;
  const auto top = ruby_frame(line.substr(0, end + 1));
  if (!top) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.message = line.substr(end + 3);
  diagnostic.code = take_class(diagnostic.message);
  const auto is_from = [](std::string_view text) {
    return text.starts_with("\tfrom ") || text.starts_with("        from ");
  };
  // A message of several lines and the excerpt stand before the frames.
  constexpr std::size_t kMostBetween = 60, kMostFrames = 5000;
  std::size_t ahead = 1;
  while (ahead < kMostBetween && !cursor.done(ahead) && !is_from(cursor.peek(ahead))) ++ahead;
  const bool framed = is_from(cursor.peek(ahead)) && ahead < kMostBetween;
  if (diagnostic.code.empty() && !framed) return std::nullopt;
  cursor.take();
  std::vector<RubyFrame> frames{*top};
  if (!framed) {
    // Only the excerpt: an empty line, the source, the marks.
    ahead = cursor.peek().empty() && cursor.peek(2).find('^') != std::string_view::npos ? 4 : 1;
  }
  for (std::size_t i = 1; i < ahead; ++i) {
    const auto more = cursor.take();
    if (diagnostic.code.empty()) {
      diagnostic.message += '\n' + std::string(more);
      diagnostic.code = take_class(diagnostic.message);
    } else if (!more.empty()) {
      diagnostic.context += std::string(more) + '\n';
    }
  }
  for (std::size_t i = 0; i < kMostFrames && !cursor.done(); ++i) {
    if (cursor.peek().find("... ") != std::string_view::npos && cursor.peek().ends_with("levels...")) {
      cursor.take();
      continue;
    }
    if (!is_from(cursor.peek())) break;
    if (const auto frame = ruby_frame(cursor.take())) frames.push_back(*frame);
  }
  // The exceptions that it was raised for.
  static const base::Regex kCause(R"(^(\S.*):(\d+):in ['`].*': (.*) \([A-Z][\w:]*\)$)");
  for (int causes = 0; framed && causes < 20; ++causes) {
    Related related;
    if (!kCause.full_match(cursor.peek(), &related.place.file, &related.place.line, &related.message)) break;
    cursor.take();
    related.message.insert(0, "caused by ");
    while (is_from(cursor.peek()) && !cursor.done()) cursor.take();
    diagnostic.related.push_back(std::move(related));
  }
  set_place(diagnostic, frames);
  diagnostic.category = ruby_category(diagnostic.code, diagnostic.message);
  diagnostic.phase = Phase::run;
  return diagnostic;
}

/// "x.rb:4: syntax error, unexpected end-of-input" (to 3.3).
std::optional<Diagnostic> read_syntax(OutputCursor& cursor) {
  const auto head = read_head(cursor.peek());
  if (!head || head->parentheses || !head->rest.starts_with("syntax error")) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.message = head->rest;
  diagnostic.place = place_of(*head);
  diagnostic.category = Category::syntax_error;
  diagnostic.phase = Phase::parse;
  cursor.take();
  const auto marks = cursor.peek(1).find_first_not_of(" \t");
  if (marks != std::string_view::npos && cursor.peek(1)[marks] == '^') {
    diagnostic.place.column = static_cast<std::uint32_t>(marks) + 1;
    diagnostic.context = std::string(cursor.take()) + '\n';
    diagnostic.context += std::string(cursor.take()) + '\n';
  }
  return diagnostic;
}

/// "x.rb:4: syntax errors found (SyntaxError)" or "x.rb: --> x.rb" and Prism's excerpt: "> 4 | puts x)", marks with
/// their messages ("    |       ^ unexpected ')'") below.
std::optional<Diagnostic> read_prism(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(?:\S.*?: )?(\S.*?):(\d+): syntax errors? found(?: \(SyntaxError\))?$)");
  static const base::Regex kMarks(R"(^ *\| *([\^~]+) *(.*)$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  if (!kHead.full_match(cursor.peek(), &place.file, &place.line)) return std::nullopt;
  diagnostic.category = Category::syntax_error;
  diagnostic.phase = Phase::parse;
  diagnostic.code = "SyntaxError";
  cursor.take();
  constexpr int kMost = 60;
  std::string message;
  for (int lines = 0; lines < kMost && !cursor.done(); ++lines) {
    const auto line = cursor.peek();
    const auto bar = line.find('|');
    const bool gap = line.empty() && cursor.peek(1).find('|') != std::string_view::npos;
    if (bar == std::string_view::npos && !line.starts_with("    ~~") && !gap) break;
    std::string marks, text;
    if (message.empty() && kMarks.full_match(line, &marks, &text) && !text.empty()) {
      message = text;
      place.column = static_cast<std::uint32_t>(line.find_first_of("^~", bar) - bar - 1);
    }
    diagnostic.context += std::string(cursor.take()) + '\n';
  }
  diagnostic.message = message.empty() ? "syntax error" : message;
  return diagnostic;
}

std::optional<Diagnostic> read_warning(OutputCursor& cursor) {
  const auto head = read_head(cursor.peek());
  if (!head || head->parentheses || !head->file.ends_with(".rb") || !head->rest.starts_with("warning: "))
    return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.message = head->rest.substr(9);
  diagnostic.place = place_of(*head);
  diagnostic.severity = Severity::warning;
  diagnostic.category = Category::compiler_error;
  diagnostic.phase = Phase::compile;
  cursor.take();
  return diagnostic;
}

/// "ruby: No such file or directory -- x.rb (LoadError)"
std::optional<Diagnostic> read_missing_script(OutputCursor& cursor) {
  const auto line = cursor.peek();
  if (!line.starts_with("ruby: No such file or directory -- ")) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.message = line.substr(6);
  diagnostic.code = take_class(diagnostic.message);
  diagnostic.category = Category::configuration;
  diagnostic.phase = Phase::environment;
  cursor.take();
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto exception = read_exception(cursor)) return exception;
  if (auto prism = read_prism(cursor)) return prism;
  if (auto syntax = read_syntax(cursor)) return syntax;
  if (auto warning = read_warning(cursor)) return warning;
  return read_missing_script(cursor);
}

}  // namespace

Format format() {
  return {.id = "ruby",
          .starts = R"(:\d+:in ['`]|\.rb:\d+: (syntax error, |warning: )|: syntax errors? found|^ruby: No such file)",
          .read = read,
          .about = "ruby: uncaught exceptions with their backtrace, syntax errors (parse.y and Prism), warnings",
          .example_command = "ruby app.rb",
          .homepage = "https://www.ruby-lang.org/"};
}

}  // namespace fixpoint::diagnose::formats::ruby
