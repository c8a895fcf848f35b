// Stand-in until the streaming reader is merged: the same interface over the whole output at once.
#include "diagnose/diagnose.hpp"

namespace fixpoint::diagnose {

struct Reader::State {
  Sink sink;
  ReaderOptions options;
  std::string bytes;
  std::uint64_t before = 0;
  Counts counts;
  bool brief = false;
  void read() {
    for (auto& one : read_all(bytes, options.formats)) {
      one.raw_begin += before;
      one.raw_end += before;
      ++counts[one.severity];
      sink(std::move(one));
    }
    before += bytes.size();
    bytes.clear();
  }
};
Reader::Reader(Sink sink, ReaderOptions options) : state_(std::make_unique<State>()) {
  state_->sink = std::move(sink);
  state_->options = options;
  state_->before = options.raw_offset;
}
Reader::~Reader() = default;
void Reader::feed(std::string_view bytes) { state_->bytes += bytes; }
void Reader::flush() {
  if (state_->bytes.ends_with('\n')) state_->read();
}
void Reader::finish() { state_->read(); }
const Counts& Reader::counts() const { return state_->counts; }
std::uint64_t Reader::offset() const { return state_->before + state_->bytes.size(); }
void Reader::brief(bool on) { state_->brief = on; }

struct Grouping::State {
  bool warnings;
  std::vector<Diagnostic> all;
  Counts counts;
};
Grouping::Grouping(bool with_warnings) : state_(std::make_unique<State>()) { state_->warnings = with_warnings; }
Grouping::~Grouping() = default;
void Grouping::add(Diagnostic&& diagnostic) {
  ++state_->counts[diagnostic.severity];
  state_->all.push_back(std::move(diagnostic));
}
bool Grouping::full() const { return false; }
Summary Grouping::finish() {
  Summary summary;
  summary.counts = state_->counts;
  summary.problems = group(std::move(state_->all), state_->warnings);
  return summary;
}

}  // namespace fixpoint::diagnose
