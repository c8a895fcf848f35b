#include "run/tree.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace fixpoint::run {
namespace {

struct Process {
  pid_t pid;
  pid_t parent;
  std::uint64_t started;
  std::uint64_t ticks;
  bool below;
  bool zombie;
};

// Lazily backed by the kernel: only what is used takes memory. More processes than this are found by the next pass.
constexpr std::size_t kMost = 1 << 18;

struct Table {
  Process* rows = nullptr;
  std::size_t size = 0;
};

Table& table() {
  static Table only;
  if (only.rows == nullptr) {
    void* memory = ::mmap(nullptr, kMost * sizeof(Process), PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory != MAP_FAILED) only.rows = static_cast<Process*>(memory);
  }
  return only;
}

std::uint64_t number(const char*& at, const char* end) {
  std::uint64_t value = 0;
  while (at < end && *at >= '0' && *at <= '9') value = value * 10 + static_cast<std::uint64_t>(*at++ - '0');
  return value;
}

bool read_stat(int proc, const char* name, Process& out) {
  char path[32];
  std::size_t length = std::strlen(name);
  if (length > 16) return false;
  std::memcpy(path, name, length);
  std::memcpy(path + length, "/stat", 6);
  const int fd = ::openat(proc, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  char text[1024];
  const ssize_t got = ::read(fd, text, sizeof text);
  ::close(fd);
  if (got <= 0) return false;
  const char* end = text + got;
  const char* at = text;
  out.pid = static_cast<pid_t>(number(at, end));
  // The name is in parentheses and may hold anything, also ") Z 1": the last ')' ends it.
  const char* close = nullptr;
  for (const char* p = text; p < end; ++p) {
    if (*p == ')') close = p;
  }
  if (close == nullptr || end - close < 4) return false;
  out.zombie = close[2] == 'Z' || close[2] == 'X';
  out.below = false;
  out.ticks = 0;
  at = close + 3;
  // Fields after the state: 4 ppid ... 14 utime 15 stime 16 cutime 17 cstime ... 22 starttime.
  for (int field = 4; field <= 22; ++field) {
    while (at < end && *at == ' ') ++at;
    const bool negative = at < end && *at == '-';
    if (negative) ++at;
    const std::uint64_t value = number(at, end);
    if (field == 4) out.parent = static_cast<pid_t>(value);
    if (field >= 14 && field <= 17 && !negative) out.ticks += value;
    if (field == 22) out.started = value;
  }
  return true;
}

struct Entry {  // linux_dirent64
  std::uint64_t inode;
  std::int64_t next;
  unsigned short length;
  unsigned char type;
  char name[1];
};

// Fills the table and marks what lies below `root`. Returns the open /proc, or -1.
int scan(pid_t root, Table& processes) {
  processes.size = 0;
  if (processes.rows == nullptr) return -1;
  const int proc = ::open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (proc < 0) return -1;
  alignas(Entry) char buffer[16384];
  for (;;) {
    const long got = ::syscall(SYS_getdents64, proc, buffer, sizeof buffer);
    if (got <= 0) break;
    for (long at = 0; at < got;) {
      const auto* entry = reinterpret_cast<const Entry*>(buffer + at);
      const char* name = buffer + at + 19;  // where d_name starts in the kernel's record
      at += entry->length;
      if (name[0] < '1' || name[0] > '9' || processes.size == kMost) continue;
      if (read_stat(proc, name, processes.rows[processes.size])) ++processes.size;
    }
  }
  // Parents mostly come before their children, so this settles after two passes.
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < processes.size; ++i) {
      Process& process = processes.rows[i];
      if (process.below || process.pid == root) continue;
      bool below = process.parent == root;
      if (!below) {
        // Rows come in the order of pids, apart from processes that came and went: search from the middle.
        std::size_t low = 0;
        std::size_t high = processes.size;
        while (low < high) {
          const std::size_t middle = (low + high) / 2;
          if (processes.rows[middle].pid < process.parent) {
            low = middle + 1;
          } else {
            high = middle;
          }
        }
        below = low < processes.size && processes.rows[low].pid == process.parent && processes.rows[low].below;
      }
      if (below) process.below = changed = true;
    }
  }
  return proc;
}

// By pidfd, so that a pid that was given to somebody else since the scan is not hit.
void signal_one(int proc, const Process& process, int signal) {
  const int fd = static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0));
  if (fd < 0) {
    if (errno == ENOSYS || errno == EPERM) ::kill(process.pid, signal);
    return;
  }
  char name[16];
  char* at = name + sizeof name;
  *--at = '\0';
  for (pid_t rest = process.pid; rest > 0; rest /= 10) *--at = static_cast<char>('0' + rest % 10);
  Process now{};
  if (read_stat(proc, at, now) && now.started == process.started) {
    ::syscall(SYS_pidfd_send_signal, fd, signal, nullptr, 0);
  }
  ::close(fd);
}

}  // namespace

TreeUse tree_use(pid_t root) {
  TreeUse use;
  Table& processes = table();
  const int proc = scan(root, processes);
  if (proc < 0) return use;
  ::close(proc);
  for (std::size_t i = 0; i < processes.size; ++i) {
    const Process& process = processes.rows[i];
    if (!process.below) continue;
    use.cpu_ticks += process.ticks;
    if (!process.zombie) ++use.processes;
  }
  return use;
}

std::uint32_t signal_tree(pid_t root, int signal) {
  Table& processes = table();
  const int proc = scan(root, processes);
  if (proc < 0) return 0;
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < processes.size; ++i) {
    const Process& process = processes.rows[i];
    if (!process.below || process.zombie) continue;
    ++count;
    signal_one(proc, process, signal);
  }
  ::close(proc);
  return count;
}

}  // namespace fixpoint::run
