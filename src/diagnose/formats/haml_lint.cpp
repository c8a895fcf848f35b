// haml-lint: "a.haml:16 [W] LineLength: Line is too long. [82/80]".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::haml_lint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) { return read_template_finding(cursor, ".haml"); }

}  // namespace

Format format() {
  return {.id = "haml_lint",
          .starts = R"re(\.haml:\d+ \[[EWF]\] )re",
          .read = read,
          .about = "haml-lint: findings in HAML templates.",
          .example_command = "haml-lint app/views",
          .homepage = "https://github.com/sds/haml-lint"};
}

}  // namespace fixpoint::diagnose::formats::haml_lint
