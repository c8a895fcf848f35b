#include "diagnose/formats/_c_family.hpp"

#include <algorithm>
#include <utility>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/diagnose.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::c_family {
namespace {

constexpr std::size_t kMaxContext = 400;  // include stacks and template backtraces end somewhere
constexpr std::size_t kMaxNotes = 200;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

struct Head {
  std::string_view file, severity, message;
  std::uint32_t line = 0, column = 0;
};

/// "LINE:[COLUMN:] severity: message"
bool read_behind_file(std::string_view text, Head& head) {
  if (text.empty() || !base::is_digit(text[0])) return false;
  head.line = take_number(text);
  if (!text.starts_with(':')) return false;
  text.remove_prefix(1);
  head.column = 0;
  if (!text.empty() && base::is_digit(text[0])) {
    head.column = take_number(text);
    if (!text.starts_with(':')) return false;
    text.remove_prefix(1);
  }
  if (!text.starts_with(' ')) return false;
  text.remove_prefix(1);
  for (const std::string_view severity : {"error", "warning", "note", "fatal error", "remark"})
    if (text.starts_with(severity) && text.substr(severity.size()).starts_with(": ")) {
      head.severity = text.substr(0, severity.size());
      head.message = text.substr(severity.size() + 2);
      return true;
    }
  return false;
}

/// "FILE:LINE:[COLUMN:] severity: message"; the views point into `text`.
bool read_head(std::string_view text, Head& head) {
  const bool drive = text.size() > 2 && text[1] == ':' && base::is_identifier_start(text[0]);
  for (const std::size_t from : {drive ? std::size_t{2} : std::size_t{0}, std::size_t{0}}) {
    const auto colon = text.find(':', from);
    if (colon == std::string_view::npos) return false;
    if (colon > from && std::string_view(" \t\r\f'\"").find(text[from]) == std::string_view::npos &&
        read_behind_file(text.substr(colon + 1), head)) {
      head.file = text.substr(0, colon);
      return true;
    }
  }
  return false;
}

std::uint32_t number(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits.substr(0, 9)) value = value * 10 + static_cast<std::uint32_t>(c - '0');
  return value;
}

Place place_of(const Head& head) {
  Place place;
  place.file = head.file;
  place.line = head.line;
  place.column = head.column;
  return place;
}

/// "In file included from a.h:3," / "                 from b.c:1:" / "a.c: In function 'f':" / "...:   required from"
bool is_context(std::string_view text) {
  if (!text.starts_with("In ") && !text.starts_with(' ')) {
    // Most lines are none: behind the file stands neither " In" nor a place with three blanks.
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    const auto behind = text.substr(colon + 1);
    if (behind.empty() || (behind[0] != ' ' && (!base::is_digit(behind[0]) || !contains(behind, ":   "))))
      return false;
    if (behind[0] == ' ' && !behind.starts_with(" In ") && !behind.starts_with(" At ")) return false;
  }
  static const base::Regex kContext(
      R"(^(In file included from |In module imported at | +from )[^\s].*[:,]$|^[^\s:]+: (In [a-z ]*(function|constructor|destructor|instantiation|substitution|lambda|operator|expansion)|At (global scope|top level))|^[^\s:]+:\d+:(\d+:)?   (recursively )?(required|in ['‘]?constexpr))");
  return kContext.find(text);
}

bool is_caret_line(std::string_view text) {
  return text.find('^') != std::string_view::npos && text.find_first_not_of(" \t~^|") == std::string_view::npos;
}

bool is_tail(std::string_view text) {
  static const base::Regex kTail(
      R"(^\d+ (warning|error)s?( and \d+ errors?)? generated\.$|^compilation terminated|^cc1)");
  return kTail.find(text);
}

/// "   12 | code", "      |  ^~~", "  +++ |+#include <x>": the width of the gutter, 0 when there is none.
std::size_t gutter(std::string_view text) {
  const auto bar = text.find('|');
  if (bar == std::string_view::npos || bar == 0 || text[bar - 1] != ' ') return 0;
  return text.substr(0, bar).find_first_not_of(" 0123456789+") == std::string_view::npos ? bar + 1 : 0;
}

