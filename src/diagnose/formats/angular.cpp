// Angular before its esbuild builder: "Error: src/app/x.ts:3:5 - error NG8001: message" with an excerpt.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::angular {
namespace {

constexpr std::size_t kBody = 20;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^(?:(?:Error|Warning):|ERROR in) (\S.*?):(\d+):(\d+) - (error|warning) (NG-?\d+): (.*)$)");
  static const base::Regex kBare(R"(^(\S.*?):(\d+):(\d+) - (error|warning) (NG-?\d+): (.*)$)");
  static const base::Regex kElement(R"(^'([^']+)' is not a known (?:element|property)|^Can't bind to '([^']+)')");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string severity;
  const auto read_with = [&](const base::Regex& regex) {
    return regex.full_match(cursor.peek(), &place.file, &place.line, &place.column, &severity, &diagnostic.code,
                            &diagnostic.message);
  };
  if (!read_with(kHead) && !read_with(kBare)) return std::nullopt;
  place.unit = ColumnUnit::utf16;
  cursor.take();
  const auto digits = std::to_string(place.line) + " ";
  for (std::size_t i = 0; i < kBody && !cursor.done() && !cursor.peek().empty(); ++i) {
    if (cursor.peek().starts_with(digits)) break;
    diagnostic.message += "\n" + std::string(base::trim(cursor.take()));
  }
  if (cursor.peek().empty()) cursor.take();
  frontend::take_paragraph(cursor, diagnostic, kBody);
  diagnostic.severity = severity == "error" ? Severity::error : Severity::warning;
  diagnostic.phase = Phase::compile;
  diagnostic.category = kElement.find(diagnostic.message) ? Category::undefined_variable : Category::compiler_error;
  if (diagnostic.message.find("Parser Error") != std::string::npos || diagnostic.code == "NG5002") {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "angular",
          .language = Language::typescript,
          .starts = R"(:\d+:\d+ - (error|warning) NG-?\d+: )",
          .read = read,
          .about = "Angular's compiler behind ng build and ngc",
          .example_command = "ng build",
          .homepage = "https://angular.dev/"};
}

}  // namespace fixpoint::diagnose::formats::angular
