// sbt's own words: failed tasks ("[error] (Compile / compileIncremental) Compilation failed"), dependencies that it
// cannot resolve, and failed tests ("[error] Failed: Total 3, Failed 1, ..."). What scalac says is scalac's.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::sbt {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kTask(R"(^\[error\] \(([^()]+ / [^()]+|[a-z]\w*(?::\w+)*)\) (.*)$)");
  static const base::Regex kMissing(
      R"(^\[error\] +(?:\(update\) )?(?:sbt\.librarymanagement\.ResolveException: )?(?:Error downloading|unresolved dependency:) (\S+).*$)");
  static const base::Regex kTest(
      R"(^\[(?:error|info)\] (?:- (.+) \*\*\* FAILED \*\*\*.*|Test ([\w.$]+(?:\.\w+)?) failed: (.*))$)");
  Diagnostic diagnostic;
  std::string task, name, other;
  const auto line = cursor.peek();
  if (kMissing.full_match(line, &name)) {
    diagnostic.category = Category::missing_dependency;
    diagnostic.phase = Phase::install;
    diagnostic.message = "cannot resolve " + name;
    diagnostic.pattern = "cannot resolve $1";
    diagnostic.arguments = {name};
  } else if (kTest.full_match(line, &name, &other, &diagnostic.message)) {
    diagnostic.category = Category::test_failure;
    diagnostic.phase = Phase::test;
    if (name.empty()) name = other;
    cursor.take();
    static const base::Regex kWhere(R"(^\[(?:error|info)\]   (.*?) \(([\w$]+\.scala):(\d+)\)$)");
    int number = 0;
    if (diagnostic.message.empty() &&
        kWhere.full_match(cursor.peek(), &diagnostic.message, &diagnostic.place.file, &number)) {
      diagnostic.place.line = static_cast<std::uint32_t>(number);
      cursor.take();
    }
    diagnostic.message = name + ": " + diagnostic.message;
    diagnostic.pattern = "test $1 failed";
    diagnostic.arguments = {name};
    return diagnostic;
  } else if (kTask.full_match(line, &task, &diagnostic.message)) {
    diagnostic.message = task + ": " + diagnostic.message;
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
    const auto says = [&](std::string_view words) { return diagnostic.message.find(words) != std::string::npos; };
    if (says("Compilation failed") || says("Tests unsuccessful") || says("ResolveException"))
      diagnostic.severity = Severity::note;  // what failed was said before
  } else {
    return std::nullopt;
  }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "sbt",
      .starts =
          R"(^\[error\] \([\w :/-]+\) |^\[error\] .*(Error downloading |unresolved dependency: )|^\[(error|info)\] (- .* \*\*\* FAILED|Test [\w.$]+ failed: ))",
      .read = read,
      .about = "sbt: failed tasks, dependencies it cannot resolve, failed tests of ScalaTest and JUnit.",
      .example_command = "sbt test",
      .homepage = "https://www.scala-sbt.org/"};
}

}  // namespace fixpoint::diagnose::formats::sbt
