// Reparser: how well does a file parse after a small change? Incremental where the file is nearly right. Where most
// of it is one error, the parse of the whole tells nothing and takes milliseconds; there the change is judged by the
// lines around it alone.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/analysis.hpp"

namespace fixpoint::propose {

/// One candidate: edits of one file, all together.
struct Candidate {
  struct Change {
    source::Span what;
    std::string with;
  };
  std::vector<Change> changes;  ///< sorted, not overlapping
  double cost = 0;              ///< -ln(belief) before parsing
  std::string reason;
};

/// Not thread-safe. The file must outlive it.
class Reparser {
 public:
  explicit Reparser(const source::Code& file);

  /// The file, or the lines of it by which a change is judged.
  struct Original {
    source::ErrorScore score;
    std::shared_ptr<const TSTree> tree;  ///< null: the file's budget is used up
    std::string_view text;
    std::int64_t shift = 0;  ///< from the file's offsets to those of `text`
    std::string own;         ///< what `text` views when it is not the file's
    [[nodiscard]] bool whole() const { return own.empty(); }
  };
  [[nodiscard]] const Original& original(const Candidate& candidate);

  struct Outcome {
    source::ErrorScore score;
    std::shared_ptr<const TSTree> tree;
    std::string text;
    source::Span region;  ///< the changed bytes in the new text
  };
  /// The original with the change. No tree when the edits do not fit the file or its budget (Code::reparse_budget) is
  /// used up.
  [[nodiscard]] Outcome with(const Candidate& candidate);
  /// with() gives no tree any more.
  [[nodiscard]] bool exhausted() const { return file_.reparse_budget < 0; }

 private:
  [[nodiscard]] source::Span part_of(const Candidate& candidate) const;
  [[nodiscard]] std::shared_ptr<TSTree> parse(const std::string& text, const TSTree* old);

  const source::Code& file_;
  std::unique_ptr<TSParser, void (*)(TSParser*)> parser_;
  std::vector<std::uint64_t> stretches_;                                  ///< where they begin, and the file's end
  std::map<std::uint64_t, std::map<std::uint64_t, Original>> originals_;  ///< by begin and end
};

}  // namespace fixpoint::propose
