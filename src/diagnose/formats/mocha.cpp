// mocha's spec reporter: "  1) suite", the rest of the title indented and ended by a colon, the error, its diff and
// its stack.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::mocha {
namespace {

constexpr std::size_t kTitle = 10;
constexpr std::size_t kBody = 300;
constexpr std::size_t kMessage = 60;

bool is_head(std::string_view line) {
  if (!line.starts_with("  ") || line.size() < 5 || !base::is_digit(line[2])) return false;
  auto at = line.find_first_not_of("0123456789", 2);
  return at != std::string_view::npos && line.substr(at).starts_with(") ");
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (!is_head(cursor.peek())) return std::nullopt;
  std::string title(base::trim(cursor.peek().substr(cursor.peek().find(") ") + 2)));
  std::size_t next = 1;
  while (!title.ends_with(':')) {
    const auto line = cursor.peek(next);
    if (next >= kTitle || !line.starts_with("       ")) return std::nullopt;
    title += ' ';
    title += base::trim(line);
    ++next;
  }
  title.pop_back();
  // The error is indented by at least five; a list of steps in somebody's log is not.
  const auto error = cursor.peek(next).empty() ? next + 1 : next;
  if (!cursor.peek(error).starts_with("     ")) return std::nullopt;
  static const base::Regex kError(
      R"(^ +(?:Uncaught )?(?:\S*Error|\S*Exception|\S*Rejection)\b|^ +(?:Timeout|the (?:string|object) "|\S+ was thrown))");
  bool stack = kError.find(cursor.peek(error));
  for (std::size_t i = error; !stack && i < error + kMessage && !cursor.done(i) && !is_head(cursor.peek(i)); ++i)
    stack = base::trim(cursor.peek(i)).starts_with("at ") && javascript::frame(cursor.peek(i));
  if (!stack) return std::nullopt;
  for (std::size_t i = 0; i < error; ++i) cursor.take();

  Diagnostic diagnostic;
  std::string message;
  std::size_t blanks = 0, lines = 0;
  bool diff = false;
  for (std::size_t i = 0; i < kBody && !cursor.done() && !is_head(cursor.peek()) && blanks < 3; ++i) {
    const auto text = base::trim(cursor.peek());
    blanks = text.empty() ? blanks + 1 : 0;
    if (text.starts_with("at ") && javascript::frame(text)) {
      frontend::take_stack(cursor, diagnostic);
      break;
    }
    diff |= text == "+ expected - actual" && lines > 0;
    if (diff) {
      frontend::keep(diagnostic, cursor.take());
    } else {
      if (lines < kMessage) {
        if (++lines > 1) message += '\n';
        message += lines == 1 ? text : base::trim_right(cursor.peek());
      }
      cursor.take();
    }
  }
  while (message.ends_with('\n')) message.pop_back();
  frontend::explain_failure(diagnostic, std::move(message));
  static const base::Regex kFile(R"(\((/\S+\.[cm]?[jt]sx?)\)$)");
  javascript::place_by_frames(diagnostic);
  if (diagnostic.place.file.empty()) (void)kFile.find(diagnostic.message, &diagnostic.place.file);
  diagnostic.context = "test: " + title + "\n" + diagnostic.context;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "mocha",
          .language = Language::javascript,
          .starts = R"(^  \d+\) )",
          .read = read,
          .about = "mocha's failed tests as its spec, dot and list reporters print them (Cypress too)",
          .example_command = "mocha",
          .homepage = "https://mochajs.org/"};
}

}  // namespace fixpoint::diagnose::formats::mocha
