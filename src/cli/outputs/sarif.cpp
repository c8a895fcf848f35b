// SARIF 2.1.0: one run of fixpoint whose results are the problems. Columns are UTF-16 code units.
#include <algorithm>
#include <nlohmann/json.hpp>

#include <map>

#include "base/text.hpp"
#include "cli/foreign_text.hpp"
#include "cli/outputs/output.hpp"

namespace fixpoint::cli {
namespace {

using json = nlohmann::ordered_json;

std::string_view level(Severity severity) {
  return severity >= Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

/// Columns only when both ends make sense: SARIF's end is exclusive, as ours.
json region(const Place& place) {
  json value = {{"startLine", place.line}};
  if (place.column != 0) value["startColumn"] = place.column;
  if (place.end_line > place.line) value["endLine"] = place.end_line;
  const bool forward = place.end_line > place.line || place.end_column >= place.column;
  if (place.column != 0 && place.end_column != 0 && forward) value["endColumn"] = place.end_column;
  return value;
}

json artifact(const std::string& path) { return {{"uri", uri(path)}}; }

json location(const Place& place) {
  json physical = {{"artifactLocation", artifact(place.file)}};
  if (place.line != 0) physical["region"] = region(place);
  return {{"physicalLocation", physical}};
}

class Sarif final : public Output {
 public:
  Sarif(View& view, Writer write) : view_(view), write_(std::move(write)) {}

  void problem(const Problem& problem) override {
    const auto& primary = problem.primary;
    json result = {{"ruleId", ""}, {"ruleIndex", 0}};
    add_rule(result, problem);
    result["level"] = level(primary.severity);
    result["message"] = {{"text", harmless(primary.message.empty() ? "(no message)" : primary.message)}};
    const auto place = primary_place(view_, problem, ColumnUnit::utf16);
    result["locations"] = json::array();
    if (!place.file.empty()) result["locations"].push_back(location(place));
    if (auto related = related_locations(primary); !related.empty()) result["relatedLocations"] = std::move(related);
    if (auto found = fixes(primary); !found.empty()) result["fixes"] = std::move(found);
    const auto& levels = problem.fingerprint.level;
    result["partialFingerprints"] = {{"fixpoint/exact/v1", levels[0]},
                                     {"fixpoint/place/v1", levels[1]},
                                     {"fixpoint/pattern/v1", levels[2]},
                                     {"fixpoint/class/v1", levels[3]}};
    const auto at = view_.logs.at(primary.raw_begin);
    result["properties"] = {{"tool", primary.tool},
                            {"category", name(problem.category)},
                            {"type", public_name(problem.category)},
                            {"phase", name(primary.phase)},
                            {"followOns", problem.follow_ons.size()},
                            {"foldedBy", problem.folded_by},
                            {"log", at.log},
                            {"rawBegin", at.offset}};
    results_.push_back(std::move(result));
  }

  void finish(const Totals&, const Unknown&) override {
    const json run = {{"tool",
                       {{"driver",
                         {{"name", "fixpoint"},
                          {"version", FIXPOINT_VERSION},
                          {"semanticVersion", FIXPOINT_VERSION},
                          {"rules", rules_}}}}},
                      {"columnKind", "utf16CodeUnits"},
                      {"results", results_}};
    const json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", json::array({run})}};
    write_(log.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
  }

 private:
  /// "gcc/-Wunused-variable", or with the category where the tool has no codes.
  void add_rule(json& result, const Problem& problem) {
    const auto& primary = problem.primary;
    const std::string kind(name(problem.category));
    const auto id = harmless_line(primary.tool + "/" + (primary.code.empty() ? kind : primary.code));
    const auto [at, fresh] = known_.try_emplace(id, rules_.size());
    if (fresh)
      rules_.push_back({{"id", id},
                        {"name", harmless_line(primary.code.empty() ? kind : primary.code)},
                        {"shortDescription", {{"text", kind + " reported by " + primary.tool}}},
                        {"defaultConfiguration", {{"level", level(primary.severity)}}},
                        {"properties", {{"tags", json::array({kind})}}}});
    result["ruleId"] = id;
    result["ruleIndex"] = at->second;
  }

  json related_locations(const Diagnostic& primary) {
    json all = json::array();
    for (const auto& related : primary.related) {
      const auto place = view_.sources.here(primary.folder, related.place, ColumnUnit::utf16);
      if (place.file.empty()) continue;
      auto value = location(place);
      if (!related.message.empty()) value["message"] = {{"text", harmless(related.message)}};
      // The standard wants them distinct; a recursion's frames are not.
      if (std::ranges::find(all, value) == all.end()) all.push_back(std::move(value));
    }
    return all;
  }

  json fixes(const Diagnostic& primary) {
    json all = json::array();
    for (const auto& suggestion : primary.suggestions) {
      std::map<std::string, json> changes;
      bool whole = !suggestion.edits.empty();
      for (const auto& edit : suggestion.edits) {
        const auto place = view_.sources.here(primary.folder, edit.place, ColumnUnit::utf16);
        whole = whole && !place.file.empty() && place.line != 0;
        if (!whole) break;
        auto deleted = region(place);
        if (place.column != 0 && place.end_column == 0) deleted["endColumn"] = place.column;  // an insertion
        json replacement = {{"deletedRegion", std::move(deleted)}};
        if (!edit.replacement.empty()) replacement["insertedContent"] = {{"text", edit.replacement}};
        changes[place.file].push_back(std::move(replacement));
      }
      if (!whole) continue;
      json fix = json::object();
      if (!suggestion.message.empty()) fix["description"] = {{"text", harmless(suggestion.message)}};
      fix["artifactChanges"] = json::array();
      for (auto& [path, replacements] : changes)
        fix["artifactChanges"].push_back({{"artifactLocation", artifact(path)}, {"replacements", replacements}});
      all.push_back(std::move(fix));
    }
    return all;
  }

  View& view_;
  Writer write_;
  json results_ = json::array();
  json rules_ = json::array();
  std::map<std::string, std::size_t, std::less<>> known_;
};

}  // namespace

std::unique_ptr<Output> make_sarif(View& view, Writer write) {
  return std::make_unique<Sarif>(view, std::move(write));
}

}  // namespace fixpoint::cli
