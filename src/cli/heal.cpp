#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <memory>
#include <span>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commit.hpp"
#include "cli/config.hpp"
#include "cli/report.hpp"
#include "cli/status.hpp"
#include "engine/real_world.hpp"

namespace fixpoint::cli {
namespace {

struct HealFlags {
  std::string max_time = "10m";
  int max_runs = 24;
  double max_cost = 0;
  std::string timeout;
  std::string isolation;
  std::string patch_file;
  std::string report_file;
  std::string database;
  std::vector<std::string> allow;
  bool offline = false;
  bool dry_run = false;
  bool keep_partial = false;
  bool commit = false;
  bool json = false;
  bool quiet = false;
  bool no_record = false;
};

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return;  // a reader that left: the command's result still stands
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

/// Ends this process the way the command ended.
int end_like(const Session& session, const RunSummary& first) {
  if (session.outcome == Outcome::healed) return 0;
  if (first.signal != 0) {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);  // the command had its chance to dump
    signal(first.signal, SIG_DFL);
    raise(first.signal);
  }
  return session.exit_code;
}

Result<engine::HealRequest> request_of(const HealFlags& flags, const Invocation& invocation) {
  engine::HealRequest request;
  if (invocation.command.empty())
    return fail(ErrorCode::invalid_input, "no command given: put it after --, as in `fixpoint heal -- make test`");
  request.command.argv = invocation.command;
  request.command.folder = engine::current_folder();
  request.command.interactive = true;
  request.root = engine::find_root(request.command.folder, engine::home_folder());
  request.budget.max_time = FIXPOINT_TRY(parse_duration(flags.max_time));
  request.budget.max_runs = std::max(1, flags.max_runs);
  if (!flags.timeout.empty()) request.command.limits.wall = FIXPOINT_TRY(parse_duration(flags.timeout));
  if (!flags.isolation.empty()) {
    request.isolation = isolation_from_name(flags.isolation);
    if (!request.isolation) return fail(ErrorCode::invalid_input, "--isolation takes full, tree or none");
  }
  for (const auto& list : flags.allow)
    for (const auto word : base::split(list, ',')) {
      const auto name = base::lower(base::trim(word));
      if (name != "tests" && name != "config" && name != "suppress" && name != "delete" && name != "install")
        return fail(ErrorCode::invalid_input,
                    fmt::format("--allow takes tests, config, suppress, delete, install; not '{}'", name));
      request.allowed.insert(name);
    }
  request.dry_run = flags.dry_run;
  request.keep_partial = flags.keep_partial;
  return request;
}

engine::WorldOptions world_options(const HealFlags& flags, const engine::HealRequest& request, bool record) {
  return {.root = request.root,
          .isolation = request.isolation,
          .database = flags.database,
          .record = record,
          .formats = [own = std::make_shared<ActiveFormats>()]() -> std::span<const diagnose::Format> {
            auto active = active_formats();
            if (!active) {
              (void)report_error(active.error());
              return diagnose::all_formats();
            }
            *own = std::move(*active);
            return own->all;
          },
          .note = [](std::string_view text) { fmt::print(stderr, "fixpoint: {}\n", base::strip_escapes(text)); }};
}

int heal(const HealFlags& flags, const Invocation& invocation) {
  const auto request = request_of(flags, invocation);
  if (!request) return report_error(request.error());
  Status status({.quiet = flags.quiet});
  engine::RealWorld world(world_options(flags, *request, !flags.no_record));

  const auto session = engine::heal(*request, world.world(), [&](const engine::Event& event) {
    if (const auto* output = std::get_if<engine::CommandOutput>(&event))
      write_all(flags.json || output->stream == Stream::err ? STDERR_FILENO : STDOUT_FILENO, output->bytes);
    status.on(event);
  });
  if (!session) {
    const auto code = report_error(session.error());
    return session.error().code == ErrorCode::not_found ? kExitNotFound
           : session.error().code == ErrorCode::denied  ? kExitNotExecutable
                                                        : code;
  }

  status.finish(*session);
  // The command's own result stands whatever becomes of the files we were asked to write.
  if (!flags.report_file.empty()) {
    std::ofstream out(flags.report_file, std::ios::binary);
    if (!(out << report_json(*session)).flush())
      fmt::print(stderr, "fixpoint: cannot write the report to {}\n", flags.report_file);
  }
  if (!flags.patch_file.empty() && !session->patch.empty()) {
    std::ofstream out(flags.patch_file, std::ios::binary);
    if (!(out << session->patch).flush())
      fmt::print(stderr, "fixpoint: cannot write the patch to {}\n", flags.patch_file);
  }
  if (flags.json) write_all(STDOUT_FILENO, report_json(*session));
  if (flags.commit && session->outcome == Outcome::healed && session->applied)
    if (const auto done = commit(world.runner(), *session); !done) (void)report_error(done.error());
  if (session->runs.front().exit_code != 0 && world.first_run_timed_out()) return kExitTimeout;
  return end_like(*session, session->runs.front());
}

int suggest(const HealFlags& flags, const Invocation& invocation) {
  const auto request = request_of(flags, invocation);
  if (!request) return report_error(request.error());
  engine::RealWorld world(world_options(flags, *request, false));
  const auto found = engine::suggest(*request, world.world(), [&](const engine::Event& event) {
    if (const auto* output = std::get_if<engine::CommandOutput>(&event)) write_all(STDERR_FILENO, output->bytes);
  });
  if (!found) return report_error(found.error());
  if (flags.json) {
    write_all(STDOUT_FILENO, suggestions_json(*found));
  } else {
    for (std::size_t i = 0; i < found->session.problems.size(); ++i) {
      const auto& problem = found->session.problems[i];
      fmt::print("{} {}:{}: {}\n", problem.id, base::strip_escapes(problem.primary.place.file),
                 problem.primary.place.line, base::strip_escapes(problem.primary.message));
      if (i >= found->proposals.size() || found->proposals[i].empty()) {
        fmt::print("    no fix known\n");
        continue;
      }
      for (std::size_t j = 0; j < found->proposals[i].size() && j < 5; ++j) {
        const auto& proposal = found->proposals[i][j];
        fmt::print("    {:3.0f}% {} ({}, {})\n", 100 * proposal.confidence, base::strip_escapes(proposal.reason),
                   proposal.source, name(proposal.safety));
        if (!proposal.install.empty()) fmt::print("         run: {}\n", base::strip_escapes(proposal.install));
      }
    }
  }
  return found->session.exit_code;
}

void add_flags(CLI::App& sub, HealFlags& flags) {
  sub.add_flag("--offline", flags.offline, "Use no model (the default while none is configured)");
  sub.add_option("--max-time", flags.max_time, "Time for healing after the first run: 90s, 10m, 1h")
      ->capture_default_str();
  sub.add_option("--max-runs", flags.max_runs, "Runs of the command, the first included")->capture_default_str();
  sub.add_option("--max-cost", flags.max_cost, "Money for models in US dollars (none is spent offline)")
      ->capture_default_str();
  sub.add_option("--timeout", flags.timeout, "Time limit of the command itself; on reaching it: exit code 124");
  sub.add_option("--isolation", flags.isolation, "Strength demanded for verification: full, tree or none");
  sub.add_option("--db", flags.database, "The record (default: $XDG_STATE_HOME/fixpoint/fixpoint.db)");
  sub.add_option("--allow", flags.allow, "What the guard may let pass: tests, config, suppress, delete, install");
  sub.add_flag("--json", flags.json, "The report on stdout (the command's own output goes to stderr)");
}

}  // namespace

