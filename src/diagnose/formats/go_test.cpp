// go test, plain: "--- FAIL: TestName (0.00s)", then "    file_test.go:9: message" (indented by depth).
#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::go_test {
namespace {

constexpr int kMaxMessage = 200;

std::size_t depth(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^ *--- FAIL: (\S+) \(\d+\.\d+s\)$)");
  static const base::Regex kLog(R"(^ +([\w.\-]+\.go):(\d+): ?(.*)$)");
  std::string name;
  if (!kHead.full_match(cursor.peek(), &name)) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  const auto indent = depth(cursor.peek());
  cursor.take();
  // A parent test that only holds failing subtests is no failure of its own.
  if (depth(cursor.peek()) > indent && kHead.full_match(cursor.peek())) diagnostic.severity = Severity::note;
  for (int i = 0; i < kMaxMessage && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    if (depth(line) <= indent || kHead.full_match(line)) break;
    std::string file, message;
    int number = 0;
    if (kLog.full_match(line, &file, &number, &message)) {
      if (diagnostic.place.file.empty()) {
        diagnostic.place.file = file;
        diagnostic.place.line = static_cast<std::uint32_t>(number);
      } else {
        diagnostic.related.push_back({{file, static_cast<std::uint32_t>(number)}, message});
      }
      if (diagnostic.related.empty()) diagnostic.message = message;
    } else if (diagnostic.related.empty() && !diagnostic.message.empty()) {
      diagnostic.message += "\n" + std::string(base::trim(line));
    }
    diagnostic.context += line;
    diagnostic.context += '\n';
    cursor.take();
  }
  diagnostic.arguments = {name};
  if (diagnostic.message.empty()) {
    diagnostic.message = name + " failed";
    diagnostic.pattern = "$1 failed";
    // A panic prints the head first and its trace after: the trace is the problem.
    if (cursor.peek().starts_with("panic: ")) diagnostic.severity = Severity::note;
  } else {
    diagnostic.pattern = "$1: " + diagnostic.message;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "go_test",
          .language = Language::go,
          .starts = R"(^ *--- FAIL: )",
          .read = read,
          .about = "go test: failed tests.",
          .example_command = "go test ./...",
          .homepage = "https://pkg.go.dev/testing"};
}

}  // namespace fixpoint::diagnose::formats::go_test
