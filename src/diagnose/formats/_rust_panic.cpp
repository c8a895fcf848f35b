#include "diagnose/formats/_rust_panic.hpp"

#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_rust.hpp"

namespace fixpoint::diagnose::formats {
namespace {

constexpr int kMaxMessage = 200;
constexpr int kMaxTrace = 1000;

bool ends_message(std::string_view line) {
  return line.empty() || line.starts_with("stack backtrace:") || line.starts_with("note: ") ||
         line.starts_with("thread '") || line.starts_with("---- ") || line.starts_with("test ");
}

}  // namespace

std::optional<Diagnostic> read_rust_panic(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^thread '([^']*)' (?:\(\d+\) )?panicked at ([^'].*):(\d+):(\d+):$)");
  static const base::Regex kOld(R"(^thread '([^']*)' panicked at '(.*)', (.+):(\d+):(\d+)$)");  // before Rust 1.73
  static const base::Regex kFrame(R"(^ +at (.+):(\d+):(\d+)$)");
  static const base::Regex kFunction(R"(^ +\d+: (?:0x[0-9a-f]+ - )?(.+)$)");
  Diagnostic diagnostic;
  std::string thread;
  int line = 0, column = 0;
  // cargo test --nocapture shows the panics that tests wait for.
  const bool expected = cursor.peek_back(1).find(" - should panic ...") != std::string_view::npos;
  if (kHead.full_match(cursor.peek(), &thread, &diagnostic.place.file, &line, &column)) {
    cursor.take();
    for (int i = 0; i < kMaxMessage && !cursor.done() && !ends_message(cursor.peek()); ++i) {
      if (!diagnostic.message.empty()) diagnostic.message += '\n';
      diagnostic.message += cursor.take();
    }
  } else if (kOld.full_match(cursor.peek(), &thread, &diagnostic.message, &diagnostic.place.file, &line, &column)) {
    cursor.take();
  } else {
    return std::nullopt;
  }
  diagnostic.place.line = static_cast<std::uint32_t>(line);
  diagnostic.place.column = static_cast<std::uint32_t>(column);
  diagnostic.place.unit = ColumnUnit::code_point;
  diagnostic.severity = Severity::fatal;
  diagnostic.category = Category::runtime_error;
  diagnostic.phase = Phase::run;
  fill_backquoted_pattern(diagnostic, diagnostic.message);
  const bool test = thread != "main" && (thread.contains("::") || diagnostic.message.starts_with("assertion"));
  if (test) {
    diagnostic.category = Category::test_failure;
    diagnostic.phase = Phase::test;
    diagnostic.severity = expected ? Severity::note : Severity::error;
  }
  if (!cursor.peek().starts_with("stack backtrace:")) return diagnostic;
  cursor.take();
  std::string function;
  for (int i = 0; i < kMaxTrace && !cursor.done(); ++i) {
    const auto text = cursor.peek();
    Related frame;
    if (kFrame.full_match(text, &frame.place.file, &line, &column)) {
      frame.place.line = static_cast<std::uint32_t>(line);
      frame.place.column = static_cast<std::uint32_t>(column);
      frame.place.unit = ColumnUnit::code_point;
      frame.message = function;
      const std::string_view file = frame.place.file;
      const bool user =
          !file.starts_with("/rustc/") && !file.contains("/.cargo/registry/") && !file.contains("/rustlib/src/");
      if (user && diagnostic.related.size() < 64) diagnostic.related.push_back(std::move(frame));
    } else if (!kFunction.full_match(text, &function)) {
      break;
    }
    cursor.take();
  }
  std::ranges::reverse(diagnostic.related);  // innermost last
  if (cursor.peek().starts_with("note: ")) cursor.take();
  // A panic inside the library (an index, an unwrap) is blamed on the innermost frame of the user.
  if (diagnostic.place.file.starts_with("/rustc/") && !diagnostic.related.empty())
    diagnostic.place = diagnostic.related.back().place;
  return diagnostic;
}

}  // namespace fixpoint::diagnose::formats
