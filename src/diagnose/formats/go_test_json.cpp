// go test -json and go build -json: one object per line. The text that the plain formats read is in "Output"; it is
// put together again per test (or build) and read by them.
#include <nlohmann/json.hpp>

#include <deque>

#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_go.hpp"
#include "diagnose/formats/_go_panic.hpp"

namespace fixpoint::diagnose::formats::go_test_json {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxLookahead = 400;

struct Event {
  std::string action;
  std::string package;
  std::string test;
  std::string output;
};

std::string text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<Event> event(std::string_view line) {
  if (!line.starts_with('{')) return std::nullopt;
  const auto object = json::parse(line.begin(), line.end(), nullptr, false);
  if (!object.is_object()) return std::nullopt;
  Event event{text(object, "Action"), text(object, "Package"), text(object, "Test"), text(object, "Output")};
  if (event.action.empty()) return std::nullopt;
  while (event.output.ends_with('\n')) event.output.pop_back();
  return event;
}

/// A build message: its continuation lines are events of their own.
std::optional<Diagnostic> read_build(OutputCursor& cursor, const Event& first) {
  auto diagnostic = read_go_line(first.output);
  if (!diagnostic) return std::nullopt;
  cursor.take();
  if (diagnostic->message == "too many errors") diagnostic->severity = Severity::note;
  while (!cursor.done()) {
    const auto next = event(cursor.peek());
    if (!next || next->action != "build-output" || !next->output.starts_with('\t')) break;
    diagnostic->context += next->output + "\n";
    diagnostic->related.push_back({{}, std::string(base::trim(next->output))});
    cursor.take();
  }
  return diagnostic;
}

/// "    x_test.go:7: got 3" of a test that fails later on.
std::optional<Diagnostic> read_log(OutputCursor& cursor, const Event& first) {
  auto head = read_go_line(base::trim(first.output));
  if (!head || !first.output.starts_with("    ")) return std::nullopt;
  std::size_t own = 1;  // lines of this message
  bool more = true, failed = false;
  for (std::size_t ahead = 1; ahead < kMaxLookahead && !cursor.done(ahead); ++ahead) {
    const auto next = event(cursor.peek(ahead));
    if (!next || next->package != first.package || next->test != first.test) continue;
    if (next->action == "fail") failed = true;
    if (next->action != "output") {
      if (next->action == "fail" || next->action == "pass" || next->action == "skip") break;
      continue;
    }
    more = more && own == ahead && next->output.starts_with("        ");
    if (more) {
      head->message += "\n" + std::string(base::trim(next->output));
      ++own;
    }
  }
  if (!failed) return std::nullopt;
  for (std::size_t i = 0; i < own; ++i) cursor.take();
  head->category = Category::test_failure;
  head->phase = Phase::test;
  head->pattern = "$1: " + head->message;
  head->arguments = {first.test};
  return head;
}

std::optional<Diagnostic> read_panic(OutputCursor& cursor, const Event& first) {
  std::deque<std::string> texts;
  std::vector<std::string_view> lines;
  for (std::size_t ahead = 0; ahead < kMaxLookahead && !cursor.done(ahead); ++ahead) {
    auto next = event(cursor.peek(ahead));
    if (!next || next->action != "output" || next->test != first.test) break;
    texts.push_back(std::move(next->output));
    lines.emplace_back(texts.back());
  }
  FixedLines window(std::move(lines));
  OutputCursor inner(window);
  auto diagnostic = read_go_panic(inner);
  if (!diagnostic) return std::nullopt;
  for (std::size_t i = 0; i < inner.taken(); ++i) cursor.take();
  if (!first.test.empty()) diagnostic->phase = Phase::test;
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto first = event(cursor.peek());
  if (!first) return std::nullopt;
  if (first->action == "build-output") return read_build(cursor, *first);
  if (first->action != "output") return std::nullopt;
  if (first->output.starts_with("panic: ") || first->output.starts_with("fatal error: "))
    return read_panic(cursor, *first);
  return first->test.empty() ? std::nullopt : read_log(cursor, *first);
}

}  // namespace

Format format() {
  return {.id = "go_test_json",
          .language = Language::go,
          .starts = R"(^\{.*"Action":"(build-)?output".*(\.go:\d+|"Output":"(panic|fatal error): ))",
          .read = read,
          .about = "go test -json: failed tests, and builds that failed for them.",
          .example_command = "go test -json ./...",
          .homepage = "https://pkg.go.dev/cmd/test2json"};
}

}  // namespace fixpoint::diagnose::formats::go_test_json
