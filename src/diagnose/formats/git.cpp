// git: conflicts ("CONFLICT (content): Merge conflict in f"), rejected pushes, "fatal: ..." and "error: ..." in git's
// own wordings, with the hints below.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::git {
namespace {

struct Wording {
  base::Regex regex;
  Category category;
  Phase phase;
};

/// After "fatal: " and "error: ", which many programs print: only what is surely git's.
const Wording* wording_of(std::string_view text) {
  static const Wording kWordings[] = {
      {base::Regex(R"(^unable to access ')"), Category::network, Phase::environment},
      {base::Regex(
           R"(^(?:The requested URL returned error|RPC failed|unable to look up|early EOF|fetch-pack|the remote end hung up))"),
       Category::network, Phase::environment},
      {base::Regex(
           R"(^(?:Authentication failed for|could not read Username|could not read Password|detected dubious ownership))"),
       Category::permission, Phase::environment},
      {base::Regex(
           R"(^(?:Could not read from remote repository|repository '.*' (?:does not exist|not found)|'.*' does not appear to be a git repository))"),
       Category::network, Phase::environment},
      {base::Regex(R"(^Unable to create '.*\.lock': File exists|^could not lock|^cannot lock ref)"),
       Category::lock_held, Phase::environment},
      {base::Regex(R"(^(?:not a git repository|not in a git directory|this operation must be run in a work tree))"),
       Category::configuration, Phase::environment},
      {base::Regex(
           R"(^(?:failed to push some refs|src refspec .* does not match any|No configured push destination))"),
       Category::configuration, Phase::run},
      {base::Regex(
           R"(^pathspec '.*' did not match|^ambiguous argument '|^bad revision|^invalid reference|^invalid upstream|^Not a valid object name|^bad object|^couldn't find remote ref|^Remote branch .* not found)"),
       Category::configuration, Phase::run},
      {base::Regex(
           R"(^(?:cannot rebase|cannot pull with rebase|Your local changes to the following|The following untracked working tree|you need to resolve your current index|Merging is not possible|Pulling is not possible|Committing is not possible|Exiting because of|You have not concluded|Need to specify how to reconcile|Not possible to fast-forward|refusing to merge unrelated|additionally, your index|Please commit or stash))"),
       Category::configuration, Phase::run},
      {base::Regex(
           R"(^(?:could not apply|patch failed|.*: patch does not apply|corrupt patch|can't open patch|.*: does not exist in index|.*: already exists in (?:index|working directory)))"),
       Category::configuration, Phase::run},
      {base::Regex(
           R"(^(?:destination path '.*' already exists|a branch named '.*' already exists|'.*' already exists|revert failed|clone of '.*' into submodule|empty ident name|unable to auto-detect email|Unable to find current|transport '.*' not allowed|No url found for submodule|bad config|index file corrupt|bad signature|loose object))"),
       Category::configuration, Phase::run},
      {base::Regex(R"(^(?:unable to write|write error|sha1 file .* write error).*No space left)"),
       Category::disk_full, Phase::environment},
      {base::Regex(
           R"(^(?:insufficient permission for adding|unable to unlink old|unable to create file .*Permission denied))"),
       Category::permission, Phase::environment},
  };
  for (const auto& wording : kWordings)
    if (wording.regex.find(text)) return &wording;
  return nullptr;
}

void take_hints(OutputCursor& cursor, Diagnostic& diagnostic) {
  constexpr int kMost = 40;
  for (int lines = 0; lines < kMost && cursor.peek().starts_with("hint: "); ++lines)
    diagnostic.related.push_back({{}, std::string(cursor.take())});
}

/// "CONFLICT (content): Merge conflict in f", or another kind with a sentence of its own.
std::optional<Diagnostic> read_conflict(OutputCursor& cursor) {
  static const base::Regex kConflict(R"(CONFLICT \(([^)]+)\): (.*)$)");
  static const base::Regex kFile(R"(^Merge conflict in (.*)$)");
  static const base::Regex kDeleted(R"(^(\S.*?) deleted in )");
  Diagnostic diagnostic;
  if (!kConflict.find(cursor.peek(), &diagnostic.code, &diagnostic.message)) return std::nullopt;
  cursor.take();
  if (!kFile.full_match(diagnostic.message, &diagnostic.place.file))
    (void)kDeleted.find(diagnostic.message, &diagnostic.place.file);
  diagnostic.category = Category::configuration;
  diagnostic.phase = Phase::run;
  constexpr int kMost = 4;
  for (int lines = 0; lines < kMost; ++lines) {
    const auto more = cursor.peek();
    if (!more.starts_with("Automatic merge failed") && !more.starts_with("error: could not apply") &&
        !more.starts_with("Could not apply"))
      break;
    diagnostic.related.push_back({{}, std::string(cursor.take())});
    take_hints(cursor, diagnostic);
  }
  return diagnostic;
}

/// " ! [rejected]        master -> master (non-fast-forward)"
std::optional<Diagnostic> read_rejected(OutputCursor& cursor) {
  static const base::Regex kRejected(R"(^ ! \[(rejected|remote rejected)\] +(\S+) -> (\S+) \((.*)\)$)");
  Diagnostic diagnostic;
  std::string from, to, reason;
  if (!kRejected.full_match(cursor.peek(), &diagnostic.code, &from, &to, &reason)) return std::nullopt;
  diagnostic.message = "push of " + from + " to " + to + " " + diagnostic.code + ": " + reason;
  diagnostic.category = reason.find("denied") != std::string::npos || reason.find("protected") != std::string::npos
                            ? Category::permission
                            : Category::configuration;
  diagnostic.phase = Phase::run;
  cursor.take();
  if (cursor.peek().starts_with("error: failed to push some refs")) cursor.take();
  take_hints(cursor, diagnostic);
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto conflict = read_conflict(cursor)) return conflict;
  if (auto rejected = read_rejected(cursor)) return rejected;
  static const base::Regex kNoCommand(R"(^git: '(.*)' is not a git command)");
  const auto line = cursor.peek();
  Diagnostic diagnostic;
  std::string command;
  if (kNoCommand.find(line, &command)) {
    diagnostic.message = cursor.take();
    diagnostic.category = Category::missing_command;
    diagnostic.phase = Phase::environment;
    diagnostic.pattern = "'$1' is not a git command";
    diagnostic.arguments = {command};
    return diagnostic;
  }
  const bool fatal = line.starts_with("fatal: ");
  if (!fatal && !line.starts_with("error: ")) return std::nullopt;
  const auto* wording = wording_of(line.substr(7));
  if (wording == nullptr) return std::nullopt;
  diagnostic.message = line.substr(7);
  diagnostic.category = wording->category;
  diagnostic.phase = wording->phase;
  diagnostic.severity = fatal ? Severity::fatal : Severity::error;
  cursor.take();
  // Builds ask git for a version wherever they run, and go on without it.
  const bool asked = diagnostic.message.starts_with("not a git repository") ||
                     diagnostic.message.starts_with("detected dubious ownership");
  if (asked && !cursor.done()) diagnostic.severity = Severity::warning;
  constexpr int kMost = 50;
  for (int lines = 0; lines < kMost && cursor.peek().starts_with('\t'); ++lines)
    diagnostic.context += std::string(cursor.take()) + '\n';
  for (const std::string_view more : {"error: additionally, ", "error: Please commit or stash them."})
    if (cursor.peek().starts_with(more)) diagnostic.related.push_back({{}, std::string(cursor.take().substr(7))});
  take_hints(cursor, diagnostic);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "git",
          .starts = R"(CONFLICT \(|^ ! \[(rejected|remote rejected)\]|^git: '|^(fatal|error): )",
          .read = read,
          .about = "git: conflicts, rejected pushes, refused checkouts, missing repositories, locks, network",
          .example_command = "git pull",
          .homepage = "https://git-scm.com/"};
}

}  // namespace fixpoint::diagnose::formats::git
