// Repairs of Java that does not parse: a best-first search over small edits, judged by how far javac's grammar gets
// with each. It goes on until the whole file parses, so one proposal holds the repairs of all its syntax errors.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fixpoint::propose::fixers::java {

struct Repair {
  std::string text;       ///< the file as repaired
  double cost = 0;        ///< -ln of the belief that these edits are the right ones; smaller is better
  int steps = 0;          ///< how many edits
  bool complete = false;  ///< the whole file parses now
  std::string reason;     ///< of the edits, in order
};

struct RepairOptions {
  std::size_t max_parses = 4000;
  std::size_t max_bytes = 24U << 20;  ///< scanned in all: bounds the work on large files
  std::size_t keep = 12;
};

/// Best first. Empty when the source parses already or nothing helps. `class_name` is what a public class of this
/// file would be called.
[[nodiscard]] std::vector<Repair> repair(std::string_view source, std::string_view class_name,
                                         const RepairOptions& options = {});

/// Where the body of an if, else, for, while or do has lost both its braces: several statements stand below the
/// header, all indented deeper than it, and only the first belongs to it. Best first.
struct LostBraces {
  std::size_t open = 0;     ///< where " {" belongs
  std::size_t close = 0;    ///< where a line with '}' belongs
  std::string indent;       ///< of that line
  std::size_t header = 0;   ///< where the header starts
  bool inner_else = false;  ///< the '}' belongs before an else
};
[[nodiscard]] std::vector<LostBraces> find_lost_braces(std::string_view source);

/// How far line breaks and indentation disagree with the braces; what editors and people laid out is evidence for
/// where a brace is missing. Only differences mean something.
[[nodiscard]] double layout_disagreement(std::string_view source);

}  // namespace fixpoint::propose::fixers::java
