// SourceTree: the project's files as bytes. The only thing of the world that fixers see.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/result.hpp"

namespace fixpoint::seams {

/// Paths are relative to the root, '/'-separated, normalized. Views stay valid as long as the tree lives.
/// Not thread-safe: one tree belongs to one session.
class SourceTree {
 public:
  virtual ~SourceTree() = default;

  /// Absolute path of the root; "/" for trees in memory.
  [[nodiscard]] virtual const std::string& root() const = 0;

  /// The bytes of a regular file inside the root, or nothing (missing, not regular, unreadable, over 16 MiB).
  [[nodiscard]] virtual std::optional<std::string_view> read(std::string_view path) const = 0;

  /// Source-like files below the root, sorted; without version control, dependency and build folders. At most
  /// 20,000; a tree with more is cut there.
  [[nodiscard]] virtual const std::vector<std::string>& files() const = 0;
};

/// A tree in memory: for tests, and for code that never was on disk.
class MemoryTree final : public SourceTree {
 public:
  explicit MemoryTree(std::map<std::string, std::string, std::less<>> files);
  [[nodiscard]] const std::string& root() const override { return root_; }
  [[nodiscard]] std::optional<std::string_view> read(std::string_view path) const override;
  [[nodiscard]] const std::vector<std::string>& files() const override { return names_; }

 private:
  std::string root_ = "/";
  std::map<std::string, std::string, std::less<>> files_;
  std::vector<std::string> names_;
};

/// The files below a folder on disk. Each file is read once and kept, so that a whole session sees one state.
/// Symbolic links that leave the root are not followed.
class DiskTree final : public SourceTree {
 public:
  explicit DiskTree(std::string_view root);
  [[nodiscard]] const std::string& root() const override { return root_; }
  [[nodiscard]] std::optional<std::string_view> read(std::string_view path) const override;
  [[nodiscard]] const std::vector<std::string>& files() const override;

 private:
  std::string root_;
  mutable std::map<std::string, std::optional<std::string>, std::less<>> cache_;
  mutable std::optional<std::vector<std::string>> names_;
};

}  // namespace fixpoint::seams
