#include "cli/outputs/output.hpp"

#include <fmt/format.h>

#include <array>

namespace fixpoint::cli {
namespace {

struct Entry {
  std::string_view name;
  std::unique_ptr<Output> (*make)(View&, Writer);
};
constexpr std::array<Entry, 9> kOutputs = {{{"text", make_text},
                                            {"json", make_json},
                                            {"jsonl", make_jsonl},
                                            {"sarif", make_sarif},
                                            {"rdjson", make_rdjson},
                                            {"rdjsonl", make_rdjsonl},
                                            {"github", make_github},
                                            {"gitlab", make_gitlab},
                                            {"junit", make_junit}}};

}  // namespace

const std::vector<std::string>& output_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const auto& entry : kOutputs) names.emplace_back(entry.name);
    return names;
  }();
  return kNames;
}

std::unique_ptr<Output> make_output(std::string_view name, View& view, Writer write) {
  for (const auto& entry : kOutputs)
    if (entry.name == name) return entry.make(view, std::move(write));
  return make_text(view, std::move(write));
}

std::string place_text(const Place& place) {
  if (place.file.empty() || place.line == 0) return place.file;
  return place.column == 0 ? fmt::format("{}:{}", place.file, place.line)
                           : fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

Place primary_place(View& view, const Problem& problem, ColumnUnit unit) {
  return view.sources.here(problem.primary.folder, problem.primary.place, unit);
}

}  // namespace fixpoint::cli
