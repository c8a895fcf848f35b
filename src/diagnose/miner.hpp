// Miner: groups messages that no format knows, so that a million lines read as a few templates.
//
// After Drain (He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017): a tree of fixed
// depth over masked tokens (number of tokens, first, second) leads to a short list of templates; the most similar one
// takes the line, and where they differ it gets a wildcard. Least recently used templates go when there are too many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fixpoint::diagnose {

struct Template {
  std::string text;     ///< tokens with <*> where messages differ, and the masks <num>, <path>, ... of mask()
  std::string example;  ///< the first message
  std::uint64_t count = 0;
  std::uint64_t offset = 0;  ///< of the first message
};

/// True when a line says that something went wrong: it has a word such as error, failed, fatal, exception, panic,
/// cannot as a word of its own, and is not a summary that counts none ("0 errors", "no failures"). Linear.
[[nodiscard]] bool looks_like_failure(std::string_view line);

/// Deterministic: the same lines in the same order give the same templates.
class Miner {
 public:
  /// Holds at most `most` templates.
  explicit Miner(std::size_t most = 1000);
  ~Miner();
  Miner(const Miner&) = delete;
  Miner& operator=(const Miner&) = delete;

  /// Takes a line in, if looks_like_failure().
  void add(std::string_view line, std::uint64_t offset);

  /// Most frequent first, then in order of appearance.
  [[nodiscard]] std::vector<Template> templates() const;
  /// Messages taken in, those of forgotten templates included.
  [[nodiscard]] std::uint64_t messages() const;
  /// Templates held at the moment.
  [[nodiscard]] std::size_t size() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fixpoint::diagnose
