// What the engine costs, beside a floor measured in the same run: a plain spawn of the command, a plain memory scan
// of the log, a plain parse of the file. The last column of each pair is the ratio to its floor.
#include <benchmark/benchmark.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <string>

#include "diagnose/diagnose.hpp"
#include "propose/propose.hpp"
#include "run/runner.hpp"
#include "source/edits.hpp"

namespace {

using namespace fixpoint;

void spawn(const char* program, std::vector<const char*> argv) {
  argv.push_back(nullptr);
  pid_t child = 0;
  if (posix_spawn(&child, program, nullptr, nullptr, const_cast<char**>(argv.data()), environ) != 0) std::abort();
  int status = 0;
  waitpid(child, &status, 0);
}

void floor_spawn_true(benchmark::State& state) {
  for (auto _ : state) spawn("/bin/true", {"true"});
}

void runner_true(benchmark::State& state) {
  run::ProcessRunner runner;
  Command command;
  command.argv = {"/bin/true"};
  command.folder = "/";
  for (auto _ : state) benchmark::DoNotOptimize(runner.run(command, {}));
}

void sandboxed_true(benchmark::State& state) {
  run::ProcessRunner runner;
  Command command;
  command.argv = {"/bin/true"};
  command.folder = "/tmp";
  command.sandbox = Sandbox{.covered = {"/tmp"}, .files = {}};
  for (auto _ : state)
    if (!runner.run(command, {})) return state.SkipWithError("no sandbox on this host");
}

void heal_true(benchmark::State& state) {
  for (auto _ : state) spawn(FIXPOINT_PROGRAM, {"fixpoint", "heal", "--", "/bin/true"});
}

/// A log in which one line in a hundred is a diagnostic.
std::string log_of(std::size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i)
    text += i % 100 == 0 ? "src/module.c:" + std::to_string(i) + ":7: error: expected ';' before 'return'\n"
                         : "[" + std::to_string(i) + "/9999] Building C object CMakeFiles/app.dir/src/module.c.o\n";
  return text;
}

void floor_scan_log(benchmark::State& state) {
  const auto log = log_of(4U << 20U);
  for (auto _ : state) benchmark::DoNotOptimize(memmem(log.data(), log.size(), "no such text", 12));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * log.size()));
}

void diagnose_log(benchmark::State& state) {
  const auto log = log_of(4U << 20U);
  for (auto _ : state) benchmark::DoNotOptimize(diagnose::read_all(log));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * log.size()));
}

std::string program_text() {
  std::string text = "#include <stdio.h>\n";
  for (int i = 0; i < 40; ++i)
    text += "int f" + std::to_string(i) + "(int x) {\n  int y = x * " + std::to_string(i) + ";\n  return y;\n}\n";
  return text + "int main(void) {\n  printf(\"%d\\n\", f1(2))\n  return 0;\n}\n";
}

void floor_parse_file(benchmark::State& state) {
  const auto text = program_text();
  for (auto _ : state) benchmark::DoNotOptimize(source::error_score(text, languages::facts(Language::c)));
}

void propose_for_file(benchmark::State& state) {
  const auto text = program_text();
  const auto problems = diagnose::group(diagnose::read_all("a.c:163:24: error: expected ';' after expression\n"));
  for (auto _ : state) {
    const seams::MemoryTree tree(std::map<std::string, std::string, std::less<>>{{"a.c", text}});
    const source::Analysis code(tree);
    benchmark::DoNotOptimize(propose::proposals(problems.front(), code, "."));
  }
}

BENCHMARK(floor_spawn_true)->UseRealTime();
BENCHMARK(runner_true)->UseRealTime();
BENCHMARK(sandboxed_true)->UseRealTime();
BENCHMARK(heal_true)->UseRealTime();
BENCHMARK(floor_scan_log);
BENCHMARK(diagnose_log);
BENCHMARK(floor_parse_file);
BENCHMARK(propose_for_file);

/// Prints the usual table, then each figure as a multiple of its floor.
class Ratios : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const auto& run : runs) times_[run.run_name.function_name] = run.GetAdjustedRealTime();
  }
  void Finalize() override {
    for (const auto& [what, floor] :
         std::initializer_list<std::pair<const char*, const char*>>{{"runner_true", "floor_spawn_true"},
                                                                    {"sandboxed_true", "floor_spawn_true"},
                                                                    {"heal_true", "floor_spawn_true"},
                                                                    {"diagnose_log", "floor_scan_log"},
                                                                    {"propose_for_file", "floor_parse_file"}})
      if (times_.contains(what) && times_.contains(floor))
        GetOutputStream() << what << " / " << floor << " = " << times_[what] / times_[floor] << "\n";
  }

 private:
  std::map<std::string, double> times_;
};

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  Ratios reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}
