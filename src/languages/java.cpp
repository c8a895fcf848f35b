#include "languages/language.hpp"

extern "C" const TSLanguage* tree_sitter_java();

namespace fixpoint::languages {
namespace {

constexpr std::string_view kEndings[] = {".java"};
constexpr DefinitionRule kDefinitions[] = {
    {"class_declaration", "name", SymbolKind::type},
    {"interface_declaration", "name", SymbolKind::type},
    {"enum_declaration", "name", SymbolKind::type},
    {"record_declaration", "name", SymbolKind::type},
    {"annotation_type_declaration", "name", SymbolKind::type},
    {"method_declaration", "name", SymbolKind::function},
    {"constructor_declaration", "name", SymbolKind::function},
    {"field_declaration", "declarator", SymbolKind::field},
    {"local_variable_declaration", "declarator", SymbolKind::variable},
    {"formal_parameter", "name", SymbolKind::parameter},
    {"catch_formal_parameter", "name", SymbolKind::variable},
    {"enhanced_for_statement", "name", SymbolKind::variable},
    {"enum_constant", "name", SymbolKind::constant},
    {"resource", "name", SymbolKind::variable},
    {"lambda_expression", "parameters", SymbolKind::parameter},
};
constexpr std::string_view kScopes[] = {"method_declaration", "constructor_declaration", "block",
                                        "for_statement",      "enhanced_for_statement",  "lambda_expression",
                                        "class_body",         "interface_body",          "enum_body",
                                        "catch_clause"};
constexpr std::string_view kIdentifiers[] = {"identifier", "type_identifier"};
constexpr std::string_view kKeywords[] = {
    "abstract", "assert",       "boolean",  "break",     "byte",   "case",      "catch",    "char",
    "class",    "const",        "continue", "default",   "do",     "double",    "else",     "enum",
    "extends",  "final",        "finally",  "float",     "for",    "goto",      "if",       "implements",
    "import",   "instanceof",   "int",      "interface", "long",   "native",    "new",      "package",
    "private",  "protected",    "public",   "return",    "short",  "static",    "strictfp", "super",
    "switch",   "synchronized", "this",     "throw",     "throws", "transient", "try",      "void",
    "volatile", "while",        "true",     "false",     "null",   "var",       "record"};
constexpr std::string_view kMarkers[] = {"pom.xml", "build.gradle", "build.gradle.kts", "settings.gradle"};
constexpr std::string_view kCheck[] = {"javac", "-d", "out", "Main.java"};

}  // namespace

extern const LanguageFacts k_java = {.language = Language::java,
                                     .endings = kEndings,
                                     .grammar = tree_sitter_java,
                                     .definitions = kDefinitions,
                                     .scopes = kScopes,
                                     .identifier_nodes = kIdentifiers,
                                     .keywords = kKeywords,
                                     .line_comment = "//",
                                     .project_markers = kMarkers,
                                     .check_file = "Main.java",
                                     .check = kCheck};

}  // namespace fixpoint::languages
