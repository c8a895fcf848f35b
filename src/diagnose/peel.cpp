#include "diagnose/peel.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "base/text.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace fixpoint::diagnose {
namespace {

using base::is_digit;

/// `text` begins like `shape`, in which '0' stands for any digit.
bool begins_like(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
  return true;
}

std::size_t digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// Length of "2024-05-01T12:00:00.1234567Z" at the start of a text, 0 when there is none. Only stamps with at least
/// six digits of fraction: those that CI systems write, not those of a program's own log.
std::size_t stamp(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00.000000";
  if (!begins_like(text, kShape)) return 0;
  const auto at = digits(text, kShape.size());
  return at < text.size() && text[at] == 'Z' ? at + 1 : 0;
}

/// Length of "12.345 " in front of the text that docker build repeats below a failed step; 0 when there is none.
std::size_t build_time(std::string_view line) {
  const auto point = digits(line.substr(0, 8), 0);
  return point > 0 && begins_like(line.substr(point), ".000 ") ? point + 5 : 0;
}

std::string_view after_stamp(std::string_view line, std::size_t size) {
  line.remove_prefix(size);
  // GitLab adds the stream: " 01O " or, for a continued line, " 01O+".
  if (line.size() >= 5 && line[0] == ' ' && is_digit(line[1]) && is_digit(line[2]) &&
      (line[3] == 'O' || line[3] == 'E') && (line[4] == ' ' || line[4] == '+'))
    return line.substr(5);
  if (line.starts_with(' ')) line.remove_prefix(1);
  return line;
}

std::string_view without_stamp(std::string_view line) {
  if (is_digit(line.front())) {
    if (const auto size = stamp(line)) return after_stamp(line, size);
    if (const auto size = build_time(line)) return line.substr(size);
  } else if (begins_like(line, "[0000-00-00T00:00:00.000Z] ")) {
    return line.substr(27);  // Jenkins
  } else if (const auto tab = line.substr(0, 256).find('\t'); tab != std::string_view::npos && tab != 0) {
    // "job<TAB>step<TAB>stamp text", as a run's log is downloaded from GitHub.
    const auto second = line.substr(0, 512).find('\t', tab + 1);
    if (second != std::string_view::npos)
      if (const auto size = stamp(line.substr(second + 1))) return after_stamp(line.substr(second + 1), size);
  }
  return line;
}

/// Marks of CI systems in front of a line, and lines that are nothing but marks.
std::string_view without_mark(std::string_view line) {
  if (line.starts_with("##[")) {
    for (const std::string_view mark :
         {"##[error]", "##[warning]", "##[group]", "##[endgroup]", "##[command]", "##[section]", "##[debug]"})
      if (line.starts_with(mark)) return line.substr(mark.size());
  } else if (line.starts_with("section_start:") || line.starts_with("section_end:") ||
             line.starts_with("travis_fold:") || line.starts_with("travis_time:")) {
    return {};  // alone on its line; with a carriage return its text has been taken already
  } else if (line.starts_with("~~~ ")) {
    return line.substr(4);  // Buildkite
  }
  return line;
}

constexpr bool is_name_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-' || c == '.' ||
         c == '@' || c == '/';
}

constexpr auto kNameParts = [] {
  std::array<bool, 256> parts{};
  for (int c = 0; c < 256; ++c) parts[static_cast<std::size_t>(c)] = is_name_part(static_cast<char>(c));
  return parts;
}();

/// Tasks that runners of JavaScript monorepos put behind a package's name.
bool is_task(std::string_view word) {
  word = word.substr(0, word.find(':'));
  for (const std::string_view task : {"build", "test", "lint", "typecheck", "type-check", "check-types", "check",
                                      "dev", "compile", "bundle", "tsc", "e2e", "prepare", "postinstall"})
    if (word == task) return true;
  return false;
}

struct Prefix {
  std::size_t name = 0;  ///< the stream's name is this much of the line
  std::size_t size = 0;  ///< the text begins here; 0: no prefix
};

