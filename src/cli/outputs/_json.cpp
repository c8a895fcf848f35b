#include "cli/outputs/_json.hpp"

#include <nlohmann/json.hpp>

#include "cli/explain.hpp"
#include "diagnose/diagnose.hpp"

namespace fixpoint::cli {
namespace {

using json = nlohmann::ordered_json;

std::string line(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

json number(std::uint32_t value) { return value == 0 ? json(nullptr) : json(value); }

std::string_view name_of(ColumnUnit unit) {
  switch (unit) {
    case ColumnUnit::utf16:
      return "utf16";
    case ColumnUnit::code_point:
      return "code_point";
    case ColumnUnit::display:
      return "display";
    case ColumnUnit::file_byte:
      return "file_byte";
    case ColumnUnit::byte:
      break;
  }
  return "byte";
}

/// file, line, ... of a place go flat into `object`.
void add_place(json& object, const Place& place) {
  object["file"] = place.file;
  object["line"] = number(place.line);
  object["column"] = number(place.column);
  object["end_line"] = number(place.end_line);
  object["end_column"] = number(place.end_column);
}

json related_value(const Related& related) {
  json value = json::object();
  add_place(value, related.place);
  value["message"] = related.message;
  return value;
}

json suggestion_value(const Suggestion& suggestion) {
  json edits = json::array();
  for (const auto& edit : suggestion.edits) {
    json value = json::object();
    add_place(value, edit.place);
    value["replacement"] = edit.replacement;
    edits.push_back(std::move(value));
  }
  return {{"message", suggestion.message}, {"safety", name(suggestion.safety)}, {"edits", edits}};
}

void add_diagnostic(json& value, View& view, const Diagnostic& diagnostic) {
  add_place(value, diagnostic.place);
  value["column_unit"] = name_of(diagnostic.place.unit);
  value["folder"] = diagnostic.folder;
  value["path"] = view.sources.path(diagnostic.folder, diagnostic.place.file);
  value["severity"] = name(diagnostic.severity);
  value["message"] = diagnostic.message;
  value["code"] = diagnostic.code;
  value["tool"] = diagnostic.tool;
  value["language"] = name(diagnostic.language);
  value["category"] = name(diagnostic.category);
  value["type"] = public_name(diagnostic.category);
  value["phase"] = name(diagnostic.phase);
}

void add_raw(json& value, View& view, const Diagnostic& diagnostic) {
  const auto at = view.logs.at(diagnostic.raw_begin);
  value["log"] = at.log;
  value["raw_begin"] = at.offset;
  value["raw_end"] = at.offset + (diagnostic.raw_end - diagnostic.raw_begin);
}

json explanation_value(const Explanation& explanation) {
  json masks = json::array();
  for (const auto& step : explanation.masks)
    masks.push_back({{"mask", step.mask}, {"text", step.text}, {"became", step.became}});
  return {{"pattern_by", explanation.pattern_by_format ? "format" : "masks"},
          {"masks", masks},
          {"normalized", explanation.normalized},
          {"folded_because", explanation.folded_because}};
}

}  // namespace

std::string problem_object(View& view, const Problem& problem) {
  const auto& primary = problem.primary;
  json value = {{"id", problem.id}};
  add_diagnostic(value, view, primary);
  value["pattern"] = primary.pattern;
  value["arguments"] = primary.arguments;
  value["fingerprint"] = {{"version", problem.fingerprint.version}, {"levels", problem.fingerprint.level}};
  value["related"] = json::array();
  for (const auto& related : primary.related) value["related"].push_back(related_value(related));
  value["suggestions"] = json::array();
  for (const auto& suggestion : primary.suggestions) value["suggestions"].push_back(suggestion_value(suggestion));
  value["context"] = primary.context;
  add_raw(value, view, primary);
  value["folded_by"] = problem.folded_by;
  value["follow_ons"] = json::array();
  for (const auto& follow : problem.follow_ons) {
    json one = json::object();
    add_diagnostic(one, view, follow);
    add_raw(one, view, follow);
    value["follow_ons"].push_back(std::move(one));
  }
  if (view.explain) value["explain"] = explanation_value(explain(problem));
  return line(value);
}

std::string template_object(View& view, const diagnose::Template& one) {
  const auto at = view.logs.at(one.offset);
  return line({{"template", one.text},
               {"count", one.count},
               {"example", one.example},
               {"log", at.log},
               {"raw_begin", at.offset}});
}

std::string counts_object(const Totals& totals) {
  return line({{"problems", totals.problems},
               {"shown", totals.shown},
               {"errors", totals.errors},
               {"warnings", totals.warnings},
               {"follow_ons", totals.follow_ons},
               {"filtered", totals.filtered},
               {"diagnostics", totals.diagnostics},
               {"dropped", totals.dropped},
               {"bytes", totals.bytes}});
}

std::string json_string(std::string_view text) { return line(json(text)); }

}  // namespace fixpoint::cli
