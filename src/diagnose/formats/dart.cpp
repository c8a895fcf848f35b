// dart analyze and flutter analyze: "  error • message • a.dart:3:5 • code", "  error - a.dart:3:5 - message - code".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::dart {
namespace {

Category category_of(std::string_view code) {
  if (code == "undefined_identifier" || code == "undefined_function") return Category::undefined_variable;
  if (code == "uri_does_not_exist" || code == "undefined_class") return Category::missing_import;
  if (code.starts_with("undefined_")) return Category::missing_member;
  if (code.starts_with("expected_") || code.starts_with("missing_")) return Category::syntax_error;
  if (code.find("_type") != std::string_view::npos) return Category::type_mismatch;
  if (code.find("positional_arguments") != std::string_view::npos) return Category::wrong_arguments;
  return Category::compiler_error;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kBullets(
      R"(^ *(error|warning|info|hint|lint) • (.*) • (\S.*\.dart):(\d+):(\d+) • (\w+)$)");
  static const base::Regex kDashes(R"(^ *(error|warning|info) - (\S.*?\.dart):(\d+):(\d+) - (.*) - (\w+)$)");
  auto diagnostic = finding(Severity::info, {});
  auto& place = diagnostic.place;
  std::string severity;
  if (!kBullets.full_match(cursor.peek(), &severity, &diagnostic.message, &place.file, &place.line, &place.column,
                           &diagnostic.code) &&
      !kDashes.full_match(cursor.peek(), &severity, &place.file, &place.line, &place.column, &diagnostic.message,
                          &diagnostic.code))
    return std::nullopt;
  place.unit = ColumnUnit::utf16;
  if (severity == "warning") diagnostic.severity = Severity::warning;
  if (severity == "error") {
    diagnostic.severity = Severity::error;
    diagnostic.category = category_of(diagnostic.code);
    diagnostic.phase = Phase::compile;
  }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "dart",
      .starts =
          R"(^ *(error|warning|info|hint|lint) (• .* • \S.*\.dart:\d+:\d+ • \w+$|- \S.*\.dart:\d+:\d+ - .* - \w+$))",
      .read = read,
      .about = "dart analyze and flutter analyze.",
      .example_command = "dart analyze",
      .homepage = "https://dart.dev/tools/dart-analyze"};
}

}  // namespace fixpoint::diagnose::formats::dart
