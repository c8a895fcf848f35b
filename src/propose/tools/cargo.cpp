// cargo and rustc with JSON messages: every suggestion with its exact edits and how sure rustc is of it.
#include <algorithm>
#include <array>

#include "base/paths.hpp"
#include "propose/tool.hpp"

namespace fixpoint::propose::tools::cargo {
namespace {

bool has(const std::vector<std::string>& argv, std::string_view start) {
  return std::ranges::any_of(argv, [&](const auto& word) { return word.starts_with(start); });
}

std::optional<Command> rustc(const ToolContext& context) {
  Command command = context.command;
  if (has(command.argv, "--error-format")) return std::nullopt;
  command.argv.emplace_back("--error-format=json");
  command.interactive = false;
  return command;
}

/// The user's cargo command as a check with JSON messages: what selects packages, targets and features stays.
std::optional<Command> cargo(const ToolContext& context) {
  static constexpr auto kChecks = std::to_array<std::string_view>(
      {"build", "b", "check", "c", "run", "r", "test", "t", "bench", "clippy", "nextest", "install", "rustc"});
  static constexpr auto kWithValue = std::to_array<std::string_view>(
      {"-p", "--package", "--exclude", "--bin", "--example", "--test", "--bench", "-F", "--features", "--target",
       "--profile", "--manifest-path", "--target-dir", "--config", "-Z", "--color", "-j", "--jobs"});
  static constexpr auto kKept = std::to_array<std::string_view>(
      {"--workspace", "--all", "--lib", "--bins", "--examples", "--tests", "--benches", "--all-targets",
       "--all-features", "--no-default-features", "--release", "-r", "--frozen", "--locked", "--offline",
       "--keep-going", "--ignore-rust-version"});
  const auto& argv = context.command.argv;
  Command command = context.command;
  command.interactive = false;
  std::vector<std::string> out{argv[0]};
  std::size_t i = 1;
  if (i < argv.size() && argv[i].starts_with('+')) out.push_back(argv[i++]);
  while (i < argv.size() && argv[i].starts_with('-')) {
    if (argv[i] != "-q" && argv[i] != "--quiet" && argv[i] != "-v") out.push_back(argv[i]);
    ++i;
  }
  if (i >= argv.size() || std::ranges::find(kChecks, argv[i]) == kChecks.end()) return std::nullopt;
  const auto& verb = argv[i++];
  const bool tests = verb == "test" || verb == "t" || verb == "bench" || verb == "nextest";
  out.emplace_back(verb == "clippy" ? "clippy" : "check");
  out.emplace_back("--message-format=json");
  bool chosen = false;
  for (; i < argv.size(); ++i) {
    if (argv[i] == "--") break;
    if (argv[i].starts_with("--message-format")) return std::nullopt;
    const auto name = argv[i].substr(0, argv[i].find('='));
    if (std::ranges::find(kWithValue, name) != kWithValue.end()) {
      if (name == "--bin" || name == "--test" || name == "--example" || name == "--bench") chosen = true;
      out.push_back(argv[i]);
      if (name == argv[i] && i + 1 < argv.size()) out.push_back(argv[++i]);
    } else if (std::ranges::find(kKept, name) != kKept.end()) {
      if (name == "--lib" || name == "--bins" || name == "--tests" || name == "--all-targets") chosen = true;
      out.push_back(argv[i]);
    }
  }
  if (tests && !chosen) out.emplace_back("--all-targets");
  if (verb == "clippy" && i < argv.size())
    out.insert(out.end(), argv.begin() + static_cast<std::ptrdiff_t>(i), argv.end());
  command.argv = std::move(out);
  return command;
}

std::optional<Command> rerun(const ToolContext& context) {
  if (context.problem.primary.tool == "rustc_json" || context.command.argv.empty()) return std::nullopt;
  const auto program = base::file_name(context.command.argv[0]);
  if (program == "rustc") return rustc(context);
  if (program == "cargo") return cargo(context);
  // Behind make or a script: the package that the message is about.
  if (!context.code.tree().read("Cargo.toml")) return std::nullopt;
  Command command = context.command;
  command.interactive = false;
  command.folder = context.code.tree().root();
  command.argv = {"cargo", "check", "--message-format=json", "--all-targets", "--workspace"};
  return command;
}

}  // namespace

Tool tool() { return {.id = "cargo", .answers = "^rustc ", .rerun = rerun}; }

}  // namespace fixpoint::propose::tools::cargo