void add_heal(CLI::App& app, Invocation& invocation) {
  auto flags = std::make_shared<HealFlags>();
  auto* sub = app.add_subcommand("heal", "Run a command, and heal the project if it fails");
  add_flags(*sub, *flags);
  sub->add_flag("--dry-run", flags->dry_run, "Verify, but do not touch the tree");
  sub->add_option("--patch", flags->patch_file, "Write the patch to this file");
  sub->add_flag("--keep-partial", flags->keep_partial, "Apply what helps although the command does not pass yet");
  sub->add_option("--report", flags->report_file, "Write the report (JSON) to this file");
  sub->add_flag("--commit", flags->commit, "Commit a verified fix with git, with a note of how it was verified");
  sub->add_flag("-q,--quiet", flags->quiet, "Only the command's own output");
  sub->add_flag("--no-record", flags->no_record, "Do not write to the record");
  sub->footer(
      "\nUsage: fixpoint heal [OPTIONS] -- COMMAND [ARGUMENT...]\n\nExit code: 0 when the command passes now; else "
      "the command's own; 124 timeout, 125 our own failure,\n"
      "126 not executable, 127 not found; a signal is re-raised.\n\nExamples:\n"
      "  fixpoint heal -- make -j8 test\n"
      "  fixpoint heal --dry-run --patch fix.patch -- npx tsc --noEmit\n"
      "  fixpoint heal --max-runs 6 --report report.json -- sh -c 'cargo build && cargo test'");
  sub->callback([flags, &invocation] { invocation.exit_code = heal(*flags, invocation); });
}

void add_suggest(CLI::App& app, Invocation& invocation) {
  auto flags = std::make_shared<HealFlags>();
  auto* sub = app.add_subcommand("suggest", "List the fixes for a failing command, apply none");
  add_flags(*sub, *flags);
  sub->footer(
      "\nUsage: fixpoint suggest [OPTIONS] -- COMMAND [ARGUMENT...]\n\nExample:\n  fixpoint suggest -- gcc -c "
      "main.c");
  sub->callback([flags, &invocation] { invocation.exit_code = suggest(*flags, invocation); });
}

}  // namespace fixpoint::cli
