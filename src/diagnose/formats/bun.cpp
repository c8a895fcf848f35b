// Bun: "error: message" or "TypeError: message" below a code frame, with "at file:1:11" frames; failed tests;
// installs.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::bun {
namespace {

constexpr std::size_t kMessage = 30;
constexpr std::size_t kBack = 8;

/// Bun prints the code above the message: "2 | code" and a caret.
bool frame_above(const OutputCursor& cursor) {
  return base::trim(cursor.peek_back(1)) == "^" && frontend::is_code_frame(cursor.peek_back(2));
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(error|(?:[A-Z]\w*)?Error): (.*)$)");
  static const base::Regex kModule(R"re(^Cannot find (?:module|package) ["']([^"']+)["'] from ["']([^"']+)["']$)re");
  static const base::Regex kExport(R"re(^Export named '([^']+)' not found in module '([^']+)'\.?$)re");
  static const base::Regex kInstall(
      R"re(^(?:No version matching "[^"]+" found for specifier "([^"]+)".*|GET \S+/([^/\s]+) - 404|(\S+)@\S+ failed to resolve)$)re");
  static const base::Regex kScript(R"re(^Script not found "([^"]+)"$)re");
  Diagnostic diagnostic;
  std::string name, message, one, two, three;
  if (!kHead.full_match(cursor.peek(), &name, &message)) return std::nullopt;
  diagnostic.message = message;
  if (kModule.full_match(message, &one, &two)) {
    cursor.take();
    frontend::explain_build(diagnostic);
    diagnostic.place.file = two;
    return diagnostic;
  }
  if (kExport.full_match(message, &one, &two)) {
    cursor.take();
    diagnostic.code = name;
    diagnostic.pattern = "the module '$2' does not provide an export named '$1'";
    diagnostic.arguments = {one, two};
    diagnostic.category = Category::missing_import;
    diagnostic.phase = Phase::analyze;
    diagnostic.related.push_back({{.file = two}, "the module that does not export it"});
    return diagnostic;
  }
  if (name == "error" && kInstall.full_match(message, &one, &two, &three)) {
    cursor.take();
    diagnostic.category = Category::missing_dependency;
    diagnostic.phase = Phase::install;
    diagnostic.pattern = !three.empty() ? "package '$1' failed to resolve"
                         : !two.empty() ? "package '$1' is not in the registry"
                                        : "no version of package '$1' matches";
    diagnostic.arguments = {one + two + three};
    return diagnostic;
  }
  if (name == "error" && kScript.full_match(message, &one)) {
    cursor.take();
    diagnostic.code = "missing script";
    diagnostic.pattern = "missing script '$1'";
    diagnostic.arguments = {one};
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
    diagnostic.place.file = "package.json";
    return diagnostic;
  }
  if (!frame_above(cursor)) return std::nullopt;
  std::size_t at = 1;
  while (at < kMessage && !cursor.done(at) && !base::trim(cursor.peek(at)).starts_with("at ")) ++at;
  if (!base::trim(cursor.peek(at)).starts_with("at ")) return std::nullopt;
  for (std::size_t back = kBack; back > 0; --back)
    if (frontend::is_code_frame(cursor.peek_back(back)) || back == 1)
      frontend::keep(diagnostic, cursor.peek_back(back));
  cursor.take();
  for (std::size_t i = 1; i < at; ++i) {
    message += '\n';
    message += cursor.take();
  }
  while (message.ends_with('\n')) message.pop_back();
  const bool build = base::trim(cursor.peek()).find(' ', 3) == std::string_view::npos && name == "error" &&
                     !message.starts_with("expect(");
  frontend::take_stack(cursor, diagnostic);
  if (build) {
    diagnostic.message = message;
    frontend::explain_build(diagnostic);
    if (diagnostic.category == Category::compiler_error && message.starts_with("Unexpected")) {
      diagnostic.category = Category::syntax_error;
      diagnostic.phase = Phase::parse;
    }
  } else {
    frontend::explain_failure(diagnostic, name == "error" ? message : name + ": " + message);
  }
  javascript::place_by_frames(diagnostic);
  static const base::Regex kTest(R"(^\(fail\) (.*?)(?: \[[\d.]+\w+\])?$)");
  std::string test;
  if (kTest.full_match(cursor.peek(), &test)) {
    cursor.take();
    diagnostic.context = "test: " + test + "\n" + diagnostic.context;
    if (diagnostic.category == Category::test_failure) diagnostic.phase = Phase::test;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "bun",
          .language = Language::javascript,
          .starts = R"(^error: |^\(fail\) |^SyntaxError: Export named|^(\w*Error): )",
          .read = read,
          .about = "bun run, build, test and install",
          .example_command = "bun run main.ts",
          .homepage = "https://bun.sh/"};
}

}  // namespace fixpoint::diagnose::formats::bun
