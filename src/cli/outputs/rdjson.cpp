// reviewdog's Diagnostic Format: rdjson is one DiagnosticResult, rdjsonl a Diagnostic on each line. Columns are
// bytes, ends exclusive.
#include <nlohmann/json.hpp>

#include "cli/foreign_text.hpp"
#include "cli/outputs/output.hpp"

namespace fixpoint::cli {
namespace {

using json = nlohmann::ordered_json;

std::string one_line(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

json position(std::uint32_t line, std::uint32_t column) {
  json value = {{"line", line}};
  if (column != 0) value["column"] = column;
  return value;
}

json range(const Place& place) {
  json value = {{"start", position(place.line, place.column)}};
  if (place.end_line != 0 || place.end_column != 0)
    value["end"] = position(place.end_line == 0 ? place.line : place.end_line, place.end_column);
  return value;
}

std::string_view rdjson_severity(Severity severity) {
  return severity >= Severity::error ? "ERROR" : severity == Severity::warning ? "WARNING" : "INFO";
}

/// A suggestion is applied by itself and to the file of its diagnostic: only those that are one such edit.
json suggestions(View& view, const Diagnostic& primary, const std::string& path) {
  json all = json::array();
  for (const auto& suggestion : primary.suggestions) {
    if (suggestion.edits.size() != 1) continue;
    auto place = view.sources.here(primary.folder, suggestion.edits.front().place, ColumnUnit::byte);
    if (place.file != path || place.line == 0) continue;
    if (place.end_line == 0) place.end_line = place.line;
    if (place.end_column == 0) place.end_column = place.column;
    all.push_back({{"range", range(place)}, {"text", suggestion.edits.front().replacement}});
  }
  return all;
}

json diagnostic(View& view, const Problem& problem) {
  const auto& primary = problem.primary;
  const auto place = primary_place(view, problem, ColumnUnit::byte);
  json location = {{"path", place.file}};
  if (place.line != 0) location["range"] = range(place);
  json value = {{"message", harmless(primary.message)},
                {"location", location},
                {"severity", rdjson_severity(primary.severity)},
                {"source", {{"name", primary.tool}}}};
  if (!primary.code.empty()) value["code"] = {{"value", primary.code}};
  if (auto found = suggestions(view, primary, place.file); !found.empty()) value["suggestions"] = std::move(found);
  if (!primary.context.empty()) value["original_output"] = harmless(primary.context);
  return value;
}

class Rdjson final : public Output {
 public:
  Rdjson(View& view, Writer write, bool lines) : view_(view), write_(std::move(write)), lines_(lines) {}

  void begin() override {
    if (!lines_) write_("{\"source\": {\"name\": \"fixpoint\"}, \"diagnostics\": [");
  }
  void problem(const Problem& problem) override {
    const auto text = one_line(diagnostic(view_, problem));
    write_(lines_ ? text + "\n" : (first_ ? "\n" : ",\n") + text);
    first_ = false;
  }
  void finish(const Totals&, const Unknown&) override {
    if (!lines_) write_(first_ ? "]}\n" : "\n]}\n");
  }

 private:
  View& view_;
  Writer write_;
  bool lines_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<Output> make_rdjson(View& view, Writer write) {
  return std::make_unique<Rdjson>(view, std::move(write), false);
}

std::unique_ptr<Output> make_rdjsonl(View& view, Writer write) {
  return std::make_unique<Rdjson>(view, std::move(write), true);
}

}  // namespace fixpoint::cli
