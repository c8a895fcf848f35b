#include "languages/language.hpp"

extern "C" const TSLanguage* tree_sitter_go();

namespace fixpoint::languages {
namespace {

constexpr std::string_view kEndings[] = {".go"};
constexpr DefinitionRule kDefinitions[] = {
    {"function_declaration", "name", SymbolKind::function},
    {"method_declaration", "name", SymbolKind::function},
    {"type_spec", "name", SymbolKind::type},
    {"type_alias", "name", SymbolKind::type},
    {"const_spec", "name", SymbolKind::constant},
    {"var_spec", "name", SymbolKind::variable},
    {"short_var_declaration", "left", SymbolKind::variable},
    {"range_clause", "left", SymbolKind::variable},
    {"parameter_declaration", "name", SymbolKind::parameter},
    {"field_declaration", "name", SymbolKind::field},
    {"import_spec", "name", SymbolKind::module},
};
constexpr std::string_view kScopes[] = {
    "function_declaration", "method_declaration", "func_literal",          "block",
    "for_statement",        "if_statement",       "field_declaration_list"};
constexpr std::string_view kIdentifiers[] = {"identifier", "type_identifier", "field_identifier",
                                             "package_identifier"};
constexpr std::string_view kKeywords[] = {"break",  "case",        "chan", "const",   "continue", "default", "defer",
                                          "else",   "fallthrough", "for",  "func",    "go",       "goto",    "if",
                                          "import", "interface",   "map",  "package", "range",    "return",  "select",
                                          "struct", "switch",      "type", "var",     "nil",      "true",    "false"};
constexpr std::string_view kMarkers[] = {"go.mod", "go.work"};
constexpr std::string_view kCheck[] = {"go", "vet", "main.go"};

}  // namespace

extern const LanguageFacts k_go = {.language = Language::go,
                                   .endings = kEndings,
                                   .grammar = tree_sitter_go,
                                   .definitions = kDefinitions,
                                   .scopes = kScopes,
                                   .identifier_nodes = kIdentifiers,
                                   .keywords = kKeywords,
                                   .line_comment = "//",
                                   .project_markers = kMarkers,
                                   .check_file = "main.go",
                                   .check = kCheck};

}  // namespace fixpoint::languages
