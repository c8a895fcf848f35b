// python -m doctest: "File "x.py", line 3, in x.f", "Failed example:", what was expected and got, between rules of
// "*".
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_python.hpp"

namespace fixpoint::diagnose::formats::python_doctest {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"re(^File "(.*)", line (\d+), in (\S+)$)re");
  Diagnostic diagnostic;
  std::string test;
  auto& place = diagnostic.place;
  if (!cursor.peek_back(1).starts_with("*****") || cursor.peek(1) != "Failed example:" ||
      !kHead.full_match(cursor.peek(), &place.file, &place.line, &test))
    return std::nullopt;
  cursor.take();
  cursor.take();
  constexpr int kMost = 2000;
  std::string told;
  std::string_view last;
  bool example = true;
  for (int lines = 0; lines < kMost && !cursor.done() && !cursor.peek().starts_with("*****"); ++lines) {
    const auto line = cursor.take();
    const auto text = base::trim(line);
    if (text == "Expected:" || text == "Expected nothing" || text == "Exception raised:") example = false;
    auto& into = example ? diagnostic.context : told;
    into += (into.empty() ? "" : "\n") + std::string(text);
    if (!text.empty()) last = text;
  }
  const auto exception = told.starts_with("Exception raised:") ? python_exception(last) : std::nullopt;
  python_describe(diagnostic, exception.value_or(PythonException{"DocTestFailure", told}));
  if (!exception) {
    diagnostic.category = Category::test_failure;
    diagnostic.pattern = "doctest failed";
    diagnostic.arguments.clear();
  }
  diagnostic.phase = Phase::test;
  place.unit = ColumnUnit::code_point;
  diagnostic.related.push_back({place, "test: " + test});
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "python_doctest",
          .language = Language::python,
          .starts = R"(^File ")",
          .read = read,
          .about = "doctest, Python's tests in documentation",
          .example_command = "python3 -m doctest module.py",
          .homepage = "https://docs.python.org/3/library/doctest.html"};
}

}  // namespace fixpoint::diagnose::formats::python_doctest
