// GNU ld and lld, as gcc, clang and their drivers print them: undefined references, multiple definitions, missing
// libraries. The driver's last line ("collect2: error: ld returned 1") follows from them and is taken when alone.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {
namespace {

std::uint32_t number(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits.substr(0, 9)) value = value * 10 + static_cast<std::uint32_t>(c - '0');
  return value;
}

Diagnostic linker(std::string message, std::string pattern, std::string argument) {
  Diagnostic diagnostic;
  diagnostic.category = Category::linker;
  diagnostic.phase = Phase::link;
  diagnostic.message = std::move(message);
  diagnostic.pattern = std::move(pattern);
  if (!argument.empty()) diagnostic.arguments.push_back(std::move(argument));
  return diagnostic;
}

/// "/x/main.c:3" or "main.c:(.text+0xa)" or "main.o:main.c:3": the source file and its line when known.
Place place_of(std::string_view text) {
  Place place;
  static const base::Regex kWithLine(R"((?:^|:)([^:]+\.[A-Za-z0-9+]+):(\d+)$)");
  static const base::Regex kSection(R"(([^:]+\.(?:c|cc|cpp|cxx|C|c\+\+|m|mm|f90|rs|s|S|o|a[^:]*)):\(\.[^)]*\)$)");
  std::string line;
  if (kWithLine.find(text, &place.file, &line))
    place.line = number(line);
  else
    static_cast<void>(kSection.find(text, &place.file));
  return place;
}

std::optional<Diagnostic> read_gnu(OutputCursor& cursor) {
  static const base::Regex kFunction(R"(^(?:(?:\S*[/-])?ld(?:\.\w+)?: )?(\S+): in function [`'‘](.*)['’]:$)");
  static const base::Regex kUndefined(
      R"(^(?:(?:\S*[/-])?ld(?:\.\w+)?: )?(.*?):? ?undefined reference to [`'‘](.*)['’]$)");
  static const base::Regex kMultiple(
      R"(^(?:(?:\S*[/-])?ld(?:\.\w+)?: )?(.*?):? ?multiple definition of [`'‘](.*)['’]; (.*): first defined here$)");
  static const base::Regex kLibrary(R"(^(?:\S*[/-])?ld(?:\.\w+)?: cannot find (-l\S+|\S+?)(?::.*)?$)");
  static const base::Regex kOther(R"(^(?:\S*[/-])?ld(?:\.\w+)?: (?:error: )?(.*)$)");
  std::size_t at = 0;
  std::string object, function, where, symbol, first;
  if (kFunction.full_match(cursor.peek(), &object, &function)) at = 1;
  const auto line = cursor.peek(at);
  if (kUndefined.full_match(line, &where, &symbol)) {
    auto diagnostic = linker("undefined reference to '" + symbol + "'", "undefined reference to '$1'", symbol);
    diagnostic.place = place_of(where);
    if (!function.empty()) diagnostic.related.push_back({{}, "in function '" + function + "'"});
    for (std::size_t i = 0; i <= at; ++i) cursor.take();
    return diagnostic;
  }
  if (kMultiple.full_match(line, &where, &symbol, &first)) {
    auto diagnostic = linker("multiple definition of '" + symbol + "'", "multiple definition of '$1'", symbol);
    diagnostic.place = place_of(where);
    diagnostic.related.push_back({place_of(first), "first defined here"});
    for (std::size_t i = 0; i <= at; ++i) cursor.take();
    return diagnostic;
  }
  if (at > 0) {  // the function line belongs to a message of another kind
    cursor.take();
    return Diagnostic{.severity = Severity::note,
                      .category = Category::linker,
                      .phase = Phase::link,
                      .message = "in function '" + function + "'"};
  }
  if (kLibrary.full_match(line, &symbol)) {
    auto diagnostic = linker("cannot find " + symbol, "cannot find $1", symbol);
    if (symbol.starts_with("-l")) diagnostic.category = Category::missing_dependency;
    cursor.take();
    return diagnostic;
  }
  std::string rest;
  if (kOther.full_match(line, &rest)) {
    auto diagnostic = linker(rest, "", "");
    if (rest.find("warning:") != std::string::npos) diagnostic.severity = Severity::warning;
    cursor.take();
    return diagnostic;
  }
  return std::nullopt;
}

std::optional<Diagnostic> read_lld(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(?:ld\.lld|ld64\.lld|lld-link|lld|rust-lld)(?:-\d+)?: (error|warning): (.*)$)");
  static const base::Regex kUndefined(R"(^undefined (?:symbol|reference|hidden symbol): (.*)$)");
  static const base::Regex kDuplicate(R"(^duplicate symbol: (.*)$)");
  static const base::Regex kLibrary(R"(^unable to find library (-l\S+)$)");
  static const base::Regex kPlace(R"(^>>> (?:referenced by|defined at) (\S+?)(?::(\d+))?(?: \(.*\))?$)");
  std::string severity, message, symbol;
  if (!kHead.full_match(cursor.peek(), &severity, &message)) return std::nullopt;
  cursor.take();
  Diagnostic diagnostic;
  if (kUndefined.full_match(message, &symbol)) {
    diagnostic = linker("undefined reference to '" + symbol + "'", "undefined reference to '$1'", symbol);
  } else if (kDuplicate.full_match(message, &symbol)) {
    diagnostic = linker("multiple definition of '" + symbol + "'", "multiple definition of '$1'", symbol);
  } else if (kLibrary.full_match(message, &symbol)) {
    diagnostic = linker("cannot find " + symbol, "cannot find $1", symbol);
    diagnostic.category = Category::missing_dependency;
  } else {
    diagnostic = linker(message, "", "");
  }
  if (severity == "warning") diagnostic.severity = Severity::warning;
  while (cursor.peek().starts_with(">>>")) {
    const auto text = cursor.take();
    Place place;
    std::string line;
    if (!kPlace.full_match(text, &place.file, &line)) continue;
    place.line = number(line);
    if (diagnostic.place.file.empty())
      diagnostic.place = place;
    else
      diagnostic.related.push_back({place, std::string(base::trim(text.substr(3)))});
  }
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kDriver(
      R"(^(?:collect2: (?:error|fatal error): .*|clang(?:\+\+)?(?:-\d+)?: error: linker command failed with exit code \d+.*)$)");
  if (kDriver.full_match(cursor.peek())) {
    auto diagnostic = linker(std::string(cursor.peek()), "the linker failed", "");
    diagnostic.severity = Severity::note;  // what the linker said before is the message
    cursor.take();
    return diagnostic;
  }
  if (auto found = read_lld(cursor)) return found;
  return read_gnu(cursor);
}

}  // namespace

Format ld() {
  return {
      .id = "ld",
      .language = Language::c,
      .starts =
          R"(^(\S*[/-])?ld(\.\w+)?(-\d+)?: |undefined reference to [`'‘]|multiple definition of [`'‘]|: in function [`'‘].*['’]:$|^collect2: |linker command failed|^(ld\.lld|lld-link|rust-lld).*: (error|warning): )",
      .read = read,
      .example_command = "gcc main.o",
      .homepage = "https://sourceware.org/binutils/"};
}

}  // namespace fixpoint::diagnose::formats
