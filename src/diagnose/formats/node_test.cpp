// node --test: the TAP reporter ("not ok 1 - name" and a YAML block) and the spec reporter ("✖ name (1.2ms)").
#include <algorithm>
#include <map>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::node_test {
namespace {

constexpr std::size_t kFrames = 32;
constexpr std::size_t kBlock = 2000;

std::size_t indent(std::string_view line) {
  const auto first = line.find_first_not_of(' ');
  return first == std::string_view::npos ? line.size() : first;
}

std::string unquoted(std::string_view value) {
  if (value.size() >= 2 && (value.front() == '\'' || value.front() == '"') && value.back() == value.front())
    value = value.substr(1, value.size() - 2);
  return base::replace_all(value, "\\'", "'");
}

void finish(Diagnostic& diagnostic, std::string_view test, std::string_view name, std::string_view code,
            std::string message, std::vector<Related> frames) {
  for (auto i = frames.rbegin(); i != frames.rend(); ++i) diagnostic.related.push_back(std::move(*i));
  javascript::explain(diagnostic, name, code, std::move(message));
  javascript::place_by_frames(diagnostic);
  if (diagnostic.category == Category::runtime_error && name == "Error") diagnostic.category = Category::test_failure;
  diagnostic.context = "test: " + std::string(test) + "\n";
}

std::optional<Diagnostic> read_tap(OutputCursor& cursor) {
  static const base::Regex kFailed(R"(^( *)not ok \d+ - (.*)$)");
  std::string blanks, test;
  if (!kFailed.full_match(cursor.peek(), &blanks, &test)) return std::nullopt;
  const auto inner = blanks.size() + 2;
  if (indent(cursor.peek(1)) != inner || base::trim(cursor.peek(1)) != "---") return std::nullopt;
  std::map<std::string, std::string, std::less<>> fields;
  std::string key;
  std::size_t at = 2;
  for (; at < kBlock && !cursor.done(at); ++at) {
    const auto line = cursor.peek(at);
    if (base::trim(line) == "..." && indent(line) == inner) break;
    const auto colon = line.find(':');
    if (indent(line) == inner && colon != std::string_view::npos) {
      key = line.substr(inner, colon - inner);
      const auto value = base::trim(line.substr(colon + 1));
      fields[key] = value == "|-" ? "" : unquoted(value);
    } else if (!key.empty()) {
      auto& value = fields[key];
      if (!value.empty()) value += '\n';
      value += line.substr(std::min(line.size(), inner + 2));
    }
  }
  if (cursor.done(at) || at == kBlock) return std::nullopt;
  // Others print YAML blocks too; node always says how long the test took.
  if (!fields.contains("duration_ms")) return std::nullopt;

  Diagnostic diagnostic;
  const auto& failure = fields["failureType"];
  const bool summary =
      failure == "subtestsFailed" || (fields.contains("exitCode") && fields["error"] == "test failed");
  std::vector<Related> frames;
  for (const auto line : base::split_lines(fields["stack"]))
    if (auto one = javascript::frame(line);
        one && frames.size() < kFrames && !javascript::is_nodes_own(one->place.file))
      frames.push_back(std::move(*one));
  auto name = fields["name"];
  if (name.empty()) name = "Error";
  auto message = fields["error"];
  while (message.ends_with('\n')) message.pop_back();
  if (summary) message = "tests failed";
  finish(diagnostic, test, name, fields["code"], std::move(message), std::move(frames));
  if (diagnostic.place.file.empty()) {
    if (const auto one = javascript::frame(fields["location"])) diagnostic.place = one->place;
  }
  if (summary) {
    diagnostic.category = Category::test_failure;
    diagnostic.severity = Severity::note;  // the failures themselves are printed apart
    diagnostic.message = test + ": tests failed";
  } else if (failure == "hookFailed" || failure == "cancelledByParent") {
    diagnostic.category = Category::test_failure;
  } else if (failure == "testTimeoutFailure") {
    diagnostic.category = Category::timeout;
  }
  for (std::size_t i = 0; i <= at; ++i) cursor.take();
  return diagnostic;
}

std::optional<Diagnostic> read_spec(OutputCursor& cursor) {
  static const base::Regex kFailed(R"(^( *)✖ (.*) \([\d.]+m?s\)$)");
  static const base::Regex kThrown(
      R"(^\s*((?:[A-Z][\w$]*)?Error)(?: \[([A-Z][A-Z_0-9]+)\])?(?: \[Error\])?(?:: (.*))?$)");
  std::string blanks, test, name, code, message;
  if (!kFailed.full_match(cursor.peek(), &blanks, &test)) return std::nullopt;
  if (!kThrown.full_match(cursor.peek(1), &name, &code, &message)) return std::nullopt;
  std::vector<Related> frames;
  std::size_t at = 2;
  const auto is_frame = [&](std::string_view line) { return base::trim(line).starts_with("at "); };
  for (; at < kBlock && !cursor.done(at) && !is_frame(cursor.peek(at)); ++at) {
    if (kFailed.full_match(cursor.peek(at))) return std::nullopt;
    message += '\n';
    message += base::trim_right(cursor.peek(at).substr(std::min(cursor.peek(at).size(), blanks.size() + 2)));
  }
  for (; !cursor.done(at) && is_frame(cursor.peek(at)); ++at)
    if (auto one = javascript::frame(cursor.peek(at));
        one && frames.size() < kFrames && !javascript::is_nodes_own(one->place.file))
      frames.push_back(std::move(*one));
  if (cursor.peek(at - 1).ends_with("{"))
    for (std::size_t i = 0; i < kBlock && !cursor.done(at); ++i)
      if (base::trim(cursor.peek(at++)) == "}") break;
  while (message.ends_with('\n')) message.pop_back();
  Diagnostic diagnostic;
  finish(diagnostic, test, name, code, std::move(message), std::move(frames));
  for (std::size_t i = 0; i < at; ++i) cursor.take();
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (cursor.peek().find("not ok ") != std::string_view::npos)
    if (auto tap = read_tap(cursor)) return tap;
  return read_spec(cursor);
}

}  // namespace

Format format() {
  return {.id = "node_test",
          .language = Language::javascript,
          .starts = R"(^ *(not ok \d+ - |✖ .* \([\d.]+m?s\)$))",
          .read = read,
          .about = "node --test: failed tests.",
          .example_command = "node --test",
          .homepage = "https://nodejs.org/api/test.html"};
}

}  // namespace fixpoint::diagnose::formats::node_test
