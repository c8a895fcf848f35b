#include "diagnose/formats/_go_panic.hpp"

#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_go.hpp"

namespace fixpoint::diagnose::formats {
namespace {

constexpr std::size_t kMaxHead = 60;    // lines between "panic:" and its goroutine
constexpr std::size_t kMaxFrames = 64;  // kept

}  // namespace

std::optional<Diagnostic> read_go_panic(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(?:panic|fatal error): (.*)$)");
  static const base::Regex kFrame(R"(^\t(\S.*):(\d+)(?: \+0x[0-9a-f]+)?$)");
  Diagnostic diagnostic;
  if (!kHead.full_match(cursor.peek(), &diagnostic.message)) return std::nullopt;
  std::size_t ahead = 1;
  while (ahead < kMaxHead && !cursor.done(ahead) && !cursor.peek(ahead).starts_with("goroutine ")) ++ahead;
  if (!cursor.peek(ahead).starts_with("goroutine ")) return std::nullopt;
  if (const auto note = diagnostic.message.find(" [recovered"); note != std::string::npos)
    diagnostic.message.resize(note);
  diagnostic.severity = Severity::fatal;
  diagnostic.category = Category::runtime_error;
  diagnostic.phase = Phase::run;
  for (std::size_t i = 0; i <= ahead; ++i) cursor.take();
  // The first goroutine is the one that failed: "function(args)", then "\tfile:line +0x1f".
  std::string function;
  while (!cursor.done() && !base::trim(cursor.peek()).empty() && !cursor.peek().starts_with("exit status") &&
         !cursor.peek().starts_with("FAIL\t")) {
    const auto line = cursor.take();
    Related frame;
    int number = 0;
    if (!kFrame.full_match(line, &frame.place.file, &number)) {
      function = line.substr(0, line.rfind('('));
      continue;
    }
    frame.place.line = static_cast<std::uint32_t>(number);
    frame.message = function;
    if (is_go_library_path(frame.place.file)) continue;
    if (diagnostic.place.file.empty()) diagnostic.place = frame.place;
    if (frame.place.file.ends_with("_test.go")) diagnostic.phase = Phase::test;
    if (diagnostic.related.size() < kMaxFrames) diagnostic.related.push_back(std::move(frame));
  }
  std::ranges::reverse(diagnostic.related);  // innermost last
  // Other goroutines follow: take their headers and frames too.
  while (!cursor.done(1) && cursor.peek().empty() && cursor.peek(1).starts_with("goroutine ")) {
    cursor.take();
    while (!cursor.done() && !cursor.peek().empty() && !cursor.peek().starts_with("exit status") &&
           !cursor.peek().starts_with("FAIL\t"))
      cursor.take();
  }
  return diagnostic;
}

}  // namespace fixpoint::diagnose::formats
