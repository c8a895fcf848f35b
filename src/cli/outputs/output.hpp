// Output: one way of printing problems. One file each, exporting one make_<name> function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/logs.hpp"
#include "cli/sources.hpp"
#include "cli/style.hpp"
#include "diagnose/miner.hpp"
#include "fixpoint/diagnostic.hpp"

namespace fixpoint::cli {

/// What an output needs besides the problems. Outlives it.
struct View {
  const Logs& logs;
  Sources& sources;
  Style style;
  bool explain = false;
};

struct Totals {
  std::uint64_t problems = 0;     ///< that passed the filters
  std::uint64_t shown = 0;        ///< of them, at most --max
  std::uint64_t errors = 0;       ///< of `problems`: errors and fatal ones
  std::uint64_t warnings = 0;     ///< of `problems`
  std::uint64_t follow_ons = 0;   ///< messages folded under `problems`
  std::uint64_t filtered = 0;     ///< problems that a filter took out
  std::uint64_t diagnostics = 0;  ///< messages read, of every severity
  std::uint64_t dropped = 0;      ///< errors beyond what is kept of one log: counted in `diagnostics` only
  std::uint64_t bytes = 0;        ///< of all logs
};

/// Messages that no format knows, grouped.
struct Unknown {
  bool asked = false;  ///< --unknown; else they stand in because there was no known problem
  std::vector<diagnose::Template> templates;
  std::uint64_t messages = 0;
};

using Writer = std::function<void(std::string_view)>;

/// begin(), problem() for each, finish(). What is printed is whole only after finish().
class Output {
 public:
  virtual ~Output() = default;
  virtual void begin() {}
  virtual void problem(const Problem& problem) = 0;
  virtual void finish(const Totals& totals, const Unknown& unknown) = 0;
};

std::unique_ptr<Output> make_text(View& view, Writer write);
std::unique_ptr<Output> make_json(View& view, Writer write);
std::unique_ptr<Output> make_jsonl(View& view, Writer write);
std::unique_ptr<Output> make_sarif(View& view, Writer write);
std::unique_ptr<Output> make_rdjson(View& view, Writer write);
std::unique_ptr<Output> make_rdjsonl(View& view, Writer write);
std::unique_ptr<Output> make_github(View& view, Writer write);
std::unique_ptr<Output> make_gitlab(View& view, Writer write);
std::unique_ptr<Output> make_junit(View& view, Writer write);

/// Their names, in the order of the help text.
[[nodiscard]] const std::vector<std::string>& output_names();
/// `name` is one of output_names().
[[nodiscard]] std::unique_ptr<Output> make_output(std::string_view name, View& view, Writer write);

/// "a.c:2:11", "a.c:2", "a.c" or "".
[[nodiscard]] std::string place_text(const Place& place);

/// The place of a problem on this machine, its columns in `unit` as far as the file can be read.
[[nodiscard]] Place primary_place(View& view, const Problem& problem, ColumnUnit unit);

}  // namespace fixpoint::cli
