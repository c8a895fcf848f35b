// lua and luac: "lua: x.lua:3: message" with a stack traceback below.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::lua {
namespace {

Category category_of(std::string_view message, bool compiled) {
  const auto has = [&](std::string_view text) { return message.find(text) != std::string_view::npos; };
  if (message.starts_with("module '")) return Category::missing_dependency;
  if (has(" near ") && !compiled) return Category::syntax_error;
  if (has("attempt to call a nil value (global")) return Category::undefined_variable;
  if (has("attempt to call a nil value")) return Category::missing_member;
  if (has("attempt to index a nil value (global")) return Category::undefined_variable;
  if (has("attempt to ")) return Category::type_mismatch;
  if (has("bad argument #")) return Category::wrong_arguments;
  if (has("not enough memory")) return Category::out_of_memory;
  return Category::runtime_error;
}

/// "\tx.lua:3: in function 'f'", outermost last as printed.
void take_traceback(OutputCursor& cursor, Diagnostic& diagnostic) {
  if (cursor.peek() != "stack traceback:") return;
  cursor.take();
  constexpr int kMost = 100;
  for (int lines = 0; lines < kMost && cursor.peek().starts_with('\t'); ++lines) {
    const auto head = read_head(base::trim(cursor.take()));
    if (!head) continue;
    if (diagnostic.place.line == 0)
      diagnostic.place = place_of(*head);
    else
      diagnostic.related.insert(diagnostic.related.begin(), {place_of(*head), std::string(head->rest)});
  }
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kProgram(R"(^(?:\S*/)?(?:lua(?:jit|c)?[\d.-]*): (.*)$)");
  std::string text;
  if (!kProgram.full_match(cursor.peek(), &text)) return std::nullopt;
  Diagnostic diagnostic;
  if (const auto head = read_head(text)) {
    diagnostic.place = place_of(*head);
    diagnostic.message = head->rest;
  } else {
    diagnostic.message = text;
  }
  cursor.take();
  constexpr int kMost = 60;
  for (int lines = 0; lines < kMost && cursor.peek().starts_with("\tno f"); ++lines) {
    diagnostic.context += std::string(cursor.take()) + '\n';  // where a module was looked for
  }
  const bool traced = cursor.peek() == "stack traceback:";
  diagnostic.category = category_of(diagnostic.message, traced);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::run;
  if (diagnostic.message.starts_with("cannot open ")) {
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::environment;
  }
  take_traceback(cursor, diagnostic);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "lua",
          .starts = R"(^(\S*/)?lua(jit|c)?[\d.-]*: )",
          .read = read,
          .about = "lua, luac and LuaJIT: syntax errors and uncaught errors with their traceback",
          .example_command = "lua script.lua",
          .homepage = "https://www.lua.org/"};
}

}  // namespace fixpoint::diagnose::formats::lua
