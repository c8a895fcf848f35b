// msgfmt: "po/de.po:12: syntax error", "msgfmt: found 1 fatal error".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::msgfmt {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head_of(cursor.peek(), {".po", ".pot"});
  if (!head || head->rest.empty() || head->rest.starts_with("...") || head->rest.starts_with("this is the location"))
    return std::nullopt;
  const bool warning = head->rest.starts_with("warning: ");
  auto diagnostic = finding(*head, warning ? Severity::warning : Severity::error);
  if (warning) diagnostic.message.erase(0, 9);
  if (head->rest.find("syntax error") != std::string_view::npos ||
      head->rest.find("parse error") != std::string_view::npos || head->rest.starts_with("keyword "))
    diagnostic.category = Category::syntax_error;
  else if (!warning)
    diagnostic.category = Category::compiler_error;
  diagnostic.phase = Phase::compile;
  cursor.take();
  if (cursor.peek().starts_with("msgfmt: ")) cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "msgfmt",
          .starts = R"(^[^\s:#][^:]*\.pot?:\d+(:\d+)?: )",
          .read = read,
          .about = "msgfmt: translations that cannot be compiled.",
          .example_command = "msgfmt -c de.po",
          .homepage = "https://www.gnu.org/software/gettext/"};
}

}  // namespace fixpoint::diagnose::formats::msgfmt
