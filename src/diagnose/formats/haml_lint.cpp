// haml-lint: "a.haml:16 [W] LineLength: Line is too long. [82/80]".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto head = read_line_head(cursor.peek());
  if (!head || !head->file.ends_with(".haml") || head->rest.size() < 5 || head->rest[0] != '[' ||
      head->rest[2] != ']')
    return std::nullopt;
  const auto severity = severity_of_letter(head->rest[1]);
  head->rest.remove_prefix(4);
  const auto code = first_word(head->rest);
  if (!code.empty()) head->rest.remove_prefix(code.size() + 2);
  cursor.take();
  return finding(*head, severity, code);
}

}  // namespace

Format haml_lint() {
  return {.id = "haml_lint",
          .starts = R"re(\.haml:\d+ \[[EWF]\] )re",
          .read = read,
          .about = "haml-lint: findings in HAML templates.",
          .example_command = "haml-lint app/views",
          .homepage = "https://github.com/sds/haml-lint"};
}

}  // namespace fixpoint::diagnose::formats
