// psalm: text ("a.php:3:10:error - Code: message") and console format ("ERROR: Code - a.php:3:10 - message").
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::psalm {
namespace {

bool is_excerpt(std::string_view line) { return !line.empty(); }

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kText(R"(^(\S[^:]*):(\d+):(\d+):(error|warning|info) - (?:(\w+): )?(.*)$)");
  static const base::Regex kConsole(R"(^(ERROR|INFO): (\w+) - (\S+):(\d+):(\d+) - (.*)$)");
  auto diagnostic = finding(Severity::error, {});
  auto& place = diagnostic.place;
  std::string severity;
  const bool text = kText.full_match(cursor.peek(), &place.file, &place.line, &place.column, &severity,
                                     &diagnostic.code, &diagnostic.message);
  if (!text && !kConsole.full_match(cursor.peek(), &severity, &diagnostic.code, &place.file, &place.line,
                                    &place.column, &diagnostic.message))
    return std::nullopt;
  diagnostic.severity = severity == "error" || severity == "ERROR" ? Severity::error
                        : severity == "warning"                    ? Severity::warning
                                                                   : Severity::info;
  const std::string_view code = diagnostic.code;
  diagnostic.category = code == "ParseError" ? Category::syntax_error
                        : code.starts_with("UndefinedVar") || code == "UndefinedFunction"
                            ? Category::undefined_variable
                        : code == "UndefinedClass"                                  ? Category::missing_import
                        : code.starts_with("Undefined")                             ? Category::missing_member
                        : code.starts_with("TooFew") || code.starts_with("TooMany") ? Category::wrong_arguments
                        : code.starts_with("Invalid")                               ? Category::type_mismatch
                                                                                    : Category::lint;
  cursor.take();
  if (!text) take_excerpt(cursor, diagnostic, is_excerpt);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "psalm",
          .starts = R"re(^\S[^:]*:\d+:\d+:(error|warning|info) - |^(ERROR|INFO): \w+ - \S+:\d+:\d+ - )re",
          .read = read,
          .about = "psalm: text and console format.",
          .example_command = "psalm --output-format=text",
          .homepage = "https://psalm.dev/"};
}

}  // namespace fixpoint::diagnose::formats::psalm