/// Lines of the source excerpt that follows a head: how many, and the three that matter.
struct Excerpt {
  std::size_t lines = 0;
  std::string_view source, carets, fix;  ///< without gutter
  std::string_view added_line;           ///< gcc's "+++ |+#include <x>"
  std::uint32_t added_before = 0;
};

Excerpt read_excerpt(const OutputCursor& cursor, std::size_t at) {
  Excerpt excerpt;
  Head head;
  constexpr std::size_t kMaxExcerpt = 60;
  if (gutter(cursor.peek(at)) > 0) {
    bool after_caret = false;
    while (excerpt.lines < kMaxExcerpt && gutter(cursor.peek(at + excerpt.lines)) > 0) {
      const auto line = cursor.peek(at + excerpt.lines++);
      const auto width = gutter(line);
      const auto rest = line.substr(width);
      const bool numbered = line.find_first_of("0123456789") < width;
      if (line.substr(0, width).find('+') != std::string_view::npos) {
        excerpt.added_line = rest;
        if (excerpt.added_line.starts_with('+')) excerpt.added_line.remove_prefix(1);
      } else if (!excerpt.added_line.empty() && numbered && excerpt.added_before == 0) {
        excerpt.added_before = number(base::trim(line.substr(0, width - 1)));
      } else if (numbered) {
        if (excerpt.carets.empty()) excerpt.source = rest;
        after_caret = false;
      } else if (is_caret_line(rest) && excerpt.carets.empty()) {
        excerpt.carets = rest;
        after_caret = true;
      } else if (after_caret && excerpt.fix.empty()) {
        excerpt.fix = rest;
      }
    }
    return excerpt;
  }
  // clang before 17: the bare source line, the carets, perhaps the fix-it text.
  if (cursor.done(at + 1) || read_head(cursor.peek(at), head) || !is_caret_line(cursor.peek(at + 1))) return excerpt;
  excerpt.lines = 2;
  excerpt.source = cursor.peek(at);
  excerpt.carets = cursor.peek(at + 1);
  const auto next = cursor.peek(at + 2);
  const bool indented = next.starts_with(' ') || next.starts_with('\t') || excerpt.carets.starts_with('^');
  // The next message, its include stack, the count of errors or another tool's line is not fix-it text.
  if (!next.empty() && indented && !is_tail(next) && !is_context(next) && !read_head(next, head) &&
      next.size() <= excerpt.source.size() + 120) {
    const auto first = next.find_first_not_of(" \t");
    const auto caret = excerpt.carets.find_first_of("^~");
    if (first != std::string_view::npos && (first == caret || excerpt.carets.find_first_of("^~", first) == first)) {
      excerpt.fix = next;
      excerpt.lines = 3;
    }
  }
  return excerpt;
}

std::string plain_quotes(std::string_view text) {
  return base::replace_all(base::replace_all(text, "‘", "'"), "’", "'");
}

/// C escapes as clang writes them in fix-its.
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain += text[i];
      continue;
    }
    const char next = text[++i];
    if (next >= '0' && next <= '7') {
      int value = 0;
      for (int digits = 0; digits < 3 && i < text.size() && text[i] >= '0' && text[i] <= '7'; ++digits, ++i)
        value = value * 8 + (text[i] - '0');
      --i;
      plain += static_cast<char>(value);
    } else {
      plain += next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next;
    }
  }
  return plain;
}

