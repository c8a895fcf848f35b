// brakeman --format tabs: file, line, kind, category, message, confidence.
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::brakeman {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(
      R"(^(\S+\.(?:rb|erb|haml|slim|rake|lock|ru))(?:\t| {2,})(\d+)(?:\t| {2,})(.*\S)\s*$)");
  static const base::Regex kKind(R"(^(\S.*?)(?:\t| {2,}))");
  auto diagnostic = finding(Severity::warning, {});
  if (!kLine.full_match(cursor.peek(), &diagnostic.place.file, &diagnostic.place.line, &diagnostic.message))
    return std::nullopt;
  if (!kKind.find(diagnostic.message, &diagnostic.code)) diagnostic.code.clear();
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "brakeman",
      .starts = R"re(^\S+\.(rb|erb|haml|slim|rake|lock|ru)(\t| {2,})\d+(\t| {2,})\S.*\b(High|Medium|Weak|Low)\s*$)re",
      .read = read,
      .about = "brakeman --format tabs: security warnings of Rails code.",
      .example_command = "brakeman --quiet --format tabs",
      .homepage = "https://brakemanscanner.org/"};
}

}  // namespace fixpoint::diagnose::formats::brakeman
