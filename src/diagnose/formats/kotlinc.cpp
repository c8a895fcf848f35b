// The Kotlin compiler: "a.kt:3:18: error: unresolved reference 'x'." (kotlinc), "e: file:///p/a.kt:3:18 message"
// (Gradle), "e: /p/a.kt: (3, 18): message" (older plugins), "[ERROR] a.kt: (3, 18) message" (Maven).
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::kotlinc {
namespace {

Category category_of(std::string_view text) {
  const auto message = base::lower(text);
  const auto says = [&](std::string_view words) { return message.find(words) != std::string::npos; };
  if (says("syntax error") || says("expecting ") || says("unexpected tokens")) return Category::syntax_error;
  if (says("unresolved reference")) return Category::undefined_variable;
  if (says("no value passed for parameter") || says("too many arguments") || says("none of the following"))
    return Category::wrong_arguments;
  if (says("type mismatch") || says("does not conform")) return Category::type_mismatch;
  return Category::compiler_error;
}

struct Start {
  std::string level, file, line, column, message;
};

bool read_start(std::string_view text, Start& start) {
  static const base::Regex kPlain(R"(^(\S[^:]*\.kts?):(\d+):(\d+): (error|warning): (.*)$)");
  static const base::Regex kGradle(R"(^([ew]): (?:file://)?((?:[A-Za-z]:)?[^:]+\.kts?):(\d+):(\d+):? (.*)$)");
  static const base::Regex kOld(R"(^([ew]): (?:file://)?((?:[A-Za-z]:)?[^:]+\.kts?): \((\d+), (\d+)\): (.*)$)");
  static const base::Regex kMaven(R"(^\[(ERROR|WARNING)\] (?:file:)?(\S.*\.kts?): ?[(\[](\d+), ?(\d+)[)\]]:? (.*)$)");
  if (kPlain.full_match(text, &start.file, &start.line, &start.column, &start.level, &start.message)) return true;
  return kGradle.full_match(text, &start.level, &start.file, &start.line, &start.column, &start.message) ||
         kOld.full_match(text, &start.level, &start.file, &start.line, &start.column, &start.message) ||
         kMaven.full_match(text, &start.level, &start.file, &start.line, &start.column, &start.message);
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  Start start;
  if (!read_start(cursor.peek(), start)) return std::nullopt;
  cursor.take();
  Diagnostic diagnostic;
  diagnostic.severity =
      start.level.starts_with('w') || start.level == "WARNING" ? Severity::warning : Severity::error;
  diagnostic.place.file = start.file;
  std::string_view digits = start.line;
  diagnostic.place.line = take_number(digits);
  digits = start.column;
  diagnostic.place.column = take_number(digits);
  diagnostic.place.unit = ColumnUnit::utf16;
  diagnostic.message = start.message;
  diagnostic.category = category_of(start.message);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::compile;
  static const base::Regex kOldName(R"(^Unresolved reference: (\S+)$)");
  std::string name;
  if (kOldName.full_match(start.message, &name)) {
    diagnostic.pattern = "unresolved reference '$1'";
    diagnostic.arguments = {name};
  }
  // The source line and carets of kotlinc.
  const auto carets = cursor.peek(1);
  if (carets.find('^') != std::string_view::npos && carets.find_first_not_of(" \t^") == std::string_view::npos)
    for (int i = 0; i < 2; ++i) diagnostic.context += std::string(cursor.take()) + '\n';
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "kotlinc",
          .starts = R"(\.kts?:\d+:\d+: (error|warning): |^[ew]: .*\.kts?:|^\[(ERROR|WARNING)\] .*\.kts?: ?[(\[]\d+)",
          .read = read,
          .about = "The Kotlin compiler, alone and under Gradle or Maven.",
          .example_command = "kotlinc Main.kt",
          .homepage = "https://kotlinlang.org/"};
}

}  // namespace fixpoint::diagnose::formats::kotlinc
