// minitest ("  1) Failure:" and "  2) Error:" blocks) and test-unit ("Failure: test_x(Class)" between rules of "=").
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_ruby.hpp"

namespace fixpoint::diagnose::formats::minitest {
namespace {

constexpr std::size_t kMostLines = 1000;

void add_frame(Diagnostic& diagnostic, const RubyFrame& frame) {
  if (diagnostic.place.file.empty() && ruby_user_file(frame.file)) {
    diagnostic.place.file = frame.file;
    diagnostic.place.line = frame.line;
    return;
  }
  Related related;
  related.place.file = frame.file;
  related.place.line = frame.line;
  related.message = "in " + std::string(frame.function);
  diagnostic.related.insert(diagnostic.related.begin(), std::move(related));
}

void add_text(Diagnostic& diagnostic, std::string_view line, bool error) {
  static const base::Regex kException(R"(^([A-Z]\w*(?:::[A-Z]\w*)*): (.*)$)");
  if (error && diagnostic.message.empty() && diagnostic.code.empty() &&
      kException.full_match(line, &diagnostic.code, &diagnostic.message))
    return;
  if (!line.empty()) diagnostic.message += (diagnostic.message.empty() ? "" : "\n") + std::string(line);
}

void finish(Diagnostic& diagnostic, bool error, const std::string& test) {
  diagnostic.phase = Phase::test;
  if (!error) diagnostic.code.clear();
  diagnostic.category = error ? ruby_category(diagnostic.code, diagnostic.message) : Category::test_failure;
  diagnostic.related.push_back({diagnostic.place, "test: " + test});
}

/// minitest: the block ends at an empty line; after an error's message an excerpt stands between empty lines.
std::optional<Diagnostic> read_minitest(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^ +\d+\) (Failure|Error):$)");
  static const base::Regex kFailure(R"(^(\S.*) \[(.*):(\d+)\]:$)");
  std::string kind;
  if (!kHead.full_match(cursor.peek(), &kind)) return std::nullopt;
  Diagnostic diagnostic;
  std::string test;
  const bool placed = kFailure.full_match(cursor.peek(1), &test, &diagnostic.place.file, &diagnostic.place.line);
  if (!placed && !cursor.peek(1).ends_with(':')) return std::nullopt;
  if (!placed) test = cursor.peek(1).substr(0, cursor.peek(1).size() - 1);
  cursor.take();
  cursor.take();
  for (std::size_t lines = 0; lines < kMostLines && !cursor.done(); ++lines) {
    const auto line = cursor.peek();
    if (line.starts_with("    ")) {
      if (const auto frame = ruby_frame(line))
        add_frame(diagnostic, *frame);
      else
        diagnostic.context += std::string(line) + '\n';
    } else if (line.empty()) {
      if (placed || !cursor.peek(1).starts_with("    ")) break;
    } else {
      add_text(diagnostic, line, !placed);
    }
    cursor.take();
  }
  finish(diagnostic, kind == "Error", test);
  return diagnostic;
}

/// test-unit: between two rules of "=".
std::optional<Diagnostic> read_test_unit(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(Failure|Error): (test.*?\(.*?\)):?(?: .*)?$)");
  std::string kind, test;
  if (!cursor.peek_back(1).starts_with("=====") || !kHead.full_match(cursor.peek(), &kind, &test))
    return std::nullopt;
  std::size_t end = 1;
  while (end < kMostLines && !cursor.done(end) && !cursor.peek(end).starts_with("=====")) ++end;
  if (!cursor.peek(end).starts_with("=====")) return std::nullopt;
  static const base::Regex kSource(R"(^(?:  => | +)\s*\d+: )");
  Diagnostic diagnostic;
  cursor.take();
  for (std::size_t i = 1; i < end; ++i) {
    const auto line = cursor.take();
    if (const auto frame = ruby_frame(line))
      add_frame(diagnostic, *frame);
    else if (kSource.find(line))
      diagnostic.context += std::string(line) + '\n';
    else if (!line.starts_with("    "))
      add_text(diagnostic, base::trim(line), kind == "Error");
  }
  finish(diagnostic, kind == "Error", test);
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  return cursor.peek().starts_with(' ') ? read_minitest(cursor) : read_test_unit(cursor);
}

}  // namespace

Format format() {
  return {.id = "minitest",
          .starts = R"(^ +\d+\) (Failure|Error):$|^(Failure|Error): test)",
          .read = read,
          .about = "minitest and test-unit, Ruby's test frameworks",
          .example_command = "ruby -Itest test/a_test.rb",
          .homepage = "https://github.com/minitest/minitest"};
}

}  // namespace fixpoint::diagnose::formats::minitest
