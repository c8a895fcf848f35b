// A session with something in every field.
#pragma once

#include <string>

#include "fixpoint/session.hpp"

namespace fixpoint::record {

inline Problem sample_problem(const std::string& id, const std::string& pattern) {
  Problem problem;
  problem.id = id;
  problem.category = Category::undefined_variable;
  problem.primary = {
      .tool = "gcc",
      .code = "-Wimplicit",
      .severity = Severity::fatal,
      .category = Category::undefined_variable,
      .phase = Phase::compile,
      .language = Language::c,
      .message = "'conut' undeclared; did you mean 'count'?",
      .pattern = "'$1' undeclared",
      .arguments = {"conut"},
      .folder = "build",
      .place = {.file = "src/main.c",
                .line = 3,
                .column = 7,
                .end_line = 3,
                .end_column = 12,
                .unit = ColumnUnit::display},
      .related = {{.place = {.file = "src/main.h", .line = 1}, .message = "declared here"}},
      .suggestions = {{.message = "use count",
                       .safety = Safety::likely,
                       .edits = {{.place = {.file = "src/main.c", .line = 3, .column = 7}, .replacement = "count"}}}},
      .context = "  3 | conut\n    | ^~~~~",
      .raw_begin = 10,
      .raw_end = 90};
  problem.follow_ons = {problem.primary};
  problem.folded_by = "same name";
  problem.fingerprint = {.version = 1, .level = {"text-" + id, "frame-" + id, pattern, "class"}};
  return problem;
}

inline Proposal sample_proposal(const std::string& source, const std::string& problem) {
  return {.edits = {{.file = "src/main.c", .begin = 20, .end = 25, .replacement = std::string("count\0\xff", 7)},
                    {.file = "src/new.c", .begin = 0, .end = 0, .replacement = ""}},
          .by = ProposerKind::fixer,
          .source = source,
          .problems = {problem},
          .safety = Safety::likely,
          .confidence = 0.75,
          .reason = "the only near name",
          .install = "apt-get install gcc"};
}

inline Session sample_session(const std::string& id) {
  Session session;
  session.id = id;
  session.kind = "heal";
  session.command = {"make", "-j2", "all targets"};
  session.folder = "/home/me/project/src";
  session.root = "/home/me/project";
  session.started_at = "2026-01-31T12:34:56.789Z";
  session.outcome = Outcome::healed;
  session.exit_code = 0;
  session.isolation = Isolation::full;
  session.runs = {{.number = 0,
                   .exit_code = 2,
                   .signal = 0,
                   .isolation = Isolation::none,
                   .wall_us = 1500,
                   .cpu_us = 900,
                   .peak_memory_bytes = 12'000'000,
                   .output_hash = "abc"},
                  {.number = 1,
                   .exit_code = 0,
                   .signal = 0,
                   .isolation = Isolation::full,
                   .wall_us = 1600,
                   .cpu_us = 950,
                   .peak_memory_bytes = 12'500'000,
                   .output_hash = "def"}};
  session.checks = 3;
  session.problems = {sample_problem("p1", "pattern-1"), sample_problem("p2", "pattern-2")};
  session.remaining = {sample_problem("p3", "pattern-3")};
  session.attempts = {
      {.number = 1,
       .problems = {"p1"},
       .proposals = {sample_proposal("c/misspelt_name", "p1")},
       .verdict = {.kind = VerdictKind::no_change, .reason = "the same problems", .run = 1},
       .wall_us = 1700,
       .cost_usd = 0.25},
      {.number = 2,
       .problems = {"p1", "p2"},
       .proposals = {sample_proposal("c/missing_semicolon", "p1"), sample_proposal("c/misspelt_name", "p2")},
       .verdict = {.kind = VerdictKind::passed, .reason = "", .run = 2},
       .wall_us = 1800,
       .cost_usd = 0}};
  session.edits = {{.file = "src/main.c", .begin = 1, .end = 2, .replacement = "x"}};
  session.patch = "--- a/src/main.c\n+++ b/src/main.c\n@@ -1 +1 @@\n-conut\n+count\n";
  session.files = {
      {.path = "src/main.c", .before_hash = "1", .after_hash = "2", .lines_added = 1, .lines_removed = 1}};
  session.applied = true;
  session.advice = "nothing to do";
  session.command_us = 3100;
  session.engine_us = 20'000;
  session.cost_usd = 0.25;
  return session;
}

}  // namespace fixpoint::record
