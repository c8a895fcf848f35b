// Gradle's own words: "FAILURE: Build failed with an exception." with "* Where:" and "* What went wrong:", and its
// short test failures. What javac prints below a ":compileJava" is read by the javac format.
#include <fmt/format.h>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_java_stack.hpp"

namespace fixpoint::diagnose::formats::gradle {
namespace {

std::optional<Diagnostic> test_failure(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(\S+(?: > .+)*) > (.+) FAILED$)");
  static const base::Regex kCause(R"(^    (\S+?)(?:: (.*))? at ([\w$]+\.java):(\d+)$)");
  static const base::Regex kLong(R"(^    ([\w.$]+)(?:: (.*))?$)");
  std::string type, test, message;
  int line = 0;
  if (!kHead.full_match(cursor.peek(), &type, &test)) return std::nullopt;
  Diagnostic diagnostic;
  if (kCause.full_match(cursor.peek(1), &diagnostic.code, &message, &diagnostic.place.file, &line)) {
    diagnostic.place.line = static_cast<std::uint32_t>(line);
    // The class's package is the folder.
    auto folder = type.substr(0, type.rfind('.') == std::string::npos ? 0 : type.rfind('.') + 1);
    for (char& c : folder)
      if (c == '.') c = '/';
    diagnostic.place.file.insert(0, folder);
    cursor.take();
    cursor.take();
  } else if (kLong.full_match(cursor.peek(1), &diagnostic.code, &message) && is_java_frame(cursor.peek(2))) {
    cursor.take();
    cursor.take();
    while (is_java_frame(cursor.peek())) {
      static const base::Regex kFrame(R"(^\s*at (?:[\w.@-]*/)*([\w.$]+)\.[\w$<>]+\(([\w$]+\.java):(\d+)\))");
      std::string owner, file;
      const auto frame = cursor.take();
      if (diagnostic.place.line != 0 || !kFrame.find(frame, &owner, &file, &line) || !owner.starts_with(type))
        continue;
      auto folder = owner.substr(0, owner.rfind('.') == std::string::npos ? 0 : owner.rfind('.') + 1);
      for (char& c : folder)
        if (c == '.') c = '/';
      diagnostic.place.file = folder + file;
      diagnostic.place.line = static_cast<std::uint32_t>(line);
    }
  } else {
    return std::nullopt;
  }
  diagnostic.severity = Severity::error;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  diagnostic.message = fmt::format("{} > {}: {}", type, test, diagnostic.code);
  if (!message.empty()) diagnostic.message += ": " + message;
  diagnostic.pattern = fmt::format("test $1 failed: {}", diagnostic.code);
  diagnostic.arguments = {fmt::format("{}.{}", type, test)};
  return diagnostic;
}

std::optional<Diagnostic> build_failure(OutputCursor& cursor) {
  static const base::Regex kWhere(R"((?:file|script) '([^']+)' line: (\d+))");
  if (!cursor.peek().starts_with("FAILURE: Build ")) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.severity = Severity::error;
  diagnostic.category = Category::configuration;
  diagnostic.phase = Phase::configure;
  cursor.take();
  std::string section;
  constexpr std::size_t kMostLines = 400;
  for (std::size_t n = 0; n < kMostLines && !cursor.done(); ++n) {
    const auto line = cursor.peek();
    if (line.starts_with("BUILD FAILED") || line.starts_with("* Get more help")) break;
    cursor.take();
    if (line.starts_with("* ")) {
      section = std::string(line.substr(2));
      continue;
    }
    const auto text = base::trim(line);
    int number = 0;
    if (section == "Where:" && kWhere.find(text, &diagnostic.place.file, &number))
      diagnostic.place.line = static_cast<std::uint32_t>(number);
    if (section == "What went wrong:" && !text.empty() && diagnostic.message.size() < 2000)
      diagnostic.message +=
          (diagnostic.message.empty() ? "" : "; ") + std::string(text.starts_with("> ") ? text.substr(2) : text);
  }
  const auto says = [&](std::string_view words) { return diagnostic.message.find(words) != std::string::npos; };
  if (says("Compilation failed; see the compiler") || says("Compilation error. See log")) {
    diagnostic.severity = Severity::note;  // the compiler's messages are the problems
    diagnostic.category = Category::compiler_error;
    diagnostic.phase = Phase::compile;
  } else if (says("There were failing tests")) {
    diagnostic.severity = Severity::note;
    diagnostic.category = Category::test_failure;
    diagnostic.phase = Phase::test;
  } else if (says("Could not GET") || says("Connection refused") || says("Unknown host") ||
             says("Network is unreachable")) {
    diagnostic.category = Category::network;
    diagnostic.phase = Phase::install;
  } else if (says("Could not resolve") || (says("Could not find ") && says("Required by"))) {
    diagnostic.category = Category::missing_dependency;
    diagnostic.phase = Phase::install;
  } else if (says("Timeout waiting to lock")) {
    diagnostic.category = Category::lock_held;
    diagnostic.phase = Phase::environment;
  }
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto found = test_failure(cursor)) return found;
  return build_failure(cursor);
}

}  // namespace

Format format() {
  return {.id = "gradle",
          .language = Language::java,
          .starts = R"(^FAILURE: Build |^\S+ > .* FAILED$)",
          .read = read,
          .about = "Gradle: what went wrong in a build, and failed tests.",
          .example_command = "gradle --console=plain build",
          .homepage = "https://gradle.org/"};
}

}  // namespace fixpoint::diagnose::formats::gradle
