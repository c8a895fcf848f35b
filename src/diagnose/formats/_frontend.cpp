#include "diagnose/formats/_frontend.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::frontend {
namespace {

constexpr std::size_t kFrames = 32;
constexpr std::size_t kStackLines = 400;
constexpr std::size_t kCodeLines = 60;

constexpr std::string_view kExportPattern = "the module '$2' does not provide an export named '$1'";

/// A module that is a path or an alias for one, not a package.
bool is_path(std::string_view module) {
  return module.starts_with('.') || module.starts_with('/') || module.starts_with("@/") || module.starts_with("~/") ||
         module.starts_with("#") || module.starts_with("file:") || (module.size() > 2 && module[1] == ':');
}

/// "webpack://app/./src/x.js" and "webpack-internal:///./src/x.js" -> "./src/x.js"; nothing for code that lies in no
/// file of the project: a server's, a runtime's.
std::string source_path(std::string_view file) {
  if (file.starts_with("http://") || file.starts_with("https://") || file.starts_with("ext:")) return {};
  if (!file.starts_with("webpack")) return std::string(file);
  const auto path = file.find("/./");
  return path == std::string_view::npos ? std::string() : std::string(file.substr(path + 1));
}

struct Wording {
  base::Regex regex;
  std::string_view pattern;
  Category category;
  Phase phase;
  bool swapped = false;  ///< the wording names the module first
};

/// Modules that cannot be found; group 1 is the module, group 2 who imports it.
std::span<const base::Regex> unresolved() {
  static const base::Regex kUnresolved[] = {
      base::Regex(R"re(Can't resolve '([^']+)'(?: in '([^']+)')?)re"),
      base::Regex(
          R"re((?:Could not|Failed to|failed to) resolve:? (?:import |entry module )?["']([^"']+)["'](?: (?:from|in) ["']?([^"'\s]+?)(?:["']|\.?(?:\s|$)))?)re"),
      base::Regex(R"re(Cannot find module ['"]([^'"]+)['"](?: (?:from|imported from) ['"]?([^'"\s]+))?)re"),
      base::Regex(R"re(Cannot find package ['"]([^'"]+)['"](?: imported from ['"]?([^'"\s]+))?)re"),
      base::Regex(R"re(Failed to load url (\S+) \(resolved id: [^)]*\)(?: in (\S+?)\.? Does)?)re"),
      base::Regex(R"re(Can't find stylesheet to import()())re"),
  };
  return kUnresolved;
}

std::span<const Wording> wordings() {
  using enum Category;
  static const Wording kWordings[] = {
      {base::Regex(R"re(export ['"]([^'"]+)['"] (?:\(.*?\) )?was not found in ['"]([^'"]+)['"])re"), kExportPattern,
       missing_import, Phase::analyze},
      {base::Regex(R"re(["'](\S+?)["'] is not exported (?:by|from) ["']?([^"'\s,]+)["']?)re"), kExportPattern,
       missing_import, Phase::analyze},
      {base::Regex(R"re(No matching export in "([^"]+)" for import "([^"]+)")re"), kExportPattern, missing_import,
       Phase::analyze, true},
      {base::Regex(R"(does not contain a default export)"), "", missing_import, Phase::analyze},
      {base::Regex(R"(Export (\S+) doesn't exist in target module)"),
       "export '$1' does not exist in the target module", missing_import, Phase::analyze},
      {base::Regex(
           R"((?i)^\W*SyntaxError|Syntax ?Error|Parse ?Error|Parsing (?:\w+ )*failed|Module parse failed|Unexpected (?:token|keyword|identifier|end of|eof|character|reserved|closing|"|')|Expected .*(?:but found|got )|Unterminated|reserved word|Unclosed|Unknown word|Failed to parse source|Expected (?:corresponding|unicode|ident|a )|Expression expected|has already been declared|Missing semicolon)"),
       "", syntax_error, Phase::parse},
      {base::Regex(R"(^(?:Undefined (?:variable|mixin|function)|variable (\S+) is undefined))"), "",
       undefined_variable, Phase::compile},
      {base::Regex(R"((?:^|: )([\w$]+) is not defined)"), "$1 is not defined", undefined_variable, Phase::run},
      {base::Regex(R"(options? (?:object|schema)|API schema|[Cc]onfiguration|config )"), "", configuration,
       Phase::configure},
      {base::Regex(R"(^(?:Type error: |TS\d+))"), "", type_mismatch, Phase::compile},
  };
  return kWordings;
}

}  // namespace

void explain_build(Diagnostic& diagnostic) {
  const auto first =
      std::string_view(diagnostic.message).substr(0, std::min<std::size_t>(2048, diagnostic.message.find('\n')));
  diagnostic.category = Category::compiler_error;
  if (diagnostic.phase == Phase::unknown) diagnostic.phase = Phase::compile;
  for (const auto& regex : unresolved()) {
    std::string module, importer;
    if (!regex.find(first, &module, &importer)) continue;
    diagnostic.category = module.empty() || is_path(module) ? Category::missing_import : Category::missing_dependency;
    if (module.empty()) return;
    diagnostic.pattern = "cannot resolve '$1'";
    diagnostic.arguments = {std::move(module)};
    if (!importer.empty() && importer.find('.') != std::string::npos)
      diagnostic.arguments.push_back(std::move(importer));
    return;
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
    if (wording.swapped) std::swap(one, two);
    if (!wording.pattern.empty()) {
      diagnostic.pattern = wording.pattern;
      if (groups > 0) diagnostic.arguments = {std::move(one)};
      if (groups > 1) diagnostic.arguments.push_back(std::move(two));
    }
    return;
  }
}

void explain_failure(Diagnostic& diagnostic, std::string text) {
  static const base::Regex kThrown(
      R"((?s)^(?:Uncaught )?((?:[A-Z][\w$]*)?(?:Error|Exception))(?: \[([A-Z][A-Z_0-9]+)\])?: (.*)$)");
  static const base::Regex kSlow(
      R"((?i)^(?:thrown: )?"?(?:Exceeded timeout of|Timeout of \S+ exceeded|(?:Test|Hook) timed out in|Test timeout of|Timed out))");
  std::string name, code, message;
  if (kThrown.full_match(text, &name, &code, &message)) text = message;
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  if (name.empty()) name = "Error";
  const bool slow = kSlow.find(text);
  javascript::explain(diagnostic, name, code, std::move(text));
  if (name == "Error" && diagnostic.code == "Error" && diagnostic.category == Category::runtime_error) {
    diagnostic.category = Category::test_failure;
    diagnostic.code.clear();
  }
  if (diagnostic.category == Category::test_failure || slow) diagnostic.phase = Phase::test;
  if (slow) diagnostic.category = Category::timeout;
}

std::optional<Related> arrow_frame(std::string_view line) {
  auto text = base::trim(line);
  if (!text.starts_with("❯ ")) return std::nullopt;
  text.remove_prefix(std::string_view("❯ ").size());
  const auto blank = text.rfind(' ');
  const auto place = lone_place(blank == std::string_view::npos ? text : text.substr(blank + 1));
  if (!place) return std::nullopt;
  return Related{*place, std::string(blank == std::string_view::npos ? std::string_view{} : text.substr(0, blank))};
}

void take_stack(OutputCursor& cursor, Diagnostic& diagnostic) {
  std::vector<Related> frames;
  for (std::size_t i = 0; i < kStackLines && !cursor.done(); ++i) {
    const auto text = base::trim(cursor.peek());
    std::optional<Related> one;
    if (text.starts_with("at "))
      one = javascript::frame(text);
    else if (text.starts_with("❯ "))
      one = arrow_frame(text);
    else
      break;
    if (one) one->place.file = source_path(one->place.file);
    if (one && javascript::is_users(one->place.file) && one->place.line != 0 && frames.size() < kFrames)
      frames.push_back(std::move(*one));
    cursor.take();
  }
  std::ranges::move(frames.rbegin(), frames.rend(), std::back_inserter(diagnostic.related));
}

bool is_code_frame(std::string_view line) {
  auto text = base::trim(line);
  bool marked = false;
  if (text.starts_with('>')) {
    marked = true;
    text = base::trim(text.substr(1));
  }
  const bool numbered = !text.empty() && base::is_digit(text[0]);
  while (!text.empty() && base::is_digit(text[0])) text.remove_prefix(1);
  if (numbered && text.starts_with(": ")) return true;
  text = base::trim(text);
  const bool bar = text.starts_with('|') || text.starts_with("│") || text.starts_with("╵") || text.starts_with("╷");
  return bar && (marked || numbered || line.starts_with(' ') || text.size() > 1 || line.starts_with('|'));
}

std::uint32_t take_code_frame(OutputCursor& cursor, Diagnostic& diagnostic) {
  std::uint32_t column = 0;
  bool marked = false;
  for (std::size_t i = 0; i < kCodeLines && !cursor.done() && is_code_frame(cursor.peek()); ++i) {
    const auto line = cursor.take();
    keep(diagnostic, line);
    const auto bar = line.find('|');
    if (bar == std::string_view::npos) continue;
    auto text = base::trim(line);
    if (text.starts_with('>')) {
      marked = true;
      text = base::trim(text.substr(1));
      if (diagnostic.place.line == 0) diagnostic.place.line = take_number(text);
    } else if (const auto caret = line.find('^'); marked && column == 0 && caret != std::string_view::npos &&
                                                  caret > bar + 1 && line.find_first_not_of(' ', bar + 1) == caret) {
      column = static_cast<std::uint32_t>(caret - bar - 1);
    }
  }
  return column;
}

std::optional<Place> lone_place(std::string_view text, bool zero_based) {
  text = base::trim(text);
  if (text.empty() || text.size() > 4096) return std::nullopt;
  Place place;
  place.unit = ColumnUnit::utf16;
  std::string_view numbers;
  if (text.ends_with(')')) {
    const auto open = text.rfind('(');
    if (open == std::string_view::npos || open == 0) return std::nullopt;
    numbers = text.substr(open + 1, text.size() - open - 2);
    text = base::trim(text.substr(0, open));
    if (text.ends_with(':')) text.remove_suffix(1);
  } else {
    const auto second = text.rfind(':');
    if (second == std::string_view::npos || second == 0) return std::nullopt;
    const auto first = text.rfind(':', second - 1);
    if (first == std::string_view::npos || first == 0) return std::nullopt;
    numbers = text.substr(first + 1);
    text = text.substr(0, first);
  }
  if (numbers.empty() || !base::is_digit(numbers[0])) return std::nullopt;
  place.line = take_number(numbers);
  if (!numbers.starts_with(':')) return std::nullopt;
  numbers.remove_prefix(1);
  if (numbers.empty() || !base::is_digit(numbers[0])) return std::nullopt;
  place.column = take_number(numbers) + (zero_based ? 1U : 0U);
  if (place.column == 0) place.column = 1;  // tools that count from 1 still say 0 for a whole line
  if (!numbers.empty() || text.empty()) return std::nullopt;
  place.file = javascript::path_of(text);
  return place;
}

std::uint32_t number(std::string_view digits) { return take_number(digits); }

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"' || text.front() == '`') &&
      text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

void keep(Diagnostic& diagnostic, std::string_view line) {
  constexpr std::size_t kMost = std::size_t{16} << 10;
  if (diagnostic.context.size() > kMost) return;
  diagnostic.context += line;
  diagnostic.context += '\n';
}

void take_paragraph(OutputCursor& cursor, Diagnostic& diagnostic, std::size_t limit) {
  for (std::size_t i = 0; i < limit && !cursor.done() && !base::trim(cursor.peek()).empty(); ++i)
    keep(diagnostic, cursor.take());
}

}  // namespace fixpoint::diagnose::formats::frontend
