// Java stack traces, whoever prints them: the java launcher, Maven's Surefire, Gradle.
#pragma once

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {

/// True for "\tat com.acme.Stock.total(Stock.java:7)".
[[nodiscard]] bool is_java_frame(std::string_view line);

/// Reads "[Exception in thread "main" ]com.acme.BadStock: message", its frames and causes from the cursor (its first
/// line is the exception's) into `diagnostic`: code (the class), message, category, place (the first frame that is
/// not of the JDK or a test framework; of the innermost cause that has one), related (the other such frames,
/// innermost last). False, and nothing taken, when the line is no exception with a frame below it.
bool read_java_stack(OutputCursor& cursor, Diagnostic& diagnostic);

}  // namespace fixpoint::diagnose::formats
