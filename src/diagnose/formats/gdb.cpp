// gdb: "Program received signal SIGSEGV, Segmentation fault." and the backtrace below it.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_sanitizer.hpp"

namespace fixpoint::diagnose::formats::gdb {
namespace {

/// "#8  0x0000555555555255 in main (argc=1) at th.cpp:3"
std::optional<Related> frame_of(std::string_view line) {
  static const base::Regex kFrame(R"(^#\d+ +(?:0x[0-9a-f]+ in )?(\S+) \(.*\) at (\S+):(\d+)$)");
  std::string function, digits;
  Related frame;
  if (!kFrame.full_match(line, &function, &frame.place.file, &digits)) return std::nullopt;
  std::string_view rest = digits;
  frame.place.line = take_number(rest);
  frame.message = "in " + function;
  return frame;
}

bool is_system(std::string_view file) {
  return file.starts_with("./") || file.starts_with("../sysdeps/") || file.starts_with("/usr/");
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kSignal(
      R"(^(?:Program received signal|Program terminated with signal|Thread \d+ .* received signal) (SIG\w+), (.+?)\.$)");
  std::string signal, words;
  if (!kSignal.full_match(cursor.peek(), &signal, &words) || signal == "SIGINT" || signal == "SIGTRAP")
    return std::nullopt;
  cursor.take();
  auto diagnostic = sanitizer::problem(signal, words);
  diagnostic.pattern = words;
  constexpr std::size_t kMostLines = 500, kMostFrames = 32;
  std::vector<Related> frames;
  bool in_trace = false;
  for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    const bool is_frame = line.size() > 1 && line[0] == '#' && base::is_digit(line[1]);
    if (in_trace && !is_frame) break;
    // The lines between: where it stopped and the source line there.
    if (!is_frame && i >= 4) break;
    in_trace |= is_frame;
    if (auto frame = frame_of(line); frame && !is_system(frame->place.file) && frames.size() < kMostFrames)
      frames.push_back(std::move(*frame));
    cursor.take();
  }
  sanitizer::place_by_frames(diagnostic, std::move(frames));
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "gdb",
          .language = Language::any,
          .starts = R"(^(Program (received|terminated with)|Thread \d+ .* received) signal SIG)",
          .read = read,
          .about = "A program that died under gdb, or whose core file was read, with its backtrace.",
          .example_command = "gdb -batch -ex run -ex bt ./a.out",
          .homepage = "https://www.sourceware.org/gdb/"};
}

}  // namespace fixpoint::diagnose::formats::gdb
