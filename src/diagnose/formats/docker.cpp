// docker run, pull, compose: what the client says about the daemon, and the daemon's own errors.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/environment.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::docker {
namespace {

struct Wording {
  std::string_view contains;
  Category category;
};

constexpr Wording kWordings[] = {
    {"Cannot connect to the Docker daemon", Category::network},
    {"executable file not found in $PATH", Category::missing_command},
    {"pull access denied", Category::permission},
    {"unauthorized", Category::permission},
    {"denied", Category::permission},
    {"port is already allocated", Category::lock_held},
    {"address already in use", Category::lock_held},
    {"is already in use by container", Category::lock_held},
    {"manifest unknown", Category::missing_dependency},
    {"manifest for ", Category::missing_dependency},
    {"No such image", Category::missing_dependency},
    {"No such container", Category::configuration},
    {"toomanyrequests", Category::network},
    {"no space left on device", Category::disk_full},
    {"yaml: ", Category::syntax_error},
};

void describe(Diagnostic& diagnostic) {
  diagnostic.phase = Phase::environment;
  diagnostic.category = Category::configuration;
  for (const auto& wording : kWordings)
    if (diagnostic.message.find(wording.contains) != std::string::npos) {
      diagnostic.category = wording.category;
      return;
    }
  if (const auto environment = environment_failure(diagnostic.message)) diagnostic.category = *environment;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kClient(
      R"(^(?:docker(?:-compose)?: |ERROR: |Error: )?((?:Error response from daemon: |Cannot connect to the Docker daemon|unknown command: docker ).*)$)");
  static const base::Regex kCompose(
      R"(^(?:validating (\S+\.ya?ml): .*|service ".*" (?:depends on undefined|refers to undefined|has neither an image).*|no configuration file provided: not found|ERROR: The Compose file '([^']+)' is invalid because:|ERROR: yaml\..*|dependency failed to start: .*)$)");
  static const base::Regex kYaml(R"(line (\d+))");
  Diagnostic diagnostic;
  std::string first, second;
  if (kClient.full_match(cursor.peek(), &diagnostic.message)) {
    cursor.take();
  } else if (kCompose.full_match(cursor.peek(), &first, &second)) {
    diagnostic.message = cursor.take();
    diagnostic.place.file = first.empty() ? second : first;
    constexpr int kMost = 20;
    if (!second.empty())
      for (int lines = 0; lines < kMost && !cursor.done() && !cursor.peek().empty(); ++lines)
        diagnostic.message += '\n' + std::string(cursor.take());
    (void)kYaml.find(diagnostic.message, &diagnostic.place.line);
  } else {
    return std::nullopt;
  }
  describe(diagnostic);
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "docker",
      .starts =
          R"(Error response from daemon: |Cannot connect to the Docker daemon|unknown command: docker |^validating \S+\.ya?ml: |^service "|^no configuration file provided|^ERROR: (The Compose file|yaml\.)|^dependency failed to start: )",
      .read = read,
      .about = "docker run, pull and compose: errors of the client, the daemon and compose files",
      .example_command = "docker compose up",
      .homepage = "https://docs.docker.com/"};
}

}  // namespace fixpoint::diagnose::formats::docker
