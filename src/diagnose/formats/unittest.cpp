// unittest: "ERROR: test_x (module.Class.test_x)" and "FAIL: ...", a rule of dashes, and a traceback.
#include <string>

#include "base/text.hpp"
#include "diagnose/formats/_python.hpp"

namespace fixpoint::diagnose::formats::unittest {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (!cursor.peek_back(1).starts_with("=====")) return std::nullopt;
  auto probe = cursor;
  const std::string title(probe.take());
  for (int docstring = 0; docstring < 4 && !probe.peek().starts_with("-----"); ++docstring) (void)probe.take();
  if (!probe.peek().starts_with("-----")) return std::nullopt;
  (void)probe.take();
  // A module that cannot be imported is a failed test with the traceback inside its message.
  const bool loading = title.find("_FailedTest") != std::string::npos;
  if (probe.peek().starts_with("ImportError: Failed to import test module")) (void)probe.take();
  if (!probe.peek().starts_with("Traceback (most recent call last):")) return std::nullopt;
  auto diagnostic = python_traceback(probe);
  if (!diagnostic) return std::nullopt;
  if (diagnostic->phase == Phase::run) diagnostic->phase = loading ? Phase::compile : Phase::test;
  cursor = probe;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "unittest",
          .language = Language::python,
          .starts = R"(^(ERROR|FAIL): \S)",
          .read = read,
          .about = "unittest of the standard library: failed tests and modules that cannot be imported",
          .example_command = "python3 -m unittest",
          .homepage = "https://docs.python.org/3/library/unittest.html"};
}

}  // namespace fixpoint::diagnose::formats::unittest
