// puppet-lint: "a.pp - ERROR: message on line 7", with or without a column and the check's name.
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::puppet_lint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(
      R"(^(\S.*\.pp) - (ERROR|WARNING): (.*) on line (\d+)(?: col(?:umn)? (\d+))?(?: \(check: (\w+)\))?$)");
  auto diagnostic = finding(Severity::warning, {});
  auto& place = diagnostic.place;
  std::string severity, column;
  if (!kLine.full_match(cursor.peek(), &place.file, &severity, &diagnostic.message, &place.line, &column,
                        &diagnostic.code))
    return std::nullopt;
  std::string_view digits = column;
  place.column = take_number(digits);
  if (severity == "ERROR") diagnostic.severity = Severity::error;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "puppet_lint",
          .starts = R"re(^\S.*\.pp - (ERROR|WARNING): .* on line \d+)re",
          .read = read,
          .about = "puppet-lint: style of Puppet manifests.",
          .example_command = "puppet-lint manifests",
          .homepage = "https://puppetlabs.github.io/puppet-lint/"};
}

}  // namespace fixpoint::diagnose::formats::puppet_lint
