#include "diagnose/formats/_rust.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "languages/language.hpp"

namespace fixpoint::diagnose::formats {
namespace {

struct CodeCategory {
  std::string_view code;
  Category category;
};

// Sorted by code. Codes that are not here are compiler errors.
constexpr auto kCodes = std::to_array<CodeCategory>({
    {"E0004", Category::missing_member},     {"E0023", Category::wrong_arguments},
    {"E0026", Category::missing_member},     {"E0027", Category::missing_member},
    {"E0034", Category::undefined_variable}, {"E0046", Category::missing_member},
    {"E0050", Category::wrong_arguments},    {"E0053", Category::type_mismatch},
    {"E0054", Category::type_mismatch},      {"E0057", Category::wrong_arguments},
    {"E0060", Category::wrong_arguments},    {"E0061", Category::wrong_arguments},
    {"E0063", Category::missing_member},     {"E0069", Category::type_mismatch},
    {"E0107", Category::wrong_arguments},    {"E0220", Category::missing_member},
    {"E0277", Category::type_mismatch},      {"E0282", Category::type_mismatch},
    {"E0283", Category::type_mismatch},      {"E0308", Category::type_mismatch},
    {"E0317", Category::type_mismatch},      {"E0369", Category::type_mismatch},
    {"E0404", Category::undefined_variable}, {"E0405", Category::undefined_variable},
    {"E0407", Category::missing_member},     {"E0408", Category::undefined_variable},
    {"E0411", Category::undefined_variable}, {"E0412", Category::undefined_variable},
    {"E0422", Category::undefined_variable}, {"E0423", Category::undefined_variable},
    {"E0424", Category::undefined_variable}, {"E0425", Category::undefined_variable},
    {"E0426", Category::undefined_variable}, {"E0432", Category::missing_import},
    {"E0433", Category::undefined_variable}, {"E0434", Category::undefined_variable},
    {"E0437", Category::missing_member},     {"E0438", Category::missing_member},
    {"E0451", Category::missing_member},     {"E0463", Category::missing_dependency},
    {"E0531", Category::undefined_variable}, {"E0532", Category::undefined_variable},
    {"E0559", Category::missing_member},     {"E0560", Category::missing_member},
    {"E0574", Category::undefined_variable}, {"E0576", Category::missing_member},
    {"E0583", Category::missing_import},     {"E0586", Category::syntax_error},
    {"E0599", Category::missing_member},     {"E0600", Category::type_mismatch},
    {"E0604", Category::type_mismatch},      {"E0605", Category::type_mismatch},
    {"E0606", Category::type_mismatch},      {"E0608", Category::type_mismatch},
    {"E0609", Category::missing_member},     {"E0610", Category::missing_member},
    {"E0614", Category::type_mismatch},      {"E0615", Category::missing_member},
    {"E0616", Category::missing_member},     {"E0618", Category::type_mismatch},
    {"E0624", Category::missing_member},     {"E0658", Category::configuration},
    {"E0728", Category::syntax_error},       {"E0748", Category::syntax_error},
    {"E0758", Category::syntax_error},       {"E0762", Category::syntax_error},
    {"E0763", Category::syntax_error},       {"E0765", Category::syntax_error},
    {"E0766", Category::syntax_error},       {"E0768", Category::syntax_error},
});

/// How the messages of the lexer and parser begin; they have no code.
constexpr auto kSyntax = std::to_array<std::string_view>({"expected ",
                                                          "unexpected ",
                                                          "mismatched closing",
                                                          "this file contains an un",
                                                          "unterminated",
                                                          "unknown start of",
                                                          "missing `",
                                                          "missing angle",
                                                          "missing parameters",
                                                          "missing condition",
                                                          "missing comma",
                                                          "missing type",
                                                          "missing fn",
                                                          "missing expression",
                                                          "missing pattern",
                                                          "missing trait",
                                                          "incorrect ",
                                                          "unknown prefix",
                                                          "unmatched",
                                                          "un-matched",
                                                          "invalid ",
                                                          "character literal",
                                                          "empty character",
                                                          "extra ",
                                                          "leading `",
                                                          "comparison operators cannot",
                                                          "chained comparison",
                                                          "unbalanced",
                                                          "no rules expected",
                                                          "Rust has no",
                                                          "struct literals",
                                                          "`struct` definition",
                                                          "`let` ",
                                                          "keyword `",
                                                          "cannot parse",
                                                          "expressions must",
                                                          "macros must",
                                                          "non-item",
                                                          "an inner attribute",
                                                          "found a documentation",
                                                          "attributes on",
                                                          "`match` arm",
                                                          "`else`",
                                                          "`if`",
                                                          "range-to",
                                                          "free function without",
                                                          "array indexing",
                                                          "field expressions",
                                                          "float literals",
                                                          "unclosed",
                                                          "`<` is interpreted",
                                                          "missing open",
                                                          "too many `#`",
                                                          "outer attribute",
                                                          "trailing",
                                                          "enum variants",
                                                          "ident",
                                                          "const globals",
                                                          "visibility",
                                                          "`==`",
                                                          "`const` and"});

bool kept(std::string_view quoted) {
  if (quoted.empty()) return true;
  const auto keywords = languages::facts(Language::rust).keywords;
  if (std::ranges::find(keywords, quoted) != keywords.end()) return true;
  return std::ranges::none_of(quoted, base::is_identifier_part);
}

/// The types of a label "expected `A`, found `B`" (either may be words without quotes).
bool expected_found(std::string_view details, std::string& expected, std::string& found) {
  constexpr std::string_view kStart = "expected `";
  for (auto at = details.find(kStart); at != std::string_view::npos; at = details.find(kStart, at + 1)) {
    const auto line = details.substr(at, std::min(details.find('\n', at), details.size()) - at);
    const auto close = line.find('`', kStart.size());
    if (close == std::string_view::npos || !line.substr(close + 1).starts_with(", found ")) continue;
    expected = line.substr(kStart.size(), close - kStart.size());
    auto rest = line.substr(close + 9);
    if (rest.starts_with('`')) rest = rest.substr(1, rest.find('`', 1) - 1);
    found = base::trim(rest);
    return true;
  }
  return false;
}

}  // namespace

bool is_rust_placeholder(std::string_view replacement) {
  return replacement.contains("/* ") || replacement.contains("todo!()") || replacement.contains("unimplemented!()") ||
         replacement.contains("\"REASON\"");
}

void fill_backquoted_pattern(Diagnostic& diagnostic, std::string_view message) {
  diagnostic.pattern.clear();
  diagnostic.arguments.clear();
  for (std::size_t at = 0; at < message.size();) {
    const auto open = message.find('`', at);
    const auto close = open == std::string_view::npos ? open : message.find('`', open + 1);
    if (close == std::string_view::npos || diagnostic.arguments.size() >= 16) {
      diagnostic.pattern += message.substr(at);
      break;
    }
    diagnostic.pattern += message.substr(at, open - at);
    const auto quoted = message.substr(open + 1, close - open - 1);
    if (kept(quoted)) {
      diagnostic.pattern += message.substr(open, close + 1 - open);
    } else {
      diagnostic.arguments.emplace_back(quoted);
      diagnostic.pattern += "`$" + std::to_string(diagnostic.arguments.size()) + "`";
    }
    at = close + 1;
  }
}

void classify_rust(Diagnostic& diagnostic, std::string_view details) {
  const std::string_view message = diagnostic.message;
  diagnostic.phase = Phase::compile;
  diagnostic.category = Category::compiler_error;
  if (diagnostic.code.empty()) {
    if (message.starts_with("linking with")) {
      diagnostic.category = Category::linker;
      diagnostic.phase = Phase::link;
    } else if (message.starts_with("cannot find ")) {
      diagnostic.category = Category::undefined_variable;
    } else if (std::ranges::any_of(kSyntax, [&](auto start) { return message.starts_with(start); })) {
      diagnostic.category = Category::syntax_error;
      diagnostic.phase = Phase::parse;
    }
  } else {
    const auto found = std::ranges::lower_bound(kCodes, std::string_view(diagnostic.code), {}, &CodeCategory::code);
    if (found != kCodes.end() && found->code == diagnostic.code) diagnostic.category = found->category;
    if (diagnostic.category == Category::syntax_error) diagnostic.phase = Phase::parse;
    if (details.contains("unlinked crate") || details.contains("to link to"))
      diagnostic.category = Category::missing_dependency;
  }
  fill_backquoted_pattern(diagnostic, message);
  std::string expected, found;
  if (diagnostic.code == "E0308" && expected_found(details, expected, found)) {
    diagnostic.pattern += ": expected `$" + std::to_string(diagnostic.arguments.size() + 1) + "`, found `$" +
                          std::to_string(diagnostic.arguments.size() + 2) + "`";
    diagnostic.arguments.push_back(std::move(expected));
    diagnostic.arguments.push_back(std::move(found));
  }
}

}  // namespace fixpoint::diagnose::formats
