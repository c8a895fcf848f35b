#include "languages/language.hpp"

extern "C" const TSLanguage* tree_sitter_c();

namespace fixpoint::languages {
namespace {

constexpr std::string_view kEndings[] = {".c", ".h"};
constexpr DefinitionRule kDefinitions[] = {
    {"function_definition", "declarator", SymbolKind::function},
    {"declaration", "declarator", SymbolKind::variable},
    {"parameter_declaration", "declarator", SymbolKind::parameter},
    {"field_declaration", "declarator", SymbolKind::field},
    {"struct_specifier", "name", SymbolKind::type},
    {"enum_specifier", "name", SymbolKind::type},
    {"union_specifier", "name", SymbolKind::type},
    {"type_definition", "declarator", SymbolKind::type},
    {"enumerator", "name", SymbolKind::constant},
    {"preproc_def", "name", SymbolKind::macro},
    {"preproc_function_def", "name", SymbolKind::macro},
};
constexpr std::string_view kScopes[] = {"function_definition", "compound_statement", "for_statement",
                                        "field_declaration_list"};
constexpr std::string_view kIdentifiers[] = {"identifier", "type_identifier", "field_identifier"};
constexpr std::string_view kKeywords[] = {
    "auto",   "break",    "case",     "char",     "const", "continue", "default", "do",     "double",
    "else",   "enum",     "extern",   "float",    "for",   "goto",     "if",      "inline", "int",
    "long",   "register", "restrict", "return",   "short", "signed",   "sizeof",  "static", "struct",
    "switch", "typedef",  "union",    "unsigned", "void",  "volatile", "while",   "_Bool",  "NULL"};
constexpr std::string_view kMarkers[] = {"Makefile", "CMakeLists.txt", "configure", "meson.build"};
constexpr std::string_view kCheck[] = {"cc", "-fsyntax-only", "main.c"};

}  // namespace

extern const LanguageFacts k_c = {.language = Language::c,
                                  .endings = kEndings,
                                  .grammar = tree_sitter_c,
                                  .definitions = kDefinitions,
                                  .scopes = kScopes,
                                  .identifier_nodes = kIdentifiers,
                                  .keywords = kKeywords,
                                  .line_comment = "//",
                                  .project_markers = kMarkers,
                                  .check_file = "main.c",
                                  .check = kCheck};

}  // namespace fixpoint::languages
