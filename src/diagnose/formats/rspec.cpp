// rspec: the blocks below "Failures:" ("  1) description", "Failure/Error: code", what was expected, "#
// ./x_spec.rb:3" frames) and errors outside of examples.
#include <string>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_ruby.hpp"

namespace fixpoint::diagnose::formats::rspec {
namespace {

constexpr std::size_t kMostLines = 2000;

/// "# ./spec/x_spec.rb:3:in `...'" or "# ./spec/x_spec.rb:3"
std::optional<RubyFrame> frame_of(std::string_view line) {
  line = base::trim(line);
  if (!line.starts_with("# ")) return std::nullopt;
  if (const auto frame = ruby_frame(line)) return frame;
  line.remove_prefix(2);
  const auto colon = line.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  auto digits = line.substr(colon + 1);
  const auto number = take_number(digits);
  if (number == 0 || !digits.empty()) return std::nullopt;
  return RubyFrame{line.substr(0, colon), number, {}};
}

/// "NoMethodError:" alone on its line.
bool is_class(std::string_view line) {
  static const base::Regex kClass(R"(^[A-Z]\w*(?:::[A-Z]\w*)*:$)");
  return kClass.full_match(line);
}

/// What stands between the cursor and `end` lines ahead, the first line being "Failure/Error: ...".
void digest(OutputCursor& cursor, std::size_t end, Diagnostic& diagnostic) {
  std::vector<RubyFrame> frames;
  std::string code, message;
  bool telling = false, diff = false, paragraph = false;  // what has been seen so far
  for (std::size_t i = 0; i < end; ++i) {
    const auto line = base::trim(cursor.take());
    if (line.empty() && telling) paragraph = true;
    if (line.starts_with("Failure/Error: ")) {
      code = line.substr(15);
    } else if (line.starts_with('#')) {
      if (const auto frame = frame_of(line)) frames.push_back(*frame);
    } else if (is_class(line) && diagnostic.code.empty() && !telling) {
      diagnostic.code = line.substr(0, line.size() - 1);
    } else if (!line.empty() && frames.empty()) {
      if (line == "Diff:") diff = true;
      if (diff || (paragraph && !diagnostic.code.empty())) continue;
      telling = true;
      message += (message.empty() ? "" : "\n") + std::string(line);
    }
  }
  diagnostic.message = message.empty() ? code : message;
  diagnostic.context = code;
  diagnostic.category =
      diagnostic.code.empty() ? Category::test_failure : ruby_category(diagnostic.code, diagnostic.message);
  for (const auto& frame : frames) {
    if (diagnostic.place.file.empty() && (ruby_user_file(frame.file) || &frame == &frames.back())) {
      diagnostic.place.file = frame.file;
      diagnostic.place.line = frame.line;
    } else {
      Related related;
      related.place.file = frame.file;
      related.place.line = frame.line;
      related.message = frame.function.empty() ? "" : "in " + std::string(frame.function);
      diagnostic.related.insert(diagnostic.related.begin(), std::move(related));
    }
  }
}

std::optional<Diagnostic> read_example(OutputCursor& cursor) {
  static const base::Regex kTitle(R"(^  +\d+(?:\.\d+)?\) (.*)$)");
  std::string title;
  if (!kTitle.full_match(cursor.peek(), &title)) return std::nullopt;
  // An expected failure of a pending example has a remark between its title and its failure.
  if (!base::trim(cursor.peek(1)).starts_with("Failure/Error: ")) return std::nullopt;
  std::size_t end = 1;
  for (; end < kMostLines && !cursor.done(end); ++end) {
    const auto line = cursor.peek(end);
    if (!line.empty() && !line.starts_with("   ")) break;
    if (kTitle.full_match(line)) break;
  }
  Diagnostic diagnostic;
  diagnostic.phase = Phase::test;
  cursor.take();
  std::size_t frames_end = 0;
  for (std::size_t i = 0; i + 1 < end; ++i)
    if (!base::trim(cursor.peek(i)).empty()) frames_end = i + 1;
  digest(cursor, frames_end, diagnostic);
  diagnostic.related.push_back({diagnostic.place, "example: " + title});
  return diagnostic;
}

/// "An error occurred while loading ./spec/b_spec.rb."
std::optional<Diagnostic> read_outside(OutputCursor& cursor) {
  if (!cursor.peek().starts_with("An error occurred ")) return std::nullopt;
  std::size_t begin = 1;
  while (begin < 12 && !cursor.peek(begin).starts_with("Failure/Error: ")) ++begin;
  if (begin == 12) return std::nullopt;
  std::size_t end = begin;
  bool framed = false;
  for (; end < kMostLines && !cursor.done(end); ++end) {
    const bool frame = cursor.peek(end).starts_with("# ");
    if (framed && !frame) break;
    framed = frame;
  }
  if (!framed && end == kMostLines) return std::nullopt;
  for (std::size_t i = 0; i < begin; ++i) (void)cursor.take();
  Diagnostic diagnostic;
  digest(cursor, end - begin, diagnostic);
  diagnostic.phase = Phase::compile;
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto outside = read_outside(cursor)) return outside;
  return read_example(cursor);
}

}  // namespace

Format format() {
  return {.id = "rspec",
          .starts = R"(^  \d+\) |^ {4}( |  )?\d+\.\d+\) |^An error occurred (while|in) )",
          .read = read,
          .about = "RSpec: failed examples and errors outside of them",
          .example_command = "rspec",
          .homepage = "https://rspec.info/"};
}

}  // namespace fixpoint::diagnose::formats::rspec
