// wget: hosts that do not resolve, refused connections, HTTP errors ("2026-01-02 03:04:05 ERROR 404: Not Found.").
#include <string>

#include "base/regex.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::wget {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kOwn(R"(^wget: (.*)$)");
  static const base::Regex kRefused(R"(^Connecting to (.*)\.\.\. (failed: .*)$)");
  static const base::Regex kStatus(R"(^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d )ERROR (\d{3}): (.*)$)");
  static const base::Regex kCertificate(
      R"(^ERROR: (cannot verify .*'s certificate.*|The certificate of .* is not trusted.*)$)");
  Diagnostic diagnostic;
  std::string host, reason;
  if (kRefused.full_match(cursor.peek(), &host, &reason)) {
    diagnostic.message = "connecting to " + host + " " + reason;
  } else if (!kStatus.full_match(cursor.peek(), &diagnostic.code, &diagnostic.message) &&
             !kCertificate.full_match(cursor.peek(), &diagnostic.message) &&
             !kOwn.full_match(cursor.peek(), &diagnostic.message)) {
    return std::nullopt;
  }
  diagnostic.category = diagnostic.message.find("missing URL") != std::string::npos ||
                                diagnostic.message.find("option") != std::string::npos
                            ? Category::configuration
                            : Category::network;
  diagnostic.phase = Phase::environment;
  cursor.take();
  if (cursor.peek().starts_with("Retrying") || cursor.peek().starts_with("Connecting to "))
    diagnostic.severity = Severity::warning;
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "wget",
      .starts =
          R"(^wget: (unable|missing|unrecognized|invalid|bad|can't|server|error|note)|\.\.\. failed: |^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ERROR \d{3}: |^ERROR: (cannot verify|The certificate of))",
      .read = read,
      .about = "wget (GNU and BusyBox): downloads that failed",
      .example_command = "wget https://example.org/file.tar.gz",
      .homepage = "https://www.gnu.org/software/wget/"};
}

}  // namespace fixpoint::diagnose::formats::wget
