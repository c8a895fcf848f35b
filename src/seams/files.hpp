// Files: the one way durable bytes are written to disk. Few, small operations in the shape of the system calls, so
// that a test can count them, fail any of them, or die between any two (FaultyFiles).
//
// Names are single path components inside an open folder: nothing here ever follows a symbolic link, except
// open_folder(path), which opens a folder the caller trusts (a project's root, our own state folder).
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fixpoint/result.hpp"

namespace fixpoint::seams {

/// An open file or folder; closes itself.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd();
  [[nodiscard]] int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

enum class FileKind : std::uint8_t { missing, regular, folder, link, other };

struct FileInfo {
  FileKind kind = FileKind::missing;
  mode_t mode = 0;  ///< permission bits
  uid_t uid = 0;
  gid_t gid = 0;
  std::uint64_t links = 0;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  ///< since the epoch
};

enum class FileOp : std::uint8_t {
  open,
  create,
  info,
  list,
  read,
  write,
  sync,
  rename,
  exchange,
  unlink,
  make_folder,
  remove_folder,
  attributes,
  lock,
};

/// One operation about to happen. For two-name operations `to_folder`/`to` is the target.
struct FileCall {
  FileOp op;
  int folder = -1;  ///< the open folder, or the open file for read, write, sync, attributes
  std::string_view name = {};
  int to_folder = -1;
  std::string_view to = {};
  std::string_view bytes = {};  ///< what is to be written
};

/// The real thing. Errors: not_found, denied, exhausted (disk or quota full), conflict (exists, or is not what it
/// should be), unavailable (this file system cannot), io. Messages name the file. Not thread-safe with subclasses
/// that count; the plain class has no state.
class Files {
 public:
  virtual ~Files() = default;

  /// Absolute, without symbolic links.
  [[nodiscard]] Result<std::string> real_path(const std::string& path);

  [[nodiscard]] Result<Fd> open_folder(const std::string& path);
  [[nodiscard]] Result<Fd> open_folder(const Fd& in, std::string_view name);
  [[nodiscard]] Result<Fd> open_read(const Fd& in, std::string_view name);
  /// A new file for writing; conflict when the name is taken.
  [[nodiscard]] Result<Fd> create(const Fd& in, std::string_view name, mode_t mode);

  [[nodiscard]] Result<FileInfo> info(const Fd& in, std::string_view name);
  /// The names in a folder, without "." and "..", in no order.
  [[nodiscard]] Result<std::vector<std::string>> list(const Fd& folder);

  /// All bytes, or the first `limit`.
  [[nodiscard]] Result<std::string> read(const Fd& file, std::size_t limit);
  [[nodiscard]] Result<void> write(const Fd& file, std::string_view bytes);
  /// Waits until a file's bytes, or a folder's names, are on disk.
  [[nodiscard]] Result<void> sync(const Fd& file);

  /// Replaces the target if there is one.
  [[nodiscard]] Result<void> rename(const Fd& in, std::string_view name, const Fd& to_folder, std::string_view to);
  /// conflict when the target exists.
  [[nodiscard]] Result<void> rename_new(const Fd& in, std::string_view name, const Fd& to_folder,
                                        std::string_view to);
  /// Swaps two names of one folder atomically; unavailable where the file system cannot.
  [[nodiscard]] Result<void> exchange(const Fd& in, std::string_view name, std::string_view other);
  /// Removes a file or link; success when it is gone already.
  [[nodiscard]] Result<void> unlink(const Fd& in, std::string_view name);

  /// Success when the folder exists; true when it was made by this call.
  [[nodiscard]] Result<bool> make_folder(const Fd& in, std::string_view name, mode_t mode);
  /// Makes an absolute folder and its parents (new ones with `mode`).
  [[nodiscard]] Result<void> make_folders(const std::string& path, mode_t mode);
  /// Removes an empty folder; success when it is gone or not empty.
  [[nodiscard]] Result<void> remove_folder(const Fd& in, std::string_view name);

  /// Sets permission bits, and owner and group as far as this user may.
  [[nodiscard]] Result<void> set_owner_and_mode(const Fd& file, const FileInfo& like);
  /// Copies extended attributes (ACLs, labels) as far as this user and file system may; never fails.
  void copy_attributes(const Fd& from, const Fd& to);
  /// Sets the modification time to now, so that build tools notice.
  [[nodiscard]] Result<void> touch(const Fd& in, std::string_view name);

  /// An exclusive lock on a lock file (made if needed), held until the Fd closes or the process dies. timeout when
  /// somebody else holds it for longer than `wait`.
  [[nodiscard]] Result<Fd> lock(const Fd& in, std::string_view name, std::chrono::milliseconds wait);

 protected:
  /// What to do instead of an operation: fail with `error_number`, or write only `most` bytes.
  struct Fault {
    int error_number = 0;
    std::size_t most = SIZE_MAX;
  };
  /// Called before each operation.
  virtual Fault before(const FileCall& call);

 private:
  int check(const FileCall& call);  // sets errno and gives -1 when the operation must fail
};

/// For tests: counts operations, and does harm at operation number `at` (1-based; 0 = never).
class FaultyFiles : public Files {
 public:
  enum class Harm : std::uint8_t {
    none,
    die_before,       ///< SIGKILL before the operation
    disk_full,        ///< ENOSPC at that operation only
    disk_stays_full,  ///< ENOSPC from there on for all that needs space
    io_error,         ///< EIO at that operation only
    io_stays_bad,     ///< EIO from there on for everything
    short_write,      ///< half of the bytes, then ENOSPC
  };
  FaultyFiles(Harm harm, std::size_t at) : harm_(harm), at_(at) {}
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t syncs() const { return syncs_; }

 protected:
  Fault before(const FileCall& call) override;

 private:
  Harm harm_;
  std::size_t at_;
  std::size_t count_ = 0;
  std::size_t syncs_ = 0;
  bool tearing_ = false;  // the second half of a short write
};

/// Where fixpoint keeps its state: $XDG_STATE_HOME/fixpoint, else ~/.local/state/fixpoint (the home of $HOME, else of
/// the user database). Nothing without a home.
[[nodiscard]] std::optional<std::string> state_folder();

}  // namespace fixpoint::seams
