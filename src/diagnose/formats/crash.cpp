// What the C library, the C++ runtime, the shell and the kernel say when a program dies: failed assertions, uncaught
// exceptions, a smashed stack, a corrupted heap, segmentation faults, timeouts and the kernel's out-of-memory killer.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_sanitizer.hpp"

namespace fixpoint::diagnose::formats::crash {
namespace {

/// "as: as.c:5: int main(): Assertion `x == 2' failed." (glibc), "Assertion failed: (x), function f, file a.c,
/// line 3." (BSD, macOS), "Assertion failed: x, file a.c, line 3" (Windows).
std::optional<Diagnostic> read_assertion(std::string_view line) {
  static const base::Regex kGlibc(R"(^(?:\S+: )?([^\s:]+):(\d+): (.*): Assertion [`'‘](.*)['’] failed\.)");
  static const base::Regex kBsd(R"(^Assertion failed: \(?(.*?)\)?, (?:function (\S+), )?file (\S+?), line (\d+)\.?)");
  std::string file, digits, function, expression;
  if (!kGlibc.find(line, &file, &digits, &function, &expression) &&
      !kBsd.find(line, &expression, &function, &file, &digits))
    return std::nullopt;
  auto diagnostic = sanitizer::problem("assert", "assertion failed: " + expression);
  diagnostic.pattern = "assertion failed: $1";
  diagnostic.arguments = {expression};
  diagnostic.place.file = file;
  std::string_view rest = digits;
  diagnostic.place.line = take_number(rest);
  if (!function.empty()) diagnostic.related.push_back({{}, "in " + function});
  return diagnostic;
}

/// "terminate called after throwing an instance of 'T'" and "  what():  text".
std::optional<Diagnostic> read_terminate(OutputCursor& cursor) {
  static const base::Regex kThrown(R"(^terminate called after throwing an instance of '(.*)'$)");
  static const base::Regex kLibcxx(
      R"(^(?:libc\+\+abi: |libc\+\+abi\.dylib: )?terminating (?:due to|with) uncaught exception of type ([^:]+(?:::[^:\s]+)*)(?:: (.*))?$)");
  std::string type, what;
  const auto line = cursor.peek();
  if (!kThrown.full_match(line, &type) && !kLibcxx.full_match(line, &type, &what)) {
    if (!line.starts_with("terminate called without an active exception") &&
        !line.starts_with("terminate called recursively"))
      return std::nullopt;
    auto diagnostic = sanitizer::problem("terminate", std::string(line));
    diagnostic.pattern = diagnostic.message;
    return diagnostic;
  }
  constexpr std::string_view kWhat = "  what():  ";
  if (cursor.peek(1).starts_with(kWhat)) {
    what = cursor.peek(1).substr(kWhat.size());
    cursor.take();
  }
  auto diagnostic =
      sanitizer::problem(type, "uncaught exception of type " + type + (what.empty() ? "" : ": " + what));
  diagnostic.pattern = "uncaught exception of type " + type;
  if (type == "std::bad_alloc") diagnostic.category = Category::out_of_memory;
  return diagnostic;
}

std::optional<Diagnostic> read_line(std::string_view line) {
  struct Wording {
    base::Regex regex;
    std::string_view code;
    Category category;
  };
  // The one capture is the message.
  static const Wording kWordings[] = {
      {base::Regex(R"(^\*\*\* (stack smashing detected|buffer overflow detected) \*\*\*)"), "abort",
       Category::runtime_error},
      {base::Regex(
           R"(^((?:free|malloc|realloc|munmap_chunk|malloc_consolidate|corrupted size vs\. prev_size|double free or corruption)\b ?(?:\([^)]*\))?(?:: (?:invalid|double free|corrupted|unaligned|unsorted|memory corruption|largebin|smallbin|mismatching)[^:]*)?)$)"),
       "abort", Category::runtime_error},
      {base::Regex(
           R"(^(?:\S+: (?:line \d+: +)?\d+ )?((?:Segmentation fault|Bus error|Floating point exception|Illegal instruction)(?: +\(core dumped\))?)(?:  +\S.*)?$)"),
       "signal", Category::runtime_error},
      {base::Regex(R"(^\S+: (?:line \d+: +)?\d+ (Aborted(?: +\(core dumped\))?)(?:  +\S.*)?$)"), "signal",
       Category::runtime_error},
      {base::Regex(R"(^(Aborted \(core dumped\))$)"), "signal", Category::runtime_error},
      {base::Regex(R"(^(?:\S+: (?:line \d+: +)?\d+ )(Killed)(?:  +\S.*)?$)"), "signal", Category::killed},
      {base::Regex(R"(^timeout: (sending signal \w+ to command .*)$)"), "timeout", Category::timeout},
      {base::Regex(R"(((?:Memory cgroup out|Out) of memory: Killed process \d+ \([^)]*\)))"), "oom",
       Category::out_of_memory},
      {base::Regex(R"(^(?:\[ *\d+\.\d+\] |.* kernel: )(\S+\[\d+\]: segfault at [0-9a-f]+) ip )"), "segfault",
       Category::runtime_error},
  };
  for (const auto& wording : kWordings) {
    std::string message;
    if (!wording.regex.find(line, &message)) continue;
    auto diagnostic = sanitizer::problem(std::string(wording.code), message);
    diagnostic.category = wording.category;
    if (wording.category != Category::runtime_error) diagnostic.phase = Phase::environment;
    return diagnostic;
  }
  return std::nullopt;
}

/// A line that says why the program aborts itself.
bool is_reason(std::string_view line) {
  for (const std::string_view words : {": Assertion `", "Assertion failed: ", "terminate called",
                                       "  what():  ", "terminating ", "*** stack smashing", "*** buffer overflow",
                                       "free(): ", "malloc(): ", "double free or corruption", "corrupted size"})
    if (line.find(words) != std::string_view::npos) return true;
  return false;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto found = read_assertion(cursor.peek());
  if (!found) found = read_terminate(cursor);
  if (!found) found = read_line(cursor.peek());
  // That it was aborted follows from its own last words.
  if (found && found->message.starts_with("Aborted") &&
      (is_reason(cursor.peek_back(1)) || is_reason(cursor.peek_back(2))))
    found->severity = Severity::note;
  if (found) cursor.take();
  return found;
}

}  // namespace

Format format() {
  return {
      .id = "crash",
      .language = Language::any,
      .starts =
          R"(: Assertion [`'‘].*['’] failed\.|^Assertion failed: .* line \d+|^(libc\+\+abi.*: )?terminat(e called|ing (due to|with) uncaught)|^\*\*\* (stack smashing|buffer overflow) detected|^(free|malloc|realloc|munmap_chunk|malloc_consolidate)\(\): |^double free or corruption|^corrupted size vs|^(\S+: (line \d+: +)?\d+ )?(Segmentation fault|Bus error|Floating point exception|Illegal instruction|Aborted|Killed)\b|^timeout: sending signal |ut of memory: Killed process|\]: segfault at )",
      .read = read,
      .about =
          "The last words of a dying program: failed C assertions, uncaught C++ exceptions, glibc's heap and "
          "stack checks, faults as the shell and the kernel report them, timeouts and the OOM killer.",
      .example_command = "./a.out",
      .homepage = "https://www.gnu.org/software/libc/"};
}

}  // namespace fixpoint::diagnose::formats::crash
