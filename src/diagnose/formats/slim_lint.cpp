// slim-lint: "a.slim:16 [W] LineLength: Line is too long. [82/80]".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::slim_lint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) { return read_template_finding(cursor, ".slim"); }

}  // namespace

Format format() {
  return {.id = "slim_lint",
          .starts = R"re(\.slim:\d+ \[[EWF]\] )re",
          .read = read,
          .about = "slim-lint: findings in Slim templates.",
          .example_command = "slim-lint app/views",
          .homepage = "https://github.com/sds/slim-lint"};
}

}  // namespace fixpoint::diagnose::formats::slim_lint
