// vitest: " FAIL  file > suite > test" (several may share one error), the error, "❯ file:line:column" frames and a
// code frame; errors outside tests ("Unhandled Errors").
#include <algorithm>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::vitest {
namespace {

constexpr std::size_t kBody = 400;
constexpr std::size_t kMessage = 60;
constexpr std::size_t kHeads = 200;

/// "⎯⎯⎯⎯[1/9]⎯", or a heading in a line of them: the end of an error.
bool is_rule(std::string_view line) { return line.starts_with("⎯⎯"); }

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^ FAIL  (?:\|[^|]+\| |[\w-]+ \(\w+\) )?(\S.*)$)");
  static const base::Regex kUnhandled(R"(^⎯+ ((?:Uncaught|Unhandled) (?:Exception|Rejection|Error)) ⎯+$)");
  static const base::Regex kSuite(R"(^(\S+) \[ .* \]$)");
  std::string test, file;
  std::size_t heads = 0;
  if (kHead.full_match(cursor.peek(), &test)) {
    std::string more;
    for (heads = 1; heads < kHeads && kHead.full_match(cursor.peek(heads), &more); ++heads) {
    }
  } else if (kUnhandled.full_match(cursor.peek(), &test)) {
    heads = 1;
  } else {
    return std::nullopt;
  }
  if (cursor.peek(heads).empty() || is_rule(cursor.peek(heads))) return std::nullopt;
  const bool suite = kSuite.full_match(test, &file);
  Diagnostic diagnostic;
  for (std::size_t i = 0; i < heads; ++i) cursor.take();
  std::string message;
  std::size_t lines = 0;
  bool below = false;
  std::vector<Related> frames;
  for (std::size_t i = 0; i < kBody && !cursor.done() && !is_rule(cursor.peek()); ++i) {
    const auto line = cursor.peek();
    const auto trimmed = base::trim(line);
    if (trimmed.starts_with("❯ ") || trimmed.starts_with("at ")) {
      Diagnostic stack;
      frontend::take_stack(cursor, stack);
      frames.insert(frames.begin(), stack.related.begin(), stack.related.end());
      below = true;
    } else if (below && frontend::is_code_frame(line)) {
      frontend::take_code_frame(cursor, diagnostic);
    } else if (trimmed.starts_with("File: ") && suite) {
      auto named = frontend::lone_place(trimmed.substr(6));
      if (named) diagnostic.place = *named;
      below = true;
      cursor.take();
    } else if (trimmed.starts_with("Plugin: ") && suite) {
      below = true;
      cursor.take();
    } else {
      if (!below && lines < kMessage) {
        if (++lines > 1) message += '\n';
        message += base::trim_right(line);
      }
      cursor.take();
    }
  }
  while (message.ends_with('\n')) message.pop_back();
  const auto place = diagnostic.place;
  diagnostic.place = {};
  diagnostic.related = std::move(frames);
  frontend::explain_failure(diagnostic, std::move(message));
  if (suite) {
    Diagnostic build;
    build.message = diagnostic.message;
    frontend::explain_build(build);
    if (build.category != Category::compiler_error) {
      diagnostic.category = build.category;
      diagnostic.phase = build.phase;
      diagnostic.pattern = std::move(build.pattern);
      diagnostic.arguments = std::move(build.arguments);
    } else if (diagnostic.phase == Phase::run) {
      diagnostic.phase = Phase::link;
    }
  }
  if (place.line != 0) diagnostic.place = place;
  javascript::place_by_frames(diagnostic);
  if (diagnostic.place.file.empty()) diagnostic.place.file = suite ? file : test.substr(0, test.find(" > "));
  if (diagnostic.place.file.find(' ') != std::string::npos) diagnostic.place = {};
  diagnostic.context = "test: " + test + "\n" + diagnostic.context;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "vitest",
          .language = Language::javascript,
          .starts = R"(^ FAIL  \S|^⎯+ (Uncaught|Unhandled) )",
          .read = read,
          .about = "vitest's failed tests, suites that do not load, and unhandled errors",
          .example_command = "vitest run",
          .homepage = "https://vitest.dev/"};
}

}  // namespace fixpoint::diagnose::formats::vitest
