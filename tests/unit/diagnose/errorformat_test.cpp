// Vim's errorformat: every conversion and prefix, errors, and that it is total and linear.
#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "base/text.hpp"
#include "diagnose/custom.hpp"
#include "diagnose/diagnose.hpp"
#include "diagnose/errorformat.hpp"

namespace fixpoint::diagnose {
namespace {

using Patterns = std::vector<std::string>;

ErrorFormat compiled(const Patterns& patterns) {
  auto format = compile_errorformat(patterns);
  EXPECT_TRUE(format) << format.error().where << ": " << format.error().message;
  return format ? std::move(*format) : ErrorFormat{};
}

/// The quickfix lines that a text gives.
std::vector<std::string> read(const Patterns& patterns, std::string_view text) {
  const auto format = compiled(patterns);
  ErrorReader reader(format);
  for (const auto line : base::split_lines(text)) reader.feed(line);
  std::vector<std::string> lines;
  for (const auto& entry : reader.entries()) lines.push_back(quickfix_line(entry));
  return lines;
}

ErrorEntry first(const Patterns& patterns, std::string_view text) {
  const auto format = compiled(patterns);
  ErrorReader reader(format);
  for (const auto line : base::split_lines(text)) reader.feed(line);
  EXPECT_FALSE(reader.entries().empty()) << text;
  return reader.entries().empty() ? ErrorEntry{} : reader.entries().front();
}

std::string error_of(const std::string& pattern) {
  const auto format = compile_errorformat(Patterns{pattern});
  return format ? "" : format.error().where + ": " + format.error().message;
}

using Lines = std::vector<std::string>;

TEST(Errorformat, ReadsNumbersTypeModuleAndMessage) {
  const auto entry = first({"%f|%l-%e|%c-%k|%t%n|%o|%m"}, "/x/a b.c|3-5|7-9|W12|mod|some text");
  EXPECT_EQ(entry.file, "/x/a b.c");
  EXPECT_EQ(entry.line, 3U);
  EXPECT_EQ(entry.end_line, 5U);
  EXPECT_EQ(entry.column, 7U);
  EXPECT_EQ(entry.end_column, 9U);
  EXPECT_EQ(entry.type, 'W');
  EXPECT_EQ(entry.number, 12U);
  EXPECT_EQ(entry.module, "mod");
  EXPECT_EQ(entry.message, "some text");
  EXPECT_EQ(quickfix_line(entry), "/x/a b.c|3-5 col 7-9 warning 12| some text");
}

TEST(Errorformat, ReadsScreenColumnsPointersAndSearchText) {
  EXPECT_TRUE(first({"%f:%l:%v: %m"}, "a.c:1:9: x").screen_column);
  const auto pointed = first({"%A%f:%l: %m", "%Z%p^"}, "a.c:1: x\n\t  ^");
  EXPECT_EQ(pointed.column, 11U);
  EXPECT_TRUE(pointed.screen_column);
  EXPECT_EQ(first({"%f:%s"}, "a.c:int x").search, "int x");
}

TEST(Errorformat, IgnoresCaseUnlessTold) {
  EXPECT_EQ(read({"%f:%l: %trror: %m"}, "a.c:1: ERROR: x"), Lines{"a.c|1 error| x"});
  EXPECT_EQ(read({"%\\C%f:%l: %trror: %m"}, "a.c:1: ERROR: x"), Lines{});
}

TEST(Errorformat, FileNames) {
  EXPECT_EQ(read({"%f:%l:%m"}, "C:\\x\\a.c:3:no"), Lines{"C:\\x\\a.c|3| no"});
  EXPECT_EQ(read({"  File \"%f\"\\, line %l"}, "  File \"my dir/a.py\", line 3"), Lines{"my dir/a.py|3|"});
  EXPECT_EQ(read({"%m in %f"}, "error in a.c"), Lines{"a.c|| error"});
}

TEST(Errorformat, SkipsWhatIsNotKept) {
  EXPECT_EQ(read({"%*[^:]:%l:%m"}, "abc:3:x"), Lines{"|3| x"});
  EXPECT_EQ(read({"%*\\d:%l:%m", "%*\\\\s%f"}, "77:3:x\n  a.c"), (Lines{"|3| x", "a.c||"}));
  EXPECT_EQ(read({"%*[ ]%l:%c%*[ ]%*[✖⚠]%*[ ]%m"}, "  3:4  ⚠  odd"), Lines{"|3 col 4| odd"});
}

TEST(Errorformat, UnderstandsVimsRegularExpressions) {
  EXPECT_EQ(read({"%\\d%\\+ %f:%l: %m"}, "12 a.c:3: x"), Lines{"a.c|3| x"});
  EXPECT_EQ(read({"%\\d\\+ %f"}, "12 a.c"), Lines{"a.c||"});
  EXPECT_EQ(read({"a%#b%f"}, "aaab!"), Lines{"!||"});
  EXPECT_EQ(read({"%#%l:%m"}, "   3:x"), Lines{"|3| x"});
  EXPECT_EQ(read({"%.%#>%f"}, "any thing>a.c"), Lines{"a.c||"});
  EXPECT_EQ(read({"%[a-c]%\\{2,3}:%f"}, "abc:x.c"), Lines{"x.c||"});
  EXPECT_EQ(read({"%\\%%(foo%\\|bar%\\): %f"}, "bar: x.c"), Lines{"x.c||"});
  EXPECT_EQ(read({"ab%\\=: %f", "%\\<word%\\>%f"}, "a: x.c"), Lines{"x.c||"});
  EXPECT_EQ(read({"C++ (%f)"}, "C++ (x.c)"), Lines{"x.c||"});
  EXPECT_EQ(read({"%%%f%$"}, "%x.c"), Lines{"x.c||"});
}

TEST(Errorformat, LooksAheadOneCharacterBeforeAMessage) {
  EXPECT_EQ(read({"%C %.%#", "%A  File \"%f\"\\, line %l%.%#", "%Z%[%^ ]%\\@=%m"},
                 "  File \"t.py\", line 89, in f\n    x\nAssertionError: 34 != 33"),
            Lines{"t.py|89| AssertionError: 34 != 33"});
}

TEST(Errorformat, MultipleLines) {
  // The examples of Vim's manual.
  EXPECT_EQ(read({"%EError %n", "%Cline %l", "%Ccolumn %c", "%Z%m"},
                 "Error 275\nline 42\ncolumn 3\n' ' expected after '--'"),
            Lines{"|42 col 3 error 275| ' ' expected after '--'"});
  EXPECT_EQ(read({"xxx%.%#", "%E%>Error in line %l of %f:", "%Z%m"}, "Error in line 123 of foo.c:\nxxx unknown"),
            Lines{"foo.c|123 error| xxx unknown"});
}

TEST(Errorformat, EveryStartGivesItsType) {
  EXPECT_EQ(read({"%Ee %f", "%Ww %f", "%Ii %f", "%Nn %f", "%Aa %f"}, "e x.c\nw x.c\ni x.c\nn x.c\na x.c"),
            (Lines{"x.c| error|", "x.c| warning|", "x.c| info|", "x.c| note|", "x.c||"}));
}

TEST(Errorformat, WholeLinesAndIgnoredOnes) {
  EXPECT_EQ(read({"%+Eerror %f: %m", "%+C  %m", "%-G%.%#"}, "error a.c: x\n  more\nnoise"),
            Lines{"a.c| error| error a.c: x\n  more"});
  EXPECT_EQ(read({"%-Wwarning: %m", "%C  %m", "%f: %m"}, "warning: x\n  more\na.c: y"), Lines{"a.c|| y"});
  EXPECT_EQ(read({"%+G%.%#"}, "version 1.0"), Lines{"|| version 1.0"});
}

TEST(Errorformat, SeparateFileNames) {
  EXPECT_EQ(read({"%+P[%f]", "(%l\\,%c)%*[ ]%t%*[^:]: %m", "%-Q"},
                 "[a1.tt]\n(1,17)  error: ';' missing\n\n[a2.tt]\n\n[a3.tt]\nNEW\n(2,2)   warning: odd"),
            (Lines{"a1.tt|1 col 17 error| ';' missing", "a3.tt|2 col 2 warning| odd"}));
  // Nested on one line.
  const auto format = compiled({"%l: %m", "%+P(%f%r", "%+Q)%r", "%+O%*[^()]%r"});
  ErrorReader reader(format);
  EXPECT_EQ(reader.feed("(a.tex (b.tex) more"), LineUse::state);
  EXPECT_TRUE(reader.in_file());
  reader.feed("3: x");
  ASSERT_EQ(reader.entries().size(), 1U);
  EXPECT_EQ(quickfix_line(reader.entries().front()), "a.tex|3| x");
}

TEST(Errorformat, Folders) {
  const auto format = compiled({"%DEntering '%f'", "%XLeaving '%f'", "%f:%l: %m"});
  ErrorReader reader(format);
  for (const auto* const line : {"Entering '/x'", "Entering 'y'", "a.c:1: m", "Leaving 'y'", "a.c:1: m"})
    reader.feed(line);
  ASSERT_EQ(reader.entries().size(), 2U);
  EXPECT_EQ(reader.entries()[0].directory, "/x/y");
  EXPECT_EQ(reader.entries()[1].directory, "/x");
}

TEST(Errorformat, SplitsAtCommasThatSeparate) {
  const auto count = [](std::string_view value) {
    const auto format = compile_errorformat(value);
    return format ? format->patterns.size() : 0;
  };
  EXPECT_EQ(count("%f:%l: %m,%f:%l:%c: %m"), 2U);
  EXPECT_EQ(count("%E%f:%l, %C%m,%-Z%p^"), 3U);
  EXPECT_EQ(count("%f:%l: %m,%trror: %m,%C%.%#,%terror: %m"), 4U);
  EXPECT_EQ(count("%f(%l\\,%c): %m"), 1U);
  EXPECT_EQ(count("%f(%l,%c): %m"), 1U);  // no pattern begins behind that comma
  EXPECT_EQ(count("%f: line %l, col %c, %m"), 1U);
}

TEST(Errorformat, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(error_of("%f:%q"), "errorformat pattern 1: '%f:%q', character 4: %q is not known");
  EXPECT_EQ(error_of("%l%l"), "errorformat pattern 1: '%l%l', character 3: %l appears twice");
  EXPECT_NE(error_of("abc%").find("a % at the end"), std::string::npos);
  EXPECT_NE(error_of("%*[a-z").find("] of a set"), std::string::npos);
  EXPECT_NE(error_of("%*x").find("%* needs"), std::string::npos);
  EXPECT_NE(error_of("%f%#").find("nothing that * could repeat"), std::string::npos);
  EXPECT_NE(error_of("%\\(a").find("\\( without"), std::string::npos);
  EXPECT_NE(error_of("a%\\)").find("\\) without"), std::string::npos);
  EXPECT_NE(error_of("a%\\@!%m").find("look-ahead"), std::string::npos);
  EXPECT_NE(error_of("%\\(a%\\)%\\1").find("references"), std::string::npos);
  EXPECT_NE(error_of("%\\zsa").find("\\zs"), std::string::npos);
  EXPECT_NE(error_of("%-q").find("%- needs"), std::string::npos);
  EXPECT_FALSE(compile_errorformat("  "));
  EXPECT_FALSE(compile_errorformat(std::string(5000, 'x')));
}

TEST(Errorformat, KeepsBytesThatAreNotUtf8) {
  EXPECT_EQ(first({"%f:%l: %m"}, "a.c:1: caf\xe9 x").message, "caf\xe9 x");
}

TEST(Errorformat, NeverThrowsAndStaysLinear) {
  std::mt19937 random(7);
  constexpr std::string_view kPieces[] = {"%f",   "%l", "%m",    "%\\",  "%*[",  "]",  "%#",   "%.",   "%[",
                                          "a",    "+",  "%+",    "%-G",  "%\\{", "3,", "}",    "%P",   "%r",
                                          "%\\(", "%>", "%\\@=", "^",    "%Z",   ",",  "%\\)", "%\\|", "\xe9",
                                          "é",    "\\", "%p",    "%*\\", "%t",   "%n"};
  for (int round = 0; round < 3000; ++round) {
    std::string pattern, text;
    for (auto i = random() % 8; i > 0; --i) pattern += kPieces[random() % std::size(kPieces)];
    for (auto i = random() % 40; i > 0; --i) text += "a.c:1 \n(é\xe9"[random() % 11];
    const auto format = compile_errorformat(Patterns{pattern, "%C%m", "%A%f:%l%m"});
    if (!format) continue;
    ErrorReader reader(*format);
    for (const auto line : base::split_lines(text)) reader.feed(line);
  }
  const auto format = compiled({"%f:%l:%c:%m", "%m:%*[a:]:%f:%l", "%E%.%#%f:%l:%m"});
  const auto time = [&](std::size_t size) {
    const auto line = std::string(size, ':');
    ErrorReader reader(format);
    const auto start = std::chrono::steady_clock::now();
    reader.feed(line);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  time(1000);
  EXPECT_LT(time(400'000), 200 * (time(40'000) + 1e-3));
}

TEST(Custom, ReadsThroughTheCore) {
  auto patterns = compile_errorformat("%E%f:%l: error: %m,%C  %m,%-G%.%#");
  ASSERT_TRUE(patterns);
  CustomInfo info;
  info.id = "mine";
  const auto format = errorformat_format(info, std::move(*patterns));
  const auto found = read_all("noise\na.x:3: error: one\n  two\nnoise\na.x:9: error: three\n", {&format, 1});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].tool, "mine");
  EXPECT_EQ(found[0].message, "one\ntwo");
  EXPECT_EQ(found[0].raw_begin, 6U);
  EXPECT_EQ(found[1].place.line, 9U);
}

