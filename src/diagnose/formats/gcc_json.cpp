// gcc 9 to 14 with -fdiagnostics-format=json: one line with an array of messages. The first error is the diagnostic;
// the fix-its of all of them become its suggestions (the place of each says where it belongs).
#include <nlohmann/json.hpp>

#include "diagnose/formats/_c_family.hpp"

namespace fixpoint::diagnose::formats::gcc_json {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxChildren = 200;

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint32_t number_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint32_t>() : 0;
}

const json& member(const json& object, const char* key) {
  static const json kNothing;
  if (!object.is_object()) return kNothing;
  const auto found = object.find(key);
  return found == object.end() ? kNothing : *found;
}

Place place_of(const json& point) {
  Place place;
  if (!point.is_object()) return place;
  place.file = text_of(point, "file");
  place.line = number_of(point, "line");
  place.column = number_of(point, "byte-column");
  if (place.column == 0) place.column = number_of(point, "column");
  return place;
}

void add_fixits(const json& message, Safety safety, std::vector<Suggestion>& suggestions) {
  const auto& fixits = member(message, "fixits");
  if (!fixits.is_array() || fixits.empty()) return;
  Suggestion suggestion;
  suggestion.message = text_of(message, "message");
  suggestion.safety = safety;
  for (const auto& fixit : fixits) {
    if (!fixit.is_object()) return;
    SuggestedEdit edit;
    edit.place = place_of(member(fixit, "start"));
    const auto next = place_of(member(fixit, "next"));
    edit.place.end_line = next.line;
    edit.place.end_column = next.column;
    edit.replacement = text_of(fixit, "string");
    suggestion.edits.push_back(std::move(edit));
  }
  suggestions.push_back(std::move(suggestion));
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto parsed = json::parse(cursor.peek(), nullptr, false);
  if (!parsed.is_array()) return std::nullopt;
  Diagnostic diagnostic;
  bool found = false;
  for (const auto& message : parsed) {
    if (!message.is_object()) return std::nullopt;
    const auto kind = text_of(message, "kind");
    if (kind != "error" && kind != "fatal error" && kind != "warning") {
      if (kind.empty()) return std::nullopt;
      continue;
    }
    if (!found || (diagnostic.severity == Severity::warning && kind != "warning")) {
      found = true;
      diagnostic.severity = kind == "warning" ? Severity::warning
                            : kind == "error" ? Severity::error
                                              : Severity::fatal;
      diagnostic.message = text_of(message, "message");
      diagnostic.code = text_of(message, "option");
      diagnostic.category = c_family::category_of(diagnostic.message, diagnostic.code);
      diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::compile;
      const auto& locations = member(message, "locations");
      if (locations.is_array() && !locations.empty()) diagnostic.place = place_of(member(locations.front(), "caret"));
      diagnostic.related.clear();
    }
    add_fixits(message, kind == "warning" ? Safety::choice : Safety::likely, diagnostic.suggestions);
    const auto& children = member(message, "children");
    if (!children.is_array()) continue;
    for (const auto& child : children) {
      if (!child.is_object() || diagnostic.related.size() >= kMaxChildren) break;
      const auto& locations = member(child, "locations");
      if (locations.is_array() && !locations.empty())
        diagnostic.related.push_back({place_of(member(locations.front(), "caret")), text_of(child, "message")});
      add_fixits(child, Safety::choice, diagnostic.suggestions);
    }
  }
  if (!found) return std::nullopt;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "gcc_json",
          .language = Language::c,
          .starts = R"re(^\[\{.*"kind": ?"(error|warning|fatal error|note)")re",
          .read = read,
          .about = "gcc: JSON diagnostics, with its fix-its.",
          .example_command = "gcc -fdiagnostics-format=json -c file.c",
          .homepage = "https://gcc.gnu.org/"};
}

}  // namespace fixpoint::diagnose::formats::gcc_json
