// ruff check --output-format json: one object per message, with the fix as edits and its applicability.
#include <nlohmann/json.hpp>
#include <string>

#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::ruff_json {
namespace {

using nlohmann::json;

std::string text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::uint32_t number(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return 0;
  const auto value = found->get<std::uint64_t>();
  return value > 0xFFFFFFFFU ? 0 : static_cast<std::uint32_t>(value);
}

void locate(Place& place, const json& object, std::string file) {
  place.file = std::move(file);
  place.unit = ColumnUnit::code_point;
  if (const auto begin = object.find("location"); begin != object.end() && begin->is_object()) {
    place.line = number(*begin, "row");
    place.column = number(*begin, "column");
  }
  if (const auto end = object.find("end_location"); end != object.end() && end->is_object()) {
    place.end_line = number(*end, "row");
    place.end_column = number(*end, "column");
  }
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  constexpr std::size_t kMaxLines = 4000;
  if (!cursor.peek(1).starts_with("    \"cell\":") && !cursor.peek(1).starts_with("    \"code\":"))
    return std::nullopt;
  std::string object;
  std::size_t ahead = 0;
  for (;; ++ahead) {
    if (cursor.done(ahead) || ahead > kMaxLines) return std::nullopt;
    const auto line = cursor.peek(ahead);
    if (line.starts_with("  }")) break;
    object += line;
    object += '\n';
  }
  object += '}';
  const auto parsed = json::parse(object, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("filename") || !parsed.contains("location")) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.code = text(parsed, "code");
  diagnostic.message = text(parsed, "message");
  diagnostic.severity = Severity::error;  // a lint run fails by it, whatever the rule is called
  diagnostic.phase = Phase::compile;
  const bool syntax = diagnostic.code.empty() || diagnostic.code == "invalid-syntax" || diagnostic.code == "E999";
  diagnostic.category = syntax                      ? Category::syntax_error
                        : diagnostic.code == "F821" ? Category::undefined_variable
                                                    : Category::compiler_error;
  if (syntax) diagnostic.phase = Phase::parse;
  const auto file = text(parsed, "filename");
  locate(diagnostic.place, parsed, file);
  if (const auto fix = parsed.find("fix"); fix != parsed.end() && fix->is_object()) {
    Suggestion suggestion;
    suggestion.message = text(*fix, "message");
    const auto applicability = text(*fix, "applicability");
    suggestion.safety = applicability == "safe"     ? Safety::safe
                        : applicability == "unsafe" ? Safety::likely
                                                    : Safety::choice;
    if (const auto edits = fix->find("edits"); edits != fix->end() && edits->is_array())
      for (const auto& one : *edits) {
        if (!one.is_object()) continue;
        SuggestedEdit edit;
        edit.replacement = text(one, "content");
        locate(edit.place, one, file);
        suggestion.edits.push_back(std::move(edit));
      }
    if (!suggestion.edits.empty()) diagnostic.suggestions.push_back(std::move(suggestion));
  }
  for (std::size_t i = 0; i <= ahead; ++i) (void)cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "ruff_json",
          .language = Language::python,
          .starts = R"(^  \{$)",
          .read = read,
          .about = "ruff: JSON output, with its fixes.",
          .example_command = "ruff check --output-format json",
          .homepage = "https://docs.astral.sh/ruff/"};
}

}  // namespace fixpoint::diagnose::formats::ruff_json
