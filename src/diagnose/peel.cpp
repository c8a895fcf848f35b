#include "diagnose/peel.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace fixpoint::diagnose {
namespace {

/// Length of "2024-05-01T12:00:00.1234567Z" at the start of a text, 0 when there is none. Only stamps with at least
/// six digits of fraction: those that CI systems write, not those of a program's own log.
std::size_t stamp(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00.000000";
  if (text.size() <= kShape.size()) return 0;
  for (std::size_t i = 0; i < kShape.size(); ++i)
    if (kShape[i] == '0' ? !base::is_digit(text[i]) : text[i] != kShape[i]) return 0;
  auto at = kShape.size();
  while (at < text.size() && base::is_digit(text[at])) ++at;
  return at < text.size() && text[at] == 'Z' ? at + 1 : 0;
}

std::string_view after_stamp(std::string_view line, std::size_t size) {
  line.remove_prefix(size);
  // GitLab adds the stream: " 01O " or, for a continued line, " 01O+".
  if (line.size() >= 5 && line[0] == ' ' && base::is_digit(line[1]) && base::is_digit(line[2]) &&
      (line[3] == 'O' || line[3] == 'E') && (line[4] == ' ' || line[4] == '+'))
    return line.substr(5);
  if (line.starts_with(' ')) line.remove_prefix(1);
  return line;
}

bool is_json(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

}  // namespace

std::string_view without_decoration(std::string_view line) {
  if (line.empty()) return line;
  if (base::is_digit(line.front())) {
    if (const auto size = stamp(line)) line = after_stamp(line, size);
  } else if (const auto tab = line.substr(0, 256).find('\t'); tab != std::string_view::npos && tab != 0) {
    // "job<TAB>step<TAB>stamp text", as a run's log is downloaded from GitHub.
    const auto second = line.substr(0, 512).find('\t', tab + 1);
    if (second != std::string_view::npos)
      if (const auto size = stamp(line.substr(second + 1))) line = after_stamp(line.substr(second + 1), size);
  }
  if (line.starts_with("##[")) {
    for (const std::string_view mark : {"##[error]", "##[warning]", "##[group]", "##[endgroup]", "##[command]"})
      if (line.starts_with(mark)) return line.substr(mark.size());
  } else if (line.starts_with("section_start:") || line.starts_with("section_end:")) {
    return {};  // alone on its line; with a carriage return its text has been taken already
  } else if (line.starts_with('#') && line.size() > 1 && base::is_digit(line[1])) {
    // docker build: "#12 3.456 text"
    std::size_t at = 1;
    const auto digits = [&] {
      const auto from = at;
      while (at < line.size() && base::is_digit(line[at])) ++at;
      return at > from;
    };
    if (digits() && at < line.size() && line[at++] == ' ' && digits() && at < line.size() && line[at++] == '.' &&
        digits() && at < line.size() && line[at] == ' ')
      return line.substr(at + 1);
  }
  return line;
}

PeeledLines peel(std::string_view output) {
  PeeledLines peeled;
  const auto newlines = static_cast<std::size_t>(std::ranges::count(output, '\n'));
  std::size_t skip_from = newlines + 1, skip_to = skip_from;
  if (newlines > kLinesSeen) {
    skip_from = kLinesSeen / 4 * 3;
    skip_to = newlines - kLinesSeen / 4;
  }
  peeled.lines.reserve(std::min(newlines + 1, kLinesSeen + 1));
  std::size_t number = 0;
  for (std::size_t at = 0; at < output.size(); ++number) {
    const auto newline = output.find('\n', at);
    const auto end = newline == std::string_view::npos ? output.size() : newline;
    const auto next = newline == std::string_view::npos ? end : newline + 1;
    if (number >= skip_from && number < skip_to) {
      at = next;
      continue;
    }
    auto text = output.substr(at, std::min(end - at, kJsonLineSeen));
    while (text.ends_with('\r')) text.remove_suffix(1);
    if (const auto rewritten = text.rfind('\r'); rewritten != std::string_view::npos)
      text.remove_prefix(rewritten + 1);
    if (text.size() > kLineSeen && !is_json(text.substr(0, 64))) text = text.substr(0, kLineSeen);
    const bool dirty = std::ranges::any_of(text, [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
    if (dirty) text = peeled.changed.emplace_back(base::strip_escapes(text));
    peeled.lines.push_back({without_decoration(text), at, next});
    at = next;
  }
  return peeled;
}

}  // namespace fixpoint::diagnose
