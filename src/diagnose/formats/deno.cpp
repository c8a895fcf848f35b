// Deno: "error: Uncaught ...", type errors ("TS2322 [ERROR]: message" with the place below), lints ("error[rule]:
// message"), failed tests.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_frontend_lint.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::deno {
namespace {

constexpr std::size_t kBody = 40;

/// "    at file:///p/a.ts:1:7" of the user's own, looked for in the lines below.
void take_to_place(OutputCursor& cursor, Diagnostic& diagnostic) {
  for (std::size_t i = 0; i < kBody && !cursor.done(); ++i) {
    const auto text = base::trim(cursor.peek());
    if (text.starts_with("at ")) {
      frontend::take_stack(cursor, diagnostic);
      break;
    }
    if (text.empty()) break;
    frontend::keep(diagnostic, cursor.take());
  }
  javascript::place_by_frames(diagnostic);
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kTypes(R"(^(TS\d+) \[ERROR\]: (.*)$)");
  static const base::Regex kLint(R"(^error\[([a-z-]+)\]: (.*)$)");
  static const base::Regex kArrow(R"(^ *--> (\S.*):(\d+):(\d+)$)");
  static const base::Regex kThrown(
      R"(^error: (?:Uncaught (?:\(in (?:promise|worker \S+)\) )?)?((?:[A-Z]\w*)?(?:Error|NotCapable|PermissionDenied|NotFound)): (.*)$)");
  static const base::Regex kFormat(R"(^error: (Found \d+ not formatted files? in .*)$)");
  static const base::Regex kModule(
      R"re(^error: ((?:Relative import path|Module not found|Import ).*?["']([^"']+)["'].*)$)re");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string name, message;
  if (kTypes.full_match(cursor.peek(), &diagnostic.code, &diagnostic.message)) {
    cursor.take();
    take_to_place(cursor, diagnostic);
    frontend::explain_build(diagnostic);
    if (diagnostic.category == Category::compiler_error) diagnostic.category = Category::type_mismatch;
  } else if (kLint.full_match(cursor.peek(), &diagnostic.code, &diagnostic.message) &&
             kArrow.full_match(cursor.peek(1), &place.file, &place.line, &place.column)) {
    cursor.take();
    cursor.take();
    for (std::size_t i = 0; i < kBody && !base::trim(cursor.peek()).empty(); ++i)
      frontend::keep(diagnostic, cursor.take());
    lint::finish(diagnostic, "error");
  } else if (kThrown.full_match(cursor.peek(), &name, &message)) {
    // Without a place below it may be anybody's.
    std::size_t below = 1;
    while (below < kBody && !cursor.peek(below).empty() && !base::trim(cursor.peek(below)).starts_with("at "))
      ++below;
    if (!base::trim(cursor.peek(below)).starts_with("at ")) return std::nullopt;
    static const base::Regex kTest(R"(^(.+) => (\S+):(\d+):(\d+)$)");
    std::string test;
    const bool in_test = kTest.full_match(cursor.peek_back(1), &test);
    cursor.take();
    if (name == "NotCapable" || name == "PermissionDenied") {
      diagnostic.message = message;
      diagnostic.code = name;
      diagnostic.category = Category::permission;
      diagnostic.phase = Phase::run;
    } else if (in_test) {
      frontend::explain_failure(diagnostic, message.starts_with(name) ? message : name + ": " + message);
    } else {
      javascript::explain(diagnostic, name, "", message);
    }
    take_to_place(cursor, diagnostic);
    if (in_test) diagnostic.context = "test: " + test + "\n" + diagnostic.context;
  } else if (kFormat.full_match(cursor.peek(), &diagnostic.message)) {
    cursor.take();
    lint::finish(diagnostic, "error");
    diagnostic.code = "fmt";
  } else if (kModule.full_match(cursor.peek(), &diagnostic.message, &name)) {
    cursor.take();
    diagnostic.pattern = "cannot resolve '$1'";
    diagnostic.arguments = {name};
    diagnostic.category = Category::missing_import;
    diagnostic.phase = Phase::compile;
    take_to_place(cursor, diagnostic);
  } else {
    return std::nullopt;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "deno",
      .language = Language::typescript,
      .starts =
          R"(^TS\d+ \[ERROR\]: |^error: (Uncaught|SyntaxError|Relative import|Module not found|Import |The module)|^error: (Found \d+ not formatted|\w*Error: )|^error\[[a-z-]+\]: )",
      .read = read,
      .about = "deno run, check, test, lint and fmt",
      .example_command = "deno run main.ts",
      .homepage = "https://deno.com/"};
}

}  // namespace fixpoint::diagnose::formats::deno
