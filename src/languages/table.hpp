// Facts as tables: data/**/*.tsv, embedded at build time. Rows are sorted by their first column (LC_ALL=C), columns
// are separated by tabs, lines that start with '#' are comments.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace fixpoint::languages {

using Row = std::vector<std::string_view>;

/// A table by its path below data/ without the ending: "c/std_symbols". Views live as long as the program.
/// Thread-safe. A table that is not there is empty.
class Table {
 public:
  explicit Table(std::string_view name);
  [[nodiscard]] std::vector<Row> rows(
      std::string_view key) const;  ///< all rows with that first column; binary search
  [[nodiscard]] std::vector<Row> all() const;
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// An embedded file below data/ by its whole path ("prompts/x.txt"); nothing when there is none.
[[nodiscard]] std::optional<std::string_view> embedded(std::string_view path);

}  // namespace fixpoint::languages
