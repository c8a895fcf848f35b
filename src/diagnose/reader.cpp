#include "diagnose/reader.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "diagnose/diagnose.hpp"
#include "diagnose/stream.hpp"

namespace fixpoint::diagnose {
namespace {

/// Prefixed streams that are followed at once; when there are more, the one that has been silent longest ends.
constexpr std::size_t kStreams = 16;

}  // namespace

struct Reader::State {
  struct Prefixed {
    std::string name;
    std::unique_ptr<LineStream> lines;
    std::uint64_t used = 0;
  };

  Sink sink;
  ReaderOptions options;
  Counts counts;
  Reading reading;
  std::shared_ptr<const Prefilter> prefilter;
  std::unique_ptr<LineStream> main;
  std::vector<Prefixed> prefixed;
  std::uint64_t routed = 0;
  LineStream::Route route, nowhere;

  State(Sink to, const ReaderOptions& with) : sink(std::move(to)), options(with) {
    const auto formats = options.formats;
    reading.formats = formats;
    reading.bytes = options.raw_offset;
    reading.folders = options.folders;
    reading.sink = [this](Diagnostic&& diagnostic) {
      ++counts[diagnostic.severity];
      if (options.patterns && !reading.brief && diagnostic.pattern.empty()) fill_pattern(diagnostic);
      sink(std::move(diagnostic));
    };
    prefilter = prefilter_of(formats);
    reading.prefilter = prefilter.get();
    main = std::make_unique<LineStream>(reading, options.raw_offset);
    route = [this](std::string_view stream, std::string_view text, std::uint64_t raw_begin, std::uint64_t raw_end) {
      stream_named(stream).append(text, raw_begin, raw_end);
    };
    nowhere = [](std::string_view, std::string_view, std::uint64_t, std::uint64_t) {};
  }

  LineStream& stream_named(std::string_view name) {
    auto found = std::ranges::find(prefixed, name, &Prefixed::name);
    if (found == prefixed.end()) {
      if (prefixed.size() == kStreams) {
        found = std::ranges::min_element(prefixed, {}, &Prefixed::used);
        found->lines->flush(nowhere, true);
        prefixed.erase(found);
      }
      prefixed.push_back({std::string(name), std::make_unique<LineStream>(reading), 0});
      found = std::prev(prefixed.end());
    }
    found->used = ++routed;
    return *found->lines;
  }

  void flush(bool unfinished) {
    main->flush(route, unfinished);
    for (auto& stream : prefixed) stream.lines->flush(nowhere, unfinished);
  }
};

Reader::Reader(Sink sink, ReaderOptions options) : state_(std::make_unique<State>(std::move(sink), options)) {}
Reader::~Reader() = default;

void Reader::feed(std::string_view bytes) {
  state_->reading.bytes += bytes.size();
  state_->main->feed(bytes, state_->route);
}

void Reader::flush() { state_->flush(false); }
void Reader::finish() { state_->flush(true); }
const Counts& Reader::counts() const { return state_->counts; }
std::uint64_t Reader::offset() const { return state_->reading.bytes; }
void Reader::brief(bool on) { state_->reading.brief = on; }

}  // namespace fixpoint::diagnose
