// Sources: the files that a log speaks of, where they lie in the working tree.
//
// A log is foreign: only regular files below the working folder are ever read, so that it cannot make us print
// others.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "fixpoint/diagnostic.hpp"
#include "seams/source_tree.hpp"
#include "source/lines.hpp"

namespace fixpoint::cli {

class Sources {
 public:
  /// `folder`: the working folder, absolute.
  explicit Sources(std::string folder);

  /// The path of a printed file as one would write it here: relative when it lies below the working folder. A path of
  /// another machine ("/builds/x/src/a.c") is found by its longest ending that exists here ("src/a.c").
  [[nodiscard]] std::string path(std::string_view folder, std::string_view file);

  /// The lines of such a path; nothing when it cannot be read or is binary. Valid until the next call.
  [[nodiscard]] const source::Lines* lines(const std::string& path);

  /// The place with its path instead of the file, and its columns in `unit` as far as the file can be read.
  [[nodiscard]] Place here(std::string_view folder, const Place& place, ColumnUnit unit);

 private:
  std::string folder_;
  std::optional<seams::DiskTree> tree_;
  std::map<std::string, std::unique_ptr<source::Lines>, std::less<>> lines_;
  std::map<std::string, std::string, std::less<>> paths_;
};

}  // namespace fixpoint::cli
