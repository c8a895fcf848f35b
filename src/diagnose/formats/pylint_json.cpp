// pylint --output-format=json and json2: the elements of the list of messages. Columns count from 0.
#include "diagnose/formats/_fields.hpp"
#include "diagnose/formats/_pylint.hpp"

namespace fixpoint::diagnose::formats::pylint_json {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto probe = cursor;
  const auto object = take_object(probe, "type");
  if (!object || !object->contains("symbol")) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.code = field_text(*object, "message-id");
  if (diagnostic.code.empty()) diagnostic.code = field_text(*object, "messageId");
  diagnostic.message = field_text(*object, "message");
  auto& place = diagnostic.place;
  place.file = field_text(*object, "path");
  place.line = field_number(*object, "line");
  place.column = field_number(*object, "column") + 1;
  place.end_line = field_number(*object, "endLine");
  if (place.end_line != 0) place.end_column = field_number(*object, "endColumn") + 1;
  describe_pylint(diagnostic);
  cursor = probe;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "pylint_json",
          .language = Language::python,
          .starts = R"(^    (    )?\{$)",
          .read = read,
          .about = "pylint's JSON reports (json and json2)",
          .example_command = "pylint --output-format=json2 package",
          .homepage = "https://pylint.org/"};
}

}  // namespace fixpoint::diagnose::formats::pylint_json
