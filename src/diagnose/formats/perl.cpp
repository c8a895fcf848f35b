// perl: "message at x.pl line 3.", compile errors ("syntax error at x.pl line 3, near ..."), missing modules,
// warnings, and Carp's "called at" frames below.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::perl {
namespace {

struct Wording {
  std::string_view begins;
  Category category;
};

/// Perl's own words. What a script says with die or warn has none of these.
constexpr Wording kErrors[] = {
    {"syntax error", Category::syntax_error},
    {"Missing right curly", Category::syntax_error},
    {"Unmatched ", Category::syntax_error},
    {"Can't find string terminator", Category::syntax_error},
    {"Search pattern not terminated", Category::syntax_error},
    {"Substitution ", Category::syntax_error},
    {"Unrecognized character", Category::syntax_error},
    {"Number found where operator expected", Category::syntax_error},
    {"String found where operator expected", Category::syntax_error},
    {"Bareword found where operator expected", Category::syntax_error},
    {"Bareword \"", Category::undefined_variable},
    {"Global symbol ", Category::undefined_variable},
    {"Undefined subroutine ", Category::undefined_variable},
    {"Can't locate object method ", Category::missing_member},
    {"Can't locate ", Category::missing_import},
    {"Can't call method ", Category::missing_member},
    {"Can't use ", Category::type_mismatch},
    {"Not a", Category::type_mismatch},
    {"Not enough arguments for ", Category::wrong_arguments},
    {"Too many arguments for ", Category::wrong_arguments},
    {"Too few arguments for ", Category::wrong_arguments},
    {"Type of arg ", Category::type_mismatch},
    {"Illegal division by zero", Category::runtime_error},
    {"Illegal modulus zero", Category::runtime_error},
    {"Modification of ", Category::runtime_error},
    {"Can't modify ", Category::compiler_error},
    {"Can't \"", Category::compiler_error},
    {"Can't localize ", Category::compiler_error},
    {"Deep recursion", Category::runtime_error},
    {"Out of memory", Category::out_of_memory},
    {"BEGIN not safe after errors", Category::compiler_error},
    {"Perl v", Category::version_mismatch},
};

constexpr std::string_view kWarnings[] = {
    "Use of uninitialized ",
    "Argument \"",
    "Useless use of ",
    "Subroutine ",
    "Name \"main::",
    "Odd number of ",
    "Scalar value @",
    "Possible ",
    "Use of \"",
    "Unquoted string ",
    "Reference found ",
    "Found = in ",
    "isn't numeric",
    "Statement unlikely ",
    "Smartmatch ",
    "given is ",
    "when is ",
    "Wide character in ",
    "readline() on ",
    "print() on ",
    "Exiting ",
    "Constant subroutine ",
    "Unescaped left brace",
    "Redundant argument ",
    "Missing argument in ",
};

/// What stands between "called at" and the frame's place belongs to the caller's line.
void take_frames(OutputCursor& cursor, Diagnostic& diagnostic) {
  static const base::Regex kFrame(R"(^\s+(.*) called at (\S.*) line (\d+)\.?$)");
  constexpr int kMost = 100;
  for (int frames = 0; frames < kMost; ++frames) {
    Related related;
    if (!kFrame.full_match(cursor.peek(), &related.message, &related.place.file, &related.place.line)) break;
    cursor.take();
    diagnostic.related.push_back(std::move(related));
  }
}

bool is_perl_file(std::string_view file) {
  return file == "-e" || file.ends_with(".pl") || file.ends_with(".pm") || file.ends_with(".t") ||
         file.ends_with(".psgi") || file.ends_with(".PL");
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kPlaced(
      R"(^(.*?) at (\S+|\S.*\.(?:pl|pm|t|psgi|PL)) line (\d+)(?:, (near ".*|at end of line|at EOF|<\S+> (?:line|chunk) \d+\.?|within \S+))?\.?$)");
  static const base::Regex kModule(R"(^Can't locate (\S+)\.pm in @INC)");
  static const base::Regex kInc(R"( \(@INC[^)]*\)?.*$)");
  Diagnostic diagnostic;
  std::string near;
  auto& place = diagnostic.place;
  if (!kPlaced.full_match(cursor.peek(), &diagnostic.message, &place.file, &place.line, &near)) return std::nullopt;
  const std::string_view message = diagnostic.message;
  if (message.starts_with("#") || message.starts_with("ok ") || message.starts_with("not ok ") ||
      message.starts_with("BEGIN failed") || message.starts_with('\t'))
    return std::nullopt;
  bool known = false;
  diagnostic.category = Category::runtime_error;
  diagnostic.phase = Phase::run;
  for (const auto& wording : kErrors)
    if (message.starts_with(wording.begins)) {
      known = true;
      diagnostic.category = wording.category;
      break;
    }
  for (const auto warning : kWarnings)
    if (!known && message.starts_with(warning)) {
      known = true;
      diagnostic.severity = Severity::warning;
      break;
    }
  // The script's own words: only when the file is surely Perl's.
  if (!known && !is_perl_file(place.file)) return std::nullopt;
  const bool own_words = !known;
  if (diagnostic.category == Category::syntax_error) diagnostic.phase = Phase::parse;
  if (diagnostic.category == Category::undefined_variable || diagnostic.category == Category::compiler_error)
    diagnostic.phase = Phase::compile;
  if (near.starts_with("near") || near.starts_with("at ")) diagnostic.message += ", " + near;
  std::string module;
  if (kModule.find(diagnostic.message, &module)) {
    diagnostic.message.resize(diagnostic.message.find(".pm in @INC") + 11);
    diagnostic.pattern = "Can't locate $1 in @INC";
    diagnostic.arguments = {base::replace_all(module, "/", "::")};
    diagnostic.phase = Phase::compile;
  }
  cursor.take();
  // near "..." may hold newlines.
  for (int lines = 0; lines < 4 && near.starts_with("near") && !near.ends_with('"') && !cursor.done(); ++lines) {
    near = "near" + std::string(cursor.take());
    diagnostic.message += '\n' + near.substr(4);
  }
  take_frames(cursor, diagnostic);
  for (const std::string_view trailer :
       {"BEGIN failed--compilation aborted at ", "Compilation failed in require at "})
    if (cursor.peek().starts_with(trailer)) {
      cursor.take();
      return diagnostic;
    }
  // die and warn print alike; who dies prints nothing more.
  if (own_words && !cursor.done() && !cursor.peek().starts_with("# Looks like your test") &&
      !cursor.peek().starts_with("make"))
    diagnostic.severity = Severity::warning;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "perl",
          .starts = R"( line \d+(\.$|, (near|at|within|<)|$))",
          .read = read,
          .about = "perl: compile errors, exceptions with their Carp frames, missing modules, warnings",
          .example_command = "perl script.pl",
          .homepage = "https://www.perl.org/"};
}

}  // namespace fixpoint::diagnose::formats::perl
