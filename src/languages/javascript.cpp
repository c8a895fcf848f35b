#include "languages/language.hpp"

extern "C" const TSLanguage* tree_sitter_javascript();

namespace fixpoint::languages {
namespace {

constexpr std::string_view kEndings[] = {".js", ".mjs", ".cjs", ".jsx"};
constexpr DefinitionRule kDefinitions[] = {
    {"function_declaration", "name", SymbolKind::function},
    {"generator_function_declaration", "name", SymbolKind::function},
    {"class_declaration", "name", SymbolKind::type},
    {"variable_declarator", "name", SymbolKind::variable},
    {"method_definition", "name", SymbolKind::field},
    {"formal_parameters", "", SymbolKind::parameter},
    {"field_definition", "property", SymbolKind::field},
    {"for_in_statement", "left", SymbolKind::variable},
    {"import_specifier", "name", SymbolKind::module},
    {"import_clause", "", SymbolKind::module},
    {"namespace_import", "", SymbolKind::module},
    {"catch_clause", "parameter", SymbolKind::variable},
};
constexpr std::string_view kScopes[] = {"function_declaration", "function_expression", "arrow_function",
                                        "method_definition",    "statement_block",     "class_body",
                                        "for_statement",        "for_in_statement",    "catch_clause"};
constexpr std::string_view kIdentifiers[] = {"identifier", "property_identifier",
                                             "shorthand_property_identifier_pattern"};
constexpr std::string_view kKeywords[] = {
    "async",     "await",  "break",  "case",   "catch",      "class",   "const", "continue", "debugger",
    "default",   "delete", "do",     "else",   "export",     "extends", "false", "finally",  "for",
    "function",  "if",     "import", "in",     "instanceof", "let",     "new",   "null",     "of",
    "return",    "static", "super",  "switch", "this",       "throw",   "true",  "try",      "typeof",
    "undefined", "var",    "void",   "while",  "with",       "yield"};
constexpr std::string_view kMarkers[] = {"package.json"};
constexpr std::string_view kCheck[] = {"node", "--check", "main.mjs"};

}  // namespace

extern const LanguageFacts k_javascript = {.language = Language::javascript,
                                           .endings = kEndings,
                                           .grammar = tree_sitter_javascript,
                                           .definitions = kDefinitions,
                                           .scopes = kScopes,
                                           .identifier_nodes = kIdentifiers,
                                           .keywords = kKeywords,
                                           .line_comment = "//",
                                           .project_markers = kMarkers,
                                           .check_file = "main.mjs",
                                           .check = kCheck};

}  // namespace fixpoint::languages
