#include <gtest/gtest.h>

#include <chrono>

#include "diagnose/diagnose.hpp"
#include "diagnose/environment.hpp"
#include "diagnose/folders.hpp"
#include "diagnose/mask.hpp"
#include "diagnose/peel.hpp"

namespace fixpoint::diagnose {
namespace {

// A format for these tests alone: "file:line: kind: message", where kind names the category.
std::optional<Diagnostic> read_toy(OutputCursor& cursor) {
  const auto line = cursor.peek();
  const auto first = line.find(':'), second = line.find(':', first + 1), third = line.find(": ", second + 1);
  if (first == std::string_view::npos || second == std::string_view::npos || third == std::string_view::npos)
    return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.place.file = line.substr(0, first);
  diagnostic.place.line =
      static_cast<std::uint32_t>(std::stoul(std::string(line.substr(first + 1, second - first - 1))));
  const auto kind = line.substr(second + 2, third - second - 2);
  diagnostic.category = kind == "syntax"      ? Category::syntax_error
                        : kind == "undefined" ? Category::undefined_variable
                        : kind == "import"    ? Category::missing_import
                                              : Category::compiler_error;
  diagnostic.phase = kind == "syntax" ? Phase::parse : kind == "test" ? Phase::test : Phase::compile;
  diagnostic.severity = kind == "warning" ? Severity::warning : Severity::error;
  diagnostic.message = line.substr(third + 2);
  cursor.take();
  return diagnostic;
}

const Format kToy{.id = "toy", .language = Language::c, .starts = R"(^[\w./]+:\d+: \w+: )", .read = read_toy};

std::vector<Diagnostic> toy(std::string_view output) { return read_all(output, {&kToy, 1}); }
std::vector<Problem> grouped(std::string_view output) { return group(toy(output)); }

RunOutput run_of(std::initializer_list<std::pair<Stream, std::string_view>> pieces) {
  RunOutput run;
  run.exit_code = 1;
  for (const auto& [stream, text] : pieces) {
    run.chunks.push_back({stream, run.bytes.size(), text.size()});
    run.bytes += text;
  }
  return run;
}

std::string line_of(std::string_view raw) {
  std::string storage;
  return std::string(peel_line(raw, storage).text);
}
std::string plain(std::string_view line) { return std::string(without_decoration(line).text); }

TEST(Peel, TakesOffWhatTerminalsAndCiSystemsAdd) {
  EXPECT_EQ(line_of("plain"), "plain");
  EXPECT_EQ(line_of("text\r"), "text");
  EXPECT_EQ(line_of("text\r\r"), "text");
  EXPECT_EQ(line_of(" 10%\r 50%\rdone"), "done");
  EXPECT_EQ(line_of("\x1b[31ma.c:1: \x1b]8;;x\x1b\\error\x1b[0m"), "a.c:1: error");
  EXPECT_EQ(line_of("section_start:1560896352:s\r\x1b[0Kname"), "name");
  EXPECT_EQ(line_of("travis_time:start:0a\r\x1b[0K$ make"), "$ make");
  EXPECT_EQ(line_of("\x1b_bk;t=1234567890123\x07~~~ :hammer: make"), ":hammer: make");
  EXPECT_EQ(plain("2024-05-01T12:00:00.1234567Z make: x"), "make: x");
  EXPECT_EQ(plain("2024-05-01T12:00:00.123456Z 01O make: x"), "make: x");
  EXPECT_EQ(plain("2024-05-01T12:00:00.123456Z 00E+make: x"), "make: x");
  EXPECT_EQ(plain("2024-05-01T12:00:00Z my own log"), "2024-05-01T12:00:00Z my own log");
  EXPECT_EQ(plain("[2024-05-01T12:00:00.123Z] make: x"), "make: x");
  EXPECT_EQ(plain("build\tRun make\t2024-05-01T12:00:00.1234567Z a.c:1: x"), "a.c:1: x");
  EXPECT_EQ(plain("build (ubuntu)\tRun make\t2024-05-01T12:00:00.1234567Z ##[error]x"), "x");
  EXPECT_EQ(plain("##[error]Process completed with exit code 2."), "Process completed with exit code 2.");
  EXPECT_EQ(plain("2024-05-01T12:00:00.1234567Z ##[section]Starting: x"), "Starting: x");
  EXPECT_EQ(plain("travis_fold:end:x"), "");
  EXPECT_EQ(plain("::error file=a.c,line=1::x"), "::error file=a.c,line=1::x");
  EXPECT_EQ(plain("a\tb\tc"), "a\tb\tc");
  EXPECT_EQ(plain("0.932 a.c:1: x"), "a.c:1: x");  // docker build, below the failed step
  EXPECT_EQ(plain("0.93 s"), "0.93 s");
}

TEST(Peel, TellsInterleavedProgramsApart) {
  const auto check = [](std::string_view line, std::string_view stream, std::string_view text) {
    const auto peeled = without_decoration(line);
    EXPECT_EQ(peeled.stream, stream) << line;
    EXPECT_EQ(peeled.text, text) << line;
    EXPECT_TRUE(stream.empty() || may_be_decorated(line)) << line;
  };
  check("#12 3.456 a.c:1: x", "#12", "a.c:1: x");
  check("#12 exporting", "", "#12 exporting");
  check("web-1  | a.c:1: x", "web-1", "a.c:1: x");
  check("db_1 | ready", "db_1", "ready");
  check("ui:build: src/a.ts(1,2): error", "ui:build", "src/a.ts(1,2): error");
  check("@acme/ui:lint: x", "@acme/ui:lint", "x");
  check("packages/ui test: FAIL a.test.js", "packages/ui test", "FAIL a.test.js");
  check("[0] src/a.ts(1,2): error", "[0]", "src/a.ts(1,2): error");
  check("[pod/web-5d/app] panic: x", "[pod/web-5d/app]", "panic: x");
  for (const std::string_view plain_line : {"12 | int x;", "a.c:3: error: x", "error: build: x", "a | b | c",
                                            "make: x", "[1/2] cc a.o", "[1]+  Done", "./a.sh: line 3: x: not found"})
    check(plain_line, "", plain_line);
}

TEST(Peel, BoundsTheLengthOfLines) {
  EXPECT_EQ(line_of(std::string(1 << 20, 'x')).size(), kLineSeen);
  EXPECT_EQ(line_of("{" + std::string(1 << 20, 'x')).size(), (1U << 20) + 1);
}

TEST(Peel, FindsLineEndsAndControlBytes) {
  for (std::size_t size = 0; size < 70; ++size)
    for (std::size_t bad = 0; bad <= size; ++bad) {
      std::string text(size, 'x');
      if (bad < size) text[bad] = '\x1b';
      text += "\n\x1b\n";
      bool control = false, tabs = false;
      EXPECT_EQ(line_end(text.data(), text.data() + text.size(), control, tabs), text.data() + size);
      EXPECT_EQ(control, bad < size) << size << " " << bad;
    }
}

TEST(ReadAll, SurvivesHostileOutput) {
  const auto start = std::chrono::steady_clock::now();
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  std::string noise;
  while (noise.size() < 4 << 20) noise += bytes;
  for (const auto& text :
       {std::string(), std::string("\0", 1), std::string(8 << 20, '\x1b'), std::string(8 << 20, '\''),
        std::string(8 << 20, '{'), std::string(8 << 20, '\r'), std::string(8 << 20, '\n'), noise})
    (void)problems(run_of({{Stream::out, text}}));
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "a.c:" + std::to_string(i * 10) + ": syntax: expected ';'\n";
  EXPECT_EQ(toy(many).size(), 5'000U);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
}

TEST(ReadAll, ReadsStreamsApartInOrderOfArrival) {
  const auto run =
      run_of({{Stream::err, "a.c:1: er"}, {Stream::out, "b.c:2: error: two\n"}, {Stream::err, "ror: one\n"}});
  const auto found = read_all(run, {&kToy, 1});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].message, "one");
  EXPECT_EQ(found[0].raw_begin, 0U);
  EXPECT_EQ(found[0].raw_end, run.bytes.size());
  EXPECT_EQ(found[1].message, "two");
}

TEST(Folders, FollowMakeAcrossStreams) {
  const auto run = run_of({{Stream::out, "make[1]: Entering directory '/p/sub'\n"},
                           {Stream::err, "a.c:1: error: in sub\n"},
                           {Stream::out, "make[1]: Leaving directory '/p/sub'\n"},
                           {Stream::err, "a.c:1: error: at top\n"}});
  const auto found = read_all(run, {&kToy, 1});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].folder, "/p/sub");
  EXPECT_EQ(found[1].folder, "");
}

