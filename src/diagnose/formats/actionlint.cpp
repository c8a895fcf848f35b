// actionlint: ".github/workflows/a.yml:3:5: message [rule]", with an excerpt below.
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::actionlint {
namespace {

bool is_excerpt(std::string_view line) {
  line = base::trim(line);
  take_number(line);
  line = base::trim(line);
  return line.starts_with('|');
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto head = read_head_of(cursor.peek(), {".yml", ".yaml"});
  if (!head || head->column == 0) return std::nullopt;
  const auto code = last_word_in(head->rest, '[');
  if (code.empty()) return std::nullopt;
  head->rest.remove_suffix(code.size() + 3);
  auto diagnostic = finding(*head, Severity::error, code);
  if (code == "syntax-check") diagnostic.category = Category::configuration;
  cursor.take();
  take_excerpt(cursor, diagnostic, is_excerpt);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "actionlint",
          .starts = R"(\.ya?ml:\d+:\d+: [^\[].* \[[a-z-]+\]$)",
          .read = read,
          .about = "actionlint: mistakes in GitHub Actions workflows.",
          .example_command = "actionlint",
          .homepage = "https://github.com/rhysd/actionlint"};
}

}  // namespace fixpoint::diagnose::formats::actionlint
