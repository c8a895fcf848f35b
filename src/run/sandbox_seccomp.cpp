#include "run/sandbox_seccomp.hpp"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace fixpoint::run {
namespace {

/// Answered with EPERM: "you may not", which programs expect of these. ptrace stays allowed: the process namespace
/// leaves only the guest's own processes as targets, the filter binds traced processes too, and without it every
/// program built with -fsanitize=address fails at its end (LeakSanitizer traces itself).
constexpr std::array kDenied = {
    // kernel-side machinery with a long record of holes
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "keyctl",
    "add_key",
    "request_key",
    "kcmp",
    "fanotify_init",
    "lookup_dcookie",
    "nfsservctl",
    "uselib",
    "vm86",
    "vm86old",
    "process_vm_readv",
    "process_vm_writev",
    "pidfd_getfd",
    // the view of the file system is final
    "mount",
    "umount",
    "umount2",
    "pivot_root",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "move_mount",
    "open_tree",
    "mount_setattr",
    "open_by_handle_at",
    "swapon",
    "swapoff",
    "quotactl",
    "quotactl_fd",
    "acct",
    // no new namespaces, no change of namespace
    "setns",
    "unshare",
    // the machine
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "reboot",
    "syslog",
    "settimeofday",
    "clock_settime",
    "clock_adjtime",
    "stime",
    "iopl",
    "ioperm",
    "vhangup",
};

/// Answered with ENOSYS: programs then take the older way, which the filter can judge.
constexpr std::array kAbsent = {"clone3", "io_uring_setup", "io_uring_enter", "io_uring_register"};

constexpr std::array<std::uint64_t, 7> kNamespaceFlags = {CLONE_NEWUSER, CLONE_NEWNS,  CLONE_NEWPID,   CLONE_NEWNET,
                                                          CLONE_NEWIPC,  CLONE_NEWUTS, CLONE_NEWCGROUP};

/// open_tree_attr, which libseccomp 2.5 does not know. It has the same number on every architecture, so a prologue of
/// our own can deny it.
constexpr std::uint32_t kOpenTreeAttr = 467;
constexpr std::array<sock_filter, 3> kPrologue = {{
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kOpenTreeAttr, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
}};

constexpr std::uint64_t kLow32 = 0xffffffffULL;

/// Remembers the first failure of a series of libseccomp calls.
struct Filter {
  scmp_filter_ctx context;
  int error = 0;

  void keep(int answer) {
    if (error == 0 && answer < 0 && answer != -EEXIST) error = answer;
  }
  void deny(std::uint32_t action, const char* name) {
    const int number = seccomp_syscall_resolve_name(name);
    if (number != __NR_SCMP_ERROR) keep(seccomp_rule_add(context, action, number, 0));
  }
  void deny_if(std::uint32_t action, int number, scmp_arg_cmp comparison) {
    keep(seccomp_rule_add_array(context, action, number, 1, &comparison));
  }
};

int compile(scmp_filter_ctx context) {
  Filter rules{context};
#ifdef __x86_64__
  // 32-bit programs are tests' business too; the x32 flavour of system calls is not (the default for it: kill).
  rules.keep(seccomp_arch_add(context, SCMP_ARCH_X86));
#endif
  rules.keep(seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2));
  for (const auto* name : kDenied) rules.deny(SCMP_ACT_ERRNO(EPERM), name);
  for (const auto* name : kAbsent) rules.deny(SCMP_ACT_ERRNO(ENOSYS), name);
  for (const auto flag : kNamespaceFlags)
    rules.deny_if(SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), {0, SCMP_CMP_MASKED_EQ, flag, flag});
  // Typing into, or pasting from, a terminal that the guest shares with somebody.
  for (const std::uint64_t request : {TIOCSTI, TIOCLINUX})
    rules.deny_if(SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), {1, SCMP_CMP_MASKED_EQ, kLow32, request});
  // Sockets: AF_UNIX, AF_INET, AF_INET6, AF_NETLINK (getaddrinfo and getifaddrs ask it). AF_VSOCK would reach the
  // hypervisor from any network namespace.
  for (const int call : {SCMP_SYS(socket), SCMP_SYS(socketpair)}) {
    for (std::uint64_t family = 3; family < 16; ++family)
      if (family != AF_INET6)
        rules.deny_if(SCMP_ACT_ERRNO(EAFNOSUPPORT), call, {0, SCMP_CMP_MASKED_EQ, kLow32, family});
    rules.deny_if(SCMP_ACT_ERRNO(EAFNOSUPPORT), call, {0, SCMP_CMP_GT, AF_NETLINK, 0});
  }
#ifdef __x86_64__
  // The 32-bit multiplexer hides its arguments behind a pointer; today's libc calls socket() itself.
  rules.deny(SCMP_ACT_ERRNO(ENOSYS), "socketcall");
#endif
  return rules.error;
}

Result<std::vector<sock_filter>> build() {
  const auto refuse = [](const char* what, int error) {
    return fail(ErrorCode::unavailable,
                std::string("cannot compile the system-call filter: ") + what + ": " + std::strerror(error));
  };
  scmp_filter_ctx context = seccomp_init(SCMP_ACT_ALLOW);
  if (context == nullptr) return refuse("seccomp_init", ENOMEM);
  const int error = compile(context);
  const int file = error < 0 ? -1 : memfd_create("filter", MFD_CLOEXEC);
  const int exported = file < 0 ? -errno : seccomp_export_bpf(context, file);
  seccomp_release(context);
  if (error < 0) return refuse("rules", -error);
  struct stat info{};
  std::vector<sock_filter> program;
  bool ok = exported == 0 && fstat(file, &info) == 0 && info.st_size > 0;
  if (ok) {
    program.resize(static_cast<std::size_t>(info.st_size) / sizeof(sock_filter));
    ok = pread(file, program.data(), program.size() * sizeof(sock_filter), 0) == info.st_size;
    program.insert(program.begin(), kPrologue.begin(), kPrologue.end());
  }
  if (file >= 0) close(file);
  if (!ok) return refuse("export", exported < 0 ? -exported : EIO);
  return program;
}

}  // namespace

Result<std::vector<sock_filter>> sandbox_filter() {
  static const auto kFilter = build();
  return kFilter;
}

}  // namespace fixpoint::run