/// What the excerpt shows as the compiler's own fix, when it can be told exactly.
void read_suggestion(const Excerpt& excerpt, const Place& place, std::string_view message,
                     std::vector<Suggestion>& suggestions) {
  if (!excerpt.added_line.empty() && excerpt.added_before > 0) {
    Suggestion suggestion;
    suggestion.message = std::string(message);
    Place at;
    at.file = place.file;
    at.line = excerpt.added_before;
    at.column = 1;
    suggestion.edits.push_back({at, std::string(base::trim_right(excerpt.added_line)) + "\n"});
    suggestions.push_back(std::move(suggestion));
    return;
  }
  const auto text = base::trim(excerpt.fix);
  if (text.empty() || excerpt.source.find("...") != std::string_view::npos || place.column == 0) return;
  const auto plain = plain_quotes(message);
  const auto first = excerpt.fix.find_first_not_of(" \t");
  Suggestion suggestion;
  suggestion.message = plain;
  const auto quoted = "'" + std::string(text) + "'";
  if (plain.starts_with("expected " + quoted) && excerpt.carets.size() > first && excerpt.carets[first] == '^') {
    // The excerpt keeps gcc's one blank after the bar; the caret stands where the place says, so take that.
    suggestion.edits.push_back({place, std::string(text)});
    suggestion.safety = Safety::choice;  // right about half of the time where a fixer thinks otherwise
  } else if (plain.find("did you mean " + quoted) != std::string::npos && base::is_identifier(text)) {
    // What stands above the caret is replaced; source and carets are printed in the same columns.
    const auto caret = excerpt.carets.find('^');
    auto end = caret;
    while (end < excerpt.source.size() && base::is_identifier_part(excerpt.source[end])) ++end;
    if (caret == std::string_view::npos || end == caret || first != caret) return;
    const auto wrong = excerpt.source.substr(caret, end - caret);
    if (wrong == text) return;
    Place range = place;
    range.end_line = range.line;
    range.end_column = range.column + static_cast<std::uint32_t>(wrong.size());
    suggestion.edits.push_back({range, std::string(text)});
    suggestion.safety = Safety::choice;
  } else {
    return;
  }
  suggestions.push_back(std::move(suggestion));
}

/// clang's -fdiagnostics-parseable-fixits: fix-it:"a.c":{8:15-8:16}:"->". All fix-its of one message belong together.
void read_parseable_fixits(OutputCursor& cursor, std::string_view message, Safety safety,
                           std::vector<Suggestion>& suggestions) {
  static const base::Regex kFixIt(R"re(^fix-it:"(.*)":\{(\d+):(\d+)-(\d+):(\d+)\}:"(.*)"$)re");
  Suggestion suggestion;
  suggestion.message = plain_quotes(message);
  suggestion.safety = safety;
  std::string file, text;
  int line = 0, column = 0, end_line = 0, end_column = 0;
  while (kFixIt.full_match(cursor.peek(), &file, &line, &column, &end_line, &end_column, &text)) {
    cursor.take();
    SuggestedEdit edit;
    edit.place.file = unescape(file);
    edit.place.line = static_cast<std::uint32_t>(line);
    edit.place.column = static_cast<std::uint32_t>(column);
    edit.place.end_line = static_cast<std::uint32_t>(end_line);
    edit.place.end_column = static_cast<std::uint32_t>(end_column);
    edit.replacement = unescape(text);
    suggestion.edits.push_back(std::move(edit));
  }
  if (suggestion.edits.empty()) return;
  suggestions.push_back(std::move(suggestion));
}

/// "[modernize-use-nullptr]", "[bugprone-x,cert-y,-warnings-as-errors]": the names of checks at a message's end,
/// which clang-tidy prints; compilers print flags there.
std::string_view checks_of(std::string_view message) {
  if (!message.ends_with(']')) return {};
  const auto open = message.rfind(" [");
  if (open == std::string_view::npos) return {};
  const auto names = message.substr(open + 2, message.size() - open - 3);
  const bool named = !names.empty() && names[0] >= 'a' && names[0] <= 'z' &&
                     names.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.,_") ==
                         std::string_view::npos;
  return named ? names : std::string_view{};
}

/// Other tools that print the compilers' head: known by the file or by what they always say.
bool is_anothers(const Head& head) {
  constexpr std::string_view kEndings[] = {".swift",       ".kt",          ".kts", ".scala", "meson.build",
                                           "configure.ac", "configure.in", ".am",  ".dot",   "meson_options.txt",
                                           ".m4"};
  if (std::ranges::any_of(kEndings, [&](std::string_view end) { return head.file.ends_with(end); })) return true;
  // gold's
  if (head.message.starts_with("undefined reference to '") || head.message.starts_with("multiple definition of '"))
    return true;
  return is_doxygen(head.message);
}

