// What the JavaScript and TypeScript fixers ask about a file: names in scope, imports, exports, module paths.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "propose/fixer.hpp"
#include "source/analysis.hpp"

namespace fixpoint::propose::fixers::javascript {

inline constexpr Language kBoth[] = {Language::javascript, Language::typescript};

[[nodiscard]] TSNode field(TSNode node, std::string_view name);
[[nodiscard]] bool is_null(TSNode node);
[[nodiscard]] std::vector<TSNode> children(TSNode node);  ///< named ones
[[nodiscard]] std::string_view text(const source::Code& file, TSNode node);
/// The nearest node at or above `node` of one of the types; a null node when there is none.
[[nodiscard]] TSNode enclosing(TSNode node, std::initializer_list<std::string_view> types);
/// The identifier-like leaf at a byte offset (also one that ends there).
[[nodiscard]] TSNode leaf_at(const source::Code& file, std::uint64_t at);

struct Binding {
  std::string_view name;
  TSNode node;           ///< the identifier that declares it
  source::Span scope;    ///< where it is visible
  std::string_view how;  ///< "const", "let", "var", "function", "class", "parameter", "import", "type", "catch"
};

/// All names that the file declares.
[[nodiscard]] std::vector<Binding> bindings(const source::Code& file);

/// Names visible at `at`, without duplicates.
[[nodiscard]] std::vector<std::string_view> visible_names(const source::Code& file, std::uint64_t at);

struct Import {
  TSNode statement;         ///< import_statement, or the variable declaration of a require()
  TSNode source;            ///< the string literal
  std::string_view module;  ///< its text
  struct Name {
    std::string_view exported;  ///< "default" and "*" too
    TSNode node;                ///< where the exported name is written
    std::string_view local;
  };
  std::vector<Name> names;
  bool commonjs = false;
};
[[nodiscard]] std::vector<Import> imports(const source::Code& file);

struct Export {
  std::string_view name;  ///< "default" for the default export
  bool type = false;      ///< an interface or a type alias
};
/// Exported names of a module file, re-exports followed. `commonjs` tells the style it uses.
struct Exports {
  std::vector<Export> names;
  bool commonjs = false;
  [[nodiscard]] bool has(std::string_view name) const;
};
[[nodiscard]] Exports exports(const source::Analysis& code, std::string_view path, int depth = 0);

/// The file that a relative module specifier in `from` means, or nothing.
[[nodiscard]] std::optional<std::string> resolve_module(const source::Analysis& code, std::string_view from,
                                                        std::string_view specifier);

/// How `from` would import `to`: "./x.js", with or without the ending as the project does it.
[[nodiscard]] std::string specifier_for(const source::Analysis& code, const source::Code& from, std::string_view to);

/// True when the file uses import/export, or would be loaded as a module.
[[nodiscard]] bool is_module(const source::Analysis& code, const source::Code& file);

/// The names that a proposal which adds an import has to say: adds `exported` ("default", "*" or a name) of `module`
/// as `local`, into an import of that module that is there, else as a new line behind the last import.
[[nodiscard]] Proposal add_import(const source::Analysis& code, const source::Code& file, std::string_view module,
                                  std::string_view exported, std::string_view local, double confidence,
                                  std::string reason);

/// Every use (not the declaration) of an undeclared name in the file, as spans in order.
[[nodiscard]] std::vector<source::Span> uses(const source::Code& file, std::string_view name);

/// One proposal that replaces every span by `with`.
[[nodiscard]] Proposal replace_all(const source::Code& file, const std::vector<source::Span>& spans,
                                   std::string_view with, double confidence, std::string reason,
                                   Safety safety = Safety::likely);

/// How likely a near name is meant, from its distance and rank.
[[nodiscard]] double nearness(std::string_view wrong, const source::NearName& near, std::size_t rank);

/// Code files of the project of these languages.
[[nodiscard]] std::vector<std::string> script_files(const source::Analysis& code);

}  // namespace fixpoint::propose::fixers::javascript
