// GNU ld, gold, lld, mold and Apple's ld, as gcc, clang and their drivers print them: undefined references, multiple
// definitions, missing libraries. The driver's last line ("collect2: error: ld returned 1") follows from them and is
// taken when alone.
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::ld {
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

/// A source or object file by its ending: "x.c", "libx.a(y.o)".
bool is_source(std::string_view file) {
  const auto dot = file.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  const auto ending = file.substr(dot + 1);
  for (const std::string_view known : {"c", "cc", "cpp", "cxx", "C", "c++", "m", "mm", "f90", "rs", "s", "S", "o"})
    if (ending == known) return true;
  return file.find(".a") != std::string_view::npos;
}

/// "/x/main.c:3" or "main.c:(.text+0xa)" or "main.o:main.c:3": the source file and its line when known.
Place place_of(std::string_view text) {
  Place place;
  const auto last = text.rfind(':');
  if (last == std::string_view::npos) return place;
  auto file = text.substr(0, last);
  file = file.substr(file.rfind(':') + 1);
  auto behind = text.substr(last + 1);
  if (!behind.empty() && base::is_digit(behind[0])) {
    const auto line = take_number(behind);
    const auto dot = file.rfind('.');
    if (!behind.empty() || dot == std::string_view::npos || dot == 0 || dot + 1 == file.size()) return place;
    place.line = line;
    place.file = file;
  } else if (behind.starts_with("(.") && behind.find(')') == behind.size() - 1 && is_source(file)) {
    place.file = file;
  }
  return place;
}

/// The line without "/usr/bin/ld: " in front.
std::string_view without_program(std::string_view line) {
  const auto end = line.find(": ");
  if (end == std::string_view::npos || line.substr(0, end).find_first_of(" \t") != std::string_view::npos)
    return line;
  const auto program = line.substr(0, end);
  const auto name = program.substr(program.rfind('/') + 1);
  const bool linker = name == "ld" || name.ends_with("-ld") || name.starts_with("ld.") || name.starts_with("ld-") ||
                      name.find("-ld.") != std::string_view::npos;
  return linker ? line.substr(end + 2) : line;
}

/// What stands in quotes behind `words`, up to `close` at the end of the text, and what stands before the words.
struct Said {
  std::string_view where, name;
};
std::optional<Said> said(std::string_view line, std::string_view words, std::string_view close) {
  const auto at = line.find(words);
  if (at == std::string_view::npos || !line.ends_with(close)) return std::nullopt;
  auto name = line.substr(at + words.size(), line.size() - close.size() - at - words.size());
  for (const std::string_view open : {"`", "'", "‘"})
    if (name.starts_with(open)) {
      name.remove_prefix(open.size());
      for (const std::string_view end : {"'", "’"})
        if (name.ends_with(end)) {
          name.remove_suffix(end.size());
          auto where = line.substr(0, at);
          if (where.ends_with(' ')) where.remove_suffix(1);
          if (where.ends_with(':')) where.remove_suffix(1);
          return Said{where, name};
        }
    }
  return std::nullopt;
}

std::optional<Diagnostic> read_gnu(OutputCursor& cursor) {
  static const base::Regex kMultiple(
      R"(^(?:(?:\S*[/-])?ld(?:\.\w+)?: )?(.*?):? ?multiple definition of [`'‘](.*)['’]; (.*): first defined here$)");
  static const base::Regex kLibrary(R"(^(?:\S*[/-])?ld(?:\.\w+)?: cannot find (-l\S+|\S+?)(?::.*)?$)");
  static const base::Regex kOther(R"(^(?:\S*[/-])?ld(?:\.\w+)?: (?:error: )?(.*)$)");
  std::size_t at = 0;
  std::string function, where, symbol, first;
  if (const auto inside = said(without_program(cursor.peek()), ": in function ", ":");
      inside && inside->where.find_first_of(" \t") == std::string_view::npos) {
    at = 1;
    function = inside->name;
  }
  const auto line = cursor.peek(at);
  if (const auto undefined = said(without_program(line), "undefined reference to ", "")) {
    where = undefined->where;
    symbol = undefined->name;
    auto diagnostic = linker("undefined reference to '" + symbol + "'", "undefined reference to '$1'", symbol);
    diagnostic.place = place_of(where);
    if (!function.empty()) diagnostic.related.push_back({{}, "in function '" + function + "'"});
    for (std::size_t i = 0; i <= at; ++i) cursor.take();
    return diagnostic;
  }
  if (line.find("multiple definition of ") != std::string_view::npos &&
      kMultiple.full_match(line, &where, &symbol, &first)) {
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
    static const base::Regex kCounted(R"(^\d+ duplicate symbols? for architecture)");
    if (kCounted.find(rest)) diagnostic.severity = Severity::note;
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

/// mold: "mold: error: undefined symbol: twice" with ">>> referenced by m.c" lines, like lld's.
std::optional<Diagnostic> read_mold(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(?:\S*/)?mold: (error|fatal|warning): (.*)$)");
  static const base::Regex kUndefined(R"(^undefined symbol: (.*)$)");
  static const base::Regex kDuplicate(R"(^duplicate symbol: (\S+): (\S+): (.*)$)");
  static const base::Regex kLibrary(R"(^library not found: (\S+)$)");
  static const base::Regex kSource(R"(^>>> referenced by (\S+?)(?::(\d+))?$)");
  std::string severity, message, symbol, one, other;
  if (!kHead.full_match(cursor.peek(), &severity, &message)) return std::nullopt;
  cursor.take();
  Diagnostic diagnostic;
  if (kUndefined.full_match(message, &symbol)) {
    diagnostic = linker("undefined reference to '" + symbol + "'", "undefined reference to '$1'", symbol);
  } else if (kDuplicate.full_match(message, &one, &other, &symbol)) {
    diagnostic = linker("multiple definition of '" + symbol + "'", "multiple definition of '$1'", symbol);
    diagnostic.place.file = one;
    diagnostic.related.push_back({Place{.file = other}, "first defined here"});
  } else if (kLibrary.full_match(message, &symbol)) {
    diagnostic = linker("cannot find -l" + symbol, "cannot find $1", "-l" + symbol);
    diagnostic.category = Category::missing_dependency;
  } else {
    diagnostic = linker(message, "", "");
  }
  if (severity == "warning") diagnostic.severity = Severity::warning;
  while (cursor.peek().starts_with(">>>")) {
    std::string file, line;
    if (kSource.full_match(cursor.take(), &file, &line) && diagnostic.place.file.empty()) {
      diagnostic.place.file = file;
      diagnostic.place.line = number(line);
    }
  }
  return diagnostic;
}

/// gold: "/p/m.c:2: error: undefined reference to 'twice'", "ld.gold: error: m2.o: multiple definition of 'main'".
std::optional<Diagnostic> read_gold(OutputCursor& cursor) {
  static const base::Regex kUndefined(R"(^(\S+): error: undefined reference to '(.*)'$)");
  static const base::Regex kMultiple(
      R"(^(?:\S*ld(?:\.gold)?: error: )?(\S+): (?:error: )?multiple definition of '(.*)'$)");
  static const base::Regex kFirst(R"(^(?:\S*ld(?:\.gold)?: )?(\S+): previous definition here$)");
  static const base::Regex kOther(R"(^\S*ld\.gold: (error|fatal error|warning): (.*)$)");
  static const base::Regex kLibrary(R"(^cannot find (-l\S+)$)");
  std::string where, symbol, level;
  const auto line = cursor.peek();
  if (kUndefined.full_match(line, &where, &symbol)) {
    auto diagnostic = linker("undefined reference to '" + symbol + "'", "undefined reference to '$1'", symbol);
    diagnostic.place = place_of(where);
    cursor.take();
    return diagnostic;
  }
  if (kMultiple.full_match(line, &where, &symbol) && kFirst.find(cursor.peek(1))) {
    auto diagnostic = linker("multiple definition of '" + symbol + "'", "multiple definition of '$1'", symbol);
    diagnostic.place.file = where;
    cursor.take();
    if (kFirst.full_match(cursor.take(), &where))
      diagnostic.related.push_back({Place{.file = where}, "first defined here"});
    return diagnostic;
  }
  if (!kOther.full_match(line, &level, &where)) return std::nullopt;
  cursor.take();
  auto diagnostic = linker(where, "", "");
  if (kLibrary.full_match(where, &symbol)) {
    diagnostic = linker(where, "cannot find $1", symbol);
    diagnostic.category = Category::missing_dependency;
  }
  if (level == "warning") diagnostic.severity = Severity::warning;
  return diagnostic;
}

/// Apple's ld: "Undefined symbols for architecture arm64:", each symbol with where it is referenced, and "duplicate
/// symbol '_main' in:" with the object files.
std::vector<Diagnostic> read_apple(OutputCursor& cursor) {
  static const base::Regex kSymbol(R"re(^  "(.*)", referenced from:$)re");
  static const base::Regex kReference(R"(^      (.*) in (\S+)$)");
  static const base::Regex kDuplicate(R"(^duplicate symbol '?(.*?)'? in:$)");
  constexpr std::size_t kMostSymbols = 1000, kMostReferences = 50;
  std::vector<Diagnostic> found;
  std::string symbol, function, object;
  if (kDuplicate.full_match(cursor.peek(), &symbol)) {
    cursor.take();
    found.push_back(linker("multiple definition of '" + symbol + "'", "multiple definition of '$1'", symbol));
    for (std::size_t i = 0; i < kMostReferences && cursor.peek().starts_with("    "); ++i)
      found[0].related.push_back({Place{.file = std::string(base::trim(cursor.take()))}, "defined here"});
    return found;
  }
  if (!cursor.peek().starts_with("Undefined symbols for architecture ")) return found;
  if (!kSymbol.full_match(cursor.peek(1))) return found;
  cursor.take();
  for (std::size_t i = 0; i < kMostSymbols && kSymbol.full_match(cursor.peek(), &symbol); ++i) {
    cursor.take();
    found.push_back(linker("undefined reference to '" + symbol + "'", "undefined reference to '$1'", symbol));
    for (std::size_t n = 0; n < kMostReferences && cursor.peek().starts_with("     "); ++n) {
      if (kReference.full_match(cursor.take(), &function, &object))
        found.back().related.push_back({Place{.file = object}, "in function '" + function + "'"});
    }
  }
  if (cursor.peek().starts_with("ld: symbol(s) not found for architecture")) cursor.take();
  return found;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kDriver(
      R"(^(?:collect2: (?:error|fatal error): .*|clang(?:\+\+)?(?:-\d+)?: error: linker command failed with exit code \d+.*)$)");
  const auto line = cursor.peek();
  if ((line.starts_with("collect2") || line.starts_with("clang")) && kDriver.full_match(line)) {
    auto diagnostic = linker(std::string(cursor.peek()), "the linker failed", "");
    diagnostic.severity = Severity::note;  // what the linker said before is the message
    cursor.take();
    return diagnostic;
  }
  if (line.find("lld") != std::string_view::npos)
    if (auto found = read_lld(cursor)) return found;
  if (auto found = read_mold(cursor)) return found;
  if (auto found = read_gold(cursor)) return found;
  return read_gnu(cursor);
}

std::vector<Diagnostic> read_many(OutputCursor& cursor) {
  if (auto found = read_apple(cursor); !found.empty()) return found;
  std::vector<Diagnostic> found;
  if (auto one = read(cursor)) found.push_back(std::move(*one));
  return found;
}

}  // namespace

Format format() {
  return {
      .id = "ld",
      .language = Language::c,
      .starts =
          R"(^(\S*[/-])?ld: |^(\S*[/-])?ld\.\w+(-\d+)?: |^(\S*[/-])?ld-\d[\d.]*: |^(\S*/)?mold: (error|fatal|warning): |^Undefined symbols for arch|^duplicate symbol |undefined reference to [`'‘]|multiple definition of [`'‘]|: in function [`'‘].*['’]:$|^collect2: |linker command failed|^lld-link.*: (error|warning): |^rust-lld.*: (error|warning): |^ld\.lld.*: (error|warning): )",
      .read_many = read_many,
      .about = "The linkers: GNU ld, gold, lld, mold and Apple's ld, and what their drivers say.",
      .example_command = "gcc main.o",
      .homepage = "https://sourceware.org/binutils/"};
}

}  // namespace fixpoint::diagnose::formats::ld
