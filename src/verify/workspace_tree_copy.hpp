// A copy of a folder tree that can be brought back to what it is a copy of, at the price of looking at each file.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <unordered_map>

#include "fixpoint/result.hpp"
#include "seams/files.hpp"

namespace fixpoint::verify {

/// Kept: contents (sharing blocks where the file system can, holes stay holes), permissions, times, symbolic links as
/// they are, owners as far as this user may. Not copied: sockets, pipes, devices, what cannot be read. Never a hard
/// link: writing into the copy in place would change the original.
///
/// Nothing in the copy is trusted: a symbolic link that somebody put there is replaced, never followed.
class TreeCopy {
 public:
  /// `target` is made by the first restore() and not removed. Its parent is ours: never copied.
  TreeCopy(std::string source, std::string target) : source_(std::move(source)), target_(std::move(target)) {}

  /// Makes the copy equal to the source as it is now. Errors: io, exhausted (no space).
  [[nodiscard]] Result<void> restore();

  /// Puts `content` into a file of the copy (nothing: deletes it), making folders as needed. A symbolic link that
  /// leads out of the copy is not followed. Errors: io, denied.
  [[nodiscard]] Result<void> put(const std::string& relative, const std::string* content);

  [[nodiscard]] std::uint64_t copied_files() const { return copied_; }

 private:
  /// Enough of stat to tell whether somebody wrote the file.
  struct Seen {
    ino_t inode = 0;
    off_t size = 0;
    timespec modified{}, changed{};
    mode_t mode = 0;
    [[nodiscard]] bool same(const struct stat& info) const;
    static Seen of(const struct stat& info);
  };
  struct Pair {
    Seen source, target;
  };

  Result<void> restore_folder(const seams::Fd& from, const seams::Fd& to, const std::string& path, int depth);
  Result<void> restore_file(const seams::Fd& from, const seams::Fd& to, const std::string& name,
                            const std::string& path, const struct stat& info);

  std::string source_;
  std::string target_;
  std::unordered_map<std::string, Pair> seen_;  ///< regular files, by relative path
  std::uint64_t copied_ = 0;
  dev_t own_device_ = 0;
  ino_t own_inode_ = 0;
};

}  // namespace fixpoint::verify
