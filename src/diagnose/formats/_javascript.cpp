#include "diagnose/formats/_javascript.hpp"

#include <algorithm>
#include <charconv>
#include <span>

#include "base/regex.hpp"
#include "base/text.hpp"

namespace fixpoint::diagnose::formats::javascript {
namespace {

int hex(char c) {
  if (base::is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::uint32_t number(std::string_view digits) {
  std::uint32_t value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return parsed.ec == std::errc{} ? value : 0;
}

/// A message's wording and what it means. Group 1, 2, ... of the pattern become the arguments.
struct Wording {
  base::Regex regex;
  std::string_view pattern;
  Category category;
  Phase phase;
};

std::span<const Wording> wordings() {
  using enum Category;
  static const Wording kWordings[] = {
      {base::Regex(R"(does not provide an export named '([^']*)')"), "", missing_import, Phase::analyze},
      {base::Regex(R"(^Named export '([^']*)' not found\. The requested module '([^']*)' is a CommonJS module)"),
       "named export '$1' not found in the CommonJS module '$2'", missing_import, Phase::analyze},
      {base::Regex(R"(^Cannot use import statement outside a module)"), "", syntax_error, Phase::parse},
      {base::Regex(R"(^Cannot find package '([^']+)')"), "cannot find package '$1'", missing_dependency,
       Phase::compile},
      {base::Regex(R"(^Cannot find module '([^']+)')"), "cannot find module '$1'", missing_import, Phase::compile},
      {base::Regex(R"(^No such built-in module: (\S+))"), "no such built-in module: $1", missing_import,
       Phase::compile},
      {base::Regex(R"(^([\w$]+) is not defined in ES module scope)"), "$1 is not defined in ES module scope",
       undefined_variable, Phase::run},
      {base::Regex(R"(^([\w$]+) is not defined)"), "$1 is not defined", undefined_variable, Phase::run},
      {base::Regex(R"(^Export '([^']+)' is not defined in module)"), "export '$1' is not defined in module",
       undefined_variable, Phase::parse},
      {base::Regex(R"(^Cannot access '([^']+)' before initialization)"), "cannot access '$1' before initialization",
       runtime_error, Phase::run},
      {base::Regex(R"(^Identifier '([^']+)' has already been declared)"), "identifier '$1' has already been declared",
       syntax_error, Phase::parse},
      {base::Regex(R"(^Assignment to constant variable)"), "", compiler_error, Phase::run},
      {base::Regex(R"(^Constructor ([\w$]+) requires 'new')"), "constructor $1 requires 'new'", wrong_arguments,
       Phase::run},
      {base::Regex(R"(^Class constructor ([\w$]+) cannot be invoked without 'new')"),
       "class constructor $1 cannot be invoked without 'new'", wrong_arguments, Phase::run},
      {base::Regex(R"(^\S.*\.([\w$]+) is not a (?:function|constructor)(?: or its return value is not iterable)?$)"),
       "member $1 is not a function", missing_member, Phase::run},
      {base::Regex(R"(^([\w$]+) is not a (?:function|constructor))"), "$1 is not a function", type_mismatch,
       Phase::run},
      {base::Regex(R"(^([\w$.]+) is not iterable)"), "$1 is not iterable", type_mismatch, Phase::run},
      {base::Regex(
           R"(^Cannot (?:read|set) propert(?:y|ies) (?:of undefined|of null) \((?:reading|setting) '([^']*)'\))"),
       "cannot read property '$1' of undefined", runtime_error, Phase::run},
  };
  return kWordings;
}

}  // namespace

std::string path_of(std::string_view location) {
  if (!location.starts_with("file://")) return std::string(location);
  location.remove_prefix(7);
  std::string path;
  for (std::size_t i = 0; i < location.size(); ++i) {
    if (location[i] == '%' && i + 2 < location.size() && hex(location[i + 1]) >= 0 && hex(location[i + 2]) >= 0) {
      path += static_cast<char>(hex(location[i + 1]) * 16 + hex(location[i + 2]));
      i += 2;
    } else {
      path += location[i];
    }
  }
  return path;
}

bool is_nodes_own(std::string_view file) {
  return file.starts_with("node:") || file.starts_with("internal/") || file == "native" || file.starts_with('<');
}

bool is_users(std::string_view file) {
  return !file.empty() && !is_nodes_own(file) && file.find("node_modules/") == std::string_view::npos;
}

std::optional<Related> frame(std::string_view line) {
  static const base::Regex kFrame(R"(^(?:at )?(?:(.*?) \()?((?:async )?[^\s()]+):(\d+):(\d+)\)?$)");
  auto text = base::trim(line);
  if (text.ends_with(" {")) text.remove_suffix(2);
  if (text.size() > 4096) return std::nullopt;
  std::string function, file, row, column;
  if (!kFrame.full_match(text, &function, &file, &row, &column)) {
    if (text.starts_with("at ") && text.ends_with(")"))
      return Related{{.file = "<anonymous>"}, std::string(text.substr(3))};
    return std::nullopt;
  }
  std::string_view where = file;
  if (where.starts_with("async ")) where.remove_prefix(6);
  Related related;
  related.place = {.file = path_of(where), .line = number(row), .column = number(column), .unit = ColumnUnit::utf16};
  std::string_view name = function;
  if (name.starts_with("at ")) name.remove_prefix(3);
  if (name.starts_with("async ")) name.remove_prefix(6);
  related.message = name;
  return related;
}

void explain(Diagnostic& diagnostic, std::string_view name, std::string_view code, std::string message) {
  diagnostic.language = Language::javascript;
  diagnostic.code = code.empty() || code == "ERR_TEST_FAILURE" ? name : code;
  diagnostic.message = std::move(message);
  const std::string_view first = std::string_view(diagnostic.message).substr(0, diagnostic.message.find('\n'));
  diagnostic.category = Category::runtime_error;
  diagnostic.phase = Phase::run;
  if (name == "AssertionError" || code == "ERR_ASSERTION") {
    diagnostic.category = Category::test_failure;
    return;
  }
  if (name == "SyntaxError") {
    static const base::Regex kJson(R"(in JSON at position|is not valid JSON|end of JSON input|JSON\.parse)");
    if (!kJson.find(first)) {
      diagnostic.category = Category::syntax_error;
      diagnostic.phase = Phase::parse;
    }
  }
  for (const auto& wording : wordings()) {
    std::string one, two;
    const int groups = wording.regex.re2().NumberOfCapturingGroups();
    const bool hit = groups == 0   ? wording.regex.find(first)
                     : groups == 1 ? wording.regex.find(first, &one)
                                   : wording.regex.find(first, &one, &two);
    if (!hit) continue;
    diagnostic.category = wording.category;
    diagnostic.phase = wording.phase;
    if (!wording.pattern.empty()) {
      diagnostic.pattern = wording.pattern;
      if (groups > 0) diagnostic.arguments.push_back(std::move(one));
      if (groups > 1) diagnostic.arguments.push_back(std::move(two));
    }
    break;
  }
  static const base::Regex kExport(R"(^The requested module '([^']*)' does not provide an export named '([^']*)')");
  std::string module, exported;
  if (kExport.find(first, &module, &exported)) {
    diagnostic.pattern = "the module '$2' does not provide an export named '$1'";
    diagnostic.arguments = {std::move(exported), std::move(module)};
  }
  // A module that is not a path is a package (or a built-in module misspelt).
  if (diagnostic.category == Category::missing_import && diagnostic.pattern == "cannot find module '$1'" &&
      !diagnostic.arguments.empty() && !diagnostic.arguments[0].starts_with('.') &&
      !diagnostic.arguments[0].starts_with('/'))
    diagnostic.category = Category::missing_dependency;
}

void place_by_frames(Diagnostic& diagnostic) {
  if (!diagnostic.place.file.empty()) return;
  for (auto at = diagnostic.related.rbegin(); at != diagnostic.related.rend(); ++at)
    if (is_users(at->place.file)) {
      diagnostic.place = at->place;
      return;
    }
}

}  // namespace fixpoint::diagnose::formats::javascript
