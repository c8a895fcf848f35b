// CMake: "CMake Error at FILE:LINE (command):", an indented text, perhaps a call stack.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::cmake {
namespace {

constexpr std::size_t kMaxLines = 200;

std::uint32_t number(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits.substr(0, 9)) value = value * 10 + static_cast<std::uint32_t>(c - '0');
  return value;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^CMake (Error|Warning|Deprecation Warning)(?: \(dev\))?(?: (?:at|in) (.+?)(?::(\d+))?(?: \((\w+)\))?)?:(?: (.*))?$)");
  static const base::Regex kFrame(R"(^  (.+?):(\d+) \((\w+)\)$)");
  std::string severity, file, line, command, inline_text;
  if (!kHead.full_match(cursor.peek(), &severity, &file, &line, &command, &inline_text)) return std::nullopt;
  cursor.take();
  Diagnostic diagnostic;
  diagnostic.severity = severity == "Error" ? Severity::error : Severity::warning;
  diagnostic.phase = Phase::configure;
  diagnostic.category = Category::configuration;
  diagnostic.code = command;
  diagnostic.place.file = file;
  diagnostic.place.line = number(line);
  std::string text = inline_text;
  bool stack = false;
  for (std::size_t i = 0; i < kMaxLines && !cursor.done(); ++i) {
    const auto next = cursor.peek();
    if (next.starts_with("Call Stack (most recent call first):")) {
      stack = true;
    } else if (next.starts_with("  ")) {
      Place frame;
      std::string digits, called;
      if (stack && kFrame.full_match(next, &frame.file, &digits, &called)) {
        frame.line = number(digits);
        diagnostic.related.push_back({frame, called});
      } else {
        if (!text.empty() && !text.ends_with('\n')) text += ' ';
        text += base::trim(next);
      }
    } else if (!next.empty()) {
      break;
    } else if (!cursor.peek(1).starts_with("  ") && !cursor.peek(1).starts_with("Call Stack")) {
      break;
    }
    cursor.take();
  }
  diagnostic.message = base::trim(text);
  const auto has = [&](std::string_view part) { return diagnostic.message.find(part) != std::string::npos; };
  if (command == "find_package" || command == "find_package_handle_standard_args" ||
      command == "_FPHSA_FAILURE_MESSAGE" || has("Could not find") || has("Could NOT find"))
    diagnostic.category = Category::missing_dependency;
  if (has("No CMAKE_C_COMPILER could be found") || has("No CMAKE_CXX_COMPILER could be found"))
    diagnostic.category = Category::missing_command;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "cmake",
          .starts = R"(^CMake (Error|Warning|Deprecation Warning))",
          .read = read,
          .about = "CMake: errors and warnings while configuring.",
          .example_command = "cmake -S . -B build",
          .homepage = "https://cmake.org/"};
}

}  // namespace fixpoint::diagnose::formats::cmake
