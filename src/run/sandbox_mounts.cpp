#include "run/sandbox_mounts.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "base/text.hpp"

namespace fixpoint::run {
namespace {

/// mountinfo writes space, tab, newline and backslash as three octal digits.
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octal = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '7'; };
    if (text[i] == '\\' && octal(i + 1) && octal(i + 2) && octal(i + 3)) {
      plain += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

}  // namespace

std::string read_small_file(const char* path) {
  std::string text;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return text;
  std::array<char, 16384> buffer{};
  for (;;) {
    const ssize_t got = read(file, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  close(file);
  return text;
}

std::vector<std::string> mount_points() {
  std::vector<std::string> points;
  const auto text = read_small_file("/proc/self/mountinfo");
  for (const auto line : base::split_lines(text)) {
    const auto fields = base::split(line, ' ');
    if (fields.size() > 4) points.push_back(unescape(fields[4]));
  }
  return points;
}

std::uint64_t available_memory() {
  const auto text = read_small_file("/proc/meminfo");
  constexpr std::string_view kLabel = "MemAvailable:";
  const auto at = text.find(kLabel);
  return at == std::string::npos ? 0 : std::strtoull(text.c_str() + at + kLabel.size(), nullptr, 10) * 1024;
}

}  // namespace fixpoint::run
