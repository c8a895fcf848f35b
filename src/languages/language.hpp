// What the project knows about each language, as plain data: one file per language.
#pragma once

#include <span>
#include <string_view>

#include "fixpoint/words.hpp"

struct TSLanguage;

namespace fixpoint::languages {

enum class SymbolKind : std::uint8_t { function, variable, parameter, type, field, constant, macro, module };

/// A syntax node that declares a name: the name is the first identifier reached from `field` (a chain of
/// "declarator" fields is followed, as C needs).
struct DefinitionRule {
  std::string_view node;
  std::string_view field;
  SymbolKind kind;
};

struct LanguageFacts {
  Language language;
  std::span<const std::string_view> endings;  ///< ".c", ".h"
  const TSLanguage* (*grammar)();
  std::span<const DefinitionRule> definitions;
  std::span<const std::string_view> scopes;            ///< nodes whose declarations are not visible outside
  std::span<const std::string_view> identifier_nodes;  ///< leaf nodes that hold a name
  std::span<const std::string_view> keywords;
  std::string_view line_comment;                      ///< "//" or "#"
  std::span<const std::string_view> project_markers;  ///< files that mark a project's root
  std::string_view check_file;              ///< what a lone file of the language is called when it is checked
  std::span<const std::string_view> check;  ///< the command that checks it, run in its folder
};

[[nodiscard]] const LanguageFacts& facts(Language);         ///< Language::any gives an empty record
[[nodiscard]] Language language_of(std::string_view path);  ///< by file ending; any when unknown
[[nodiscard]] std::span<const LanguageFacts* const> all_languages();

}  // namespace fixpoint::languages
