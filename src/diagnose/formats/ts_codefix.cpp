// Our own script data/typescript/codefix.js: JSON lines with the code fixes of the project's TypeScript.
#include <nlohmann/json.hpp>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::ts_codefix {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

std::uint32_t number_of(const json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_number_unsigned() ? static_cast<std::uint32_t>(at->get<std::uint64_t>()) : 0;
}

Place place_of(const json& object) {
  return {.file = text_of(object, "file"),
          .line = number_of(object, "line"),
          .column = number_of(object, "column"),
          .end_line = number_of(object, "endLine"),
          .end_column = number_of(object, "endColumn"),
          .unit = ColumnUnit::utf16};
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto document = json::parse(cursor.peek(), nullptr, false);
  if (!document.is_object() || document.value("tool", json()) != "ts_codefix") return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.code = text_of(document, "code");
  diagnostic.message = text_of(document, "message");
  diagnostic.place = place_of(document);
  diagnostic.category = Category::compiler_error;
  diagnostic.phase = Phase::compile;
  if (const auto fixes = document.find("fixes"); fixes != document.end() && fixes->is_array())
    for (const auto& fix : *fixes) {
      if (!fix.is_object() || diagnostic.suggestions.size() >= 20) continue;
      Suggestion suggestion;
      suggestion.message = text_of(fix, "description");
      const auto name = text_of(fix, "fixName");
      // What only makes the message go away without saying more about the program is a guess.
      const bool sure = name == "spelling" || name == "import" || name == "fixMissingConstraint" ||
                        name == "fixConvertConstToLet" || name == "addMissingAwait" ||
                        name == "fixImportNonExportedMember" || name == "fixAwaitInSyncFunction" ||
                        name == "fixOverrideModifier" || name == "convertToTypeOnlyImport" ||
                        name == "inferFromUsage" || name == "addMissingAsync";
      suggestion.safety = sure ? Safety::likely : Safety::choice;
      const auto edits = fix.find("edits");
      if (edits == fix.end() || !edits->is_array()) continue;
      for (const auto& edit : *edits)
        if (edit.is_object()) suggestion.edits.push_back({place_of(edit), text_of(edit, "newText")});
      if (!suggestion.edits.empty()) diagnostic.suggestions.push_back(std::move(suggestion));
    }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "ts_codefix",
          .language = Language::typescript,
          .starts = R"(^\{"tool":"ts_codefix")",
          .read = read,
          .about = "TypeScript's code fixes, as fixpoint asks for them.",
          .example_command = "fixpoint heal -- tsc -p .",
          .homepage = "https://www.typescriptlang.org/"};
}

}  // namespace fixpoint::diagnose::formats::ts_codefix
