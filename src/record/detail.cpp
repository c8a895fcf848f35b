#include "record/detail.hpp"

#include <nlohmann/json.hpp>

namespace fixpoint::record {
namespace {

using nlohmann::json;

constexpr std::string_view kUnits[] = {"byte", "utf16", "code_point", "display"};

// ---- out
// -----------------------------------------------------------------------------------------------------------

json out(const Place& place, const Redactor& redactor) {
  json result = {{"file", redactor.redact(place.file)}};
  // Most numbers are zero: leave those out.
  for (const auto& [key, value] : {std::pair{"line", place.line}, std::pair{"column", place.column},
                                   std::pair{"end_line", place.end_line}, std::pair{"end_column", place.end_column}})
    if (value != 0) result[key] = value;
  if (place.unit != ColumnUnit::byte) result["unit"] = kUnits[static_cast<std::size_t>(place.unit)];
  return result;
}

json out(const Diagnostic& diagnostic, const Redactor& redactor) {
  json result = {{"tool", diagnostic.tool},
                 {"code", redactor.redact(diagnostic.code)},
                 {"severity", name(diagnostic.severity)},
                 {"category", name(diagnostic.category)},
                 {"phase", name(diagnostic.phase)},
                 {"language", name(diagnostic.language)},
                 {"message", redactor.redact(diagnostic.message)},
                 {"pattern", redactor.redact(diagnostic.pattern)},
                 {"folder", redactor.redact(diagnostic.folder)},
                 {"place", out(diagnostic.place, redactor)},
                 {"context", redactor.redact(diagnostic.context)},
                 {"raw_begin", diagnostic.raw_begin},
                 {"raw_end", diagnostic.raw_end}};
  for (const auto& argument : diagnostic.arguments) result["arguments"].push_back(redactor.redact(argument));
  for (const auto& related : diagnostic.related)
    result["related"].push_back(
        {{"place", out(related.place, redactor)}, {"message", redactor.redact(related.message)}});
  for (const auto& suggestion : diagnostic.suggestions) {
    json edits = json::array();
    for (const auto& edit : suggestion.edits)
      edits.push_back({{"place", out(edit.place, redactor)}, {"replacement", redactor.redact(edit.replacement)}});
    result["suggestions"].push_back({{"message", redactor.redact(suggestion.message)},
                                     {"safety", name(suggestion.safety)},
                                     {"edits", std::move(edits)}});
  }
  return result;
}

/// Tools print any bytes; JSON is UTF-8.
std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

// ---- in
// ------------------------------------------------------------------------------------------------------------

std::string text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t number(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

const json& part(const json& object, const char* key) {
  static const json kNothing = json::object();
  const auto found = object.find(key);
  return found != object.end() && found->is_structured() ? *found : kNothing;
}

Place place_in(const json& object) {
  Place place;
  place.file = text(object, "file");
  place.line = static_cast<std::uint32_t>(number(object, "line"));
  place.column = static_cast<std::uint32_t>(number(object, "column"));
  place.end_line = static_cast<std::uint32_t>(number(object, "end_line"));
  place.end_column = static_cast<std::uint32_t>(number(object, "end_column"));
  const auto unit = text(object, "unit");
  for (std::size_t i = 0; i < std::size(kUnits); ++i)
    if (unit == kUnits[i]) place.unit = static_cast<ColumnUnit>(i);
  return place;
}

std::vector<std::string> strings_in(const json& array) {
  std::vector<std::string> strings;
  for (const auto& element : array)
    if (element.is_string()) strings.push_back(element.get<std::string>());
  return strings;
}

Diagnostic diagnostic_in(const json& object) {
  Diagnostic diagnostic;
  diagnostic.tool = text(object, "tool");
  diagnostic.code = text(object, "code");
  diagnostic.severity = severity_from_name(text(object, "severity")).value_or(Severity::error);
  diagnostic.category = category_from_name(text(object, "category")).value_or(Category::unknown);
  diagnostic.phase = enumerator(text(object, "phase"), Phase::run, Phase::unknown);
  diagnostic.language = language_from_name(text(object, "language")).value_or(Language::any);
  diagnostic.message = text(object, "message");
  diagnostic.pattern = text(object, "pattern");
  diagnostic.arguments = strings_in(part(object, "arguments"));
  diagnostic.folder = text(object, "folder");
  diagnostic.place = place_in(part(object, "place"));
  diagnostic.context = text(object, "context");
  diagnostic.raw_begin = number(object, "raw_begin");
  diagnostic.raw_end = number(object, "raw_end");
  for (const auto& related : part(object, "related"))
    if (related.is_object())
      diagnostic.related.push_back({.place = place_in(part(related, "place")), .message = text(related, "message")});
  for (const auto& suggestion : part(object, "suggestions")) {
    if (!suggestion.is_object()) continue;
    Suggestion read{.message = text(suggestion, "message"),
                    .safety = enumerator(text(suggestion, "safety"), Safety::placeholder, Safety::placeholder),
                    .edits = {}};
    for (const auto& edit : part(suggestion, "edits"))
      if (edit.is_object())
        read.edits.push_back({.place = place_in(part(edit, "place")), .replacement = text(edit, "replacement")});
    diagnostic.suggestions.push_back(std::move(read));
  }
  return diagnostic;
}

}  // namespace

std::string problem_to_json(const Problem& problem, const Redactor& redactor) {
  json result = {{"id", problem.id},
                 {"category", name(problem.category)},
                 {"primary", out(problem.primary, redactor)},
                 {"folded_by", problem.folded_by},
                 {"fingerprint", {{"version", problem.fingerprint.version}, {"level", problem.fingerprint.level}}}};
  for (const auto& diagnostic : problem.follow_ons) result["follow_ons"].push_back(out(diagnostic, redactor));
  return dump(result);
}

Problem problem_from_json(std::string_view bytes) {
  Problem problem;
  const auto object = json::parse(bytes, nullptr, false);
  if (!object.is_object()) return problem;
  problem.id = text(object, "id");
  problem.category = category_from_name(text(object, "category")).value_or(Category::unknown);
  problem.primary = diagnostic_in(part(object, "primary"));
  for (const auto& diagnostic : part(object, "follow_ons"))
    if (diagnostic.is_object()) problem.follow_ons.push_back(diagnostic_in(diagnostic));
  problem.folded_by = text(object, "folded_by");
  const auto& fingerprint = part(object, "fingerprint");
  problem.fingerprint.version = static_cast<int>(number(fingerprint, "version"));
  const auto levels = strings_in(part(fingerprint, "level"));
  for (std::size_t i = 0; i < std::min(levels.size(), problem.fingerprint.level.size()); ++i)
    problem.fingerprint.level[i] = levels[i];
  return problem;
}

std::string strings_to_json(const std::vector<std::string>& strings, const Redactor& redactor) {
  json result = json::array();
  for (const auto& string : strings) result.push_back(redactor.redact(string));
  return dump(result);
}

std::vector<std::string> strings_from_json(std::string_view bytes) {
  return strings_in(json::parse(bytes, nullptr, false));
}

}  // namespace fixpoint::record
