#include "languages/language.hpp"

extern "C" const TSLanguage* tree_sitter_rust();

namespace fixpoint::languages {
namespace {

constexpr std::string_view kEndings[] = {".rs"};
constexpr DefinitionRule kDefinitions[] = {
    {"function_item", "name", SymbolKind::function},   {"function_signature_item", "name", SymbolKind::function},
    {"struct_item", "name", SymbolKind::type},         {"enum_item", "name", SymbolKind::type},
    {"union_item", "name", SymbolKind::type},          {"trait_item", "name", SymbolKind::type},
    {"type_item", "name", SymbolKind::type},           {"const_item", "name", SymbolKind::constant},
    {"static_item", "name", SymbolKind::constant},     {"mod_item", "name", SymbolKind::module},
    {"macro_definition", "name", SymbolKind::macro},   {"enum_variant", "name", SymbolKind::constant},
    {"field_declaration", "name", SymbolKind::field},  {"let_declaration", "pattern", SymbolKind::variable},
    {"parameter", "pattern", SymbolKind::parameter},   {"for_expression", "pattern", SymbolKind::variable},
    {"closure_parameters", "", SymbolKind::parameter},
};
constexpr std::string_view kScopes[] = {"function_item",  "block",     "closure_expression",
                                        "for_expression", "impl_item", "match_arm"};
constexpr std::string_view kIdentifiers[] = {"identifier", "type_identifier", "field_identifier"};
constexpr std::string_view kKeywords[] = {"as",   "async",  "await",  "break", "const",  "continue", "crate", "dyn",
                                          "else", "enum",   "extern", "false", "fn",     "for",      "if",    "impl",
                                          "in",   "let",    "loop",   "match", "mod",    "move",     "mut",   "pub",
                                          "ref",  "return", "self",   "Self",  "static", "struct",   "super", "trait",
                                          "true", "type",   "unsafe", "use",   "where",  "while"};
constexpr std::string_view kMarkers[] = {"Cargo.toml"};
constexpr std::string_view kCheck[] = {"rustc", "--edition=2021", "--crate-type=lib", "--emit=metadata",
                                       "-A",    "dead_code",      "main.rs"};

}  // namespace

extern const LanguageFacts k_rust = {.language = Language::rust,
                                     .endings = kEndings,
                                     .grammar = tree_sitter_rust,
                                     .definitions = kDefinitions,
                                     .scopes = kScopes,
                                     .identifier_nodes = kIdentifiers,
                                     .keywords = kKeywords,
                                     .line_comment = "//",
                                     .project_markers = kMarkers,
                                     .check_file = "main.rs",
                                     .check = kCheck};

}  // namespace fixpoint::languages
