// luacheck: "a.lua:5:17: message" (plain) and "    a.lua:5:17: (W611) message" (default).
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::luacheck {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kRange(
      R"(^(\S.*?\.(?:lua|luacheckrc|rockspec)):(\d+):(\d+)(?:-(\d+))?: (?:\(([EW]\d+)\) )?(.*)$)");
  auto diagnostic = finding(Severity::warning, {});
  auto& place = diagnostic.place;
  std::string end;
  if (!kRange.full_match(base::trim(cursor.peek()), &place.file, &place.line, &place.column, &end, &diagnostic.code,
                         &diagnostic.message))
    return std::nullopt;
  std::string_view digits = end;
  if (!end.empty()) {
    place.end_line = place.line;
    place.end_column = take_number(digits) + 1;
  }
  const std::string_view message = diagnostic.message;
  const bool syntax = diagnostic.code.starts_with('E') || message.starts_with("expected ") ||
                      message.starts_with("unfinished ") || message.starts_with("syntax error");
  if (syntax) {
    diagnostic.severity = Severity::error;
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "luacheck",
          .starts = R"re(^( {4})?\S.*\.(lua|luacheckrc|rockspec):\d+:\d+(-\d+)?: )re",
          .read = read,
          .about = "luacheck: findings in Lua, plain and default format.",
          .example_command = "luacheck --formatter=plain .",
          .homepage = "https://github.com/lunarmodules/luacheck"};
}

}  // namespace fixpoint::diagnose::formats::luacheck