TEST(Custom, ReadsFilesNamedOnceAndFolders) {
  auto patterns = compile_errorformat("%DEnter %f,%-P%f,%*[ ]%l:%c %t%*[a-z] %m,%-Q");
  ASSERT_TRUE(patterns);
  CustomInfo info;
  info.id = "mine";
  const auto format = errorformat_format(info, std::move(*patterns));
  const auto found = read_all("Enter sub\nok\na.css\n  1:2 error x\n  3:4 warning y\n\nb.css\n\n", {&format, 1});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].place.file, "a.css");
  EXPECT_EQ(found[0].folder, "sub");
  EXPECT_EQ(found[1].severity, Severity::warning);
}

TEST(Custom, APatternWithNamedGroups) {
  CustomInfo info;
  info.id = "mine";
  info.severity = Severity::warning;
  const auto format = pattern_format(info, R"(^(?P<file>\S+) @(?P<line>\d+) (?P<code>\w+) (?P<message>.*))");
  ASSERT_TRUE(format);
  const auto found = read_all("a.x @3 R1 bad\nb.x @4 R2 error: worse\n", {&*format, 1});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].severity, Severity::warning);
  EXPECT_EQ(found[0].code, "R1");
  EXPECT_EQ(found[1].severity, Severity::error);
  EXPECT_EQ(found[1].message, "worse");
  EXPECT_FALSE(pattern_format(info, "(?P<colour>x)"));
  EXPECT_FALSE(pattern_format(info, "(?P<line>x)"));
  EXPECT_FALSE(pattern_format(info, "("));
}

