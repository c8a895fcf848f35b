// AVA: the test's title, then "test/file.js:3" with a code frame, or "Error thrown in test:"; the difference; a
// stack.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::ava {
namespace {

constexpr std::size_t kBody = 200;
constexpr std::size_t kMessage = 40;

/// "  › file://test/x.mjs:3:31" or "  › Object.fn (file.js:3:5)"
std::optional<Related> frame(std::string_view line) {
  auto text = base::trim(line);
  if (!text.starts_with("› ")) return std::nullopt;
  return javascript::frame(text.substr(std::string_view("› ").size()));
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kPlace(R"(^  (\S+\.[cm]?[jt]sx?):(\d+)$)");
  static const base::Regex kThrown(R"(^  (Error thrown in test|Rejected promise returned by test\. Reason):$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  const bool placed = kPlace.full_match(cursor.peek(), &place.file, &place.line);
  if (!placed && !kThrown.full_match(cursor.peek())) return std::nullopt;
  const auto title = base::trim(cursor.peek_back(2));
  if (!cursor.peek_back(1).empty() || title.empty() || !cursor.peek(1).empty()) return std::nullopt;
  if (placed && !frontend::is_code_frame(cursor.peek(2))) return std::nullopt;
  place.unit = ColumnUnit::utf16;
  std::string message;
  std::size_t lines = 0, blanks = 0;
  bool ended = false;
  for (std::size_t i = 0; i < kBody && !cursor.done() && !ended; ++i) {
    const auto line = cursor.peek();
    const auto text = base::trim(line);
    blanks = text.empty() ? blanks + 1 : 0;
    if (blanks >= 3 || text == "─") break;
    if (text.starts_with("at ") && javascript::frame(text)) {
      frontend::take_stack(cursor, diagnostic);
      ended = true;
    } else if (auto one = frame(line)) {
      if (javascript::is_users(one->place.file))
        diagnostic.related.insert(diagnostic.related.begin(), std::move(*one));
      cursor.take();
      ended = !frame(cursor.peek());
    } else if (i != 0 && frontend::is_code_frame(line)) {
      frontend::keep(diagnostic, cursor.take());
    } else {
      static const base::Regex kError(R"(^\s+((?:[A-Z]\w*)?Error: .*)$)");
      std::string thrown;
      if (kError.full_match(line, &thrown)) {
        message = thrown;
        lines = kMessage;
      } else if (i != 0 && lines < kMessage && (!text.empty() || !message.empty())) {
        if (++lines > 1) message += '\n';
        message += text;
      }
      cursor.take();
    }
  }
  if (message.empty()) message = title;
  frontend::explain_failure(diagnostic, std::move(message));
  // A frame of the same line has the column.
  if (placed && !diagnostic.related.empty() && diagnostic.related.back().place.line == place.line)
    place.column = diagnostic.related.back().place.column;
  javascript::place_by_frames(diagnostic);
  diagnostic.context = "test: " + std::string(title) + "\n" + diagnostic.context;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "ava",
          .language = Language::javascript,
          .starts = R"(^  \S+\.[cm]?[jt]sx?:\d+$|^  (Error thrown in test|Rejected promise returned by test))",
          .read = read,
          .about = "AVA's failed tests",
          .example_command = "ava",
          .homepage = "https://github.com/avajs/ava"};
}

}  // namespace fixpoint::diagnose::formats::ava
