#include "diagnose/formats/_sanitizer.hpp"

#include <algorithm>
#include <utility>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::sanitizer {
namespace {

constexpr std::size_t kMostFrames = 256;
constexpr std::size_t kMostKept = 32;
constexpr std::size_t kMostLines = 2000;

/// Code that nobody's project holds.
bool is_runtime(std::string_view file) {
  constexpr std::string_view kParts[] = {"/usr/include/",     "/usr/lib/",      "libsanitizer/", "compiler-rt/",
                                         "sysdeps/",          "csu/libc-start", "/nptl/",        "/rustc/",
                                         "sanitizer_common/", "libc++/",        "stdlib/abort"};
  return std::ranges::any_of(kParts,
                             [&](std::string_view part) { return file.find(part) != std::string_view::npos; });
}

/// "FUNCTION FILE:LINE[:COLUMN]" at the end of a frame; the function may hold blanks.
std::optional<Related> frame_of(std::string_view text) {
  static const base::Regex kModule(R"(^(.*) \(\S+\+0x[0-9a-f]+\)(?: \(BuildId: [0-9a-f]+\))?$)");
  static const base::Regex kPlace(R"(^(.*) (\S+?):(\d+)(?::(\d+))?$)");
  std::string inner, function, file, line, column;
  if (kModule.full_match(text, &inner)) text = inner;
  if (!kPlace.full_match(text, &function, &file, &line, &column)) return std::nullopt;
  std::string_view digits = line;
  Related frame;
  frame.place.file = file;
  frame.place.line = take_number(digits);
  digits = column;
  frame.place.column = take_number(digits);
  frame.message = "in " + function;
  return frame;
}

}  // namespace

bool is_frame(std::string_view line) {
  const auto text = base::trim(line);
  return text.size() > 3 && text.size() < line.size() && text[0] == '#' && base::is_digit(text[1]);
}

std::vector<Related> take_frames(OutputCursor& cursor) {
  static const base::Regex kAddress(R"(^#\d+ +(?:0x[0-9a-f]+ +)?(?:in +)?(.*)$)");
  std::vector<Related> frames;
  for (std::size_t i = 0; i < kMostFrames && is_frame(cursor.peek()); ++i) {
    std::string text;
    if (!kAddress.full_match(base::trim(cursor.take()), &text) || frames.size() >= kMostKept) continue;
    if (auto frame = frame_of(text); frame && !is_runtime(frame->place.file)) frames.push_back(std::move(*frame));
  }
  return frames;
}

void place_by_frames(Diagnostic& diagnostic, std::vector<Related> frames) {
  if (frames.empty()) return;
  diagnostic.place = frames.front().place;
  for (auto i = frames.rbegin(); i + 1 != frames.rend(); ++i) diagnostic.related.push_back(std::move(*i));
}

void take_report(OutputCursor& cursor, Diagnostic& diagnostic, std::string_view sanitizer) {
  const auto summary = "SUMMARY: " + std::string(sanitizer);
  std::string heading;
  for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    if (is_frame(line)) {
      auto frames = take_frames(cursor);
      if (diagnostic.place.file.empty() && diagnostic.related.empty())
        place_by_frames(diagnostic, std::move(frames));
      else if (!frames.empty() && diagnostic.related.size() < kMostKept)
        diagnostic.related.push_back({frames.front().place, heading.empty() ? frames.front().message : heading});
      continue;
    }
    // The next report, or its ruler, begins another problem.
    if (i > 0 && (line.starts_with("=====") || line.find("ERROR: ") != std::string_view::npos)) return;
    const auto text = base::trim(line);
    if (text.ends_with(':')) heading = text.substr(0, text.size() - 1);
    cursor.take();
    if (text.starts_with(summary)) break;
  }
  if (!cursor.peek().starts_with("Shadow bytes around")) return;
  // The map of shadow bytes with its legend.
  for (std::size_t i = 0; i < 60 && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    if (i > 0 && !line.starts_with("  ") && !line.starts_with("=>") && !line.starts_with("Shadow byte legend")) break;
    cursor.take();
  }
}

Diagnostic problem(std::string code, std::string message) {
  Diagnostic diagnostic;
  diagnostic.severity = Severity::error;
  diagnostic.category = Category::runtime_error;
  diagnostic.phase = Phase::run;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  return diagnostic;
}

}  // namespace fixpoint::diagnose::formats::sanitizer
