// A search for the cheapest series of single repairs after which a text parses as Python.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fixpoint::propose::python {

struct Repair {
  std::string text;                  ///< repaired
  double cost = 0;                   ///< sum over its steps
  std::vector<std::string> reasons;  ///< of its steps, first fault first
  bool whole = true;                 ///< false: the first fault is gone, a later one remains
};

/// Cheapest first, at most `limit`; empty when the text parses, or when nothing was found within the bounds (a number
/// of parses that shrinks as the text grows). When no whole repair exists, the best partial ones.
[[nodiscard]] std::vector<Repair> repairs(std::string_view text, std::size_t limit);

}  // namespace fixpoint::propose::python