/// A prefix that says which of several programs printed the line.
Prefix explicit_prefix(std::string_view line) {
  constexpr std::size_t kLongestName = 100;
  const char first = line.front();
  if (first == '#') {  // docker build: "#12 3.456 text"
    const auto step = digits(line, 1);
    if (step == 1 || step >= line.size() || line[step] != ' ') return {};
    const auto whole = digits(line, step + 1);
    if (whole == step + 1 || whole >= line.size() || line[whole] != '.') return {};
    const auto part = digits(line, whole + 1);
    if (part == whole + 1 || part >= line.size() || line[part] != ' ') return {};
    return {step, part + 1};
  }
  if (first == '[') {  // concurrently: "[0] text"; kubectl logs --prefix
    if (const auto close = digits(line.substr(0, 4), 1); close > 1 && line.substr(close).starts_with("] "))
      return {close + 1, close + 2};
    if (!line.starts_with("[pod/")) return {};
    const auto close = line.substr(0, 2 * kLongestName).find("] ");
    return close == std::string_view::npos ? Prefix{} : Prefix{close + 1, close + 2};
  }
  if (!is_name_part(first) || is_digit(first) || first == '-') return {};
  std::size_t name = 0;
  while (name < line.size() && name < kLongestName && is_name_part(line[name])) ++name;
  if (name + 2 >= line.size()) return {};
  if (line[name] == ':') {  // turbo: "ui:build: text"
    auto end = name + 1;
    while (end < line.size() && end < name + 40 &&
           ((line[end] >= 'a' && line[end] <= 'z') || line[end] == '-' || (line[end] == ':' && end > name + 1)))
      ++end;
    if (line[end - 1] != ':' || end >= line.size() || line[end] != ' ') return {};
    return is_task(line.substr(name + 1, end - name - 2)) ? Prefix{end - 1, end + 1} : Prefix{};
  }
  if (line[name] != ' ') return {};
  auto next = line.find_first_not_of(' ', name);
  if (next == std::string_view::npos) return {};
  if (line[next] == '|' && next + 1 < line.size() && line[next + 1] == ' ') {
    // docker compose: "web-1  | text"; the number tells it from a table.
    const auto last = line.substr(0, name).find_last_not_of("0123456789");
    if (last == std::string_view::npos || last + 1 == name || (line[last] != '-' && line[last] != '_')) return {};
    return {name, next + 2};
  }
  if (next == name + 1) {  // pnpm -r: "packages/ui build: text"
    const auto colon = line.substr(next, 40).find(": ");
    if (colon != std::string_view::npos && is_task(line.substr(next, colon)) &&
        line.substr(0, name).find('/') != std::string_view::npos)
      return {next + colon, next + colon + 2};
  }
  return {};
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

}  // namespace

bool may_be_decorated(std::string_view line, bool tabs) {
  if (line.size() < 4) return false;
  const char first = line.front();
  if (first == ' ' || first == '\t') return false;
  if (first == '[') return is_digit(line[1]) || line[1] == 'p';
  if (is_digit(first)) return (line.size() > 4 && line[4] == '-') || build_time(line) != 0;
  if (first == '#') return line[1] == '#' || is_digit(line[1]);
  if (first == '~') return line[1] == '~';
  std::size_t name = 0;
  while (name < line.size() && kNameParts[static_cast<unsigned char>(line[name])]) ++name;
  if (name == line.size()) return false;
  switch (line[name]) {
    case ':':
      return name + 1 < line.size() && line[name + 1] >= 'a' && line[name + 1] <= 'z';
    case '\t':
      return true;
    case ' ': {
      const auto next = line.find_first_not_of(' ', name);
      if (next == std::string_view::npos) return false;
      // Names of jobs hold blanks: "build (linux)<TAB>step<TAB>...".
      if (line[next] == '|' || tabs) return true;
      return first != '/' && line.substr(0, name).find('/') != std::string_view::npos &&
             line.substr(next, 40).find(": ") != std::string_view::npos;
    }
    default:
      return tabs;
  }
}

PeeledLine without_decoration(std::string_view line) {
  PeeledLine peeled{line, {}};
  // A runner's prefix may stand inside another's, and stamps on either side.
  constexpr int kDeepest = 4;
  for (int depth = 0; depth < kDeepest && !peeled.text.empty(); ++depth) {
    const auto before = peeled.text.size();
    peeled.text = without_stamp(peeled.text);
    if (!peeled.text.empty()) peeled.text = without_mark(peeled.text);
    if (!peeled.text.empty() && peeled.stream.empty())
      if (const auto prefix = explicit_prefix(peeled.text); prefix.size != 0) {
        peeled.stream = peeled.text.substr(0, prefix.name);
        peeled.text.remove_prefix(prefix.size);
      }
    if (peeled.text.size() == before) break;
  }
  return peeled;
}

std::size_t seen_of(std::string_view text) {
  const auto first = text.substr(0, 64).find_first_not_of(" \t");
  const bool json = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  return json ? kJsonLineSeen : kLineSeen;
}

PeeledLine peel_line(std::string_view raw, std::string& storage) {
  auto text = raw;
  while (text.ends_with('\r')) text.remove_suffix(1);
  if (const auto rewritten = text.rfind('\r'); rewritten != std::string_view::npos) text.remove_prefix(rewritten + 1);
  text = text.substr(0, seen_of(text));
  if (std::ranges::any_of(text, is_control)) {
    storage = base::strip_escapes(text);
    text = storage;
  }
  return without_decoration(text);
}

const char* line_end(const char* begin, const char* end, bool& control, bool& tabs) {
  const char* at = begin;
#if defined(__SSE2__)
  const auto newline = _mm_set1_epi8('\n'), tab = _mm_set1_epi8('\t'), last = _mm_set1_epi8(0x1f),
             del = _mm_set1_epi8(0x7f);
  for (; at + 16 <= end; at += 16) {
    const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto low = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(bytes, last), bytes), _mm_cmpeq_epi8(bytes, del));
    auto controls = static_cast<std::uint32_t>(_mm_movemask_epi8(low));
    if (controls == 0) continue;
    const auto newlines = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, newline)));
    const auto at_tabs = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, tab)));
    controls &= ~at_tabs;
    tabs |= at_tabs != 0;
    if (newlines == 0) {
      control |= controls != 0;
      continue;
    }
    const auto first = std::countr_zero(newlines);
    control |= (controls & ((1U << first) - 1)) != 0;
    return at + first;
  }
#endif
  for (; at < end && *at != '\n'; ++at) {
    control |= is_control(*at);
    tabs |= *at == '\t';
  }
  return at;
}

}  // namespace fixpoint::diagnose
