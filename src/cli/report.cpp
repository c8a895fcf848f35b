#include "cli/report.hpp"

#include <nlohmann/json.hpp>

namespace fixpoint::cli {
namespace {

using json = nlohmann::ordered_json;

json place_json(const Place& place) {
  json value = {{"file", place.file}};
  if (place.line != 0) value["line"] = place.line;
  if (place.column != 0) value["column"] = place.column;
  if (place.end_line != 0) value["end_line"] = place.end_line;
  if (place.end_column != 0) value["end_column"] = place.end_column;
  return value;
}

json diagnostic_json(const Diagnostic& diagnostic) {
  return {
      {"tool", diagnostic.tool},         {"code", diagnostic.code},       {"severity", name(diagnostic.severity)},
      {"phase", name(diagnostic.phase)}, {"message", diagnostic.message}, {"place", place_json(diagnostic.place)}};
}

json problem_value(const Problem& problem) {
  json value = {{"id", problem.id}, {"category", name(problem.category)}, {"type", public_name(problem.category)}};
  value.update(diagnostic_json(problem.primary));
  value["fingerprint"] = {{"version", problem.fingerprint.version}, {"levels", problem.fingerprint.level}};
  value["follow_ons"] = json::array();
  for (const auto& follow : problem.follow_ons) value["follow_ons"].push_back(diagnostic_json(follow));
  if (!problem.folded_by.empty()) value["folded_by"] = problem.folded_by;
  return value;
}

json proposal_value(const Proposal& proposal) {
  json edits = json::array();
  for (const auto& edit : proposal.edits)
    edits.push_back(
        {{"file", edit.file}, {"begin", edit.begin}, {"end", edit.end}, {"replacement", edit.replacement}});
  json value = {{"by", name(proposal.by)},
                {"source", proposal.source},
                {"problems", proposal.problems},
                {"safety", name(proposal.safety)},
                {"confidence", proposal.confidence},
                {"reason", proposal.reason},
                {"edits", edits}};
  if (!proposal.install.empty()) value["install"] = proposal.install;
  return value;
}

json attempt_value(const Attempt& attempt) {
  json proposals = json::array();
  for (const auto& proposal : attempt.proposals) proposals.push_back(proposal_value(proposal));
  return {{"number", attempt.number},
          {"problems", attempt.problems},
          {"proposals", proposals},
          {"verdict",
           {{"kind", name(attempt.verdict.kind)}, {"reason", attempt.verdict.reason}, {"run", attempt.verdict.run}}},
          {"ms", static_cast<double>(attempt.wall_us) / 1000.0},
          {"cost_usd", attempt.cost_usd}};
}

std::string dump(const json& value) { return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string suggestions_json(const engine::Suggestions& suggestions) {
  json problems = json::array();
  for (std::size_t i = 0; i < suggestions.session.problems.size(); ++i) {
    auto value = problem_value(suggestions.session.problems[i]);
    value["proposals"] = json::array();
    if (i < suggestions.proposals.size())
      for (const auto& proposal : suggestions.proposals[i]) value["proposals"].push_back(proposal_value(proposal));
    problems.push_back(std::move(value));
  }
  return dump({{"schema", 1}, {"exit_code", suggestions.session.exit_code}, {"problems", problems}});
}

std::string report_json(const Session& session) {
  json report = {{"schema", 1},
                 {"outcome", name(session.outcome)},
                 {"exit_code", session.exit_code},
                 {"session_id", session.id},
                 {"isolation", name(session.isolation)},
                 {"command", session.command},
                 {"folder", session.folder},
                 {"root", session.root},
                 {"started_at", session.started_at},
                 {"runs", session.runs.size()},
                 {"checks", session.checks},
                 {"run_details", json::array()},
                 {"problems", json::array()},
                 {"remaining", json::array()},
                 {"attempts", json::array()},
                 {"patch", session.patch},
                 {"files", json::array()},
                 {"applied", session.applied},
                 {"advice", session.advice},
                 {"cost", {{"usd", session.cost_usd}}},
                 {"times",
                  {{"command_ms", static_cast<double>(session.command_us) / 1000.0},
                   {"engine_ms", static_cast<double>(session.engine_us) / 1000.0}}}};
  for (const auto& run : session.runs)
    report["run_details"].push_back({{"number", run.number},
                                     {"exit_code", run.exit_code},
                                     {"signal", run.signal},
                                     {"isolation", name(run.isolation)},
                                     {"ms", static_cast<double>(run.wall_us) / 1000.0},
                                     {"cpu_ms", static_cast<double>(run.cpu_us) / 1000.0},
                                     {"peak_memory_bytes", run.peak_memory_bytes}});
  for (const auto& problem : session.problems) report["problems"].push_back(problem_value(problem));
  for (const auto& problem : session.remaining) report["remaining"].push_back(problem_value(problem));
  for (const auto& attempt : session.attempts) report["attempts"].push_back(attempt_value(attempt));
  for (const auto& file : session.files)
    report["files"].push_back({{"path", file.path},
                               {"before", file.before_hash},
                               {"after", file.after_hash},
                               {"lines_added", file.lines_added},
                               {"lines_removed", file.lines_removed}});
  return dump(report);
}

}  // namespace fixpoint::cli
