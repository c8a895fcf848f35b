// webpack 4 and 5: "ERROR in ./src/app.js 2:0-35" (columns from 0), the message, details, and the trail of importers
// (" @ ./src/index.js 1:0-17"). The same head stands over what loaders and fork-ts-checker print.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::webpack {
namespace {

constexpr std::size_t kBody = 300;

bool is_boundary(std::string_view line) {
  static const base::Regex kBoundary(
      R"(^(?:ERROR in |WARNING in |webpack .*compiled|Child |Found \d+ errors?|\d+ (?:errors?|warnings?) ha(?:s|ve) detailed |Hash: |npm (?:ERR!|error)|error Command failed|Version: webpack))");
  return kBoundary.find(line);
}

/// "./src/app.js 2:0-35", "./src/app.js 2:0-3:10", "./a.ts:3:5", "/p/a.ts(3,5)", "./a.css (./loader!./a.css)".
Place read_where(std::string_view text) {
  static const base::Regex kRange(R"(^(.+?) (\d+):(\d+)(?:-(?:(\d+):)?(\d+))?$)");
  static const base::Regex kLoaders(R"(^(\S+) \(.*\)$)");
  static const base::Regex kParentheses(R"(^(.+)\((\d+),(\d+)\):?$)");
  Place place;
  place.unit = ColumnUnit::utf16;
  std::string end_line, end_column;
  if (kRange.full_match(text, &place.file, &place.line, &place.column, &end_line, &end_column)) {
    ++place.column;
    if (!end_column.empty()) {
      std::string_view digits = end_column, lines = end_line;
      place.end_column = take_number(digits) + 1;
      place.end_line = end_line.empty() ? place.line : take_number(lines);
    }
  } else if (kParentheses.full_match(text, &place.file, &place.line, &place.column)) {
  } else if (const auto lone = frontend::lone_place(text.ends_with(':') ? text.substr(0, text.size() - 1) : text)) {
    place = *lone;
  } else if (!kLoaders.full_match(text, &place.file)) {
    place.file = text;
  }
  if (const auto loader = place.file.rfind('!'); loader != std::string::npos) place.file.erase(0, loader + 1);
  if (place.file.find_first_of(" \t") != std::string::npos && place.line == 0) place = {};
  return place;
}

/// Whatever loader complained says the place in its own way, below "Module build failed".
void place_from_loader(Diagnostic& diagnostic) {
  static const base::Regex kBabel(R"(SyntaxError: (\S+?): (.*?) ?\((\d+):(\d+)\))");
  static const base::Regex kPostcss(R"((?s)\n\((\d+):(\d+)\) (\S+) ([^\n]+))");
  static const base::Regex kSass(R"(\n  (\S+) (\d+):(\d+)  root stylesheet)");
  static const base::Regex kTsLoader(R"((?s)\[tsl\] ERROR in (\S+?)\((\d+),(\d+)\)\s+(TS\d+): ([^\n]*))");
  static const base::Regex kFirst(R"((?s)^\s*(?:Error: )?([^\n]+))");
  auto& place = diagnostic.place;
  const std::string body = "\n" + diagnostic.context;
  std::string file, message;
  std::uint32_t line = 0, column = 0;
  if (kTsLoader.find(body, &file, &line, &column, &diagnostic.code, &message)) {
    diagnostic.language = Language::typescript;
  } else if (kBabel.find(body, &file, &message, &line, &column)) {
    ++column;
    diagnostic.code = "SyntaxError";
  } else if (kPostcss.find(body, &line, &column, &file, &message)) {
    diagnostic.code = "CssSyntaxError";
  } else if (kSass.find(body, &file, &line, &column)) {
    (void)kFirst.find(body, &message);
  } else {
    (void)kFirst.find(body, &message);
    if (!message.empty()) diagnostic.message = message;
    return;
  }
  diagnostic.message = message;
  if (place.line == 0) {
    place.line = line;
    place.column = column;
  }
  if (place.file.empty()) place.file = file;
  place.unit = ColumnUnit::utf16;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(ERROR|WARNING) in (\S.*)$)");
  static const base::Regex kConfig(
      R"(^(?:\[webpack-cli\] )?(?:✖ )?(?:ValidationError: |WebpackOptionsValidationError: )?(Invalid (?:configuration|options) object\..*)$)");
  static const base::Regex kTypescript(R"(^\s*(?:error )?(TS\d+): (.*)$)");
  Diagnostic diagnostic;
  std::string severity, where;
  if (kConfig.full_match(cursor.peek(), &diagnostic.message)) {
    cursor.take();
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
    if (cursor.peek().starts_with(" - "))
      diagnostic.message += " " + std::string(base::trim(cursor.peek()).substr(2));
    for (std::size_t i = 0; i < kBody && cursor.peek().starts_with(' '); ++i)
      frontend::keep(diagnostic, cursor.take());
    return diagnostic;
  }
  if (!kHead.full_match(cursor.peek(), &severity, &where)) return std::nullopt;
  if (is_boundary(cursor.peek(1)) || (cursor.peek(1).empty() && cursor.peek(2).empty())) {
    if (where.find(' ') == std::string::npos) return std::nullopt;
  }
  cursor.take();
  diagnostic.severity = severity == "ERROR" ? Severity::error : Severity::warning;
  diagnostic.place = read_where(where);
  if (diagnostic.place.file.empty()) diagnostic.message = where;
  bool loader = false, trail = false, blank = false;
  for (std::size_t i = 0; i < kBody && !cursor.done() && !is_boundary(cursor.peek()); ++i) {
    const auto line = cursor.peek();
    static const base::Regex kTrail(R"(^ @ (\S+)(?: (\d+):(\d+))?)");
    Related importer;
    std::string trail_line, trail_column;
    if (kTrail.find(line, &importer.place.file, &trail_line, &trail_column)) {
      trail = true;
      importer.place.line = frontend::number(trail_line);
      importer.place.column = frontend::number(trail_column) + 1;
      importer.place.unit = ColumnUnit::utf16;
      if (importer.place.line == 0) importer.place.column = 0;
      if (diagnostic.related.size() < 16 && importer.place.file != "multi") {
        importer.message = "imported here";
        diagnostic.related.push_back(std::move(importer));
      }
      cursor.take();
      continue;
    }
    if (trail) break;
    if (diagnostic.message.empty() && !base::trim(line).empty()) {
      std::string code, text;
      if (line.starts_with("Module build failed") || line.starts_with("Module Error (from") ||
          line.starts_with("Module Warning (from")) {
        loader = true;
        diagnostic.message = cursor.take();
      } else if (kTypescript.full_match(line, &code, &text)) {
        diagnostic.code = code;
        diagnostic.message = text;
        diagnostic.language = Language::typescript;
        cursor.take();
      } else {
        loader = line.starts_with("./") || line.starts_with("[tsl]");
        diagnostic.message = loader ? cursor.peek() : cursor.take();
        if (loader) frontend::keep(diagnostic, cursor.take());
      }
      continue;
    }
    if (line.empty() && (!loader || blank)) break;
    blank = line.empty();
    frontend::keep(diagnostic, cursor.take());
  }
  if (loader) place_from_loader(diagnostic);
  // webpack 4 gives the place of an unresolved import only in the trail.
  if (diagnostic.place.line == 0 && !diagnostic.related.empty() &&
      diagnostic.related.front().place.file == diagnostic.place.file)
    diagnostic.place = diagnostic.related.front().place;
  if (diagnostic.message.starts_with("Module not found: ")) diagnostic.code = "Module not found";
  frontend::explain_build(diagnostic);
  if (diagnostic.code.starts_with("TS") && diagnostic.category == Category::compiler_error)
    diagnostic.category = Category::type_mismatch;
  if (diagnostic.arguments.size() > 1 && diagnostic.pattern == "cannot resolve '$1'") diagnostic.arguments.resize(1);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "webpack",
          .language = Language::javascript,
          .starts = R"(^(ERROR|WARNING) in \S|Invalid (configuration|options) object\. )",
          .read = read,
          .about = "webpack 4 and 5, with what its loaders and fork-ts-checker report",
          .example_command = "webpack",
          .homepage = "https://webpack.js.org/"};
}

}  // namespace fixpoint::diagnose::formats::webpack
