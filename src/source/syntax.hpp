// Syntax trees: tree-sitter, owned. Node access is tree-sitter's own C API (tree_sitter/api.h).
#pragma once

#include <tree_sitter/api.h>

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "languages/language.hpp"
#include "source/lines.hpp"

namespace fixpoint::source {

/// A parse of a text that must outlive it. Parsing never fails: broken code gives ERROR and MISSING nodes.
class SyntaxTree {
 public:
  SyntaxTree(std::string_view text, const languages::LanguageFacts& facts);

  [[nodiscard]] TSNode root() const;
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::string_view text(TSNode node) const;
  /// The smallest node that covers [begin, end).
  [[nodiscard]] TSNode at(std::uint64_t begin, std::uint64_t end) const;
  /// ERROR and MISSING nodes in document order (outermost only).
  [[nodiscard]] std::vector<TSNode> errors() const;

 private:
  std::string_view text_;
  std::unique_ptr<TSTree, void (*)(TSTree*)> tree_;
};

/// How broken a text is: number of ERROR and MISSING nodes, and bytes inside ERROR nodes. Smaller is better; zero
/// errors means it parses.
struct ErrorScore {
  int errors = 0;
  std::uint64_t bytes = 0;
  auto operator<=>(const ErrorScore&) const = default;
};
[[nodiscard]] ErrorScore error_score(std::string_view text, const languages::LanguageFacts& facts);

// A null node has no type and an empty span at 0.
[[nodiscard]] inline std::string_view type(TSNode node) {
  return ts_node_is_null(node) ? std::string_view{} : ts_node_type(node);
}
[[nodiscard]] inline Span span(TSNode node) {
  return ts_node_is_null(node) ? Span{} : Span{ts_node_start_byte(node), ts_node_end_byte(node)};
}

/// Calls `visit` for every node in document order; false from it skips the node's children.
void walk(TSNode node, const std::function<bool(TSNode)>& visit);

}  // namespace fixpoint::source
