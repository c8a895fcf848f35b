#include "cli/foreign_text.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace fixpoint::cli {
namespace {

bool overrides_direction(char32_t point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

bool is_control(char32_t point) {
  return (point < 0x20 && point != '\t' && point != '\n') || (point >= 0x7F && point < 0xA0);
}

bool is_drive(std::string_view path) {
  return path.size() > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/') &&
         base::is_identifier_start(path[0]);
}

/// Calls `each` with every code point and its bytes; bad bytes come as U+FFFD.
template <class Each>
void for_points(std::string_view text, Each each) {
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    const bool bad = point.value == 0xFFFD && point.size == 1;
    each(point.value, bad ? std::string_view("\xEF\xBF\xBD") : text.substr(at, point.size));
    at += point.size;
  }
}

}  // namespace

std::string harmless(std::string_view text) {
  const auto stripped = base::strip_escapes(text);
  std::string clean;
  clean.reserve(stripped.size());
  for_points(stripped, [&](char32_t point, std::string_view bytes) {
    if (!is_control(point) && !overrides_direction(point)) clean += bytes;
  });
  return clean;
}

std::string harmless_line(std::string_view text) {
  auto line = harmless(text);
  for (char& c : line)
    if (c == '\n' || c == '\t') c = ' ';
  return line;
}

std::string xml_text(std::string_view text, bool keep_lines) {
  std::string out;
  for_points(base::strip_escapes(text), [&](char32_t point, std::string_view bytes) {
    if (point == '&')
      out += "&amp;";
    else if (point == '<')
      out += "&lt;";
    else if (point == '>')
      out += "&gt;";
    else if (point == '"')
      out += "&quot;";
    else if (point == '\'')
      out += "&apos;";
    else if (!keep_lines && (point == '\n' || point == '\t'))
      out += point == '\n' ? "&#10;" : "&#9;";
    else if (!is_control(point) && point != 0xFFFE && point != 0xFFFF)
      out += bytes;
  });
  return out;
}

std::string uri(std::string_view path) {
  std::string out;
  if (is_drive(path))
    out = "file:///";
  else if (path.starts_with('/'))
    out = "file://";
  const auto drive = is_drive(path) ? std::size_t{2} : std::size_t{0};
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || base::is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '/')
      out += c;
    else if (c == '\\' && drive > 0)
      out += '/';
    else if (i < drive)
      out += c;  // the colon of a drive
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace fixpoint::cli
