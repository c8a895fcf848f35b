// What the sanitizers of gcc and clang share: numbered stack frames below a headline.
#pragma once

#include <string_view>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::sanitizer {

/// True for "    #0 0x55d8 in use /p/a.c:3:5", "    #0 work() /p/a.cpp:3 (prog+0x12)".
[[nodiscard]] bool is_frame(std::string_view line);

/// Takes the frames at the cursor. Returns those of the program's own code, innermost first; frames of the runtime
/// and the C library are dropped, frames without a file too.
std::vector<Related> take_frames(OutputCursor& cursor);

/// The innermost own frame becomes the place, the others become `related`, innermost last.
void place_by_frames(Diagnostic& diagnostic, std::vector<Related> frames);

/// Takes everything up to and with the report's last line ("SUMMARY: ..."), or up to where the report visibly ends.
/// Stacks below a heading ("freed by thread T0 here:") give one related place each.
void take_report(OutputCursor& cursor, Diagnostic& diagnostic, std::string_view sanitizer);

/// A fresh diagnostic: an error while the program ran.
[[nodiscard]] Diagnostic problem(std::string code, std::string message);

}  // namespace fixpoint::diagnose::formats::sanitizer
