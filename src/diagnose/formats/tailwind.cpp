// Tailwind CSS 4: unknown utility classes, and the PostCSS plugin that moved to a package of its own.
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::tailwind {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kBox(R"(^│ (?:\w*Error): (?:(\S[^:]*):(\d+):(\d+): )?(.*)$)");
  static const base::Regex kPlain(
      R"(^(?:\[.*\] )?(?:\w*Error: )?(?:tailwindcss: )?(?:(\S[^:\s]*):(\d+):(\d+): )?((?:Cannot apply (?:unknown|unsupported)|Cannot use `@|It looks like you're trying to use `tailwindcss` directly).*)$)");
  static const base::Regex kClass(R"(^Cannot apply unknown utility class:? [`'"]?([^`'"\s]+)[`'"]?)");
  Diagnostic diagnostic;
  std::string line, column;
  auto& place = diagnostic.place;
  const bool box = kBox.full_match(cursor.peek(), &place.file, &line, &column, &diagnostic.message);
  if (!box && !kPlain.full_match(cursor.peek(), &place.file, &line, &column, &diagnostic.message))
    return std::nullopt;
  if (box && cursor.peek_back(1) != "┌") return std::nullopt;
  place.line = frontend::number(line);
  place.column = frontend::number(column);
  place.unit = ColumnUnit::utf16;
  cursor.take();
  Diagnostic stack;  // Tailwind's own
  frontend::take_stack(cursor, stack);
  std::string name;
  if (kClass.find(diagnostic.message, &name)) {
    diagnostic.pattern = "unknown utility class '$1'";
    diagnostic.arguments = {name};
    diagnostic.category = Category::undefined_variable;
    diagnostic.phase = Phase::compile;
  } else if (diagnostic.message.starts_with("It looks like")) {
    diagnostic.code = "moved plugin";
    diagnostic.pattern = "package '$1' is needed";
    diagnostic.arguments = {"@tailwindcss/postcss"};
    diagnostic.category = Category::missing_dependency;
    diagnostic.phase = Phase::configure;
  } else {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "tailwind",
      .language = Language::any,
      .starts =
          R"(Cannot apply (unknown|unsupported)|tailwindcss. directly as a PostCSS plugin|Cannot use `@(apply|variant)|^│ (\w+)?Error: )",
      .read = read,
      .about = "Tailwind CSS 4: its command line, and its PostCSS and Vite plugins",
      .example_command = "tailwindcss -i in.css",
      .homepage = "https://tailwindcss.com/"};
}

}  // namespace fixpoint::diagnose::formats::tailwind
