// Maven: "[ERROR] /path/X.java:[12,8] message" from the compiler plugin (printed twice: the summary at the end is
// folded), Surefire's test failures, and goals that failed for another reason (dependencies, plugins, the POM).
#include <fmt/format.h>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_java_stack.hpp"
#include "diagnose/formats/_javac_messages.hpp"

namespace fixpoint::diagnose::formats::maven {
namespace {

bool is_level(std::string_view line) {
  return line.starts_with("[ERROR]") || line.starts_with("[INFO]") || line.starts_with("[WARNING]");
}

/// True when one of the lines above holds `words`.
bool said_before(const OutputCursor& cursor, std::string_view words, std::size_t farthest = 2000) {
  for (std::size_t back = 1; back < farthest; ++back)
    if (cursor.peek_back(back).find(words) != std::string_view::npos) return true;
  return false;
}

void skip_errors(OutputCursor& cursor) {
  while (!cursor.done() && cursor.peek().starts_with("[ERROR]")) cursor.take();
}

std::optional<Diagnostic> compiler_message(OutputCursor& cursor) {
  // "[ERROR] /x/A.java:[3,14] message"
  auto text = cursor.peek();
  const bool error = text.starts_with("[ERROR] ");
  if (!error && !text.starts_with("[WARNING] ")) return std::nullopt;
  text.remove_prefix(error ? 8 : 10);
  const auto open = text.find(".java:[");
  if (open == std::string_view::npos || open == 0 || text[0] == ' ') return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.place.file = text.substr(0, open + 5);
  text.remove_prefix(open + 7);
  diagnostic.place.line = take_number(text);
  if (text.starts_with(',')) {
    text.remove_prefix(1);
    diagnostic.place.column = take_number(text);
  }
  if (diagnostic.place.line == 0 || !text.starts_with("] ")) return std::nullopt;
  text.remove_prefix(2);
  if (text.starts_with("error: ")) text.remove_prefix(7);
  diagnostic.message = text;
  diagnostic.severity = error ? Severity::error : Severity::warning;
  diagnostic.place.unit = ColumnUnit::display;  // as javac's API counts: tabs to 8
  cursor.take();
  std::vector<std::string_view> details;
  constexpr std::size_t kMostDetails = 200;
  for (; !cursor.done() && details.size() < kMostDetails; cursor.take()) {
    auto detail = cursor.peek();
    if (detail.starts_with("[ERROR]   ")) detail.remove_prefix(7);
    if (is_level(detail) || !detail.starts_with("  ")) break;
    details.push_back(detail);
  }
  if (!cursor.brief()) explain_javac(diagnostic, details);
  return diagnostic;
}

std::optional<Diagnostic> test_failure(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^(?:\[ERROR\] +)?([\w.$()\[\]# ,=-]+?)(?: --)? +Time elapsed: [\d.,]+ m?s(?:ec)? *<<< (FAILURE|ERROR)!$)");
  std::string test, kind;
  if (!kHead.full_match(cursor.peek(), &test, &kind) || test.starts_with("Tests run")) return std::nullopt;
  Diagnostic diagnostic;
  cursor.take();
  if (!read_java_stack(cursor, diagnostic)) {
    if (!cursor.done() && !is_level(cursor.peek())) diagnostic.message = std::string(base::trim(cursor.take()));
    diagnostic.category = Category::test_failure;
    diagnostic.severity = Severity::error;
  }
  if (diagnostic.category == Category::runtime_error) diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  diagnostic.message = fmt::format("{}: {}", test, diagnostic.message);
  diagnostic.pattern = fmt::format("test $1 failed: {}", diagnostic.code);
  diagnostic.arguments = {test};
  return diagnostic;
}

/// Surefire's list at the end: "[ERROR]   StockTest.total:12 expected: <4> but was: <3>". It repeats the failures
/// above, and is all there is when they went to files.
std::optional<Diagnostic> listed_failure(OutputCursor& cursor) {
  static const base::Regex kListed(
      R"(^\[ERROR\] {2,}([A-Z][\w$]*(?:\.[\w$]+)*)\.([\w$]+):(\d+)(?:->\S+)?(?: »)? (.*)$)");
  std::string type, test, digits, message;
  if (!kListed.full_match(cursor.peek(), &type, &test, &digits, &message)) return std::nullopt;
  constexpr std::size_t kFarthest = 1000;
  Diagnostic diagnostic;
  diagnostic.severity = said_before(cursor, "<<< ", kFarthest) ? Severity::note : Severity::error;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  diagnostic.place.file = type + ".java";
  diagnostic.place.line = static_cast<std::uint32_t>(std::strtoul(digits.substr(0, 9).c_str(), nullptr, 10));
  diagnostic.message = fmt::format("{}.{}: {}", type, test, message);
  diagnostic.pattern = "test $1 failed";
  diagnostic.arguments = {type + "." + test};
  cursor.take();
  constexpr std::size_t kMostLines = 20;
  for (std::size_t i = 0; i < kMostLines && !cursor.done() && !is_level(cursor.peek()) && !cursor.peek().empty(); ++i)
    diagnostic.context += std::string(cursor.take()) + '\n';
  return diagnostic;
}

std::optional<Diagnostic> goal_failure(OutputCursor& cursor) {
  static const base::Regex kGoal(
      R"(^\[ERROR\] Failed to execute goal (?:(\S+) (?:\([^)]*\) )?)?on project (\S+): (.*)$)");
  static const base::Regex kOther(
      R"(^\[ERROR\] (Unknown lifecycle phase .*|No plugin found for prefix .*|Plugin .* could not be resolved.*|Non-(?:parseable|resolvable) .*|The goal you specified requires a project.*|\[ERROR\] .*|Could not find .*|Error executing Maven.*|No goals have been specified.*)$)");
  Diagnostic diagnostic;
  std::string goal, project;
  if (!kGoal.full_match(cursor.peek(), &goal, &project, &diagnostic.message) &&
      !kOther.full_match(cursor.peek(), &diagnostic.message))
    return std::nullopt;
  diagnostic.severity = Severity::error;
  diagnostic.category = Category::configuration;
  diagnostic.phase = Phase::configure;
  const auto help = diagnostic.message.find(" -> [Help");
  if (help != std::string::npos) diagnostic.message.resize(help);
  const auto says = [&](std::string_view words) { return diagnostic.message.find(words) != std::string::npos; };
  if (says("Compilation failure")) {
    diagnostic.category = Category::compiler_error;
    diagnostic.phase = Phase::compile;
    diagnostic.severity = Severity::note;  // the messages themselves are the problems
    cursor.take();
    if (said_before(cursor, "COMPILATION ERROR")) skip_errors(cursor);
    return diagnostic;
  }
  if (says("There are test failures") || says("test failures")) {
    diagnostic.category = Category::test_failure;
    diagnostic.phase = Phase::test;
    for (const std::string_view words : {"<<< ", "[ERROR] Failures:", "[ERROR] Errors:"})
      if (said_before(cursor, words, 3000)) diagnostic.severity = Severity::note;
  } else if (says("Could not transfer artifact") || says("Unknown host") || says("Connection refused")) {
    diagnostic.category = Category::network;
    diagnostic.phase = Phase::install;
  } else if (says("Could not resolve dependencies") || says("Could not find artifact") ||
             says("could not be resolved")) {
    static const base::Regex kArtifact(R"(Could not find artifact (\S+))");
    std::string artifact;
    diagnostic.category = Category::missing_dependency;
    diagnostic.phase = Phase::install;
    if (kArtifact.find(diagnostic.message, &artifact)) {
      diagnostic.pattern = "could not find artifact $1";
      diagnostic.arguments = {artifact};
    }
  }
  cursor.take();
  skip_errors(cursor);
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto found = compiler_message(cursor)) return found;
  if (auto found = test_failure(cursor)) return found;
  if (auto found = listed_failure(cursor)) return found;
  return goal_failure(cursor);
}

}  // namespace

Format format() {
  return {
      .id = "maven",
      .language = Language::java,
      .starts =
          R"(^\[(ERROR|WARNING)\] (\S.*\.java:\[\d+|Failed to execute goal|Unknown lifecycle|No plugin found|Plugin |Non-|The goal you|Could not find|No goals)|^\[ERROR\] {2,}[A-Z][\w$.]*:\d+|<<< (FAILURE|ERROR)!)",
      .read = read,
      .about = "Maven: the compiler plugin, Surefire's test failures, goals and dependencies that failed.",
      .example_command = "mvn -B test",
      .homepage = "https://maven.apache.org/"};
}

}  // namespace fixpoint::diagnose::formats::maven
