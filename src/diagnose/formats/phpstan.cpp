// phpstan: raw ("a.php:10:message") and table format.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::phpstan {
namespace {

std::optional<Diagnostic> read_raw(OutputCursor& cursor) {
  const auto line = cursor.peek();
  const auto head = read_head_of(line, {".php", ".phtml", ".inc"});
  if (!head || head->column != 0 || head->rest.empty() || head->rest.data()[-1] != ':') return std::nullopt;
  cursor.take();
  return finding(*head, Severity::error);
}

/// "  10     Message", with more of it below, indented and without a number; the file stands in the table's head.
std::optional<Diagnostic> read_row(OutputCursor& cursor) {
  static const base::Regex kRow(R"(^  (\d+)  +(\S.*?)\s*$)");
  static const base::Regex kMore(R"(^ {6,}(\S.*?)\s*$)");
  static const base::Regex kFile(R"(^  Line  +(\S.*?)\s*$)");
  auto diagnostic = finding(Severity::error, {});
  if (!kRow.full_match(cursor.peek(), &diagnostic.place.line, &diagnostic.message)) return std::nullopt;
  constexpr std::size_t kFarthest = 500;
  for (std::size_t back = 1; back < kFarthest && diagnostic.place.file.empty(); ++back)
    if (!cursor.peek_back(back).starts_with(' ') || kFile.full_match(cursor.peek_back(back), &diagnostic.place.file))
      break;
  if (diagnostic.place.file.empty()) return std::nullopt;
  cursor.take();
  std::string more;
  for (int lines = 0; lines < 10 && kMore.full_match(cursor.peek(), &more); ++lines) {
    cursor.take();
    if (more.starts_with("🪪")) {
      diagnostic.code = base::trim(std::string_view(more).substr(std::string_view("🪪").size()));
    } else if (!more.starts_with("💡") && !more.starts_with("✏")) {
      diagnostic.message += " " + more;
    }
  }
  return diagnostic;
}

void classify(Diagnostic& diagnostic) {
  const std::string_view message = diagnostic.message;
  const auto has = [&](std::string_view text) { return message.find(text) != std::string_view::npos; };
  diagnostic.category = message.starts_with("Syntax error")                            ? Category::syntax_error
                        : has("Undefined variable")                                    ? Category::undefined_variable
                        : message.starts_with("Function ") && has(" not found")        ? Category::undefined_variable
                        : has("unknown class") || (has("class ") && has(" not found")) ? Category::missing_import
                        : has("undefined method") || has("undefined property")         ? Category::missing_member
                        : has(" invoked with ")                                        ? Category::wrong_arguments
                        : has(" expects ") || has("should return ") || has("not accept") ? Category::type_mismatch
                                                                                         : Category::lint;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto diagnostic = cursor.peek().starts_with(' ') ? read_row(cursor) : read_raw(cursor);
  if (diagnostic) classify(*diagnostic);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "phpstan",
          .starts = R"re(^[^\s:][^:]*\.(php|phtml|inc):\d+:[^\s\d]|^  \d+  +[A-Z])re",
          .read = read,
          .about = "phpstan: raw and table format.",
          .example_command = "phpstan analyse --error-format=raw src",
          .homepage = "https://phpstan.org/"};
}

}  // namespace fixpoint::diagnose::formats::phpstan
