#include "diagnose/diagnose.hpp"

#include <algorithm>

#include "diagnose/folders.hpp"

namespace fixpoint::diagnose {
namespace {

/// Of more diagnostics than these, later ones are dropped: a run's output is held in memory, and so are its messages.
constexpr std::size_t kMostErrors = 5'000;
constexpr std::size_t kMostOthers = 2'000;

/// Collects what a reader finds, within the bounds.
struct Collector {
  std::vector<Diagnostic> found;
  std::size_t errors = 0, others = 0;

  void operator()(Diagnostic&& diagnostic) {
    const bool error = diagnostic.severity >= Severity::error;
    if (++(error ? errors : others) > (error ? kMostErrors : kMostOthers)) return;
    if (diagnostic.pattern.empty()) fill_pattern(diagnostic);
    found.push_back(std::move(diagnostic));
  }
  std::vector<Diagnostic> in_order() {
    std::ranges::stable_sort(found, {}, &Diagnostic::raw_begin);
    return std::move(found);
  }
};

/// `found` is in order of place in `output`. A format that knows the folder itself keeps what it said.
void set_folders(std::vector<Diagnostic>& found, std::string_view output) {
  if (found.empty()) return;
  const auto changes = folder_changes(output);
  std::size_t next = 0;
  for (auto& diagnostic : found) {
    while (next < changes.size() && changes[next].at <= diagnostic.raw_begin) ++next;
    if (next > 0 && diagnostic.folder.empty()) diagnostic.folder = changes[next - 1].folder;
  }
}

}  // namespace

std::vector<Diagnostic> read_all(std::string_view output, std::span<const Format> formats) {
  Collector collector;
  Reader reader(std::ref(collector), {.formats = formats});
  reader.feed(output);
  reader.finish();
  return collector.in_order();
}

std::vector<Diagnostic> read_all(const RunOutput& output, std::span<const Format> formats) {
  const auto all_of = [&](Stream stream) {
    return std::ranges::all_of(output.chunks, [&](const auto& chunk) { return chunk.stream == stream; });
  };
  if (all_of(Stream::out) || all_of(Stream::err)) return read_all(output.bytes, formats);

  // Folders are printed on one stream and hold for both: they are followed in the whole output.
  Collector collector;
  for (const auto stream : {Stream::err, Stream::out}) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>>
        origin;  // (offset in the stream, offset in the whole output)
    const auto original = [&](std::uint64_t offset) {
      auto at = std::ranges::upper_bound(origin, offset, {}, &std::pair<std::uint64_t, std::uint64_t>::first);
      return at == origin.begin() ? offset : std::prev(at)->second + (offset - std::prev(at)->first);
    };
    Reader reader(
        [&](Diagnostic&& diagnostic) {
          const auto last = diagnostic.raw_end == 0 ? 0 : diagnostic.raw_end - 1;
          diagnostic.raw_begin = original(diagnostic.raw_begin);
          diagnostic.raw_end = original(last) + 1;
          collector(std::move(diagnostic));
        },
        {.formats = formats, .folders = false});
    for (const auto& chunk : output.chunks) {
      if (chunk.stream != stream || chunk.offset > output.bytes.size()) continue;
      origin.emplace_back(reader.offset(), chunk.offset);
      reader.feed(std::string_view(output.bytes).substr(chunk.offset, chunk.size));
    }
    reader.finish();
  }
  auto found = collector.in_order();
  set_folders(found, output.bytes);
  return found;
}

}  // namespace fixpoint::diagnose
