// Analysis: what fixers may ask about the code of a tree. Parsed and indexed on first use, then kept.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "languages/language.hpp"
#include "seams/source_tree.hpp"
#include "source/lines.hpp"
#include "source/syntax.hpp"

namespace fixpoint::source {

struct Symbol {
  std::string_view name;
  languages::SymbolKind kind;
  std::string_view file;
  Span place;  ///< of the name where it is declared
  Span scope;  ///< where it can be seen without qualification (the whole file for top-level names)
  bool top_level = false;
};

/// One file: its text, lines, syntax and declared names.
struct Code {
  std::string path;
  std::string_view text;
  const languages::LanguageFacts* facts;
  Lines lines;
  SyntaxTree syntax;
  std::vector<Symbol> symbols;
  /// What all re-parses of this file with a change may still take, in hundreds of parser steps, those in error
  /// weighing more: some 35 microseconds each. A re-parse takes one where little is broken, a hundred where all is.
  mutable std::int64_t reparse_budget = 500;

  Code(std::string path, std::string_view text, const languages::LanguageFacts& facts);
};

/// Not thread-safe. The tree must outlive it.
class Analysis {
 public:
  explicit Analysis(const seams::SourceTree& tree) : tree_(tree) {}

  [[nodiscard]] const seams::SourceTree& tree() const { return tree_; }

  /// The file's code in the language of its ending (or in `as` when given); null when it cannot be read.
  [[nodiscard]] const Code* code(std::string_view path, Language as = Language::any) const;

  /// Names declared in the file whose scope covers `offset`, innermost last, plus top-level names of other files of
  /// the language when `project` is set.
  [[nodiscard]] std::vector<Symbol> visible(const Code& code, std::uint64_t offset, bool project = true) const;

  /// Top-level symbols of every file of the language (C and C++ count as one, JavaScript and TypeScript too).
  [[nodiscard]] const std::vector<Symbol>& project_symbols(Language) const;

  /// The root-relative path that a tool meant by `printed`, run in `folder` (relative to the root, may be "."): as
  /// printed, below `folder`, or by its longest unique path suffix in the tree.
  [[nodiscard]] std::optional<std::string> resolve(std::string_view folder, std::string_view printed) const;

 private:
  const seams::SourceTree& tree_;
  mutable std::map<std::string, std::unique_ptr<Code>, std::less<>> codes_;
  mutable std::map<Language, std::vector<Symbol>> project_;
};

/// A candidate name close to a misspelt one, best first: by edit distance, then equal case-folded, then shared
/// prefix. Only within a third of the length (at least 1).
struct NearName {
  std::string_view name;
  std::size_t distance;
};
[[nodiscard]] std::vector<NearName> near_names(std::string_view wrong, const std::vector<std::string_view>& names);

}  // namespace fixpoint::source
