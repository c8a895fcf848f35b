#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "engine/real_world.hpp"
#include "record/sqlite.hpp"
#include "run/runner.hpp"
#include "verify/workspace.hpp"

namespace fixpoint::cli {
namespace {

enum class State { good, limited, missing };

struct Finding {
  std::string what;
  State state = State::good;
  std::string detail;
  std::string remedy;
};

struct Tool {
  std::string_view language;
  std::vector<std::string> command;  ///< prints a version
  std::string_view remedy;
};

const std::vector<Tool>& tools() {
  static const std::vector<Tool> kTools = {
      {"C", {"gcc", "--version"}, "apt install gcc"},
      {"C++", {"g++", "--version"}, "apt install g++"},
      {"C, C++ (fix-its)", {"clang", "--version"}, "apt install clang"},
      {"build", {"make", "--version"}, "apt install make"},
      {"build", {"cmake", "--version"}, "apt install cmake"},
      {"Rust", {"cargo", "--version"}, "see https://rustup.rs"},
      {"Go", {"go", "version"}, "apt install golang"},
      {"Python", {"python3", "--version"}, "apt install python3"},
      {"Python (fixes)", {"ruff", "--version"}, "pip install ruff"},
      {"JavaScript", {"node", "--version"}, "apt install nodejs"},
      {"TypeScript", {"npx", "--no-install", "tsc", "--version"}, "npm install --save-dev typescript"},
      {"Java", {"javac", "-version"}, "apt install default-jdk"},
      {"commits", {"git", "--version"}, "apt install git"},
  };
  return kTools;
}

Finding check_tool(seams::CommandRunner& runner, const Tool& tool) {
  Finding finding;
  finding.what =
      fmt::format("{} ({})", tool.command.front() == "npx" ? tool.command[2] : tool.command.front(), tool.language);
  Command command;
  command.argv = tool.command;
  command.folder = engine::current_folder();
  command.limits.wall = std::chrono::seconds(20);
  const auto output = runner.run(command, {});
  if (output && output->passed()) {
    finding.detail = std::string(
        base::trim(base::strip_escapes(std::string_view(output->bytes).substr(0, output->bytes.find('\n')))));
  } else {
    finding.state = State::missing;
    finding.detail = output ? "does not run" : "not installed";
    finding.remedy = tool.remedy;
  }
  return finding;
}

Finding check_isolation(seams::CommandRunner& runner) {
  const auto report = verify::probe_isolation(runner, engine::state_folder());
  Finding finding{"isolation", State::good, std::string(name(report.reached)), ""};
  if (report.reached != Isolation::full) {
    finding.state = State::limited;
    finding.detail += ": " + report.why;
    finding.remedy = report.remedy;
  }
  return finding;
}

Finding check_database() {
  const auto path = record::default_database();
  Finding finding{"record", State::good, path, ""};
  auto store = record::open_sqlite(path);
  if (!store) {
    finding.state = State::limited;
    finding.detail = store.error().message;
    finding.remedy = "move the file away or name another one with --db; healing works without a record";
    return finding;
  }
  return finding;
}

int doctor(bool json) {
  run::ProcessRunner runner;
  std::vector<Finding> findings{check_isolation(runner), check_database()};
  for (const auto& tool : tools()) findings.push_back(check_tool(runner, tool));
  if (json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& finding : findings)
      list.push_back({{"what", finding.what},
                      {"state", finding.state == State::good      ? "good"
                                : finding.state == State::limited ? "limited"
                                                                  : "missing"},
                      {"detail", finding.detail},
                      {"remedy", finding.remedy}});
    fmt::print("{}\n", list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return 0;
  }
  for (const auto& finding : findings) {
    const char* mark = finding.state == State::good      ? "ok     "
                       : finding.state == State::limited ? "limited"
                                                         : "missing";
    fmt::print("{}  {:24} {}\n", mark, finding.what, base::strip_escapes(finding.detail));
    if (!finding.remedy.empty()) fmt::print("         {:24} -> {}\n", "", finding.remedy);
  }
  return 0;
}

}  // namespace

void add_doctor(CLI::App& app, Invocation& invocation) {
  auto json = std::make_shared<bool>(false);
  auto* sub = app.add_subcommand("doctor", "What is installed and usable here, and how to get what is not");
  sub->add_flag("--json", *json, "Machine-readable");
  sub->callback([json, &invocation] { invocation.exit_code = doctor(*json); });
}

}  // namespace fixpoint::cli
