// standard (JavaScript): "  /p/a.js:4:12: Missing space before function parentheses. (rule)".
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::standardjs {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (!cursor.peek().starts_with("  ")) return std::nullopt;
  auto head = read_head_of(base::trim(cursor.peek()), {".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".vue"});
  if (!head || head->column == 0 || head->rest.empty()) return std::nullopt;
  const auto code = last_word_in(head->rest, '(');
  if (!code.empty()) head->rest.remove_suffix(code.size() + 3);
  auto diagnostic = finding(*head, Severity::error, code);
  diagnostic.place.unit = ColumnUnit::utf16;
  if (head->rest.starts_with("Parsing error: ")) diagnostic.category = Category::syntax_error;
  if (code == "no-undef") diagnostic.category = Category::undefined_variable;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "standardjs",
          .language = Language::javascript,
          .starts = R"(^  [^\s(]\S*\.([cm]?[jt]sx?|vue):\d+:\d+: [A-Z\x27])",
          .read = read,
          .about = "standard: findings of the JavaScript style guide.",
          .example_command = "standard",
          .homepage = "https://standardjs.com/"};
}

}  // namespace fixpoint::diagnose::formats::standardjs
