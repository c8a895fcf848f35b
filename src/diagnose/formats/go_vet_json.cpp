// go vet -json: {package: {analyzer: [{posn, message, suggested_fixes}]}}, indented; one diagnostic per inner object.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "diagnose/format.hpp"
#include "diagnose/formats/_go.hpp"

namespace fixpoint::diagnose::formats::go_vet_json {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxLines = 2000;

std::string text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<std::uint32_t> offset(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
  const auto value = found->get<std::uint64_t>();
  if (value > 100'000'000) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

std::optional<Suggestion> suggestion(const json& fix) {
  Suggestion suggestion;
  suggestion.message = text(fix, "message");
  const auto edits = fix.find("edits");
  if (edits == fix.end() || !edits->is_array() || edits->size() > 1000) return std::nullopt;
  for (const auto& one : *edits) {
    if (!one.is_object()) return std::nullopt;
    const auto begin = offset(one, "start"), end = offset(one, "end");
    if (!begin || !end) return std::nullopt;
    SuggestedEdit edit;
    edit.place = {text(one, "filename"), 1, *begin + 1, 1, *end + 1, ColumnUnit::file_byte};
    edit.replacement = text(one, "new");
    suggestion.edits.push_back(std::move(edit));
  }
  if (suggestion.edits.empty()) return std::nullopt;
  return suggestion;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (!cursor.peek(1).starts_with("\t\t\t\t\"posn\": ")) return std::nullopt;
  std::string object = "{";
  std::size_t ahead = 1;
  for (;; ++ahead) {
    if (cursor.done(ahead) || ahead > kMaxLines) return std::nullopt;
    const auto line = cursor.peek(ahead);
    if (line == "\t\t\t}" || line == "\t\t\t},") break;
    object += line;
    object += '\n';
  }
  const auto value = json::parse(object + "}", nullptr, false);
  if (!value.is_object()) return std::nullopt;
  auto head = read_go_line(text(value, "posn") + ": " + text(value, "message"));
  if (!head) return std::nullopt;
  for (std::size_t i = 0; i <= ahead; ++i) cursor.take();
  if (const auto fixes = value.find("suggested_fixes"); fixes != value.end() && fixes->is_array())
    for (const auto& fix : *fixes)
      if (fix.is_object() && head->suggestions.size() < 16)
        if (auto one = suggestion(fix)) head->suggestions.push_back(std::move(*one));
  return head;
}

}  // namespace

Format format() {
  return {.id = "go_vet_json",
          .language = Language::go,
          .starts = R"(^\t\t\t\{$)",
          .read = read,
          .about = "go vet -json: findings with its fixes.",
          .example_command = "go vet -json ./...",
          .homepage = "https://pkg.go.dev/cmd/vet"};
}

}  // namespace fixpoint::diagnose::formats::go_vet_json