/// Which compiler prints such a message. `at` is the head's line.
Compiler compiler_of(const OutputCursor& cursor, std::size_t at, const Head& head) {
  if (const auto checks = checks_of(head.message); !checks.empty())
    return contains(checks, "-") ? Compiler::clang_tidy : Compiler::cppcheck;
  if (contains(head.message, "‘")) return Compiler::gcc;
  constexpr std::string_view kClang[] = {"use of undeclared",
                                         "expected ';' after",
                                         "expected ';' in",
                                         "expected ';' at",
                                         "expected expression",
                                         "extraneous ",
                                         "no member named ",
                                         "file not found",
                                         "call to undeclared",
                                         "undeclared identifier",
                                         "did you forget",
                                         "expected identifier or",
                                         "expected parameter declarator",
                                         "is not assignable",
                                         "to match this",
                                         "expected '}'",
                                         "member reference",
                                         "no matching function for call to",
                                         "ordered comparison",
                                         "invalid operands to binary expression",
                                         "expected statement",
                                         "invalid digit",
                                         "unexpected ';'",
                                         "is invalid in C99",
                                         "implicitly declaring library function"};
  constexpr std::string_view kGcc[] = {" before ",
                                       "(first use in this function)",
                                       "was not declared in this scope",
                                       "No such file or directory",
                                       "has no member named",
                                       "at end of input",
                                       "does not name a type",
                                       "lvalue required",
                                       "; did you mean '",
                                       "[-fpermissive]",
                                       "request for member"};
  // Context lines are gcc's ("In function"), or say nothing (include stacks).
  if (at > 0 && contains(cursor.peek(at - 1), ": In ")) return Compiler::gcc;
  if (at == 0 && contains(cursor.peek_back(1), ": In ")) return Compiler::gcc;
  if (head.message.starts_with("no member named")) return Compiler::clang;
  for (const auto word : kGcc)
    if (contains(head.message, word) && !contains(head.message, "undeclared identifier")) return Compiler::gcc;
  for (const auto word : kClang)
    if (contains(head.message, word)) return Compiler::clang;
  if (gutter(cursor.peek(at + 1)) == 0 && is_caret_line(cursor.peek(at + 2))) return Compiler::clang;
  constexpr std::size_t kFar = 120;
  for (std::size_t i = 1; i < kFar && !cursor.done(at + i); ++i)
    if (contains(cursor.peek(at + i), " generated.") && is_tail(cursor.peek(at + i))) return Compiler::clang;
  return Compiler::gcc;
}

bool is_system(std::string_view file) { return file.starts_with("/usr/") || file.starts_with("/opt/"); }

bool is_syntax(std::string_view m) {
  if (m.starts_with("expected ") && !contains(m, "constructor, destructor") && !contains(m, "a type"))
    return !contains(m, "arguments");
  constexpr std::string_view kWords[] = {"missing terminating",
                                         "unterminated",
                                         "stray ",
                                         "extraneous ",
                                         "unexpected ",
                                         "expected '",
                                         "'else' without",
                                         "without a previous 'if'",
                                         "not within a loop",
                                         "not in loop",
                                         "invalid suffix",
                                         "invalid digit",
                                         "at end of input",
                                         "unbalanced",
                                         "function definition is not allowed",
                                         "non-ASCII",
                                         "null character",
                                         "missing '",
                                         "unknown escape",
                                         "empty character constant",
                                         "invalid preprocessing",
                                         "unmatched"};
  return std::ranges::any_of(kWords, [&](std::string_view word) { return contains(m, word); });
}

/// Takes a message with what belongs to it, `at` context lines first: as read() does, but without looking at it.
void take_all(OutputCursor& cursor, std::size_t at) {
  const auto take = [&](std::size_t lines) {
    for (std::size_t i = 0; i < lines; ++i) cursor.take();
    for (auto excerpt = read_excerpt(cursor, 0).lines; excerpt > 0; --excerpt) cursor.take();
    if (!cursor.peek().starts_with("fix-it:")) return;
    std::vector<Suggestion> unused;
    read_parseable_fixits(cursor, {}, Safety::choice, unused);
  };
  take(at + 1);
  for (std::size_t notes = 0; notes < kMaxNotes; ++notes) {
    std::size_t ahead = 0;
    while (ahead < kMaxContext && is_context(cursor.peek(ahead))) ++ahead;
    Head note;
    if (!read_head(cursor.peek(ahead), note) || (note.severity != "note" && note.severity != "remark")) break;
    take(ahead + 1);
  }
}

}  // namespace

