// shellcheck --format=json1 and json: all messages on one line, with fixes as replacements.
#include "diagnose/formats/_fields.hpp"

namespace fixpoint::diagnose::formats::shellcheck_json {
namespace {

using nlohmann::json;

Place place_of(const json& object, const std::string& file) {
  Place place;
  place.file = file;
  place.line = field_number(object, "line");
  place.column = field_number(object, "column");
  place.end_line = field_number(object, "endLine");
  place.end_column = field_number(object, "endColumn");
  place.unit = ColumnUnit::code_point;
  return place;
}

Diagnostic read_comment(const json& comment) {
  Diagnostic diagnostic;
  const auto number = std::to_string(field_number(comment, "code"));
  diagnostic.code = "SC" + number;
  diagnostic.message = field_text(comment, "message");
  const auto file = field_text(comment, "file");
  diagnostic.place = place_of(comment, file);
  const auto level = field_text(comment, "level");
  diagnostic.severity = level == "error" ? Severity::error : level == "warning" ? Severity::warning : Severity::info;
  const bool syntax = number.starts_with('1');
  diagnostic.category = syntax ? Category::syntax_error : Category::lint;
  diagnostic.phase = syntax ? Phase::parse : Phase::compile;
  Suggestion suggestion;
  suggestion.safety = Safety::likely;
  for (const auto& one : field_list(field_object(comment, "fix"), "replacements"))
    suggestion.edits.push_back({place_of(one, file), field_text(one, "replacement")});
  if (!suggestion.edits.empty()) diagnostic.suggestions.push_back(std::move(suggestion));
  return diagnostic;
}

std::vector<Diagnostic> read_many(OutputCursor& cursor) {
  const auto document = json_of(cursor.peek());
  const auto& comments = document.is_array() ? document : field_list(document, "comments");
  std::vector<Diagnostic> found;
  for (const auto& comment : comments)
    if (comment.is_object() && comment.contains("level") && comment.contains("fix"))
      found.push_back(read_comment(comment));
  if (!found.empty()) cursor.take();
  return found;
}

}  // namespace

Format format() {
  return {.id = "shellcheck_json",
          .starts = R"(^(\{"comments":)?\[\{"file":")",
          .read_many = read_many,
          .about = "shellcheck's JSON reports (json1 and json), with its fixes",
          .example_command = "shellcheck --format=json1 script.sh",
          .homepage = "https://www.shellcheck.net/"};
}

}  // namespace fixpoint::diagnose::formats::shellcheck_json
