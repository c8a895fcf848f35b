// Microsoft's compiler, linker and resource compiler, alone or under MSBuild: "a.cpp(12,3): error C2065: ...",
// "x.obj : error LNK2019: ...", with " [project.vcxproj]" at the end and notes that follow.
#include <algorithm>
#include <initializer_list>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::msvc {
namespace {

/// "[C:\x\y.vcxproj]" at the end names the project; it is no part of the message.
std::string_view without_project(std::string_view message) {
  if (!message.ends_with("proj]")) return message;
  const auto open = message.rfind(" [");
  return open == std::string_view::npos ? message : message.substr(0, open);
}

/// MSBuild numbers the projects of a parallel build: "3>a.cpp(1): ...", "  3>...".
std::string_view without_node(std::string_view line) {
  const auto text = base::trim(line);
  std::size_t digits = 0;
  while (digits < text.size() && base::is_digit(text[digits])) ++digits;
  return digits > 0 && digits < text.size() && text[digits] == '>' ? base::trim(text.substr(digits + 1)) : text;
}

Category category_of(std::string_view code) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> codes) {
    return std::ranges::find(codes, code) != codes.end();
  };
  if (code.starts_with("LNK"))
    return code == "LNK1104" || code == "LNK1181" ? Category::missing_dependency : Category::linker;
  if (is_one_of({"C1083"})) return Category::missing_import;
  if (is_one_of({"C2065", "C3861", "C2061", "C2653", "C3083", "C2871"})) return Category::undefined_variable;
  if (is_one_of({"C2039", "C2228", "C2248"})) return Category::missing_member;
  if (is_one_of({"C2660", "C2661", "C2198", "C2197", "C2672"})) return Category::wrong_arguments;
  if (is_one_of({"C2143", "C2146", "C2059", "C2001", "C1075", "C2062", "C2181", "C1004", "C4430"}))
    return Category::syntax_error;
  if (is_one_of({"C2440", "C2664", "C2446", "C2679", "C2678", "C2676", "C2677", "C2361", "C2186", "C4244", "C4267"}))
    return Category::type_mismatch;
  return Category::compiler_error;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kCode(
      R"(^(fatal error|error|warning|Command line error|Command line warning) ((?:C|LNK|RC|CVT|D|BK|A|PRJ)\d{4,5}) ?: (.*)$)");
  static const base::Regex kTool(
      R"(^(.+?) : (fatal error|error|warning|Command line error|Command line warning) ((?:C|LNK|RC|CVT|D|BK|A|PRJ)\d{4,5}) ?: (.*)$)");
  const auto line = without_node(cursor.peek());
  std::string level, code, message, object;
  Diagnostic diagnostic;
  if (const auto head = read_head(line);
      head && head->parentheses && kCode.full_match(head->rest, &level, &code, &message)) {
    diagnostic.place = place_of(*head);
  } else if (kTool.full_match(line, &object, &level, &code, &message)) {
    // An object file or a program: "main.obj", "LINK", "cl".
    if (object.find('.') != std::string::npos) diagnostic.place.file = object;
  } else {
    return std::nullopt;
  }
  cursor.take();
  diagnostic.severity = level.ends_with("warning") ? Severity::warning
                        : level == "fatal error"   ? Severity::fatal
                                                   : Severity::error;
  diagnostic.code = code;
  diagnostic.message = without_project(message);
  diagnostic.category = category_of(code);
  diagnostic.phase = code.starts_with("LNK")                         ? Phase::link
                     : diagnostic.category == Category::syntax_error ? Phase::parse
                                                                     : Phase::compile;
  if (code == "LNK1120" || code == "C1003") diagnostic.severity = Severity::note;  // counts what was said before
  static const base::Regex kSymbol(R"(^unresolved external symbol (.*?)(?: referenced in function .*)?$)");
  std::string symbol;
  if (kSymbol.full_match(diagnostic.message, &symbol)) {
    diagnostic.pattern = "unresolved external symbol $1";
    diagnostic.arguments = {symbol};
  }
  constexpr std::size_t kMostNotes = 100;
  for (std::size_t i = 0; i < kMostNotes; ++i) {
    const auto note = read_head(without_node(cursor.peek()));
    if (!note || !note->parentheses || !note->rest.starts_with("note: ")) break;
    diagnostic.related.push_back({place_of(*note), std::string(without_project(note->rest.substr(6)))});
    cursor.take();
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "msvc",
          .language = Language::c,
          .starts = R"((error|warning) (C|LNK|RC|CVT|D|BK|A|PRJ)\d{4,5} ?: )",
          .read = read,
          .about = "Microsoft's cl, link and rc, alone, under MSBuild or under CMake.",
          .example_command = "cl /c main.cpp",
          .homepage = "https://learn.microsoft.com/cpp/error-messages/compiler-errors-1/c-cpp-build-errors"};
}

}  // namespace fixpoint::diagnose::formats::msvc
