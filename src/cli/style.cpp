#include "cli/style.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

#include "base/text.hpp"
#include "source/width.hpp"

namespace fixpoint::cli {
namespace {

/// A variable that is set to something; empty counts as not set.
std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view(value);
}

bool colours(int fd, std::string_view mode) {
  if (mode != "auto") return mode == "always";
  if (!variable("NO_COLOR").empty()) return false;
  if (const auto force = variable("CLICOLOR_FORCE"); !force.empty() && force != "0") return true;
  return isatty(fd) != 0 && variable("CLICOLOR") != "0" && variable("TERM") != "dumb";
}

std::size_t width(int fd) {
  constexpr std::size_t kLeast = 20, kMost = 400;
  const auto columns = variable("COLUMNS");
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(columns.data(), columns.data() + columns.size(), value);
  if (error == std::errc{} && end == columns.data() + columns.size() && value > 0)
    return std::clamp(value, kLeast, kMost);
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return std::clamp<std::size_t>(size.ws_col, kLeast, kMost);
  return 0;
}

}  // namespace

std::string Style::paint(std::string_view code, std::string_view text) const {
  return colour && !text.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

Style style_for(int fd, std::string_view mode) { return {colours(fd, mode), width(fd)}; }

std::string wrap(std::string_view text, std::size_t width, std::size_t indent) {
  if (width == 0) return std::string(text);
  std::string out;
  std::size_t column = 0;
  for (const auto word : base::split(text, ' ')) {
    const auto columns = source::display_width(word);
    if (column > indent && column + 1 + columns > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!out.empty()) {
      out += ' ';
      ++column;
    }
    out += word;
    column += columns;
  }
  return out;
}

std::string plural(std::uint64_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace fixpoint::cli
