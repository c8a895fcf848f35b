// php: "Parse error: message in /x.php on line 3", "PHP Fatal error:  Uncaught E: message in /x.php:3" with its stack
// trace and the exceptions that followed ("Next E: ..."), warnings. The log's form ("PHP Parse error:  ") and the
// page's ("Parse error: ") are one message printed twice.
#include <string>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::php {
namespace {

Category category_of(std::string_view kind, std::string_view code, std::string_view message) {
  const auto has = [&](std::string_view text) { return message.find(text) != std::string_view::npos; };
  if (kind == "Parse error" || code == "ParseError") return Category::syntax_error;
  if (has("Call to undefined function") || has("Undefined variable") || has("Undefined constant"))
    return Category::undefined_variable;
  if (has("Call to undefined method") || has("Call to a member function") || has("Undefined property") ||
      has("Call to undefined static method"))
    return Category::missing_member;
  if ((has("Class \"") || has("Class '") || has("Interface \"") || has("Trait \"")) && has("not found"))
    return Category::missing_import;
  if (has("Failed opening required") || has("failed to open stream: No such file") ||
      has("Failed to open stream: No such file"))
    return Category::missing_import;
  if (code == "ArgumentCountError" || has("Too few arguments")) return Category::wrong_arguments;
  if (code == "TypeError") return Category::type_mismatch;
  if (has("Allowed memory size of")) return Category::out_of_memory;
  if (has("Maximum execution time of")) return Category::timeout;
  if (has("ermission denied")) return Category::permission;
  if (has("Cannot redeclare") || has("must be compatible with") || has("contains abstract method"))
    return Category::compiler_error;
  return Category::runtime_error;
}

Severity severity_of(std::string_view kind) {
  return kind.starts_with("Warning") || kind.starts_with("Deprecated") ? Severity::warning
         : kind.starts_with("Notice") || kind.starts_with("Strict")    ? Severity::info
                                                                       : Severity::error;
}

/// "Uncaught E: message in /x.php:3" or "Next E: ...": class, message, place.
bool read_thrown(std::string_view text, Diagnostic& diagnostic) {
  static const base::Regex kThrown(R"(^(?:Uncaught|Next) ([A-Za-z_\\][\w\\]*)(?:: (.*))? in (\S.*):(\d+)$)");
  return kThrown.full_match(text, &diagnostic.code, &diagnostic.message, &diagnostic.place.file,
                            &diagnostic.place.line);
}

/// "Stack trace:", "#0 /x.php(3): f()", "#1 {main}".
void take_trace(OutputCursor& cursor, Diagnostic& diagnostic) {
  static const base::Regex kFrame(R"(^#\d+ (\S.*)\((\d+)\): (.*)$)");
  if (cursor.peek() != "Stack trace:") return;
  cursor.take();
  constexpr int kMost = 500;
  std::vector<Related> frames;
  for (int lines = 0; lines < kMost && cursor.peek().starts_with('#'); ++lines) {
    Related frame;
    if (kFrame.full_match(cursor.peek(), &frame.place.file, &frame.place.line, &frame.message))
      frames.insert(frames.begin(), std::move(frame));
    cursor.take();
  }
  for (auto& frame : frames) diagnostic.related.push_back(std::move(frame));
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^(?:PHP )?((?:Parse|Fatal|Recoverable fatal|Compile|Core) error|Warning|Notice|Deprecated|Strict Standards): +(.*)$)");
  static const base::Regex kPlaced(R"(^(.*) in (\S.*|-) on line (\d+)$)");
  std::string kind, text;
  if (!kHead.full_match(cursor.peek(), &kind, &text)) return std::nullopt;
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  if (text.starts_with("Uncaught ")) {
    // Its message may have several lines.
    auto probe = cursor;
    probe.take();
    constexpr int kMostLines = 40;
    for (int lines = 0; lines < kMostLines && !read_thrown(text, diagnostic) && !probe.done(); ++lines) {
      text += ' ';
      text += probe.take();
    }
    if (place.line == 0) return std::nullopt;
    cursor = probe;
    take_trace(cursor, diagnostic);
    while (cursor.peek().empty() && cursor.peek(1).starts_with("Next ")) {
      Diagnostic next;
      if (!read_thrown(cursor.peek(1), next)) break;
      cursor.take();
      cursor.take();
      take_trace(cursor, diagnostic);
      diagnostic.related.push_back({next.place, "then " + next.code + ": " + next.message});
    }
    static const base::Regex kThrown(R"(^  thrown in .* on line \d+$)");
    if (kThrown.find(cursor.peek())) cursor.take();
  } else if (kPlaced.full_match(text, &diagnostic.message, &place.file, &place.line)) {
    cursor.take();
  } else {
    return std::nullopt;
  }
  diagnostic.severity = severity_of(kind);
  diagnostic.category = category_of(kind, diagnostic.code, diagnostic.message);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::run;
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "php",
      .starts =
          R"(^(PHP )?((Parse|Fatal|Recoverable fatal|Compile|Core) error|Warning|Notice|Deprecated|Strict Standards): )",
      .read = read,
      .about = "php: parse and fatal errors, uncaught exceptions with their trace, warnings and notices",
      .example_command = "php script.php",
      .homepage = "https://www.php.net/"};
}

}  // namespace fixpoint::diagnose::formats::php
