// Applying edits to bytes, composing them, and showing them as a unified diff.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/proposal.hpp"
#include "fixpoint/result.hpp"
#include "seams/source_tree.hpp"
#include "seams/workspace.hpp"

namespace fixpoint::source {

/// Sorts by file and begin (stable, so several inserts at one place keep their order) and drops duplicates.
void normalize(std::vector<Edit>& edits);

/// True when no two edits (normalized) touch the same bytes. Two inserts at one place overlap, unless both are whole
/// lines (and not the same).
[[nodiscard]] bool compatible(const std::vector<Edit>& a, const std::vector<Edit>& b);

/// The text with the edits of one file applied (normalized, in range, not overlapping; else invalid_input).
[[nodiscard]] Result<std::string> apply(std::string_view text, const std::vector<Edit>& edits);

/// A tree with edits on top. `base` must outlive it.
class EditedTree final : public seams::SourceTree {
 public:
  EditedTree(const seams::SourceTree& base, seams::ChangedFiles changed);
  [[nodiscard]] const std::string& root() const override { return base_.root(); }
  [[nodiscard]] std::optional<std::string_view> read(std::string_view path) const override;
  [[nodiscard]] const std::vector<std::string>& files() const override;
  [[nodiscard]] const seams::ChangedFiles& changed() const { return changed_; }

 private:
  const seams::SourceTree& base_;
  seams::ChangedFiles changed_;
  mutable std::optional<std::vector<std::string>> names_;
};

/// The changed files that result from applying `edits` (any files) to `tree`.
[[nodiscard]] Result<seams::ChangedFiles> changes(const seams::SourceTree& tree, std::vector<Edit> edits);

/// The smallest line-based edits that turn `before` into `after` (Myers' O(ND) algorithm, 1986, over lines; then
/// common bytes at both ends of each hunk are cut).
[[nodiscard]] std::vector<Edit> difference(std::string_view file, std::string_view before, std::string_view after);

/// A unified diff (3 lines of context, git's "a/" and "b/" names, "\ No newline at end of file" marks) from `tree` to
/// the changed files. Files are in path order; empty when nothing differs.
[[nodiscard]] std::string unified_diff(const seams::SourceTree& tree, const seams::ChangedFiles& changed);

/// Lines added and removed by that diff for one file.
struct LineCounts {
  int added = 0;
  int removed = 0;
};
[[nodiscard]] LineCounts count_lines(std::string_view before, std::string_view after);

}  // namespace fixpoint::source
