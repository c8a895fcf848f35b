#include "diagnose/formats/_go.hpp"

#include <array>
#include <deque>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats {
namespace {

struct Wording {
  std::string_view pattern;  // its groups are the user's names
  Category category;
  Phase phase = Phase::compile;
};

// First match wins.
constexpr auto kWordings = std::to_array<Wording>({
    {R"(^syntax error: unexpected (?:name|literal) (\S+?)(?:,| at | in | after | expected |$))",
     Category::syntax_error, Phase::parse},
    {R"(^(?:syntax error: |newline in |string not terminated|raw string |rune literal |comment not terminated|invalid character|illegal |missing import path|expected |more than one character|empty rune|unknown escape|import path must|missing ',')|^imports must appear)",
     Category::syntax_error, Phase::parse},
    {R"(^undefined: (\w+)\.(\w+)(?: \(but have (\w+)\))?$)", Category::missing_member},
    {R"(^undefined: (\S+))", Category::undefined_variable},
    {R"(^name (\S+) not exported by package (\S+)$)", Category::missing_member},
    {R"(^declared and not used: (\S+)$)", Category::compiler_error},
    {R"(^(\S+) declared (?:and|but) not used$)", Category::compiler_error},
    {R"re(^"([^"]+)" imported (?:and|but) not used$)re", Category::compiler_error},
    {R"re(^"([^"]+)" imported as (\S+) and not used$)re", Category::compiler_error},
    {R"(^label (\S+) defined and not used$)", Category::compiler_error},
    {R"(^missing return$)", Category::compiler_error},
    {R"(^(.+) undefined \(type (.+) has no field or method (\w+)(?:, but does have (?:field|method) (\w+))?\)$)",
     Category::missing_member},
    {R"(^(.+) undefined \(type (.+) is pointer to (.+), not (.+)\)$)", Category::missing_member},
    {R"(^(.+) undefined )", Category::missing_member},
    {R"(^unknown field (\w+) in struct literal of type (\S+?)(?:, but does have (\w+))?$)", Category::missing_member},
    {R"(^cannot use (.+) \((.+)\) as (.+?) value in (?:.+): (.+) does not implement (\S+) \((missing method (?:\w+)|.+)\)$)",
     Category::type_mismatch},
    {R"(^cannot use (.+) \((.+)\) as (.+?) value in (?:argument to (\S+)|\w+(?: \w+)*)(?::.*)?$)",
     Category::type_mismatch},
    {R"(^cannot use (.+) as (.+) value)", Category::type_mismatch},
    {R"(^cannot convert (.+) \((.+)\) to type (.+))", Category::type_mismatch},
    {R"(^invalid operation: (.+) \(mismatched types (.+) and (.+)\)$)", Category::type_mismatch},
    {R"(^invalid operation: operator (?:\S+) not defined on (.+) \((.+)\)$)", Category::type_mismatch},
    {R"(^invalid operation: (.+?) \((.+)\))", Category::type_mismatch},
    {R"(^impossible type (?:assertion|switch case): (.+))", Category::type_mismatch},
    {R"(^non-boolean condition in )", Category::type_mismatch},
    {R"(^cannot (?:range over|index|call non-function|infer|assign to|indirect|slice|take address of) (.+))",
     Category::type_mismatch},
    {R"(^(.+) \((.+)\) is not a type$)", Category::type_mismatch},
    {R"(^(.+) \(.+\) (?:overflows|truncated)|^cannot use .* truncated)", Category::type_mismatch},
    {R"(^assignment mismatch: (?:\d+) variables? but (.+) returns? (?:\d+) values?$)", Category::wrong_arguments},
    {R"(^assignment mismatch: )", Category::wrong_arguments},
    {R"(^(?:not enough|too many) arguments in call to (\S+))", Category::wrong_arguments},
    {R"(^(?:not enough|too many) return values)", Category::wrong_arguments},
    {R"(^(?:missing return value|multiple-value (.+) in single-value context))", Category::wrong_arguments},
    {R"(^multiple-value (.+) \(.+\) in )", Category::wrong_arguments},
    {R"(^(\S+) redeclared)", Category::compiler_error},
    {R"(^(?:method|field|case|duplicate \w+) (\S+) )", Category::compiler_error},
    {R"(^no required module provides package ([^;\s]+))", Category::missing_dependency, Phase::configure},
    {R"(^package (\S+) is not in (?:std|GOROOT)(?: \((\S+)\))?)", Category::missing_import, Phase::configure},
    {R"(^cannot find (?:package|module providing package) (\S+))", Category::missing_dependency, Phase::configure},
    {R"(^missing go\.sum entry for .*package (\S+)(?: \(imported by (\S+)\))?)", Category::missing_dependency,
     Phase::configure},
    {R"(^found packages (\S+) )", Category::configuration, Phase::configure},
    {R"re(^import cycle not allowed|^import "(.+)" is a program|^use of internal package (\S+) not allowed)re",
     Category::configuration, Phase::configure},
    {R"(^could not import (\S+))", Category::missing_import},
});

const std::deque<base::Regex>& compiled() {
  static const auto kAll = [] {
    std::deque<base::Regex> all;
    for (const auto& wording : kWordings) all.emplace_back(wording.pattern);
    return all;
  }();
  return kAll;
}

}  // namespace

std::optional<Diagnostic> read_go_line(std::string_view line, bool brief) {
  if (line.starts_with("vet: ")) line.remove_prefix(5);
  const auto head = read_head(line);
  if (!head || head->parentheses || head->rest.empty() || head->file.find_first_of(" \t") != std::string_view::npos)
    return std::nullopt;
  const auto name = head->file.substr(head->file.rfind('/') + 1);
  if (!(name.ends_with(".go") && name.size() > 3) && name != "go.mod" && name != "go.work" && name != "go.sum")
    return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.place = place_of(*head);
  diagnostic.message = head->rest;
  if (brief) return diagnostic;
  classify_go(diagnostic);
  if (!diagnostic.place.file.ends_with(".go")) {
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
  }
  return diagnostic;
}

void classify_go(Diagnostic& diagnostic) {
  const std::string_view message = diagnostic.message;
  const auto first = message.substr(0, message.find('\n'));
  diagnostic.category = Category::compiler_error;
  diagnostic.phase = Phase::compile;
  diagnostic.pattern.clear();
  diagnostic.arguments.clear();
  for (std::size_t i = 0; i < kWordings.size(); ++i) {
    const auto& re = compiled()[i].re2();
    std::array<re2::StringPiece, 8> groups;
    const int count = std::min(re.NumberOfCapturingGroups() + 1, 8);
    if (!re.Match(base::piece(first), 0, first.size(), RE2::UNANCHORED, groups.data(), count)) continue;
    diagnostic.category = kWordings[i].category;
    diagnostic.phase = kWordings[i].phase;
    std::size_t at = 0;
    for (int g = 1; g < count; ++g) {
      const auto& piece = groups[static_cast<std::size_t>(g)];
      if (piece.data() == nullptr) continue;
      const auto begin = static_cast<std::size_t>(piece.data() - first.data());
      if (begin < at) continue;
      diagnostic.pattern += first.substr(at, begin - at);
      diagnostic.arguments.emplace_back(piece.data(), piece.size());
      diagnostic.pattern += "$" + std::to_string(diagnostic.arguments.size());
      at = begin + piece.size();
    }
    diagnostic.pattern += first.substr(at);
    return;
  }
  diagnostic.pattern = first;
}

bool is_go_library_path(std::string_view path) {
  return path.contains("/go/src/") || path.starts_with("/usr/local/go/") || path.contains("/libexec/src/") ||
         path.contains("/go/pkg/mod/") || path.starts_with("_testmain.go") || path.contains("/golang/src/");
}

}  // namespace fixpoint::diagnose::formats
