// A .case file: a txtar-like archive. Text before the first section is the comment; "-- name --" opens a section.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fixpoint::tests {

struct CaseFile {
  std::string path;
  std::string comment;
  std::vector<std::pair<std::string, std::string>> sections;  ///< in file order

  [[nodiscard]] const std::string* find(std::string_view name) const;
  void set(std::string_view name, std::string text);
  /// Sections "prefix/FILE" as files.
  [[nodiscard]] std::map<std::string, std::string, std::less<>> files(std::string_view prefix) const;
};

/// A section named "output @colour.raw" takes its bytes from that sibling file.
[[nodiscard]] CaseFile read_case(const std::string& path);
void write_case(const CaseFile& file);

}  // namespace fixpoint::tests