TEST(Folders, NestAndOverlap) {
  const auto changes = folder_changes(
      "make: Entering directory '/a'\nmake[1]: Entering directory `/a/b'\nmake[1]: Entering directory ‘/a/c’\n"
      "make[1]: Leaving directory '/a/b'\nmake[1]: Leaving directory '/a/c'\nmake: Leaving directory '/a'\n");
  std::vector<std::string> folders;
  for (const auto& change : changes) folders.push_back(change.folder);
  EXPECT_EQ(folders, (std::vector<std::string>{"/a", "/a/b", "/a/c", "/a/c", "/a", ""}));
  EXPECT_TRUE(folder_changes("my program: Entering directory '/x'\n").empty());
}

TEST(Folders, FollowNinja) {
  const auto found =
      toy("ninja: Entering directory `build'\nFAILED: x.o \ncd /p/tools && cc -c a.c\na.c:1: error: one\n"
          "FAILED: y.o \ncc -c b.c\nb.c:1: error: two\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].folder, "/p/tools");
  EXPECT_EQ(found[1].folder, "build");
}

TEST(Mask, BindsUserNamesAndKeepsTheRest) {
  const auto check = [](std::string_view message, std::string_view text, std::vector<std::string> arguments) {
    const auto masked = mask(message, Language::c);
    EXPECT_EQ(masked.text, text);
    EXPECT_EQ(masked.arguments, arguments) << message;
  };
  check("expected ';' before 'return'", "expected ';' before 'return'", {});
  check("expected ‘;’ before ‘foo’", "expected ';' before '$1'", {"foo"});
  check("use of undeclared identifier 'x1'", "use of undeclared identifier '$1'", {"x1"});
  check("cannot find value `count` in this scope", "cannot find value '$1' in this scope", {"count"});
  check("`old' and 'new'", "'$1' and '$2'", {"old", "new"});
  check("can't open \"b.txt\"", "can't open \"$1\"", {"b.txt"});
  check("'a' and 'b' and 'a'", "'$1' and '$2' and '$1'", {"a", "b"});
  check("missing terminating ' character", "missing terminating ' character", {});
  check("at 0x7ffe12 line 12 of /tmp/x.c:3:4, took 12.5ms", "at <hex> line <num> of <path>, took <num>ms", {});
  check("foo.h: No such file", "<path>: No such file", {});
  check("int32_t and/or E0308", "int32_t and/or E0308", {});
  check("see https://x.org/a?b=1", "see <url>", {});
  check("  two   blanks ", "two blanks", {});
  check("'const char *' to 'struct node *'", "'const char *' to 'struct node *'", {});
  check("no 'a::b' in 'x/y.h'", "no '$1' in '$2'", {"a::b", "x/y.h"});
  EXPECT_EQ(masked_code("'const char *' to 'struct node *' by '$1'", Language::c),
            "'const char *' to '<code>' by '$1'");
  check("", "", {});
}

TEST(Mask, IsLinear) {
  for (const auto& text : {std::string(1 << 22, '\''), std::string(1 << 22, '`'), std::string(1 << 22, '/')})
    EXPECT_LE(mask(text, Language::c).text.size(), 100'000U);
  std::string alternating;
  while (alternating.size() < 1 << 22) alternating += "'a";
  (void)mask(alternating, Language::c);
}

// A snapshot: version 1 must never change. A difference here means that a new version is needed.
TEST(Fingerprint, IsWhatItAlwaysWas) {
  Diagnostic diagnostic;
  diagnostic.tool = "gcc";
  diagnostic.language = Language::c;
  diagnostic.category = Category::undefined_variable;
  diagnostic.message = "'total' undeclared (first use in this function)";
  diagnostic.place = {.file = "src/a.c", .line = 12, .column = 3};
  fill_pattern(diagnostic);
  const auto first = fingerprint(diagnostic);
  EXPECT_EQ(first.version, 1);
  EXPECT_EQ(first.level, (std::array<std::string, 4>{"90d46dc9db8ef520", "68fb314fcec94eba", "166fc09178775e23",
                                                     "91c714078fac1971"}));

  auto moved = diagnostic;
  moved.place = {.file = "/elsewhere/a.c", .line = 99, .column = 1};
  EXPECT_EQ(fingerprint(moved).level, first.level);
  auto renamed = diagnostic;
  renamed.message = "'sum' undeclared (first use in this function)";
  fill_pattern(renamed);
  EXPECT_NE(fingerprint(renamed).level[0], first.level[0]);
  EXPECT_EQ(fingerprint(renamed).level[1], first.level[1]);
  auto standard = diagnostic;
  standard.message = "'printf' undeclared (first use in this function)";
  fill_pattern(standard);
  EXPECT_EQ(standard.arguments, std::vector<std::string>{"printf"});
  EXPECT_NE(fingerprint(standard).level[2], first.level[2]);
  EXPECT_EQ(fingerprint(standard).level[3], first.level[3]);
}

TEST(Fingerprint, TakesTheUsersOwnFrame) {
  Diagnostic diagnostic;
  diagnostic.phase = Phase::run;
  diagnostic.message = "x is not a function";
  diagnostic.place.file = "node_modules/lib/index.js";
  diagnostic.related = {{{.file = "/p/main.js", .line = 3}, "main"},
                        {{.file = "/p/util.js", .line = 8}, "load"},
                        {{.file = "/p/node_modules/lib/index.js", .line = 1}, "parse"}};
  fill_pattern(diagnostic);
  const auto first = fingerprint(diagnostic);
  diagnostic.related[1].place.line = 80;
  EXPECT_EQ(fingerprint(diagnostic).level, first.level);
  diagnostic.related[1].message = "store";
  EXPECT_NE(fingerprint(diagnostic).level[1], first.level[1]);
  EXPECT_EQ(fingerprint(diagnostic).level[2], first.level[2]);
}

TEST(Group, FoldsWhatFollows) {
  const auto found = grouped(
      "a.c:1: syntax: expected ';'\na.c:2: syntax: expected '}'\na.c:4: syntax: stray\na.c:90: syntax: expected ')'\n"
      "a.c:200: syntax: expected '}' at end of input\nb.c:3: undefined: 'x' undeclared\nb.c:9: undefined: 'x' "
      "undeclared\n"
      "b.c:9: undefined: 'y' undeclared\nb.c:9: undefined: 'y' undeclared\nc.c:1: error: 3 errors generated.\n");
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].follow_ons.size(), 2U);
  EXPECT_EQ(found[0].folded_by, "parser recovery");
  EXPECT_EQ(found[1].primary.place.line, 90U);
  EXPECT_EQ(found[1].follow_ons.size(), 1U);
  EXPECT_EQ(found[2].folded_by, "same name");
  EXPECT_EQ(found[3].folded_by, "repeated, stopped by it");
}

