#include "languages/language.hpp"

extern "C" const TSLanguage* tree_sitter_tsx();

namespace fixpoint::languages {
namespace {

constexpr std::string_view kEndings[] = {".ts", ".tsx", ".mts", ".cts"};
constexpr DefinitionRule kDefinitions[] = {
    {"function_declaration", "name", SymbolKind::function},
    {"generator_function_declaration", "name", SymbolKind::function},
    {"function_signature", "name", SymbolKind::function},
    {"class_declaration", "name", SymbolKind::type},
    {"abstract_class_declaration", "name", SymbolKind::type},
    {"interface_declaration", "name", SymbolKind::type},
    {"type_alias_declaration", "name", SymbolKind::type},
    {"enum_declaration", "name", SymbolKind::type},
    {"variable_declarator", "name", SymbolKind::variable},
    {"method_definition", "name", SymbolKind::field},
    {"method_signature", "name", SymbolKind::field},
    {"property_signature", "name", SymbolKind::field},
    {"public_field_definition", "name", SymbolKind::field},
    {"required_parameter", "pattern", SymbolKind::parameter},
    {"optional_parameter", "pattern", SymbolKind::parameter},
    {"for_in_statement", "left", SymbolKind::variable},
    {"import_specifier", "name", SymbolKind::module},
    {"import_clause", "", SymbolKind::module},
    {"namespace_import", "", SymbolKind::module},
    {"catch_clause", "parameter", SymbolKind::variable},
};
constexpr std::string_view kScopes[] = {
    "function_declaration", "function_expression", "arrow_function", "method_definition", "statement_block",
    "class_body",           "interface_body",      "for_statement",  "for_in_statement",  "catch_clause"};
constexpr std::string_view kIdentifiers[] = {"identifier", "property_identifier", "type_identifier",
                                             "shorthand_property_identifier_pattern"};
constexpr std::string_view kKeywords[] = {
    "abstract", "any",       "as",          "async",    "await",    "boolean", "break",      "case",      "catch",
    "class",    "const",     "constructor", "continue", "debugger", "declare", "default",    "delete",    "do",
    "else",     "enum",      "export",      "extends",  "false",    "finally", "for",        "from",      "function",
    "get",      "if",        "implements",  "import",   "in",       "infer",   "instanceof", "interface", "is",
    "keyof",    "let",       "namespace",   "never",    "new",      "null",    "number",     "object",    "of",
    "private",  "protected", "public",      "readonly", "return",   "set",     "static",     "string",    "super",
    "switch",   "symbol",    "this",        "throw",    "true",     "try",     "type",       "typeof",    "undefined",
    "unknown",  "var",       "void",        "while",    "with",     "yield"};
constexpr std::string_view kMarkers[] = {"tsconfig.json", "package.json"};
constexpr std::string_view kCheck[] = {"tsc", "--noEmit", "--strict", "--target", "es2022", "main.ts"};

}  // namespace

extern const LanguageFacts k_typescript = {.language = Language::typescript,
                                           .endings = kEndings,
                                           .grammar = tree_sitter_tsx,
                                           .definitions = kDefinitions,
                                           .scopes = kScopes,
                                           .identifier_nodes = kIdentifiers,
                                           .keywords = kKeywords,
                                           .line_comment = "//",
                                           .project_markers = kMarkers,
                                           .check_file = "main.ts",
                                           .check = kCheck};

}  // namespace fixpoint::languages
