// jest: "  ● suite › test", then, indented, the message, a code frame and a stack; "Test suite failed to run";
// problems of the configuration ("● Validation Error:").
#include <algorithm>
#include <utility>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::jest {
namespace {

constexpr std::size_t kBody = 600;
constexpr std::size_t kMessage = 60;

std::optional<Diagnostic> read_validation(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^● ((?:Validation|Multiple configurations|Deprecation)[\w ]*(?:Error|Warning|found)?):?$)");
  Diagnostic diagnostic;
  if (!kHead.full_match(cursor.peek(), &diagnostic.message)) return std::nullopt;
  diagnostic.severity = diagnostic.message.ends_with("Warning") ? Severity::warning : Severity::error;
  diagnostic.category = Category::configuration;
  diagnostic.phase = Phase::configure;
  diagnostic.code = diagnostic.message;
  cursor.take();
  for (std::size_t i = 0; i < kBody && !cursor.done(); ++i) {
    if (!cursor.peek().empty() && !cursor.peek().starts_with("  ")) break;
    const auto text = base::trim(cursor.peek());
    if (diagnostic.message == diagnostic.code && !text.empty()) diagnostic.message = text;
    frontend::keep(diagnostic, cursor.take());
  }
  return diagnostic;
}

/// ts-jest shows TypeScript's messages as tsc does, indented.
bool read_types(std::string_view text, Diagnostic& diagnostic) {
  static const base::Regex kTypes(R"((?m)^(\S+?):(\d+):(\d+) - error (TS\d+): (.*)$)");
  auto& place = diagnostic.place;
  std::string file, code, message;
  if (!kTypes.find(text, &file, &place.line, &place.column, &code, &message)) return false;
  place.file = file;
  place.unit = ColumnUnit::utf16;
  diagnostic.code = code;
  diagnostic.message = message;
  diagnostic.language = Language::typescript;
  diagnostic.category = Category::type_mismatch;
  diagnostic.phase = Phase::compile;
  return true;
}

void explain_suite(Diagnostic& diagnostic, std::string text) {
  static const base::Regex kSyntax(R"((?s)(?:^|\n)\w*SyntaxError: (\S+?): (.*?) \((\d+):(\d+)\))");
  static const base::Regex kFrom(R"re(^Cannot find module '[^']+' from '([^']+)')re");
  auto& place = diagnostic.place;
  std::string file, message;
  if (read_types(text, diagnostic)) return;
  if (kSyntax.find(text, &file, &message, &place.line, &place.column)) {
    place.file = file;
    ++place.column;
    place.unit = ColumnUnit::utf16;
    diagnostic.message = message;
    diagnostic.code = "SyntaxError";
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
    return;
  }
  if (text.starts_with("Cannot find module")) {
    diagnostic.message = text;
    frontend::explain_build(diagnostic);
    if (diagnostic.place.file.empty()) (void)kFrom.find(text, &place.file);
    return;
  }
  frontend::explain_failure(diagnostic, std::move(text));
  if (diagnostic.phase == Phase::run) diagnostic.phase = Phase::link;  // before any test
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (cursor.peek().starts_with("● ")) return read_validation(cursor);
  static const base::Regex kHead(R"(^  ● (\S.*)$)");
  std::string test;
  if (!kHead.full_match(cursor.peek(), &test) || test == "Console") return std::nullopt;
  // What belongs to it is indented by four.
  if (!base::trim(cursor.peek(1)).empty() || !cursor.peek(2).starts_with("    ")) return std::nullopt;
  std::string file;  // the suite's, above its first failure
  static const base::Regex kSuite(R"(^FAIL (?:\S+ )??(\S+\.\w+)(?: \([\d.]+ m?s\))?$)");
  (void)kSuite.full_match(cursor.peek_back(1), &file);
  cursor.take();
  Diagnostic diagnostic;
  std::string message;
  std::size_t lines = 0;
  bool cause = false;
  std::vector<Related> frames;
  for (std::size_t i = 0; i < kBody && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    if (!line.empty() && !line.starts_with("    ") && !base::trim(line).empty()) break;
    const auto text = line.substr(std::min<std::size_t>(4, line.size()));
    const auto trimmed = base::trim(text);
    if (trimmed.starts_with("at ")) {
      Diagnostic stack;
      frontend::take_stack(cursor, stack);
      frames.insert(frames.begin(), stack.related.begin(), stack.related.end());
      cause = true;
    } else if (frontend::is_code_frame(text)) {
      frontend::take_code_frame(cursor, diagnostic);
      cause = true;
    } else {
      if (!cause && lines < kMessage && (!trimmed.empty() || !message.empty())) {
        if (++lines > 1) message += '\n';
        message += base::trim_right(text);
      }
      cursor.take();
    }
  }
  while (message.ends_with('\n')) message.pop_back();
  if (message.empty()) message = test;
  diagnostic.related = std::move(frames);
  diagnostic.place.line = 0;
  if (test == "Test suite failed to run") {
    explain_suite(diagnostic, std::move(message));
    if (diagnostic.place.line == 0) {
      const auto named = std::exchange(diagnostic.place, {});
      javascript::place_by_frames(diagnostic);
      if (diagnostic.place.file.empty()) diagnostic.place = named;
    }
  } else {
    if (!read_types(message, diagnostic)) frontend::explain_failure(diagnostic, std::move(message));
    javascript::place_by_frames(diagnostic);
  }
  if (diagnostic.place.file.empty()) diagnostic.place.file = file;
  diagnostic.context = "test: " + test + "\n" + diagnostic.context;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "jest",
          .language = Language::javascript,
          .starts = R"(^(  )?● )",
          .read = read,
          .about = "jest's failed tests, suites that do not load, and problems of its configuration",
          .example_command = "jest",
          .homepage = "https://jestjs.io/"};
}

}  // namespace fixpoint::diagnose::formats::jest
