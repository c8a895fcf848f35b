#include "diagnose/formats/_python.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "base/text.hpp"

namespace fixpoint::diagnose::formats {
namespace {

constexpr std::size_t kMaxFrames = 5000;  // a deep recursion prints 1,000 at most; longer is not a traceback

bool any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

Category category_of(std::string_view code, std::string_view message) {
  if (any_of(code, {"SyntaxError", "IndentationError", "TabError"})) return Category::syntax_error;
  if (any_of(code, {"NameError", "UnboundLocalError"})) return Category::undefined_variable;
  if (code == "ModuleNotFoundError") return Category::missing_dependency;
  if (code == "ImportError") return Category::missing_import;
  if (code == "AttributeError") return Category::missing_member;
  if (code == "AssertionError" || code == "Failed") return Category::test_failure;
  if (code == "TypeError") {
    const bool call =
        message.find("argument") != std::string_view::npos &&
        (message.find("()") != std::string_view::npos || message.find("takes") != std::string_view::npos);
    return call ? Category::wrong_arguments : Category::type_mismatch;
  }
  if (code == "MemoryError") return Category::out_of_memory;
  if (code == "PermissionError") return Category::permission;
  if (code == "TimeoutError" || code == "Timeout") return Category::timeout;
  if (any_of(code, {"ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "gaierror"}))
    return Category::network;
  if (code == "OSError" && message.find("No space left") != std::string_view::npos) return Category::disk_full;
  return Category::runtime_error;
}

/// Words that stay when quoted: they belong to the wording, not to the user.
bool is_python_word(std::string_view word) {
  return any_of(word, {"False",
                       "None",
                       "True",
                       "and",
                       "as",
                       "assert",
                       "async",
                       "await",
                       "break",
                       "class",
                       "continue",
                       "def",
                       "del",
                       "elif",
                       "else",
                       "except",
                       "finally",
                       "for",
                       "from",
                       "global",
                       "if",
                       "import",
                       "in",
                       "is",
                       "lambda",
                       "nonlocal",
                       "not",
                       "or",
                       "pass",
                       "raise",
                       "return",
                       "try",
                       "while",
                       "with",
                       "yield",
                       "match",
                       "case",
                       "int",
                       "str",
                       "float",
                       "list",
                       "dict",
                       "tuple",
                       "set",
                       "bool",
                       "bytes",
                       "NoneType",
                       "object",
                       "type",
                       "function",
                       "module",
                       "method",
                       "builtin_function_or_method",
                       "range",
                       "generator"});
}

bool is_dotted_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(base::split(text, '.'), base::is_identifier);
}

/// Names in quotes and before "()" become holes; so do line numbers.
void describe_pattern(Diagnostic& diagnostic) {
  auto& pattern = diagnostic.pattern;
  auto& arguments = diagnostic.arguments;
  pattern.clear();
  arguments.clear();
  const std::string_view message = diagnostic.message;
  const auto hole = [&](std::string_view value) {
    arguments.emplace_back(value);
    pattern += '$' + std::to_string(arguments.size());
  };
  std::size_t i = 0;
  if (const auto call = message.find("()"); call < 200) {
    auto name = message.substr(0, call);
    bool dotted = true;  // "Outer.<locals>.f() takes ..."
    for (const auto part : base::split(name, '.'))
      dotted = dotted && (base::is_identifier(part) || part == "<locals>" || part == "<lambda>");
    if (dotted) {
      hole(name);
      i = call;
    }
  }
  while (i < message.size()) {
    const char c = message[i];
    if (c == '\'' || c == '"') {
      const auto close = message.find(c, i + 1);
      const auto inside = close == std::string_view::npos ? std::string_view{} : message.substr(i + 1, close - i - 1);
      if (is_dotted_name(inside) && !is_python_word(inside)) {
        pattern += c;
        hole(inside);
        pattern += c;
        i = close + 1;
        continue;
      }
    }
    if (message.substr(i).starts_with("line ") && i + 5 < message.size() && base::is_digit(message[i + 5])) {
      pattern += "line N";
      i += 5;
      while (i < message.size() && base::is_digit(message[i])) ++i;
      continue;
    }
    if (c == '(' && message.ends_with(')') && message.substr(i + 1).starts_with('/')) {
      pattern += "(path)";  // where an imported module was found
      break;
    }
    pattern += c;
    ++i;
  }
}

std::string_view without_margin(std::string_view line, std::size_t margin) {
  return line.size() >= margin ? line.substr(margin) : std::string_view{};
}

/// One block: "Traceback" line, frames, exception line.
struct Block {
  std::vector<PythonFrame> frames;
  std::optional<PythonException> exception;
  std::string_view rest;  ///< the exception's line as printed
  std::string excerpt;    ///< source line and carets of the innermost frame
};

std::optional<Block> read_block(OutputCursor& cursor, std::size_t margin) {
  Block block;
  std::size_t ahead = 1;
  const std::string_view pipes = cursor.peek().substr(0, std::min(margin, cursor.peek().size()));
  const bool group = margin > 1 && pipes.find_first_of("|+") != std::string_view::npos;  // "  | "
  for (; !cursor.done(ahead) && ahead < kMaxFrames * 4; ++ahead) {
    const auto whole = cursor.peek(ahead);
    if (group ? whole.size() > margin && whole[margin - 2] != '|' : !whole.empty() && !whole.starts_with(pipes))
      return std::nullopt;
    const auto line = without_margin(whole, margin);
    if (const auto frame = python_frame(line)) {
      block.frames.push_back(*frame);
      block.excerpt.clear();
      continue;
    }
    if (line.starts_with("    ") || (line.starts_with("  ") && line.find("[Previous line repeated") == 2)) {
      if (!line.starts_with("  [")) {
        block.excerpt += line;
        block.excerpt += '\n';
      }
      continue;
    }
    if (line.empty() && !block.frames.empty()) continue;  // an excerpt of an empty line
    block.exception = python_exception(line);
    block.rest = line;
    break;
  }
  if (!block.exception) return std::nullopt;
  for (std::size_t i = 0; i <= ahead; ++i) (void)cursor.take();
  return block;
}

/// "During handling of ..." and "... was the direct cause of ...", with the empty lines around it.
enum class Link { none, cause, handling };
Link read_link(OutputCursor& cursor, std::size_t margin) {
  std::size_t ahead = 0;
  const auto line = [&](std::size_t at) { return base::trim_right(without_margin(cursor.peek(at), margin)); };
  while (ahead < 12 && !cursor.done(ahead) &&
         line(ahead).find(", another exception occurred:") == std::string_view::npos &&
         line(ahead).find("the direct cause of the following exception:") == std::string_view::npos) {
    // Notes and the further lines of a message may stand before it.
    if (line(ahead).starts_with("Traceback (most recent call last):")) return Link::none;
    ++ahead;
  }
  if (ahead >= 12 || cursor.done(ahead)) return Link::none;
  const auto link = line(ahead).find("direct cause") != std::string_view::npos ? Link::cause : Link::handling;
  if (!line(ahead + 1).empty() || line(ahead + 2) != "Traceback (most recent call last):") return Link::none;
  for (std::size_t i = 0; i < ahead + 2; ++i) (void)cursor.take();
  return link;
}

/// An error that the handler itself made, not the one it was handling.
bool is_slip(std::string_view code) {
  return any_of(code,
                {"NameError", "UnboundLocalError", "AttributeError", "SyntaxError", "IndentationError", "TabError"});
}

}  // namespace

std::optional<PythonException> python_exception(std::string_view line) {
  line = base::trim_right(line);
  std::size_t end = 0, last = 0;
  while (end < line.size() && (base::is_identifier_part(line[end]) || line[end] == '.')) {
    if (line[end] == '.') last = end + 1;
    ++end;
  }
  if (end == 0 || end == last || !base::is_identifier_start(line[0])) return std::nullopt;
  if (end == line.size()) return PythonException{line.substr(last), {}};
  if (!line.substr(end).starts_with(":")) return std::nullopt;
  if (end + 1 < line.size() && line[end + 1] != ' ') return std::nullopt;
  return PythonException{line.substr(last, end - last), base::trim(line.substr(end + 1))};
}

bool python_user_file(std::string_view path) {
  if (path.empty() || path.front() == '<') return false;
  for (const std::string_view foreign : {"/site-packages/", "/dist-packages/", "/lib/python2", "/lib/python3",
                                         "/lib64/python3", "\\site-packages\\", "\\Lib\\", "/.vscode"})
    if (path.find(foreign) != std::string_view::npos) return false;
  return true;
}

std::optional<PythonFrame> python_frame(std::string_view line) {
  constexpr std::string_view kOpen = "  File \"";
  if (!line.starts_with(kOpen)) return std::nullopt;
  const auto close = line.find("\", line ", kOpen.size());
  if (close == std::string_view::npos) return std::nullopt;
  PythonFrame frame;
  frame.file = line.substr(kOpen.size(), close - kOpen.size());
  const auto digits = line.substr(close + 8);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), frame.line);
  if (error != std::errc{}) return std::nullopt;
  const auto rest = base::trim_right(digits.substr(static_cast<std::size_t>(end - digits.data())));
  if (rest.starts_with(", in "))
    frame.function = rest.substr(5);
  else if (!rest.empty())
    return std::nullopt;
  return frame;
}

void python_describe(Diagnostic& diagnostic, const PythonException& exception) {
  diagnostic.code = exception.code;
  diagnostic.message = exception.message.empty() ? exception.code : exception.message;
  diagnostic.category = category_of(exception.code, exception.message);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::run;
  diagnostic.language = Language::python;
  describe_pattern(diagnostic);
}

void python_place(Diagnostic& diagnostic, const std::vector<PythonFrame>& frames) {
  if (frames.empty()) return;
  std::size_t primary = frames.size() - 1;
  for (std::size_t i = frames.size(); i-- > 0;)
    if (python_user_file(frames[i].file)) {
      primary = i;
      break;
    }
  diagnostic.place.file = frames[primary].file;
  diagnostic.place.line = frames[primary].line;
  diagnostic.place.unit = ColumnUnit::code_point;
  constexpr std::size_t kKept = 40;
  for (std::size_t i = frames.size() > kKept ? frames.size() - kKept : 0; i < frames.size(); ++i) {
    if (i == primary) continue;
    Related related;
    related.place.file = frames[i].file;
    related.place.line = frames[i].line;
    related.message = frames[i].function.empty() ? "" : "in " + std::string(frames[i].function);
    diagnostic.related.push_back(std::move(related));
  }
}

std::optional<Diagnostic> python_traceback(OutputCursor& cursor) {
  auto margin = cursor.peek().find("Exception Group Traceback (most recent call last):");
  if (margin == std::string_view::npos) margin = cursor.peek().find("Traceback (most recent call last):");
  if (margin > 40) return std::nullopt;  // or not found
  auto block = read_block(cursor, margin);
  if (!block) return std::nullopt;
  std::vector<Block> chain{std::move(*block)};
  std::size_t shown = 0;
  for (int links = 0; links < 20; ++links) {
    auto probe = cursor;
    const auto link = read_link(probe, margin);
    if (link == Link::none) break;
    auto next = read_block(probe, margin);
    if (!next) break;
    cursor = probe;
    const bool slip = link == Link::handling && is_slip(next->exception->code);
    chain.push_back(std::move(*next));
    if (slip) shown = chain.size() - 1;
  }
  Diagnostic diagnostic;
  if (cursor.brief())
    diagnostic.code = chain[shown].exception->code;
  else
    python_describe(diagnostic, *chain[shown].exception);
  python_place(diagnostic, chain[shown].frames);
  diagnostic.context = chain[shown].excerpt;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (i == shown) continue;
    Diagnostic other;
    python_place(other, chain[i].frames);
    diagnostic.related.push_back(
        {other.place, (i > shown ? "then " : "while handling ") + std::string(chain[i].rest)});
  }
  if (diagnostic.code == "ExceptionGroup" || diagnostic.code == "BaseExceptionGroup")
    for (std::size_t ahead = 0; ahead < 200 && !cursor.done(ahead); ++ahead)
      if (cursor.peek(ahead).find("| Traceback (most recent call last):") != std::string_view::npos)
        diagnostic.severity = Severity::note;  // its members are the problems
  return diagnostic;
}

}  // namespace fixpoint::diagnose::formats
