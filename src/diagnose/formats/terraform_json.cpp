// terraform validate -json (the elements of "diagnostics") and the JSON lines of plan and apply -json.
#include "diagnose/formats/_fields.hpp"
#include "diagnose/formats/_terraform.hpp"

namespace fixpoint::diagnose::formats::terraform_json {
namespace {

using nlohmann::json;

Diagnostic read_object(const json& object) {
  Diagnostic diagnostic;
  const auto& range = field_object(object, "range");
  auto& place = diagnostic.place;
  place.file = field_text(range, "filename");
  place.line = field_number(field_object(range, "start"), "line");
  place.column = field_number(field_object(range, "start"), "column");
  place.end_line = field_number(field_object(range, "end"), "line");
  place.end_column = field_number(field_object(range, "end"), "column");
  place.unit = ColumnUnit::code_point;
  diagnostic.severity = field_text(object, "severity") == "warning" ? Severity::warning : Severity::error;
  diagnostic.context = field_text(field_object(object, "snippet"), "code");
  describe_terraform(diagnostic, field_text(object, "summary"), field_text(object, "detail"));
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (cursor.peek().starts_with("{\"@level\"")) {
    const auto line = json_of(cursor.peek());
    const auto& object = field_object(line, "diagnostic");
    if (!object.contains("summary")) return std::nullopt;
    cursor.take();
    return read_object(object);
  }
  auto probe = cursor;
  const auto object = take_object(probe, "severity");
  if (!object || !object->contains("summary") || !object->contains("detail")) return std::nullopt;
  cursor = probe;
  return read_object(*object);
}

}  // namespace

Format format() {
  return {.id = "terraform_json",
          .starts = R"re(^    \{$|^\{"@level":"(error|warn)")re",
          .read = read,
          .about = "terraform's and OpenTofu's JSON: validate -json, plan -json, apply -json",
          .example_command = "terraform validate -json",
          .homepage = "https://developer.hashicorp.com/terraform/cli/commands/validate"};
}

}  // namespace fixpoint::diagnose::formats::terraform_json
