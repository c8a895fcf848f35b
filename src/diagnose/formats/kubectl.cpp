// kubectl: "error: ..." in its own wordings, "Error from server (NotFound): ...", "The Deployment "x" is invalid:
// ...", "The connection to the server ... was refused".
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::kubectl {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kServer(R"(^Error from server(?: \((\w+)\))?: (.*)$)");
  static const base::Regex kFile(
      R"re(^error: (?:error parsing|unable to decode|error validating|unable to recognize|resource mapping not found for name: .* from) "?([^"\s:]+)"?: .*$)re");
  static const base::Regex kMissing(R"re(^error: the path "([^"]+)" does not exist$)re");
  static const base::Regex kInvalid(R"re(^The (\w+) "([^"]+)" is invalid: ?(.*)$)re");
  static const base::Regex kYaml(R"(yaml: line (\d+):)");
  Diagnostic diagnostic;
  diagnostic.phase = Phase::run;
  diagnostic.category = Category::configuration;
  auto& place = diagnostic.place;
  std::string kind, name, text;
  const auto line = cursor.peek();
  const bool named = kFile.full_match(line, &place.file) || kMissing.full_match(line, &place.file);
  if (named) {
    diagnostic.message = line.substr(7);
    diagnostic.phase = Phase::configure;
    if (kYaml.find(line, &place.line) || line.find("error parsing") != std::string_view::npos) {
      diagnostic.category = Category::syntax_error;
      diagnostic.phase = Phase::parse;
    } else if (line.find("connection refused") != std::string_view::npos ||
               line.find("dial tcp") != std::string_view::npos) {
      diagnostic.category = Category::network;
    }
    cursor.take();
  } else if (kServer.full_match(line, &diagnostic.code, &diagnostic.message)) {
    if (diagnostic.code == "Forbidden" || diagnostic.code == "Unauthorized")
      diagnostic.category = Category::permission;
    if (diagnostic.code == "Timeout" || diagnostic.code == "ServiceUnavailable")
      diagnostic.category = Category::network;
    cursor.take();
  } else if (kInvalid.full_match(line, &kind, &name, &text)) {
    diagnostic.message = line;
    cursor.take();
    constexpr int kMost = 30;
    for (int lines = 0; lines < kMost && cursor.peek().starts_with("* "); ++lines)
      diagnostic.message += '\n' + std::string(cursor.take());
  } else if (line.starts_with("The connection to the server ") ||
             line.starts_with("Unable to connect to the server")) {
    diagnostic.message = cursor.take();
    diagnostic.category = Category::network;
    diagnostic.phase = Phase::environment;
  } else {
    return std::nullopt;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "kubectl",
      .starts =
          R"(^Error from server|^error: (error parsing|unable to decode|error validating|unable to recognize|resource mapping not found|the path ")|^The connection to the server |" is invalid: |^Unable to connect to the server)",
      .read = read,
      .about = "kubectl: manifests that do not parse or validate, refusals of the server",
      .example_command = "kubectl apply -f deployment.yaml",
      .homepage = "https://kubernetes.io/docs/reference/kubectl/"};
}

}  // namespace fixpoint::diagnose::formats::kubectl
