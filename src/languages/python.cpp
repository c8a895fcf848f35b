#include "languages/language.hpp"

extern "C" const TSLanguage* tree_sitter_python();

namespace fixpoint::languages {
namespace {

constexpr std::string_view kEndings[] = {".py", ".pyi"};
constexpr DefinitionRule kDefinitions[] = {
    {"function_definition", "name", SymbolKind::function},
    {"class_definition", "name", SymbolKind::type},
    {"assignment", "left", SymbolKind::variable},
    {"named_expression", "name", SymbolKind::variable},
    {"for_statement", "left", SymbolKind::variable},
    {"for_in_clause", "left", SymbolKind::variable},
    {"parameters", "", SymbolKind::parameter},
    {"default_parameter", "name", SymbolKind::parameter},
    {"typed_parameter", "", SymbolKind::parameter},
    {"typed_default_parameter", "name", SymbolKind::parameter},
    {"as_pattern_target", "", SymbolKind::variable},
    {"aliased_import", "alias", SymbolKind::module},
};
constexpr std::string_view kScopes[] = {"function_definition", "class_definition",         "lambda",
                                        "list_comprehension",  "dictionary_comprehension", "set_comprehension",
                                        "generator_expression"};
constexpr std::string_view kIdentifiers[] = {"identifier"};
constexpr std::string_view kKeywords[] = {
    "False",    "None",   "True",  "and",  "as",     "assert",   "async",   "await", "break", "class",
    "continue", "def",    "del",   "elif", "else",   "except",   "finally", "for",   "from",  "global",
    "if",       "import", "in",    "is",   "lambda", "nonlocal", "not",     "or",    "pass",  "raise",
    "return",   "try",    "while", "with", "yield",  "match",    "case"};
constexpr std::string_view kMarkers[] = {"pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "tox.ini"};
constexpr std::string_view kCheck[] = {"python3", "-m", "py_compile", "main.py"};

}  // namespace

extern const LanguageFacts k_python = {.language = Language::python,
                                       .endings = kEndings,
                                       .grammar = tree_sitter_python,
                                       .definitions = kDefinitions,
                                       .scopes = kScopes,
                                       .identifier_nodes = kIdentifiers,
                                       .keywords = kKeywords,
                                       .line_comment = "#",
                                       .project_markers = kMarkers,
                                       .check_file = "main.py",
                                       .check = kCheck};

}  // namespace fixpoint::languages
