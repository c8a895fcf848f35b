#include "diagnose/diagnose.hpp"

#include <re2/set.h>

#include <algorithm>

#include "base/regex.hpp"
#include "diagnose/folders.hpp"
#include "diagnose/peel.hpp"
#include "languages/language.hpp"

namespace fixpoint::diagnose {
namespace {

// Bounds against output made to hurt. A reader sees at most kLookAhead lines; once readers have looked in vain at
// kVain lines altogether, they see kShort. Of more diagnostics than these, later ones are dropped.
constexpr std::size_t kLookAhead = 20'000;
constexpr std::size_t kShort = 100;
constexpr std::size_t kVain = 4'000'000;
constexpr std::size_t kMostErrors = 5'000;
constexpr std::size_t kMostOthers = 2'000;
/// `starts` is matched against this much of a line.
constexpr std::size_t kStartSeen = 4096;

/// Which formats may start at a line: all `starts` patterns scanned at once. About 0.3 ms to build for 40 formats.
class Starts {
 public:
  explicit Starts(std::span<const Format> formats) : formats_(formats), set_(options(), RE2::UNANCHORED) {
    for (const auto& format : formats) broken_ |= set_.Add(base::piece(format.starts), nullptr) < 0;
    broken_ |= !set_.Compile();
  }
  void match(std::string_view line, std::vector<int>& hits) const {
    hits.clear();
    RE2::Set::ErrorInfo error{};
    if (!broken_ && (set_.Match(base::piece(line), &hits, &error) || error.kind == RE2::Set::kNoError)) {
    } else {
      hits.clear();  // a malformed pattern, or the automaton ran out of memory: ask everybody
      for (std::size_t i = 0; i < formats_.size(); ++i) hits.push_back(static_cast<int>(i));
    }
    std::ranges::sort(hits, {},
                      [&](int hit) { return std::pair(formats_[static_cast<std::size_t>(hit)].last_resort, hit); });
  }

 private:
  static RE2::Options options() {
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(std::int64_t{32} << 20);
    return options;
  }
  std::span<const Format> formats_;
  RE2::Set set_;
  bool broken_ = false;
};

/// True when a compiler of one language would speak about a file of another: "A.java:3: error: ..." is not gcc's,
/// although gcc prints the same shape.
bool foreign(const Format& format, const Diagnostic& diagnostic) {
  const auto family = [](Language language) {
    return language == Language::cpp          ? Language::c
           : language == Language::typescript ? Language::javascript
                                              : language;
  };
  const auto of_file = languages::language_of(diagnostic.place.file);
  return format.language == Language::c && of_file != Language::any && family(of_file) != Language::c;
}

const Starts& starts_of(std::span<const Format> formats) {
  static const Starts kAll(all_formats());
  if (formats.data() == all_formats().data() && formats.size() == all_formats().size()) return kAll;
  thread_local std::optional<Starts> some;
  some.emplace(formats);
  return *some;
}

std::vector<Diagnostic> read_stream(std::string_view output, std::span<const Format> formats) {
  const auto peeled = peel(output);
  const std::span<const OutputLine> lines = peeled.lines;
  const auto& starts = starts_of(formats);
  std::vector<Diagnostic> found;
  std::vector<int> candidates;
  std::size_t vain = 0, errors = 0, others = 0;
  for (std::size_t at = 0; at < lines.size() && errors < kMostErrors;) {
    std::size_t taken = 0;
    if (!lines[at].text.empty()) {
      starts.match(lines[at].text.substr(0, kStartSeen), candidates);
      const auto ahead = std::min(lines.size() - at, vain < kVain ? kLookAhead : kShort);
      for (const int index : candidates) {
        const auto& format = formats[static_cast<std::size_t>(index)];
        OutputCursor cursor(lines.first(at + ahead), at, format.data);
        std::vector<Diagnostic> read;
        if (format.read_many != nullptr)
          read = format.read_many(cursor);
        else if (auto one = format.read(cursor))
          read.push_back(std::move(*one));
        taken = cursor.taken();
        if (read.empty() || taken == 0 || foreign(format, read.front())) {
          vain += cursor.looked();
          taken = 0;
          continue;
        }
        for (auto& diagnostic : read) {
          const bool error = diagnostic.severity >= Severity::error;
          if (++(error ? errors : others) > (error ? kMostErrors : kMostOthers)) continue;
          diagnostic.tool = format.id;
          if (diagnostic.language == Language::any) diagnostic.language = format.language;
          diagnostic.raw_begin = lines[at].raw_begin;
          diagnostic.raw_end = lines[at + taken - 1].raw_end;
          if (diagnostic.pattern.empty()) fill_pattern(diagnostic);
          found.push_back(std::move(diagnostic));
        }
        break;
      }
    }
    at += std::max<std::size_t>(taken, 1);
  }
  return found;
}

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
  auto found = read_stream(output, formats);
  set_folders(found, output);
  return found;
}

std::vector<Diagnostic> read_all(const RunOutput& output, std::span<const Format> formats) {
  const auto all_of = [&](Stream stream) {
    return std::ranges::all_of(output.chunks, [&](const auto& chunk) { return chunk.stream == stream; });
  };
  if (all_of(Stream::out) || all_of(Stream::err)) return read_all(output.bytes, formats);

  std::vector<Diagnostic> found;
  for (const auto stream : {Stream::err, Stream::out}) {
    std::string bytes;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> origin;  // (offset in `bytes`, offset in the whole output)
    for (const auto& chunk : output.chunks) {
      if (chunk.stream != stream || chunk.offset > output.bytes.size()) continue;
      origin.emplace_back(bytes.size(), chunk.offset);
      bytes.append(output.bytes, chunk.offset, chunk.size);
    }
    const auto original = [&](std::uint64_t offset) {
      auto at = std::ranges::upper_bound(origin, offset, {}, &std::pair<std::uint64_t, std::uint64_t>::first);
      return at == origin.begin() ? offset : std::prev(at)->second + (offset - std::prev(at)->first);
    };
    for (auto& diagnostic : read_stream(bytes, formats)) {
      const auto last = diagnostic.raw_end == 0 ? 0 : diagnostic.raw_end - 1;
      diagnostic.raw_begin = original(diagnostic.raw_begin);
      diagnostic.raw_end = original(last) + 1;
      found.push_back(std::move(diagnostic));
    }
  }
  std::ranges::stable_sort(found, {}, &Diagnostic::raw_begin);
  set_folders(found, output.bytes);
  return found;
}

}  // namespace fixpoint::diagnose
