// pyright --outputjson: the elements of "generalDiagnostics", positions counted from 0.
#include "diagnose/formats/_fields.hpp"
#include "diagnose/formats/_pyright.hpp"

namespace fixpoint::diagnose::formats::pyright_json {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto probe = cursor;
  const auto object = take_object(probe, "file");
  if (!object || !object->contains("range") || !object->contains("severity")) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.code = field_text(*object, "rule");
  diagnostic.message = field_text(*object, "message");
  auto& place = diagnostic.place;
  place.file = field_text(*object, "file");
  const auto& begin = field_object(field_object(*object, "range"), "start");
  const auto& end = field_object(field_object(*object, "range"), "end");
  place.line = field_number(begin, "line") + 1;
  place.column = field_number(begin, "character") + 1;
  place.end_line = field_number(end, "line") + 1;
  place.end_column = field_number(end, "character") + 1;
  describe_pyright(diagnostic, field_text(*object, "severity"));
  cursor = probe;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "pyright_json",
          .language = Language::python,
          .starts = R"(^        \{$)",
          .read = read,
          .about = "pyright's JSON report",
          .example_command = "pyright --outputjson",
          .homepage = "https://github.com/microsoft/pyright"};
}

}  // namespace fixpoint::diagnose::formats::pyright_json
