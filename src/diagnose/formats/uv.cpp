// uv: "error: what failed" with its causes below ("  cause: ...") and, before, "  × what failed" with "  ╰─▶ why".
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/environment.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::uv {
namespace {

void describe(Diagnostic& diagnostic) {
  static const base::Regex kUnknown(
      R"(Because (\S+) was not found in the (?:package registry|provided package locations))");
  static const base::Regex kToml(R"(Failed to parse: `?([^`\s]+\.toml)`?)");
  static const base::Regex kAt(R"(TOML parse error at line (\d+), column (\d+))");
  const auto has = [&](std::string_view text) { return diagnostic.message.find(text) != std::string::npos; };
  diagnostic.phase = Phase::install;
  std::string name;
  if (kUnknown.find(diagnostic.message, &name)) {
    diagnostic.category = Category::missing_dependency;
    diagnostic.pattern = "package '$1' was not found";
    diagnostic.arguments = {name};
  } else if (has("No solution found")) {
    diagnostic.category = Category::version_mismatch;
  } else if (has("TOML parse error")) {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
    (void)kToml.find(diagnostic.message, &diagnostic.place.file);
    (void)kAt.find(diagnostic.message, &diagnostic.place.line, &diagnostic.place.column);
    diagnostic.place.unit = ColumnUnit::code_point;
  } else if (has("build backend") || has("Failed to build")) {
    diagnostic.category = Category::compiler_error;
  } else if (has("Request failed") || has("Failed to fetch") || has("error sending request")) {
    diagnostic.category = Category::network;
  } else {
    diagnostic.category = environment_failure(diagnostic.message).value_or(Category::configuration);
  }
}

/// The text of a line of causes; nothing for other lines.
std::optional<std::string_view> cause_of(std::string_view line) {
  const auto text = base::trim(line);
  for (const std::string_view mark : {"cause: ", "Caused by: ", "╰─▶ ", "├─▶ ", "│ "})
    if (line.starts_with("  ") && text.starts_with(mark)) return text.substr(mark.size());
  return std::nullopt;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(?:error: |  × )(\S.*)$)");
  Diagnostic diagnostic;
  if (!kHead.full_match(cursor.peek(), &diagnostic.message) || !cause_of(cursor.peek(1))) return std::nullopt;
  cursor.take();
  // A cause goes on below, further indented. What a build printed stands there too, behind an empty line: it stays
  // for the others.
  constexpr int kMost = 60;
  for (int lines = 0; lines < kMost && !cursor.done(); ++lines) {
    const auto line = cursor.peek();
    static const base::Regex kExcerpt(R"(^ +(?:\d+ )?\|)");
    if (kExcerpt.find(line))
      diagnostic.context += std::string(line) + '\n';
    else if (const auto cause = cause_of(line))
      diagnostic.message += ": " + std::string(*cause);
    else if (line.starts_with("      ") && !base::trim(line).starts_with('['))
      diagnostic.message += ' ' + std::string(base::trim(line));
    else
      break;
    cursor.take();
  }
  describe(diagnostic);
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "uv",
      .language = Language::python,
      .starts =
          R"(^(error: |  × )(No solution found|Failed to (parse|build|fetch|download|prepare|resolve|install|read|spawn|determine)|The build backend|Request failed|Distribution not found|Querying|Could not|Project ))",
      .read = read,
      .about = "uv: requirements that cannot be met, broken project files, failed builds and downloads",
      .example_command = "uv sync",
      .homepage = "https://docs.astral.sh/uv/"};
}

}  // namespace fixpoint::diagnose::formats::uv
