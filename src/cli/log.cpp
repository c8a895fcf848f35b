#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/report.hpp"
#include "engine/real_world.hpp"
#include "record/sqlite.hpp"

namespace fixpoint::cli {
namespace {

struct LogFlags {
  std::string database;
  std::string outcome;
  std::string category;
  std::string since;
  std::string session;
  int limit = 20;
  bool here = false;
  bool json = false;
};

std::string command_line(const Session& session) {
  std::string line;
  for (const auto& word : session.command) line += (line.empty() ? "" : " ") + word;
  line = base::strip_escapes(line);
  constexpr std::size_t kWidth = 60;
  return line.size() > kWidth ? line.substr(0, kWidth) + "…" : line;
}

Result<Session> find(seams::Store& store, const std::string& id) {
  if (!id.empty()) {
    auto session = FIXPOINT_TRY(store.load(id));
    if (!session) return fail(ErrorCode::not_found, "no session " + id + " in the record; `fixpoint log` lists them");
    return std::move(*session);
  }
  auto newest = FIXPOINT_TRY(store.list({.outcome = {}, .folder = {}, .category = {}, .since = {}, .limit = 1}));
  if (newest.empty()) return fail(ErrorCode::not_found, "the record is empty");
  auto session = FIXPOINT_TRY(store.load(newest.front().id));
  if (!session) return fail(ErrorCode::not_found, "the record is empty");
  return std::move(*session);
}

int list(const LogFlags& flags) {
  auto store = record::open_sqlite(flags.database.empty() ? record::default_database() : flags.database);
  if (!store) return report_error(store.error());
  seams::SessionFilter filter;
  filter.category = flags.category;
  filter.since = flags.since;
  filter.limit = flags.limit;
  if (flags.here) filter.folder = engine::current_folder();
  for (const auto one : {Outcome::passed, Outcome::healed, Outcome::partial, Outcome::unhealed, Outcome::error})
    if (name(one) == flags.outcome) filter.outcome = one;
  const auto sessions = (*store)->list(filter);
  if (!sessions) return report_error(sessions.error());
  if (flags.json) {
    std::string text = "[";
    for (const auto& session : *sessions)
      text += (text.size() > 1 ? ",\n" : "\n") + std::string(base::trim_right(report_json(session)));
    fmt::print("{}\n]\n", text);
    return 0;
  }
  for (const auto& session : *sessions)
    fmt::print("{}  {}  {:8}  {:2} runs  {:7.2f} s  {}\n", session.id, session.started_at.substr(0, 19),
               name(session.outcome), session.runs.size(),
               static_cast<double>(session.command_us + session.engine_us) / 1e6, command_line(session));
  if (sessions->empty()) fmt::print("No sessions on record yet.\n");
  return 0;
}

int show(const LogFlags& flags, bool only_diff) {
  auto store = record::open_sqlite(flags.database.empty() ? record::default_database() : flags.database);
  if (!store) return report_error(store.error());
  const auto session = find(**store, flags.session);
  if (!session) return report_error(session.error());
  if (only_diff) {
    fmt::print("{}", session->patch);
    return 0;
  }
  if (flags.json) {
    fmt::print("{}", report_json(*session));
    return 0;
  }
  fmt::print("session  {}\nstarted  {}\ncommand  {}\nfolder   {}\noutcome  {}{}\nruns     {}, isolation {}\n",
             session->id, session->started_at, command_line(*session), base::strip_escapes(session->folder),
             name(session->outcome), session->applied ? " (applied)" : "", session->runs.size(),
             name(session->isolation));
  for (const auto& problem : session->problems)
    fmt::print("problem  {} {}:{}: {}\n", problem.id, base::strip_escapes(problem.primary.place.file),
               problem.primary.place.line, base::strip_escapes(problem.primary.message));
  for (const auto& attempt : session->attempts) {
    fmt::print("attempt  {} {}{}\n", attempt.number, name(attempt.verdict.kind),
               attempt.verdict.reason.empty() ? "" : ": " + base::strip_escapes(attempt.verdict.reason));
    for (const auto& proposal : attempt.proposals)
      fmt::print("         {} ({}, {:.0f}%)\n", base::strip_escapes(proposal.reason), proposal.source,
                 100 * proposal.confidence);
  }
  if (!session->patch.empty()) fmt::print("\n{}", base::strip_escapes(session->patch));
  return 0;
}

}  // namespace

void add_log(CLI::App& app, Invocation& invocation) {
  auto flags = std::make_shared<LogFlags>();
  auto* sub = app.add_subcommand("log", "What was tried, and what came of it");
  sub->add_option("--db", flags->database, "The record (default: $XDG_STATE_HOME/fixpoint/fixpoint.db)");
  sub->add_flag("--json", flags->json, "Machine-readable");
  sub->footer(
      "\nExamples:\n  fixpoint log --outcome healed --here\n  fixpoint log show\n  fixpoint log diff SESSION");
  const auto add_filters = [flags](CLI::App* to) {
    to->add_option("--outcome", flags->outcome, "Only sessions that ended so")
        ->check(CLI::IsMember({"passed", "healed", "partial", "unhealed", "error"}));
    to->add_option("--category", flags->category, "Only sessions with a problem of this category, e.g. syntax_error");
    to->add_option("--since", flags->since, "Only sessions since then: 2026-01-31 or 2026-01-31T12:00:00Z");
    to->add_option("--limit", flags->limit, "At most so many")->capture_default_str();
    to->add_flag("--here", flags->here, "Only sessions of this folder's projects");
  };
  add_filters(sub);
  auto* list_command = sub->add_subcommand("list", "List sessions, newest first");
  add_filters(list_command);
  auto* show_command = sub->add_subcommand("show", "One session: its problems, attempts and patch");
  auto* diff_command = sub->add_subcommand("diff", "The patch of one session");
  for (auto* one : {list_command, show_command, diff_command}) {
    one->add_option("--db", flags->database, "The record");
    one->add_flag("--json", flags->json, "Machine-readable");
  }
  for (auto* one : {show_command, diff_command})
    one->add_option("session", flags->session, "Its id (default: the newest)");
  sub->callback([=, &invocation] {
    if (show_command->parsed())
      invocation.exit_code = show(*flags, false);
    else if (diff_command->parsed())
      invocation.exit_code = show(*flags, true);
    else
      invocation.exit_code = list(*flags);
  });
}

}  // namespace fixpoint::cli
