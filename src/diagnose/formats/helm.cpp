// helm: "Error: INSTALLATION FAILED: ...", broken templates ("template: chart/templates/x.yaml:12:3: executing ...").
#include <string>

#include "base/regex.hpp"
#include "diagnose/environment.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::helm {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^Error: ((?:INSTALLATION FAILED|UPGRADE FAILED|ROLLBACK FAILED|UNINSTALL FAILED): .*|(?:template: |parse error at |execution error at |YAML parse error on |failed to parse \S*values|chart requires kubeVersion|Chart\.yaml file is missing).*|\d+ chart\(s\) linted, \d+ chart\(s\) failed)$)");
  static const base::Regex kTemplate(
      R"((?:template: |parse error at \(|execution error at \()([^:\s]+):(\d+)(?::(\d+))?)");
  static const base::Regex kYaml(R"(YAML parse error on (\S+?): .*line (\d+))");
  Diagnostic diagnostic;
  std::string column;
  if (!kHead.full_match(cursor.peek(), &diagnostic.message)) return std::nullopt;
  cursor.take();
  auto& place = diagnostic.place;
  diagnostic.category = Category::configuration;
  diagnostic.phase = Phase::run;
  if (kTemplate.find(diagnostic.message, &place.file, &place.line, &column)) {
    place.column = static_cast<std::uint32_t>(std::strtoul(column.c_str(), nullptr, 10));
    if (place.column != 0) ++place.column;  // Go's templates count from 0
    const bool parse = diagnostic.message.find("parse error at") != std::string::npos ||
                       diagnostic.message.find(": executing ") == std::string::npos;
    diagnostic.category = parse ? Category::syntax_error : Category::runtime_error;
    diagnostic.phase = parse ? Phase::parse : Phase::configure;
  } else if (kYaml.find(diagnostic.message, &place.file, &place.line)) {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  } else if (const auto environment = environment_failure(diagnostic.message)) {
    diagnostic.category = *environment;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "helm",
      .starts =
          R"(^Error: (INSTALLATION FAILED|UPGRADE FAILED|ROLLBACK FAILED|UNINSTALL FAILED|template: |parse error at |execution error at |YAML parse error on |failed to parse \S*values|chart requires|Chart\.yaml|\d+ chart\(s\) linted))",
      .read = read,
      .about = "helm: failed releases and broken charts",
      .example_command = "helm install shop ./chart",
      .homepage = "https://helm.sh/"};
}

}  // namespace fixpoint::diagnose::formats::helm