TEST(Custom, Configuration) {
  const auto read_config = [](std::string_view text) {
    return formats_of_config(
        {.text = text, .name = "c.toml", .read_file = [](std::string_view path) -> Result<std::string> {
           if (path == "m.json")
             return std::string(
                 R"({"owner":"m","pattern":{"regexp":"^(.*):(\\d+):(.*)$","file":1,"line":2,"message":3}})");
           return fail(ErrorCode::not_found, "no " + std::string(path));
         }});
  };
  const auto formats = read_config(
      "[[format]]\nid = 'a'\nerrorformat = ['%f(%l,%c): %m']\nlanguage = 'python'\n"
      "[[format]]\nid = 'b'\nproblem_matcher = 'm.json'\n"
      "[[format]]\nid = 'c'\npattern = '(?P<message>x)'\nseverity = 'warning'\n");
  ASSERT_TRUE(formats) << formats.error().where << formats.error().message;
  ASSERT_EQ(formats->size(), 3U);
  EXPECT_EQ((*formats)[0].id, "a");
  EXPECT_EQ((*formats)[0].language, Language::python);
  EXPECT_EQ((*formats)[1].id, "b");

  const auto error = [&](std::string_view text) {
    const auto result = read_config(text);
    return result ? std::string() : result.error().where + "|" + result.error().message;
  };
  EXPECT_TRUE(error("[[format]\n").starts_with("c.toml:1|"));
  EXPECT_EQ(error("[[format]]\nerrorformat='%m'\n"),
            "c.toml:1|a format needs an id of letters, digits, '_', '-' and '.'");
  EXPECT_EQ(error("[[format]]\nid='x'\n"),
            "c.toml:1|format 'x' needs one of errorformat, problem_matcher or pattern");
  EXPECT_EQ(error("\n[[format]]\nid='x'\nerorformat='%m'\n"), "c.toml:4|'erorformat' is not a key of a format");
  EXPECT_EQ(error("[[format]]\nid='x'\nerrorformat='%q'\n"),
            "c.toml:3 (format 'x'): errorformat pattern 1|'%q', character 1: %q is not known");
  EXPECT_NE(error("[[format]]\nid='x'\nproblem_matcher='../m.json'\n").find("lies outside"), std::string::npos);
  EXPECT_NE(error("[[format]]\nid='x'\nproblem_matcher='/etc/passwd'\n").find("lies outside"), std::string::npos);
  EXPECT_NE(error("format = 3\n").find("[[format]]"), std::string::npos);
  EXPECT_NE(error("[[format]]\nid='x'\npattern='(?P<message>x)'\nseverity='loud'\n").find("'loud' is not a severity"),
            std::string::npos);
}

}  // namespace
}  // namespace fixpoint::diagnose