bool is_doxygen(std::string_view message) {
  constexpr std::string_view kWords[] = {"of command @",
                                         "Problems running ",
                                         "of command \\",
                                         "unknown command '",
                                         "is not documented",
                                         "for \\ref command",
                                         "documented symbol '",
                                         "explicit link request",
                                         "no uniquely matching class member",
                                         "has multiple @param",
                                         "Unexpected html tag",
                                         "Unsupported xml/html tag",
                                         "no matching file member found for",
                                         "no matching class member found for"};
  return std::ranges::any_of(kWords, [&](std::string_view words) { return contains(message, words); });
}

Category category_of(std::string_view text, std::string_view code) {
  const auto plain = plain_quotes(text);
  const std::string_view m = plain;
  if (contains(m, "file not found") || contains(m, "No such file or directory") ||
      contains(m, "implicitly declaring library function") || contains(m, "incompatible implicit declaration"))
    return Category::missing_import;
  if (contains(m, "is defined in header") || contains(m, "provide a declaration")) return Category::missing_import;
  if (contains(m, "undeclared") || contains(m, "was not declared") || contains(m, "unknown type name") ||
      contains(m, "does not name a type") || contains(m, "has not been declared") ||
      contains(m, "implicit declaration") || code == "-Wimplicit-function-declaration" ||
      contains(m, "is not a type") || contains(m, "is not a member of") || contains(m, "no template named") ||
      contains(m, "no type named"))
    return Category::undefined_variable;
  if (contains(m, "no member named") || contains(m, "has no member") || contains(m, "request for member") ||
      contains(m, "member reference"))
    return Category::missing_member;
  if (contains(m, "too few arguments") || contains(m, "too many arguments") || contains(m, "no matching function") ||
      contains(m, "no matching constructor") || contains(m, "no matching member function") ||
      contains(m, "candidate expects"))
    return Category::wrong_arguments;
  if (is_syntax(m)) return Category::syntax_error;
  if (contains(m, "incompatible") || contains(m, "cannot convert") || contains(m, "invalid operands") ||
      contains(m, "no match for") || contains(m, "conversion") || contains(m, "cannot initialize") ||
      contains(m, "assigning to") || contains(m, "conflicting types") || contains(m, "invalid type argument") ||
      contains(m, "cannot bind") || contains(m, "no viable") || contains(m, "incomplete type") ||
      contains(m, "pointer") || contains(m, "subscript") || contains(m, "not a function"))
    return Category::type_mismatch;
  return Category::compiler_error;
}

/// A file that no C compiler reads: other tools print "file:line:column: error: message" about these.
bool is_script(std::string_view file) {
  for (const std::string_view ending :
       {".sh", ".bash", ".tex", ".yaml", ".yml", ".rb", ".pl", ".php", ".lua", ".sql"})
    if (file.ends_with(ending)) return true;
  return false;
}