TEST(Group, WhatTheLexerSaysFirstHasItsRecoveryLater) {
  // gcc: the lexer's errors of the whole file, then the parser's.
  const auto found = grouped(
      "a.c:10: syntax: missing terminating ' character\na.c:40: syntax: missing terminating ' character\n"
      "a.c:70: syntax: expected '}' at end of input\na.c:11: syntax: expected primary-expression\n"
      "a.c:41: syntax: expected primary-expression\na.c:68: syntax: expected ';'\n");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].primary.place.line, 10U);
  EXPECT_EQ(found[0].follow_ons.size(), 1U);
  EXPECT_EQ(found[1].primary.place.line, 40U);
  EXPECT_EQ(found[1].follow_ons.size(), 2U);
  EXPECT_EQ(found[2].primary.place.line, 68U);
}

TEST(Group, OrdersByPhase) {
  const auto found = grouped("a.c:1: test: wrong\nb.c:1: error: bad\nc.c:1: syntax: worse\n");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].primary.message, "worse");
  EXPECT_EQ(found[0].id, "p1");
  EXPECT_EQ(found[2].primary.message, "wrong");
}

TEST(Group, MissingHeadersExplainMissingNames) {
  const auto found =
      grouped("a.c:1: import: 'x.h' not there\na.c:5: undefined: 'y' undeclared\nb.c:5: undefined: 'y' undeclared\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].folded_by, "missing import");
}

TEST(Group, AloneATrailerIsAProblem) {
  const auto found = grouped("a.c:1: error: ld returned 1 exit status\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].follow_ons.empty());
}

TEST(Problems, ExplainHowARunEnded) {
  const auto category = [](std::string_view output, int code, int signal = 0, LimitHit limit = LimitHit::none) {
    auto run = run_of({{Stream::err, output}});
    run.exit_code = code, run.signal = signal, run.limit = limit;
    const auto found = problems(run);
    return found.empty() ? std::string_view("none") : name(found.at(0).category);
  };
  EXPECT_EQ(category("", 0), "none");
  EXPECT_EQ(category("strange words\n", 3), name(Category::unknown));
  EXPECT_EQ(category("", 137, 9), name(Category::killed));
  EXPECT_EQ(category("", 139, 11), name(Category::runtime_error));
  EXPECT_EQ(category("", 124, 0, LimitHit::wall), name(Category::timeout));
  EXPECT_EQ(category("", 137, 9, LimitHit::memory), name(Category::out_of_memory));
  EXPECT_EQ(category("terminate called after throwing an instance of 'std::bad_alloc'\n", 134, 6),
            name(Category::out_of_memory));
  EXPECT_EQ(category("write: No space left on device\n", 1), name(Category::disk_full));
  EXPECT_EQ(category("curl: (6) Could not resolve host: x.org\n", 6), name(Category::network));
  EXPECT_EQ(category("E: Could not get lock /var/lib/dpkg/lock\n", 100), name(Category::lock_held));
  EXPECT_EQ(category("", 127), name(Category::missing_command));
}

TEST(Environment, TellsTheMachineFromTheCode) {
  EXPECT_EQ(environment_failure("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"),
            Category::out_of_memory);
  EXPECT_EQ(environment_failure("connect ECONNREFUSED 127.0.0.1:5432"), Category::network);
  EXPECT_EQ(environment_failure("listen EADDRINUSE: address already in use :::3000"), Category::lock_held);
  EXPECT_EQ(environment_failure("AssertionError: expected 2, got 3"), std::nullopt);
  const auto check = [](Category category, std::initializer_list<std::string_view> texts) {
    for (const auto text : texts) EXPECT_EQ(environment_failure(text), category) << text;
  };
  check(Category::version_mismatch, {"Unsupported class file major version 65",
                                     "ERROR: Package 'x' requires a different Python: 3.8.1 not in '>=3.9'",
                                     "npm warn EBADENGINE Unsupported engine {",
                                     "error x@2.0.0: The engine \"node\" is incompatible with this module.",
                                     "error: rustc 1.63.0 is not supported by the following package:",
                                     "./a.out: /lib/libc.so.6: version `GLIBC_2.34' not found (required by ./a.out)",
                                     "go: go.mod requires go >= 1.22 (running go 1.19.8)",
                                     "CMake 3.28 or higher is required.  You are running version 3.25.1"});
  check(Category::network,
        {"received HTTP code 407 from proxy after CONNECT",
         "npm error code UNABLE self-signed certificate in certificate chain",
         "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed",
         "toomanyrequests: rate limit", "The requested URL returned error: 503",
         "Temporary failure resolving 'deb.debian.org'"});
  check(Category::out_of_memory,
        {"reason: OOMKilled", "java.lang.OutOfMemoryError: Java heap space", "fork: Cannot allocate memory",
         "[9.1] Out of memory: Killed process 12 (cc1plus)"});
  check(Category::lock_held,
        {"sqlite3.OperationalError: database is locked", "    Blocking waiting for file lock on build directory"});
  check(Category::disk_full, {"npm error code ENOSPC", "cp: error writing 'x': No space left on device"});
  check(Category::permission, {"open '/x': EACCES: permission denied"});
  check(Category::missing_command, {"exec: \"node\": executable file not found in $PATH"});
  for (const std::string_view text :
       {"expected 503, got 404", "cannot find symbol", "undefined reference to `lock'", "test timed_out_jobs passed"})
    EXPECT_EQ(environment_failure(text), std::nullopt) << text;
}

}  // namespace
}  // namespace fixpoint::diagnose
