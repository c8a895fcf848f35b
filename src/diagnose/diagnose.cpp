#include "diagnose/diagnose.hpp"

#include <re2/set.h>

#include <algorithm>
#include <memory>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "languages/language.hpp"

namespace fixpoint::diagnose {
namespace {

/// Which formats may start at a line: all `starts` patterns scanned at once.
class Starts {
 public:
  explicit Starts(std::span<const Format> formats) : set_(RE2::Options(RE2::Quiet), RE2::UNANCHORED) {
    for (const auto& format : formats) set_.Add(base::piece(format.starts), nullptr);
    set_.Compile();
  }
  void match(std::string_view line, std::vector<int>& hits) const {
    hits.clear();
    set_.Match(base::piece(line), &hits);
    std::ranges::sort(hits);
  }

 private:
  RE2::Set set_;
};

/// The lines of an output with escape sequences and overwritten carriage-return text taken out. Changed lines live in
/// `clean`.
std::vector<OutputLine> peel(std::string_view output, std::vector<std::unique_ptr<std::string>>& clean) {
  std::vector<OutputLine> lines;
  for (std::size_t at = 0; at < output.size();) {
    const auto newline = output.find('\n', at);
    const auto end = newline == std::string_view::npos ? output.size() : newline;
    auto text = output.substr(at, end - at);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (const auto rewritten = text.rfind('\r'); rewritten != std::string_view::npos)
      text.remove_prefix(rewritten + 1);
    if (std::ranges::any_of(text, [](char c) { return c == 0x1b || c == 0; })) {
      clean.push_back(std::make_unique<std::string>(base::strip_escapes(text)));
      text = *clean.back();
    }
    const auto next = newline == std::string_view::npos ? output.size() : newline + 1;
    lines.push_back({text, at, next});
    at = next;
  }
  return lines;
}

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

}  // namespace

std::vector<Diagnostic> read_all(std::string_view output, std::span<const Format> formats) {
  std::vector<std::unique_ptr<std::string>> clean;
  const auto lines = peel(output, clean);
  const Starts starts(formats);
  std::vector<Diagnostic> found;
  std::vector<int> candidates;
  for (std::size_t at = 0; at < lines.size();) {
    starts.match(lines[at].text, candidates);
    std::size_t taken = 0;
    for (const int index : candidates) {
      const auto& format = formats[static_cast<std::size_t>(index)];
      OutputCursor cursor(lines, at);
      auto diagnostic = format.read(cursor);
      taken = cursor.taken();
      if (!diagnostic || taken == 0 || foreign(format, *diagnostic)) {
        taken = 0;
        continue;
      }
      diagnostic->tool = format.id;
      if (diagnostic->language == Language::any) diagnostic->language = format.language;
      diagnostic->raw_begin = lines[at].raw_begin;
      diagnostic->raw_end = lines[at + taken - 1].raw_end;
      if (diagnostic->pattern.empty()) fill_pattern(*diagnostic);
      found.push_back(std::move(*diagnostic));
      break;
    }
    at += std::max<std::size_t>(taken, 1);
  }
  return found;
}

std::vector<Diagnostic> read_all(const RunOutput& output, std::span<const Format> formats) {
  std::vector<Diagnostic> found;
  for (const auto stream : {Stream::err, Stream::out}) {
    std::string bytes;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> origin;  // (offset in `bytes`, offset in the whole output)
    for (const auto& chunk : output.chunks) {
      if (chunk.stream != stream) continue;
      origin.emplace_back(bytes.size(), chunk.offset);
      bytes.append(output.bytes, chunk.offset, chunk.size);
    }
    const auto original = [&](std::uint64_t offset) {
      auto at = std::ranges::upper_bound(origin, offset, {}, &std::pair<std::uint64_t, std::uint64_t>::first);
      return at == origin.begin() ? offset : std::prev(at)->second + (offset - std::prev(at)->first);
    };
    for (auto& diagnostic : read_all(bytes, formats)) {
      const auto last = diagnostic.raw_end == 0 ? 0 : diagnostic.raw_end - 1;
      diagnostic.raw_begin = original(diagnostic.raw_begin);
      diagnostic.raw_end = original(last) + 1;
      found.push_back(std::move(diagnostic));
    }
  }
  std::ranges::stable_sort(found, {}, &Diagnostic::raw_begin);
  return found;
}

}  // namespace fixpoint::diagnose
