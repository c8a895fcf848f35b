#include "cli/read_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/text.hpp"
#include "cli/config.hpp"
#include "cli/report_problems.hpp"
#include "diagnose/diagnose.hpp"
#include "seams/files.hpp"

namespace fixpoint::cli {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kLargestReport = std::size_t{256} << 20;

using Take = std::function<bool(std::string_view)>;

std::string name_of(const std::string& file) { return file == "-" ? "stdin" : file; }

Result<seams::Fd> open_log(const std::string& file) {
  if (file == "-") return seams::Fd(::dup(STDIN_FILENO));
  seams::Fd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (fd) return fd;
  const auto code = errno == ENOENT ? ErrorCode::not_found : errno == EACCES ? ErrorCode::denied : ErrorCode::io;
  return fail(code, fmt::format("cannot read the log {}: {}", file, std::strerror(errno)));
}

/// What a file is when it is no text; empty for text.
std::string not_text(std::string_view head, const std::string& file) {
  const auto hint = [&](std::string_view what, std::string_view tool) {
    return fmt::format("{} is {}: try {} {} | fixpoint diagnose", name_of(file), what, tool, file == "-" ? "" : file);
  };
  if (head.starts_with("\x1f\x8b")) return hint("compressed with gzip", "zcat");
  if (head.starts_with("\xFD"
                       "7zXZ"))
    return hint("compressed with xz", "xzcat");
  if (head.starts_with("BZh") && head.size() > 3 && base::is_digit(head[3]))
    return hint("compressed with bzip2", "bzcat");
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return hint("UTF-16 text", "iconv -f UTF-16");
  // Logs may hold some odd bytes (a truncated one begins with zeros); programs and pictures are full of them.
  head.remove_prefix(std::min(head.find_first_not_of('\0'), head.size()));
  const auto odd = std::ranges::count_if(head, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x07 || (byte > 0x0D && byte < 0x1B) || (byte > 0x1B && byte < 0x20);
  });
  if (static_cast<std::size_t>(odd) * 33 > head.size()) return name_of(file) + " is a binary file, not a log";
  return {};
}

struct FreeStream {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

Result<void> unpack(const seams::Fd& fd, const std::string& file, std::string first, const Take& take) {
  const std::unique_ptr<ZSTD_DStream, FreeStream> stream(ZSTD_createDStream());
  std::string in = std::move(first), out(kPiece, '\0');
  for (;;) {
    ZSTD_inBuffer source{in.data(), in.size(), 0};
    while (source.pos < source.size) {
      ZSTD_outBuffer target{out.data(), out.size(), 0};
      const auto left = ZSTD_decompressStream(stream.get(), &target, &source);
      if (ZSTD_isError(left) != 0)
        return fail(ErrorCode::invalid_input, fmt::format("cannot unpack {}: {}", file, ZSTD_getErrorName(left)));
      if (target.pos > 0 && !take({out.data(), target.pos})) return {};
    }
    in.resize(kPiece);
    const auto got = ::read(fd.get(), in.data(), in.size());
    if (got <= 0) return {};
    in.resize(static_cast<std::size_t>(got));
  }
}

}  // namespace

Result<void> read_pieces(const std::string& file, const Take& take) {
  const auto fd = FIXPOINT_TRY(open_log(file));
  const auto piece = std::make_unique_for_overwrite<char[]>(kPiece);
  for (bool first = true;; first = false) {
    const auto got = ::read(fd.get(), piece.get(), kPiece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return fail(errno == EISDIR ? ErrorCode::invalid_input : ErrorCode::io,
                  fmt::format("cannot read the log {}: {}", name_of(file), std::strerror(errno)));
    if (got == 0) return {};
    const std::string_view bytes(piece.get(), static_cast<std::size_t>(got));
    if (first) {
      if (bytes.starts_with("\x28\xB5\x2F\xFD")) return unpack(fd, file, std::string(bytes), take);
      if (auto said = not_text(bytes.substr(0, 4096), file); !said.empty())
        return fail(ErrorCode::invalid_input, std::move(said));
    }
    if (!take(bytes)) return {};
  }
}

Result<std::vector<Problem>> problems_of(const std::string& file, Severity least) {
  // A report begins with a brace; what does so and is none (a tool's own JSON) is read as a log after all.
  std::string json;
  bool maybe_report = true, first = true;
  diagnose::Grouping grouping(least < Severity::error);
  const auto formats = FIXPOINT_TRY(active_formats());
  diagnose::Reader reader([&](Diagnostic&& one) { grouping.add(std::move(one)); }, {.formats = formats.all});
  FIXPOINT_TRY_VOID(read_pieces(file, [&](std::string_view piece) {
    if (first) maybe_report = base::trim(piece.substr(0, 4096)).starts_with('{');
    first = false;
    if (maybe_report && json.size() + piece.size() <= kLargestReport) {
      json += piece;
      return true;
    }
    reader.feed(json);
    json.clear();
    maybe_report = false;
    reader.feed(piece);
    return true;
  }));
  if (maybe_report)
    if (auto problems = problems_of_report(json)) return std::move(*problems);
  reader.feed(json);
  reader.finish();
  return grouping.finish().problems;
}

}  // namespace fixpoint::cli
