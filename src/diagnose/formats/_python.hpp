// What the formats of the Python world share: frames, exception lines, categories.
#pragma once

#include <optional>
#include <string_view>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {

/// "package.module.NameOfError: message" or a bare "KeyboardInterrupt".
struct PythonException {
  std::string_view code;  ///< the class without its module
  std::string_view message;
};
[[nodiscard]] std::optional<PythonException> python_exception(std::string_view line);

/// False for the standard library, installed packages and code that has no file ("<string>").
[[nodiscard]] bool python_user_file(std::string_view path);

/// `  File "x.py", line 3, in f`
struct PythonFrame {
  std::string_view file;
  std::uint32_t line = 0;
  std::string_view function;  ///< empty in the last entry of a SyntaxError
};
[[nodiscard]] std::optional<PythonFrame> python_frame(std::string_view line);

/// Fills code, message, category, phase, pattern and arguments.
void python_describe(Diagnostic& diagnostic, const PythonException& exception);

/// The primary place is the innermost frame in the user's own files (else the innermost of all); the others,
/// outermost first, go to `related`.
void python_place(Diagnostic& diagnostic, const std::vector<PythonFrame>& frames);

/// A whole traceback with what it was caused by: the line under the cursor is "Traceback (most recent call last):",
/// perhaps in the margin of an exception group.
[[nodiscard]] std::optional<Diagnostic> python_traceback(OutputCursor& cursor);

}  // namespace fixpoint::diagnose::formats
