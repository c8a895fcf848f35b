// Playwright: "  1) [chromium] › file:2:1 › title ───", the error, a code frame and a stack, indented by four.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::playwright {
namespace {

constexpr std::size_t kBody = 400;
constexpr std::size_t kMessage = 60;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^  \d+\) (?:\[([^\]]+)\] › )?(\S.*?\.[cm]?[jt]sx?):(\d+):(\d+) › (.*?)[ ─]*$)");
  Diagnostic diagnostic;
  Place test;
  std::string project, title;
  if (!kHead.full_match(cursor.peek(), &project, &test.file, &test.line, &test.column, &title) ||
      !cursor.peek(1).empty() || !cursor.peek(2).starts_with("    "))
    return std::nullopt;
  test.unit = ColumnUnit::utf16;
  cursor.take();
  std::string message;
  std::size_t lines = 0;
  bool below = false;
  for (std::size_t i = 0; i < kBody && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    if (!line.empty() && !line.starts_with("    ")) break;
    const auto text = base::trim(line);
    if (text.starts_with("at ")) {
      Diagnostic stack;
      frontend::take_stack(cursor, stack);
      if (diagnostic.related.empty()) diagnostic.related = std::move(stack.related);
      below = true;
    } else if (frontend::is_code_frame(line)) {
      frontend::take_code_frame(cursor, diagnostic);
      below = true;
    } else if (text.starts_with("Retry #") || text.starts_with("attachment #") ||
               text.starts_with("Error Context:")) {
      below = true;
      cursor.take();
    } else {
      if (!below && lines < kMessage && (!text.empty() || !message.empty())) {
        if (++lines > 1) message += '\n';
        message += text;
      }
      cursor.take();
    }
  }
  while (message.ends_with('\n')) message.pop_back();
  if (message.empty()) message = title;
  frontend::explain_failure(diagnostic, std::move(message));
  diagnostic.place = {};
  javascript::place_by_frames(diagnostic);
  if (diagnostic.place.file.empty()) diagnostic.place = test;
  diagnostic.context = "test: " + title + "\n" + diagnostic.context;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "playwright",
          .language = Language::javascript,
          .starts = R"(^  \d+\) )",
          .read = read,
          .about = "Playwright's failed tests as its list, line and dot reporters print them",
          .example_command = "playwright test",
          .homepage = "https://playwright.dev/"};
}

}  // namespace fixpoint::diagnose::formats::playwright
