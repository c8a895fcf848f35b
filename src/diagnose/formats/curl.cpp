// curl: "curl: (6) Could not resolve host: x", perhaps behind the progress meter.
#include <string>

#include "base/regex.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::curl {
namespace {

/// From the exit status, as curl documents it.
Category category_of(int code) {
  switch (code) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 26:
    case 37:
    case 48:
      return Category::configuration;
    case 23:
      return Category::disk_full;
    case 27:
      return Category::out_of_memory;
    case 9:
    case 67:
      return Category::permission;
    default:
      return Category::network;
  }
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"((?:^|[^A-Za-z_"'`])curl: \((\d+)\) (.*)$)");
  Diagnostic diagnostic;
  int code = 0;
  if (!kHead.find(cursor.peek(), &code, &diagnostic.message)) return std::nullopt;
  diagnostic.code = std::to_string(code);
  diagnostic.category = category_of(code);
  diagnostic.phase = Phase::environment;
  cursor.take();
  if (cursor.peek().find("Will retry") != std::string_view::npos) diagnostic.severity = Severity::warning;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "curl",
          .starts = R"(curl: \(\d+\) )",
          .read = read,
          .about = "curl: transfers that failed",
          .example_command = "curl -fsSL https://example.org/install.sh",
          .homepage = "https://curl.se/"};
}

}  // namespace fixpoint::diagnose::formats::curl
