// The recogniser of Python: what CPython takes and refuses. Both lists were checked against CPython 3.11.
#include "propose/fixers/python/_grammar.hpp"

#include <gtest/gtest.h>

#include <string>

#include "propose/fixers/python/_repair.hpp"

namespace fixpoint::propose::python {
namespace {

TEST(PythonGrammar, TakesWhatPythonTakes) {
  for (const std::string text :
       {"", "\n\n# only a comment\n", "x = 1", "def f(a, /, b=1, *c, d, e=2, **g) -> int: return 1\n",
        "async def f():\n    async for x in y:\n        await z\n    return [i async for i in y]\n",
        "class A(B, metaclass=C):\n    x: int = 1\n\n    @property\n    def y(self): ...\n",
        "match point:\n    case {'x': 0, **rest} if rest: pass\n    case Point(x=0) | [_, *_]:\n        pass\n",
        "match = 1\nmatch.group(0)\nprint(match, case)\n", "with (open(a) as f, open(b) as g):\n    pass\n",
        "try:\n    pass\nexcept* (A, B) as e:\n    raise X from e\nelse:\n    pass\nfinally:\n    pass\n",
        "x = (yield_ := 3)\ny = lambda *a, k=1: (a, k)\n", "a[1:2, ::3, ...] += 1 if b else not c\n",
        "x = f'{a!r:>{width}} {{}} {b[\"k\"]}' r'' \"\"\"\n\"\"\"\n", "if x:\n\ty\nelse:\n\tz\n",
        "x = 0x_ff + 1_000.5e-3j + 0o17 + 0b1 + 00\n",
        "print(*a, **k, sep='')\ndel a, (b, c[0])\nfor x, in y: pass\n", "x = 1if y else 2\n",
        "global_ = [*a, *b]\n*head, tail = x\n", "x = {**a, 'b': 1}\ny = {1, *z}\nz = {k: v for k, v in w}\n"})
    EXPECT_TRUE(parse(text).ok()) << text;
}

TEST(PythonGrammar, RefusesWhatPythonRefuses) {
  const auto kind = [](std::string_view text) { return parse(text).fault.kind; };
  EXPECT_EQ(kind("if x\n    pass\n"), FaultKind::expected_colon);
  EXPECT_EQ(kind("def f():\npass\n"), FaultKind::expected_block);
  EXPECT_EQ(kind("x = 1\n  y = 2\n"), FaultKind::unexpected_indent);
  EXPECT_EQ(kind("f() = 1\n"), FaultKind::not_a_target);
  EXPECT_EQ(kind("return 1\n"), FaultKind::outside_function);
  EXPECT_EQ(kind("for x in y:\n    def f():\n        break\n"), FaultKind::outside_loop);
  EXPECT_EQ(kind("f(a=1, 2)\n"), FaultKind::argument_order);
  EXPECT_EQ(kind("try:\n    pass\nx = 1\n"), FaultKind::lone_try);
  EXPECT_EQ(kind("x = 1 if y\n"), FaultKind::lone_ternary);
  EXPECT_EQ(kind("x = f'{}'\n"), FaultKind::format_string);
  for (const std::string text :
       {"x = (1\n", "x = 1)\n", "x = (1]\n", "x = 'a\n", "x = '''a\n", "x = 1a\n", "x = 012\n", "x = $\n",
        "if x:\n        y\n    z\n", "if x:\n        y\n\tz\n", "if x = 1: pass\n", "print x\n", "x++\n",
        "def f(x, x): pass\n", "x := 1\n", "class: pass\n", "import a.b as c.d\n", "else: pass\n"})
    EXPECT_FALSE(parse(text).ok()) << text;
}

TEST(PythonRepair, LeavesWhatParsesAlone) { EXPECT_TRUE(repairs("x = 1\n", 5).empty()); }

TEST(PythonRepair, RepairsALongFileThroughAWindow) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "def f" + std::to_string(i) + "(x):\n    return x\n\n\n";
  const auto whole = text;
  text.replace(text.find("f2500(x):"), 9, "f2500(x)");
  const auto found = repairs(text, 3);
  ASSERT_FALSE(found.empty());
  EXPECT_TRUE(found.front().whole);
  EXPECT_EQ(found.front().text, whole);
}

TEST(PythonRepair, EndsOnHostileText) {
  for (const std::string& text :
       {std::string(20000, '('), std::string(19999, '"'), std::string(3000, '\\'), std::string(500, '\0')})
    (void)repairs(text, 3);
}

}  // namespace
}  // namespace fixpoint::propose::python
