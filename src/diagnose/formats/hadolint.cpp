// hadolint: "Dockerfile:3 DL3008 warning: Pin versions in apt get install".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::hadolint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kRest(R"(^((?:DL|SC)\d{4}) (?:(error|warning|info|style): )?(.*)$)");
  auto diagnostic = finding(Severity::warning, {});
  const auto head = read_line_head(cursor.peek());
  std::string severity;
  if (!head || !kRest.full_match(head->rest, &diagnostic.code, &severity, &diagnostic.message)) return std::nullopt;
  diagnostic.place = place_of(*head);
  if (severity == "error") diagnostic.severity = Severity::error;
  if (severity == "info" || severity == "style") diagnostic.severity = Severity::info;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "hadolint",
          .starts = R"(^[^\s:][^:]*:\d+ (DL|SC)\d{4} )",
          .read = read,
          .about = "hadolint: findings in Dockerfiles.",
          .example_command = "hadolint Dockerfile",
          .homepage = "https://github.com/hadolint/hadolint"};
}

}  // namespace fixpoint::diagnose::formats::hadolint
