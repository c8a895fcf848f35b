// SARIF 2.1.0 of any tool: results with their level, message, places, fixes and related places.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_c_family.hpp"

namespace fixpoint::diagnose::formats::sarif {
namespace {

using nlohmann::json;

/// A member of an object, or a shared null: never throws, whatever the type.
const json& at(const json& object, std::string_view key) {
  static const json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(key);
  return found == object.end() ? kNull : *found;
}

std::string text(const json& value) { return value.is_string() ? value.get<std::string>() : std::string{}; }

std::uint32_t number(const json& value) {
  if (!value.is_number_unsigned()) return 0;
  const auto wide = value.get<std::uint64_t>();
  return wide > 0xFFFFFFFFU ? 0 : static_cast<std::uint32_t>(wide);
}

struct Run {
  ColumnUnit unit = ColumnUnit::utf16;
  bool compiler = false;
};

void set_region(Place& place, const json& region, const Run& run) {
  place.unit = run.unit;
  place.line = number(at(region, "startLine"));
  place.column = number(at(region, "startColumn"));
  place.end_line = number(at(region, "endLine"));
  place.end_column = number(at(region, "endColumn"));
  if (place.end_line == 0 && place.end_column != 0) place.end_line = place.line;
}

std::string file_of(const json& artifact) {
  auto uri = text(at(artifact, "uri"));
  if (uri.starts_with("file://")) uri.erase(0, 7);
  return uri;
}

Place place_of(const json& location, const Run& run) {
  Place place;
  const auto& physical = at(location, "physicalLocation");
  place.file = file_of(at(physical, "artifactLocation"));
  set_region(place, at(physical, "region"), run);
  if (place.end_line == place.line && place.end_column == place.column) place.end_line = place.end_column = 0;
  return place;
}

/// "message": {"text": ...}; without a text the rule's message with the arguments filled in.
std::string message_of(const json& message, const json& rule) {
  if (auto plain = text(at(message, "text")); !plain.empty()) return plain;
  auto filled = text(at(at(at(rule, "messageStrings"), text(at(message, "id"))), "text"));
  const auto& arguments = at(message, "arguments");
  for (std::size_t i = 0; arguments.is_array() && i < std::min<std::size_t>(arguments.size(), 20); ++i)
    filled = base::replace_all(filled, "{" + std::to_string(i) + "}", text(arguments[i]));
  return filled;
}

void add_fixes(const json& result, const Run& run, Diagnostic& diagnostic) {
  const auto& fixes = at(result, "fixes");
  if (!fixes.is_array()) return;
  constexpr std::size_t kMostEdits = 1000;
  for (const auto& fix : fixes) {
    Suggestion suggestion;
    suggestion.message = text(at(at(fix, "description"), "text"));
    // Several fixes are alternatives.
    suggestion.safety = fixes.size() > 1 ? Safety::choice : Safety::likely;
    const auto& changes = at(fix, "artifactChanges");
    if (!changes.is_array()) continue;
    for (const auto& change : changes) {
      const auto& replacements = at(change, "replacements");
      if (!replacements.is_array()) continue;
      for (const auto& replacement : replacements) {
        if (suggestion.edits.size() >= kMostEdits) break;
        SuggestedEdit edit;
        edit.place.file = file_of(at(change, "artifactLocation"));
        set_region(edit.place, at(replacement, "deletedRegion"), run);
        edit.replacement = text(at(at(replacement, "insertedContent"), "text"));
        suggestion.edits.push_back(std::move(edit));
      }
    }
    if (!suggestion.edits.empty()) diagnostic.suggestions.push_back(std::move(suggestion));
  }
}

void add_related(const json& locations, const Run& run, Diagnostic& diagnostic) {
  constexpr std::size_t kMost = 100;
  if (!locations.is_array()) return;
  for (const auto& one : locations) {
    if (diagnostic.related.size() >= kMost) return;
    diagnostic.related.push_back({place_of(one, run), text(at(at(one, "message"), "text"))});
  }
}

std::optional<Diagnostic> diagnostic_of(const json& result, const json& rules, const Run& run) {
  if (!result.is_object()) return std::nullopt;
  const auto kind = text(at(result, "kind"));
  const auto& suppressions = at(result, "suppressions");
  if ((!kind.empty() && kind != "fail") || (suppressions.is_array() && !suppressions.empty())) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.code = text(at(result, "ruleId"));
  // clang numbers its messages anew in each version.
  if (run.compiler && diagnostic.code.find_first_not_of("0123456789") == std::string::npos) diagnostic.code.clear();
  static const json kNull;
  const auto index = number(at(result, "ruleIndex"));
  const bool indexed = rules.is_array() && index < rules.size() && at(result, "ruleIndex").is_number();
  const json& rule = indexed ? rules[index] : kNull;
  auto level = text(at(result, "level"));
  if (level.empty()) level = text(at(at(rule, "defaultConfiguration"), "level"));
  diagnostic.severity = level == "error"  ? Severity::error
                        : level == "note" ? Severity::note
                        : level == "none" ? Severity::info
                                          : Severity::warning;
  diagnostic.message = message_of(at(result, "message"), rule);
  diagnostic.category = run.compiler ? c_family::category_of(diagnostic.message, diagnostic.code) : Category::lint;
  diagnostic.phase = run.compiler ? Phase::compile : Phase::analyze;
  if (const auto& locations = at(result, "locations"); locations.is_array() && !locations.empty())
    diagnostic.place = place_of(locations[0], run);
  add_related(at(result, "relatedLocations"), run, diagnostic);
  // The way to the problem, of the first flow.
  if (const auto& flows = at(result, "codeFlows"); flows.is_array() && !flows.empty())
    if (const auto& threads = at(flows[0], "threadFlows"); threads.is_array() && !threads.empty())
      if (const auto& steps = at(threads[0], "locations"); steps.is_array())
        for (const auto& step : steps) add_related(json::array({at(step, "location")}), run, diagnostic);
  add_fixes(result, run, diagnostic);
  return diagnostic;
}

std::vector<Diagnostic> diagnostics_of(const json& document) {
  std::vector<Diagnostic> found;
  const auto& runs = at(document, "runs");
  if (!runs.is_array()) return found;
  for (const auto& one : runs) {
    const auto& driver = at(at(one, "tool"), "driver");
    const auto name = text(at(driver, "name"));
    Run run;
    run.compiler = name == "clang" || name.starts_with("GNU C");
    if (text(at(one, "columnKind")) == "unicodeCodePoints") run.unit = ColumnUnit::code_point;
    const auto& results = at(one, "results");
    if (!results.is_array()) continue;
    for (const auto& result : results)
      if (auto diagnostic = diagnostic_of(result, at(driver, "rules"), run)) found.push_back(std::move(*diagnostic));
  }
  return found;
}

bool speaks_sarif(std::string_view line) {
  return line.find("sarif") != std::string_view::npos || line.find("\"runs\"") != std::string_view::npos;
}

/// How many braces stay open at the end of `line`; strings are passed over.
int depth_change(std::string_view line) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quoted) {
      if (line[i] == '\\')
        ++i;
      else if (line[i] == '"')
        quoted = false;
    } else if (line[i] == '"') {
      quoted = true;
    } else if (line[i] == '{') {
      ++depth;
    } else if (line[i] == '}') {
      --depth;
    }
  }
  return depth;
}

