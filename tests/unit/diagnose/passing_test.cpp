// No false alarm: the recorded output of real builds and test runs that passed holds no error.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "diagnose/diagnose.hpp"

namespace fixpoint::diagnose {
namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Empty when the bytes are no zstd frame (recordings are never empty).
std::string decompressed(const std::string& bytes) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  std::string text, chunk(ZSTD_DStreamOutSize(), '\0');
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  while (in.pos < in.size) {
    ZSTD_outBuffer out{chunk.data(), chunk.size(), 0};
    if (ZSTD_isError(ZSTD_decompressStream(context.get(), &out, &in)) != 0) return {};
    text.append(chunk, 0, out.pos);
  }
  return text;
}

TEST(Passing, RecordingsHoldNoError) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(FIXPOINT_SOURCE "/tests/passing"))
    if (entry.path().extension() == ".zst") paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::size_t size = 0;
  for (const auto& path : paths) {
    const auto log = decompressed(bytes_of(path));
    EXPECT_FALSE(log.empty()) << path << " cannot be decompressed";
    size += log.size();
    for (const auto& diagnostic : read_all(log))
      EXPECT_LT(diagnostic.severity, Severity::error)
          << path.filename().string() << ": " << diagnostic.tool << ": " << diagnostic.message << "\n  "
          << log.substr(diagnostic.raw_begin, std::min<std::size_t>(diagnostic.raw_end - diagnostic.raw_begin, 300));
  }
  fmt::print("{} recordings, {} bytes\n", paths.size(), size);
  EXPECT_GE(paths.size(), 1U);
}

}  // namespace
}  // namespace fixpoint::diagnose
