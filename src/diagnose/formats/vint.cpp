// vint: "a.vim:3:5: Use the robust operator (see Google VimScript Style Guide)".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::vint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head(cursor.peek());
  if (!head) return std::nullopt;
  auto diagnostic = finding(*head, Severity::warning);
  if (head->rest.find("(see vim-jp/vim-vimlparser)") != std::string_view::npos) {
    diagnostic.severity = Severity::error;
    diagnostic.category = Category::syntax_error;
  }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "vint",
          .starts = R"(^[^\s:][^:]*:\d+:\d+: .* \(see (:help|Google|Anti-pattern|vim-jp|https?:).*\)$)",
          .read = read,
          .about = "vint: findings in Vim script.",
          .example_command = "vint .",
          .homepage = "https://github.com/Vimjas/vint"};
}

}  // namespace fixpoint::diagnose::formats::vint