std::vector<Diagnostic> read_many(OutputCursor& cursor) {
  const auto first = base::trim(cursor.peek());
  if (!first.starts_with('{')) return {};
  bool sarif = false;
  constexpr std::size_t kHeaderLines = 6;
  for (std::size_t i = 0; i < kHeaderLines && !sarif; ++i) sarif = speaks_sarif(cursor.peek(i).substr(0, 4096));
  if (!sarif) return {};
  std::string document;
  std::size_t lines = 0;
  for (int depth = 0; lines == 0 || depth > 0;) {
    if (cursor.done(lines)) return {};
    const auto line = cursor.peek(lines++);
    depth += depth_change(line);
    document += line;
    document += '\n';
  }
  const auto parsed = json::parse(document, nullptr, false);
  if (!at(parsed, "runs").is_array()) return {};
  auto found = diagnostics_of(parsed);
  if (!found.empty())
    for (std::size_t i = 0; i < lines; ++i) cursor.take();
  return found;
}

}  // namespace

Format format() {
  return {.id = "sarif",
          .starts = R"(^\s*\{$|^\s*\{.*(sarif|"runs"))",
          .read_many = read_many,
          .about = "SARIF 2.1.0 documents of any tool, with fixes, related places and code flows.",
          .example_command = "clang -fsyntax-only -fdiagnostics-format=sarif a.c",
          .homepage = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"};
}

}  // namespace fixpoint::diagnose::formats::sarif
