// mypy -O json: one object per line, columns counted from 0.
#include "base/text.hpp"
#include "diagnose/formats/_fields.hpp"
#include "diagnose/formats/_mypy.hpp"

namespace fixpoint::diagnose::formats::mypy_json {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto object = json_of(cursor.peek());
  if (!object.is_object() || !object.contains("hint") || !object.contains("severity")) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.message = field_text(object, "message");
  diagnostic.code = field_text(object, "code");
  const auto severity = field_text(object, "severity");
  diagnostic.severity = severity == "error"  ? Severity::error
                        : severity == "note" ? Severity::note
                                             : Severity::warning;
  auto& place = diagnostic.place;
  place.file = field_text(object, "file");
  place.line = field_number(object, "line");
  place.column = field_number(object, "column") + 1;
  place.end_line = field_number(object, "end_line");
  if (place.end_line != 0) place.end_column = field_number(object, "end_column") + 1;
  const auto hints = field_text(object, "hint");
  for (const auto hint : base::split_lines(hints)) diagnostic.related.push_back({place, std::string(hint)});
  describe_mypy(diagnostic);
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "mypy_json",
          .language = Language::python,
          .starts = R"(^\{"file": ")",
          .read = read,
          .about = "mypy's machine-readable output, one JSON object per line",
          .example_command = "mypy -O json .",
          .homepage = "https://mypy-lang.org/"};
}

}  // namespace fixpoint::diagnose::formats::mypy_json
