// Trailers of tools that run scripts: nx, Turborepo, lerna, husky, lint-staged, concurrently. They say which task
// failed; what the task printed says why.
#include "base/regex.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::js_monorepo {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kWordings[] = {
      base::Regex(R"(^\s*(?:Failed:)\s+(\S+#\S+)$)"),
      base::Regex(R"(^\s*ERROR  run failed: (command +exited \(\d+\))$)"),
      base::Regex(R"(^(?:\S+: )?ERROR: (command finished with error: .*)$)"),
      base::Regex(R"(^lerna ERR! (.* exited \d+ in '.*')$)"),
      base::Regex(R"(^husky - (\S+ (?:hook exited with|script failed|hook failed).*\d+\)?.*)$)"),
      base::Regex(R"(^\s*(?:NX|Lerna \(powered by Nx\))   (Running target .* failed|Ran target .* failed)$)"),
  };
  for (const auto& wording : kWordings) {
    Diagnostic diagnostic;
    std::string what;
    if (!wording.full_match(cursor.peek(), &what)) continue;
    cursor.take();
    diagnostic.message = "Lifecycle script failed: " + what;
    diagnostic.phase = Phase::run;
    diagnostic.category = Category::unknown;
    return diagnostic;
  }
  return std::nullopt;
}

}  // namespace

Format format() {
  return {
      .id = "js_monorepo",
      .language = Language::javascript,
      .starts =
          R"(^(Failed:|Failed tasks:|lerna ERR! )|^husky - |^ *ERROR  run failed|ERROR: command finished with error|^ (NX|Lerna \(powered by Nx\))   R)",
      .read = read,
      .about = "nx, Turborepo, lerna, husky: which task failed",
      .example_command = "nx run-many -t build",
      .homepage = "https://nx.dev/"};
}

}  // namespace fixpoint::diagnose::formats::js_monorepo