std::optional<Diagnostic> read(OutputCursor& cursor, Compiler wanted) {
  std::size_t at = 0;
  Head head;
  // A run of context lines was tried from its first line; trying each of them again would be quadratic.
  if (is_context(cursor.peek()) && is_context(cursor.peek_back(1))) return std::nullopt;
  while (at < kMaxContext && is_context(cursor.peek(at))) ++at;
  if (!read_head(cursor.peek(at), head) || head.severity == "note" || head.severity == "remark") return std::nullopt;
  if (is_anothers(head) || is_script(head.file)) return std::nullopt;
  if (!cursor.brief() && compiler_of(cursor, at, head) != wanted) return std::nullopt;

  Diagnostic diagnostic;
  diagnostic.place = place_of(head);
  diagnostic.severity = head.severity == "warning"       ? Severity::warning
                        : head.severity == "fatal error" ? Severity::fatal
                                                         : Severity::error;
  diagnostic.message = head.message;
  if (cursor.brief()) {
    take_all(cursor, at);
    return diagnostic;
  }
  static const base::Regex kFlag(R"(^(.*\S) \[((?:-W|-f)[^\[\]\s]+)\]$)");
  std::string message, flag;
  if (head.message.ends_with(']') && kFlag.full_match(head.message, &message, &flag)) {
    if (flag.starts_with("-Werror=")) flag = "-W" + flag.substr(8);
    if (flag.starts_with("-Werror,")) flag = flag.substr(8);
    diagnostic.code = flag;
    diagnostic.message = message;
  } else if (const auto checks = checks_of(head.message); wanted == Compiler::clang_tidy && !checks.empty()) {
    diagnostic.code = checks.substr(0, checks.find(','));
    diagnostic.message = base::trim(std::string_view(head.message).substr(0, head.message.rfind(" [")));
  }
  diagnostic.category = wanted == Compiler::clang_tidy && !diagnostic.code.starts_with("clang-diagnostic-error")
                            ? Category::lint
                            : category_of(diagnostic.message, diagnostic.code);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::compile;
  // C++ names its file; the language table decides for all else.
  const auto dot = head.file.rfind('.');
  const auto ending = dot == std::string_view::npos ? std::string_view{} : head.file.substr(dot);
  diagnostic.language = ending == ".c" || ending == ".h" ? Language::c : Language::cpp;

  Diagnostic plain;  // the pattern is made from plain quotes, whatever the locale printed
  plain.message = plain_quotes(diagnostic.message);
  fill_pattern(plain);
  diagnostic.pattern = plain.pattern;
  diagnostic.arguments = plain.arguments;

  static const base::Regex kFrame(R"(^([^\s:]+):(\d+):(?:(\d+):)?   (.*)$)");
  static const base::Regex kInclude(R"(^(?:In file included from| +from) ([^\s:]+):(\d+)(?::(\d+))?[:,]$)");
  std::optional<Place> user;
  for (std::size_t i = 0; i < at; ++i) {
    Place frame;
    std::string line, column, text;
    const bool framed = kFrame.full_match(cursor.peek(i), &frame.file, &line, &column, &text);
    if (!framed && !kInclude.full_match(cursor.peek(i), &frame.file, &line, &column)) continue;
    frame.line = number(line);
    frame.column = number(column);
    if (framed && !is_system(frame.file)) user = frame;
    diagnostic.related.push_back({std::move(frame), framed ? text : "included here"});
  }

  for (std::size_t i = 0; i <= at; ++i) cursor.take();
  const auto keep_excerpt = [&](const Place& place, std::string_view text) {
    const auto excerpt = read_excerpt(cursor, 0);
    read_suggestion(excerpt, place, text, diagnostic.suggestions);
    std::string lines;
    for (std::size_t i = 0; i < excerpt.lines; ++i) {
      lines += cursor.take();
      lines += '\n';
    }
    return lines;
  };
  diagnostic.context = keep_excerpt(diagnostic.place, diagnostic.message);
  const auto exact = [&](std::string_view text, Safety safety) {
    if (!cursor.peek().starts_with("fix-it:")) return;
    if (safety == Safety::likely) diagnostic.suggestions.clear();  // the same, guessed from the excerpt
    read_parseable_fixits(cursor, text, safety, diagnostic.suggestions);
  };
  exact(diagnostic.message, Safety::likely);
  // Notes up to the next message belong to this one. clang's notes may have an include stack of their own.
  for (std::size_t notes = 0; notes < kMaxNotes; ++notes) {
    std::size_t ahead = 0;
    while (ahead < kMaxContext && is_context(cursor.peek(ahead))) ++ahead;
    Head note;
    if (!read_head(cursor.peek(ahead), note) || (note.severity != "note" && note.severity != "remark")) break;
    for (std::size_t i = 0; i <= ahead; ++i) cursor.take();
    const auto place = place_of(note);
    keep_excerpt(place, note.message);
    exact(note.message, Safety::choice);  // alternatives
    if (!is_system(place.file) && !user && contains(note.message, "requested here")) user = place;
    diagnostic.related.push_back({place, std::string(note.message)});
  }
  // An error inside a library's template is about the user's line that asked for it.
  if (user && is_system(diagnostic.place.file)) {
    diagnostic.related.insert(diagnostic.related.begin(), {diagnostic.place, "reported here"});
    diagnostic.place = *user;
  }
  return diagnostic;
}

}  // namespace fixpoint::diagnose::formats::c_family
