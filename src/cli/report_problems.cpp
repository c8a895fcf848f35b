#include "cli/report_problems.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace fixpoint::cli {
namespace {

using json = nlohmann::ordered_json;

std::string text_of(const json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::uint64_t number_of(const json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_number_unsigned() ? at->get<std::uint64_t>() : 0;
}

Phase phase_from_name(std::string_view wanted) {
  for (auto phase = Phase::unknown; phase <= Phase::run; phase = static_cast<Phase>(static_cast<int>(phase) + 1))
    if (name(phase) == wanted) return phase;
  return Phase::unknown;
}

std::optional<Problem> problem_of(const json& object) {
  if (!object.is_object()) return std::nullopt;
  const auto print = object.find("fingerprint");
  if (print == object.end() || !print->is_object()) return std::nullopt;
  const auto levels = print->find("levels");
  if (levels == print->end() || !levels->is_array() || levels->size() != 4) return std::nullopt;
  Problem problem;
  for (std::size_t i = 0; i < 4; ++i) {
    if (!(*levels)[i].is_string()) return std::nullopt;
    problem.fingerprint.level[i] = (*levels)[i].get<std::string>();
  }
  problem.id = text_of(object, "id");
  problem.category = category_from_name(text_of(object, "category")).value_or(Category::unknown);
  auto& primary = problem.primary;
  primary.category = problem.category;
  primary.tool = text_of(object, "tool");
  primary.code = text_of(object, "code");
  primary.message = text_of(object, "message");
  primary.severity = severity_from_name(text_of(object, "severity")).value_or(Severity::error);
  primary.phase = phase_from_name(text_of(object, "phase"));
  primary.folder = text_of(object, "folder");
  primary.pattern = text_of(object, "pattern");
  primary.place.file = text_of(object, "file");
  primary.place.line = static_cast<std::uint32_t>(number_of(object, "line"));
  primary.place.column = static_cast<std::uint32_t>(number_of(object, "column"));
  primary.raw_begin = number_of(object, "raw_begin");
  primary.raw_end = number_of(object, "raw_end");
  return problem;
}

}  // namespace

std::optional<std::vector<Problem>> problems_of_report(std::string_view text) {
  std::vector<Problem> problems;
  const auto whole = json::parse(text, nullptr, false);
  if (!whole.is_discarded()) {
    if (!whole.is_object()) return std::nullopt;
    const auto listed = whole.find("problems");
    if (listed != whole.end() && listed->is_array() && whole.contains("schema")) {
      for (const auto& object : *listed)
        if (auto problem = problem_of(object)) problems.push_back(std::move(*problem));
      return problems;
    }
    if (auto problem = problem_of(whole)) return std::vector<Problem>{std::move(*problem)};  // one line of jsonl
    return std::nullopt;
  }
  for (const auto line : base::split_lines(text)) {
    if (base::trim(line).empty()) continue;
    const auto object = json::parse(line, nullptr, false);
    if (object.is_object() && object.contains("template")) continue;  // an unknown message
    auto problem = problem_of(object);
    if (!problem) return std::nullopt;
    problems.push_back(std::move(*problem));
  }
  return problems;
}

}  // namespace fixpoint::cli
