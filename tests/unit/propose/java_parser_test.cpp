// The Java recognizer: what it accepts is what javac's parser accepts; rescanning gives what scanning gives.
#include "propose/fixers/java/_java_parser.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "propose/fixers/java/_java_repair.hpp"

namespace fixpoint::propose::fixers::java {
namespace {

constexpr std::string_view kProgram = R"(package a.b;
import static java.lang.Math.*;
import java.util.*;

@Deprecated(since = "1", forRemoval = true)
public sealed abstract class Zoo<T extends Comparable<T> & Runnable> extends Base implements A, B<int[]> permits C {
  private static final Map<String, List<? super T>> MAP = new HashMap<>(), OTHER;
  int[] a[] = {{1, 2,}, {}}, b = new int[3][];
  enum Kind { ONE(1) { void f() {} }, TWO; Kind() {} Kind(int i) {} }
  record Point(int x, int... y) { Point { if (x < 0) throw new Error(); } }
  @interface Mark { int value() default 3; }
  static { a.b.C.<String>d(); }
  Zoo() throws Exception { super(); }
  <R> R map(final Function<? super T, R>[] f, int... xs) throws E {
    for (int i = 0, j = 1; i < 3 && j > 2 || !(i >= 2 ^ j >>> 1 == 3); i++, --j) { label: while (true) break label; }
    for (final var e : m.entrySet()) if (e == null) continue; else do { x <<= 2; y >>>= 1; } while ((x & 1) != 0);
    Runnable r = () -> {}, s = this::toString;
    BinaryOperator<Integer> add = (x, y) -> x + y, sub = (int x, final int y) -> { return x - y; };
    int k = (int) -1 + (int) 'c' + (a) - 1, l = (Integer) b[0].c(d)[1]++;
    String t = switch (k) { case 1, 2 -> "x"; case 3 -> { yield "y"; } default -> throw new E(); };
    switch (k) { case 1: case 2: f(); break; default: }
    try (Reader in = open(); other) { } catch (final IOException | Error e) { } finally { }
    Object o = new Outer().new Inner() { int f; }, c = int[].class, d = List[]::new, g = ArrayList<String>::new;
    if (o instanceof final String str && str.length() > 0x1FL) synchronized (o) { assert k > 0 : "no"; }
    char q = '\u0041', z = '\'', w = '"'; double e1 = 1.e3 + .5f + 1_000.0 + 0b11;
    class Local {} final int late; late = k > 0 ? -1 : (x) -> 1;
    return cond ? a -> b : """
      text "block" \""" end
      """.<R>cast();
  }
}
)";

bool parses(std::string_view source) {
  std::vector<Token> tokens;
  scan(source, tokens);
  return parse(tokens).ok;
}

TEST(JavaParser, AcceptsTheLanguage) {
  std::vector<Token> tokens;
  scan(kProgram, tokens);
  const auto result = parse(tokens);
  EXPECT_TRUE(result.ok) << "stuck at '" << tokens[result.stuck].text << "', byte " << tokens[result.stuck].begin;
}

TEST(JavaParser, RefusesWhatJavacRefuses) {
  for (const std::string_view body : {"a + b;",           "int x = 1",      "if (a) int b = 1;",
                                      "else f();",        "return 1r;",     "f(;",
                                      "x = = 1;",         "case 1:",        "'ab';",
                                      "\"open;",          "/* open",        "new int[];",
                                      "new Foo;",         "try { }",        "for (int i = 0; i < 3; i++",
                                      "const int a = 1;", "catch (E e) {}", "a.class b.;",
                                      "int = 3;",         "f() g();"})
    EXPECT_FALSE(parses("class A { void f() { " + std::string(body) + " } }")) << body;
  EXPECT_FALSE(parses("class A { f() {} }"));
  EXPECT_FALSE(parses("class A { var x = 1; }"));
  EXPECT_FALSE(parses("class A { return 1; }"));
  EXPECT_FALSE(parses("class A { } }"));
}

TEST(JavaParser, RescanningIsScanning) {
  std::mt19937 random(7);
  constexpr std::string_view kInserts[] = {"",  " ", "\n", "/*", "*/", "//", "\"",
                                           "'", "x", "}",  "1",  ".",  "=",  "\"\"\""};
  const std::string source(kProgram);
  std::vector<Token> earlier, quick, slow;
  scan(source, earlier);
  for (int i = 0; i < 3000; ++i) {
    const std::size_t begin = random() % (source.size() + 1);
    const std::size_t end = std::min(source.size(), begin + random() % 9);
    const auto with = kInserts[random() % std::size(kInserts)];
    const auto text = source.substr(0, begin) + std::string(with) + source.substr(end);
    rescan(text, earlier, begin, end, begin + with.size(), quick);
    scan(text, slow);
    ASSERT_EQ(quick.size(), slow.size()) << begin << ' ' << end << ' ' << with;
    for (std::size_t k = 0; k < slow.size(); ++k)
      ASSERT_TRUE(quick[k].begin == slow[k].begin && quick[k].end == slow[k].end && quick[k].kind == slow[k].kind &&
                  quick[k].first_on_line == slow[k].first_on_line && quick[k].text == slow[k].text)
          << begin << ' ' << end << ' ' << with << " token " << k;
  }
}

TEST(JavaParser, HostileInputEnds) {
  for (const std::string_view piece :
       {"(", "{", "[", "a<", "@a(", "x -> ", "!", "new int[]{", "f(a,", "/*", "\"", "class A {"}) {
    std::string text = "class A { int f() { return ";
    for (int i = 0; i < 20000; ++i) text += piece;
    std::vector<Token> tokens;
    scan(text, tokens);
    EXPECT_FALSE(parse(tokens).ok) << piece;
  }
  std::string text = "class A { void f() { ";
  for (int i = 0; i < 3000; ++i) text += "x = (a + b * c(d, e)[f]);\n";
  RepairOptions options;
  options.max_bytes = 4U << 20U;
  (void)repair(text, "A", options);
}

}  // namespace
}  // namespace fixpoint::propose::fixers::java
