// rollup: "[!] RollupError: message", a link, the place "file (line:column)", an excerpt and a stack; warnings are
// "(!) heading" with the places below. Columns count from 0.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::rollup {
namespace {

constexpr std::size_t kBody = 60;

bool is_link(std::string_view line) { return line.starts_with("https://"); }

/// "src/app.js (1:9): message" -> the place, and the message behind it.
void split_place(Diagnostic& diagnostic) {
  static const base::Regex kPlaced(R"((?s)^(\S[^\n()]*?) \((\d+):(\d+)\): (.*)$)");
  std::string rest;
  auto& place = diagnostic.place;
  if (!kPlaced.full_match(diagnostic.message, &place.file, &place.line, &place.column, &rest)) return;
  ++place.column;
  place.unit = ColumnUnit::utf16;
  diagnostic.message = std::move(rest);
}

/// "@rollup/plugin-typescript TS2322: ..." and the class of the error.
void split_code(Diagnostic& diagnostic) {
  static const base::Regex kClass(R"((?s)^(?:(\w*Error): )(.*)$)");
  static const base::Regex kTypescript(R"((?s)^@rollup/plugin-typescript (TS\d+): (.*)$)");
  static const base::Regex kPlugin(R"((?s)^\[plugin [^\]]+\] (.*)$)");
  std::string code, rest;
  if (kClass.full_match(diagnostic.message, &code, &rest)) {
    diagnostic.message = rest;
    if (code != "Error" && code != "RollupError") diagnostic.code = code;
  }
  if (kPlugin.full_match(diagnostic.message, &rest)) diagnostic.message = rest;
  split_place(diagnostic);
  if (kTypescript.full_match(diagnostic.message, &code, &rest)) {
    diagnostic.message = rest;
    diagnostic.code = code;
    diagnostic.language = Language::typescript;
    if (diagnostic.place.column > 1) --diagnostic.place.column;  // this plugin counts from 1
  }
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(?:\[!\]|\(!\)) (?:[\[(]plugin ([^\])]+)[\])] )?(.*)$)");
  static const base::Regex kImported(R"re(^(\S+) \(imported by "([^"]+)"\)$)re");
  Diagnostic diagnostic;
  std::string plugin;
  if (!kHead.full_match(cursor.peek(), &plugin, &diagnostic.message) || diagnostic.message.empty())
    return std::nullopt;
  diagnostic.severity = cursor.peek().starts_with("[!]") ? Severity::error : Severity::warning;
  if (diagnostic.severity == Severity::warning && plugin.empty()) {
    // Many programs print "(!)": rollup's is followed by a link or by a module.
    if (!is_link(cursor.peek(1)) && !diagnostic.message.starts_with("Plugin ")) return std::nullopt;
  }
  cursor.take();
  split_code(diagnostic);
  for (std::size_t i = 0; i < kBody && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    if (is_link(line)) {
      cursor.take();
    } else if (const auto place = frontend::lone_place(line, true); place && !line.starts_with(' ')) {
      if (diagnostic.place.line == 0) diagnostic.place = *place;
      cursor.take();
    } else if (frontend::is_code_frame(line) || (line.starts_with(' ') && base::trim(line) == "^")) {
      frontend::keep(diagnostic, cursor.take());
    } else if (base::trim(line).starts_with("at ") || line.starts_with("  [cause]")) {
      Diagnostic stack;  // rollup's own
      if (line.starts_with("  [cause]")) cursor.take();
      frontend::take_stack(cursor, stack);
      if (diagnostic.place.file.empty()) {
        diagnostic.related = std::move(stack.related);
        javascript::place_by_frames(diagnostic);
      }
    } else if (diagnostic.place.file.empty() && !line.empty() && line.find(' ') == std::string_view::npos &&
               line.find('.') != std::string_view::npos) {
      diagnostic.place.file = cursor.take();  // a module without a position
    } else {
      std::string module, importer;
      if (!kImported.full_match(line, &module, &importer)) break;
      frontend::keep(diagnostic, cursor.take());
      diagnostic.arguments = {module};
      diagnostic.pattern = "cannot resolve '$1'";
      diagnostic.place.file = importer;
    }
  }
  auto arguments = std::move(diagnostic.arguments);
  auto pattern = std::move(diagnostic.pattern);
  frontend::explain_build(diagnostic);
  if (!arguments.empty()) {
    diagnostic.arguments = std::move(arguments);
    diagnostic.pattern = std::move(pattern);
    diagnostic.category = Category::missing_dependency;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "rollup",
          .language = Language::javascript,
          .starts = R"(^\[!\] |^\(!\) )",
          .read = read,
          .about = "rollup's errors and warnings",
          .example_command = "rollup -c",
          .homepage = "https://rollupjs.org/"};
}

}  // namespace fixpoint::diagnose::formats::rollup
