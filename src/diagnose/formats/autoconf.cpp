// The GNU build system: configure scripts ("configure: error: ..."), and autoconf, automake, aclocal and autoreconf
// ("configure.ac:2: error: possibly undefined macro: X", "Makefile.am:3: error: ...").
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::autoconf {
namespace {

constexpr std::size_t kMostLines = 40;

Category category_of(std::string_view message) {
  const auto says = [&](std::string_view words) { return message.find(words) != std::string_view::npos; };
  if (says("cannot create executables") || says("no acceptable C compiler") || says("compiler cannot"))
    return Category::missing_command;
  if (says("not found") || says("required") || says("were not met") || says("missing") || says("cannot find") ||
      says("could not find") || says("No package"))
    return Category::missing_dependency;
  return Category::configuration;
}

/// "configure: error: TEXT", perhaps "in `/dir':" first, then what pkg-config said.
std::optional<Diagnostic> read_configure(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(?:\S*/)?configure: error: (.*)$)");
  static const base::Regex kPackage(R"(^(?:Package|No package) '([^']+)'.*(?:not )?found)");
  std::string message;
  if (!kHead.full_match(cursor.peek(), &message)) return std::nullopt;
  cursor.take();
  if (message.starts_with("in ") && message.ends_with(':') && kHead.full_match(cursor.peek(), &message))
    cursor.take();
  Diagnostic diagnostic;
  diagnostic.severity = Severity::error;
  diagnostic.phase = Phase::configure;
  diagnostic.message = message;
  diagnostic.category = category_of(message);
  if (message.find("were not met") != std::string::npos) {
    for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
      const auto line = cursor.peek();
      std::string name;
      if (kPackage.find(line, &name) && diagnostic.arguments.empty()) {
        diagnostic.arguments = {name};
        diagnostic.pattern = "package $1 not found";
        diagnostic.message += " " + std::string(line);
      }
      diagnostic.context += std::string(cursor.take()) + '\n';
      if (line.starts_with("See the pkg-config man page")) break;
    }
  }
  if (cursor.peek().starts_with("See `config.log'")) cursor.take();
  return diagnostic;
}

bool is_source(std::string_view file) {
  return file.ends_with("configure.ac") || file.ends_with("configure.in") || file.ends_with(".am") ||
         file.ends_with(".m4");
}

std::optional<Diagnostic> read_source(OutputCursor& cursor) {
  const auto head = read_head(cursor.peek());
  if (!head || head->parentheses || !is_source(head->file)) return std::nullopt;
  const bool error = head->rest.starts_with("error: ");
  if (!error && !head->rest.starts_with("warning: ")) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.severity = error ? Severity::error : Severity::warning;
  diagnostic.phase = Phase::configure;
  diagnostic.category = Category::configuration;
  diagnostic.place = place_of(*head);
  diagnostic.message = head->rest.substr(head->rest.find(' ') + 1);
  static const base::Regex kMacro(R"(^possibly undefined macro: (\S+)$)");
  std::string name;
  if (kMacro.full_match(diagnostic.message, &name)) {
    diagnostic.pattern = "possibly undefined macro: $1";
    diagnostic.arguments = {name};
    diagnostic.category = Category::missing_dependency;
  }
  if (diagnostic.message.find(" not found in library") != std::string::npos)
    diagnostic.category = Category::missing_dependency;
  cursor.take();
  // automake repeats the place before each line that goes on; autoconf indents.
  for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    const auto next = read_head(line);
    if (next && next->file == head->file && next->line == head->line && next->rest.starts_with("  "))
      diagnostic.message += " " + std::string(base::trim(next->rest));
    else if (!line.starts_with("      "))
      break;
    cursor.take();
  }
  return diagnostic;
}

/// "autoreconf: error: automake failed with exit status: 1" follows from what was said before.
std::optional<Diagnostic> read_tool(OutputCursor& cursor) {
  static const base::Regex kTool(
      R"(^(?:\S*/)?(autoreconf|aclocal|automake|autom4te|autoconf|autoheader)(?:-[\d.]+)?: (error|warning): (.*)$)");
  std::string tool, level, message;
  if (!kTool.full_match(cursor.peek(), &tool, &level, &message)) return std::nullopt;
  cursor.take();
  Diagnostic diagnostic;
  const bool follows = message.find("failed with exit status") != std::string::npos;
  diagnostic.severity = follows ? Severity::note : level == "error" ? Severity::error : Severity::warning;
  diagnostic.phase = Phase::configure;
  diagnostic.category = Category::configuration;
  diagnostic.message = tool + ": " + message;
  return diagnostic;
}

/// automake's test driver: "FAIL: total.sh", with TAP "FAIL: total.t 3 - name"; "XPASS: x" passed unexpectedly.
std::optional<Diagnostic> read_test(OutputCursor& cursor) {
  static const base::Regex kTest(R"(^(FAIL|XPASS): ([\w./+-]+(?: \d+ - .*)?)$)");
  std::string result, name;
  if (!kTest.full_match(cursor.peek(), &result, &name)) return std::nullopt;
  cursor.take();
  Diagnostic diagnostic;
  diagnostic.severity = Severity::error;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  diagnostic.code = result;
  diagnostic.message = "test " + name + (result == "FAIL" ? " failed" : " passed unexpectedly");
  diagnostic.pattern = result == "FAIL" ? "test $1 failed" : "test $1 passed unexpectedly";
  diagnostic.arguments = {name};
  return diagnostic;
}

/// "configure.ac:5: installing './install-sh'"
std::optional<Diagnostic> read_installing(OutputCursor& cursor) {
  const auto head = read_head(cursor.peek());
  if (!head || !head->rest.starts_with("installing '")) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.severity = Severity::note;
  diagnostic.phase = Phase::configure;
  diagnostic.place = place_of(*head);
  diagnostic.message = head->rest;
  cursor.take();
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto found = read_installing(cursor)) return found;
  if (auto found = read_configure(cursor)) return found;
  if (auto found = read_source(cursor)) return found;
  if (auto found = read_tool(cursor)) return found;
  return read_test(cursor);
}

}  // namespace

Format format() {
  return {
      .id = "autoconf",
      .starts =
          R"(^(\S*/)?configure: error: |(configure\.(ac|in)|\.am|\.m4):\d+: (error|warning): |:\d+: installing '|^(\S*/)?(autoreconf|aclocal|automake|autom4te|autoconf|autoheader)(-[\d.]+)?: (error|warning): |^(FAIL|XPASS): [\w./+-]+( \d+ - .*)?$)",
      .read = read,
      .about = "configure scripts, autoconf, automake, aclocal and autoreconf, and automake's test driver.",
      .example_command = "./configure",
      .homepage = "https://www.gnu.org/software/autoconf/"};
}

}  // namespace fixpoint::diagnose::formats::autoconf
