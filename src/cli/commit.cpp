#include "cli/commit.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace fixpoint::cli {

Result<void> commit(seams::CommandRunner& runner, const Session& session) {
  std::string command_line;
  for (const auto& word : session.command) command_line += (command_line.empty() ? "" : " ") + word;
  std::string fixed;
  for (const auto& problem : session.problems)
    fixed +=
        fmt::format("- {}:{}: {}\n", problem.primary.place.file, problem.primary.place.line, problem.primary.message);
  const auto message = base::strip_escapes(fmt::format(
      "Auto-fix: {} in {}\n\nFixed by fixpoint:\n{}\nVerified: `{}` failed before and passes with this change ({} "
      "runs, isolation {}).\n"
      "Fixpoint-Session: {}\n",
      session.problems.size() == 1 ? std::string("1 problem") : fmt::format("{} problems", session.problems.size()),
      session.files.size() == 1 ? session.files.front().path : fmt::format("{} files", session.files.size()), fixed,
      command_line, session.runs.size(), name(session.isolation), session.id));

  const auto git = [&](std::vector<std::string> words) -> Result<void> {
    Command command;
    command.argv = {"git", "-C", session.root};
    command.argv.insert(command.argv.end(), words.begin(), words.end());
    command.argv.push_back("--");
    for (const auto& file : session.files) command.argv.push_back(":(literal)" + file.path);
    command.folder = session.root;
    const auto output = FIXPOINT_TRY(runner.run(command, {}));
    if (!output.passed())
      return fail(ErrorCode::unavailable,
                  "git could not commit: " + std::string(base::trim(base::strip_escapes(output.bytes))));
    return {};
  };
  FIXPOINT_TRY_VOID(git({"add"}));
  return git({"commit", "--quiet", "--message", message, "--only"});
}

}  // namespace fixpoint::cli
