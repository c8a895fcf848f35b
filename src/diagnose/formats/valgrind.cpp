// Valgrind's memcheck: "==PID== Invalid write of size 4" with "at" and "by" frames, and leaks that are definitely
// lost.
#include <algorithm>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_sanitizer.hpp"

namespace fixpoint::diagnose::formats::valgrind {
namespace {

/// What stands behind "==PID== ", or nothing when the line is not Valgrind's.
std::optional<std::string_view> text_of(std::string_view line) {
  if (!line.starts_with("==")) return std::nullopt;
  const auto end = line.find("==", 2);
  if (end == std::string_view::npos || line.find_first_not_of("0123456789", 2) != end) return std::nullopt;
  return line.substr(std::min(line.size(), end + 3));
}

/// "   at 0x109182: main (vg.c:6)"; an empty file for frames of libraries.
std::optional<Related> frame_of(std::string_view text) {
  static const base::Regex kFrame(R"(^ +(?:at|by) 0x[0-9A-F]+: (.*) \(([^()]+)\)$)");
  static const base::Regex kSource(R"(^(.+):(\d+)$)");
  std::string function, where, file, line;
  if (!kFrame.full_match(text, &function, &where)) return std::nullopt;
  Related frame;
  frame.message = "in " + function;
  if (kSource.full_match(where, &file, &line) && !file.starts_with("vg_replace_")) {
    std::string_view digits = line;
    frame.place.file = file;
    frame.place.line = take_number(digits);
  }
  return frame;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kProblem(
      R"(^(Invalid (?:read|write) of size \d+|Invalid free\(\).*|Mismatched (?:new|free).*|Conditional jump or move depends on uninitialised.*|Use of uninitialised value.*|Syscall param .*|Source and destination overlap.*|Jump to the invalid address.*|Argument '.*' of function .* has a fishy.*|Process terminating with default action of signal .*|Possible data race during .*|Stack overflow in thread.*)$)");
  static const base::Regex kLeak(
      R"(^([\d,]+(?: \([\d,]+ direct, [\d,]+ indirect\))? bytes in [\d,]+ blocks are (definitely|possibly|indirectly) lost) in loss record .*$)");
  const auto text = text_of(cursor.peek());
  std::string message, kind;
  if (!text) return std::nullopt;
  const bool leak = kLeak.full_match(*text, &message, &kind);
  if (!leak && !kProblem.full_match(*text, &message)) return std::nullopt;
  auto diagnostic = sanitizer::problem("", message);
  if (leak) {
    diagnostic.code = "memory-leak";
    diagnostic.pattern = "memory " + kind + " lost";
    if (kind != "definitely") diagnostic.severity = Severity::warning;
  } else {
    diagnostic.pattern = message.substr(0, message.find(" of size "));
  }
  cursor.take();
  // Frames of the access, then sections ("Address 0x.. is 0 bytes after a block of size 12 alloc'd") with theirs.
  constexpr std::size_t kMostLines = 400, kMostRelated = 32;
  std::vector<Related> own;
  std::string section;
  for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
    const auto next = text_of(cursor.peek());
    if (!next || next->empty() || base::trim(*next).empty()) break;
    if (auto frame = frame_of(*next)) {
      if (section.empty()) {
        if (!frame->place.file.empty() && own.size() < kMostRelated) own.push_back(std::move(*frame));
      } else if (!frame->place.file.empty() && diagnostic.related.size() < kMostRelated) {
        frame->message = section;
        diagnostic.related.push_back(std::move(*frame));
        section = " ";  // one place for each section
      }
    } else if (next->starts_with(" ")) {
      section = base::trim(*next);
    } else {
      break;
    }
    cursor.take();
  }
  std::erase_if(diagnostic.related, [](const Related& one) { return one.message == " "; });
  sanitizer::place_by_frames(diagnostic, std::move(own));
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "valgrind",
      .language = Language::any,
      .starts =
          R"(^==\d+== (Invalid |Mismatched |Conditional jump|Use of uninit|Syscall param|Source and dest|Jump to the|Argument '|Process terminating|Possible data race|Stack overflow|[\d,].* lost in loss record))",
      .read = read,
      .about = "Valgrind's memcheck (and helgrind's data races): invalid accesses, uninitialised values and leaks.",
      .example_command = "valgrind --leak-check=full ./a.out",
      .homepage = "https://valgrind.org/"};
}

}  // namespace fixpoint::diagnose::formats::valgrind
