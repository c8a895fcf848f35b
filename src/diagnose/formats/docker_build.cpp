// docker build: BuildKit's "Dockerfile:12" excerpt (">>>" marks the line) with "ERROR: failed to solve: ..." below,
// and the classic builder's "The command '/bin/sh -c ...' returned a non-zero code: 1" and "COPY failed: ...".
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/environment.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::docker_build {
namespace {

void describe(Diagnostic& diagnostic) {
  const std::string_view message = diagnostic.message;
  const auto has = [&](std::string_view text) { return message.find(text) != std::string_view::npos; };
  diagnostic.phase = Phase::configure;
  if (has("did not complete successfully: exit code: ") || has("returned a non-zero code: ")) {
    // A step's command failed: its own message, further up, tells why.
    diagnostic.phase = Phase::run;
    diagnostic.category = message.ends_with(" 127")   ? Category::missing_command
                          : message.ends_with(" 126") ? Category::permission
                          : message.ends_with(" 137") ? Category::killed
                                                      : Category::unknown;
  } else if (has("dockerfile parse error") || has("unknown instruction") || has("Dockerfile parse error")) {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  } else if (has("pull access denied") || has("insufficient_scope") || has("unauthorized")) {
    diagnostic.category = Category::permission;
  } else if (has("manifest unknown") || (has("failed to resolve source metadata") && has(": not found"))) {
    diagnostic.category = Category::missing_dependency;
  } else if (const auto environment = environment_failure(message)) {
    diagnostic.category = *environment;
  } else {
    diagnostic.category = Category::configuration;
  }
}

/// "Dockerfile:12", a rule of dashes, the excerpt, a rule of dashes.
bool take_excerpt(OutputCursor& cursor, Diagnostic& diagnostic) {
  static const base::Regex kPlace(R"(^(\S+):(\d+)$)");
  if (!cursor.peek(1).starts_with("--------------------") ||
      !kPlace.full_match(cursor.peek(), &diagnostic.place.file, &diagnostic.place.line))
    return false;
  std::size_t ahead = 2;
  constexpr std::size_t kMost = 200;
  for (; ahead < kMost && !cursor.done(ahead); ++ahead) {
    const auto line = cursor.peek(ahead);
    if (line.starts_with("--------------------")) break;
    diagnostic.context += std::string(line) + '\n';
  }
  if (!cursor.peek(ahead).starts_with("--------------------")) return false;
  for (std::size_t i = 0; i <= ahead; ++i) (void)cursor.take();
  return true;
}

bool read_message(OutputCursor& cursor, Diagnostic& diagnostic) {
  static const base::Regex kSolve(
      R"(^(?:(?:ERROR|error|Error): )?(?:buildx failed with: )?(?:(?:ERROR|error): )?(failed to (?:solve|build|read dockerfile|receive status|fetch).*|unable to prepare context: .*|[Dd]ockerfile parse error.*|resolve : .*)$)");
  static const base::Regex kClassic(
      R"(^((?:The command '.*'|The command ".*") returned a non-zero code: \d+|(?:COPY|ADD) failed: .*)$)");
  static const base::Regex kLine(R"((?i)dockerfile parse error (?:on )?line (\d+))");
  if (!kSolve.full_match(cursor.peek(), &diagnostic.message) &&
      !kClassic.full_match(cursor.peek(), &diagnostic.message))
    return false;
  cursor.take();
  if (diagnostic.place.line == 0 && kLine.find(diagnostic.message, &diagnostic.place.line))
    diagnostic.place.file = "Dockerfile";
  return true;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto probe = cursor;
  Diagnostic diagnostic;
  (void)take_excerpt(probe, diagnostic);
  if (!read_message(probe, diagnostic)) return std::nullopt;
  cursor = probe;
  Diagnostic again;  // buildx says it once more
  if (read_message(probe, again) && again.message == diagnostic.message) cursor = probe;
  describe(diagnostic);
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "docker_build",
      .starts =
          R"([Dd]ockerfile\S*:\d+$|(ERROR|error|Error): failed to (solve|build|read|receive|fetch)|^failed to solve|returned a non-zero code: \d+$|^(COPY|ADD) failed: |unable to prepare context: |[Dd]ockerfile parse error)",
      .read = read,
      .about = "docker build: BuildKit and the classic builder",
      .example_command = "docker build .",
      .homepage = "https://docs.docker.com/reference/cli/docker/buildx/build/"};
}

}  // namespace fixpoint::diagnose::formats::docker_build
