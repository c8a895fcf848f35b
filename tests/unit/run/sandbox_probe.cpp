// The hostile guest of the sandbox tests: this program again, started with FIXPOINT_SANDBOX_PROBE set. It tries ways
// out and prints what the kernel answered, one "name=errno" a line; 0 means it was let through.
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

void tell(const char* name, long answer) { std::printf("%s=%d\n", name, answer < 0 ? errno : 0); }

void try_system_calls() {
  tell("mount", mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  tell("remount", mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND, nullptr));
  tell("umount", umount2("/tmp", MNT_DETACH));
  tell("umount_proc", umount2("/proc", MNT_DETACH));
  tell("unshare_user", unshare(CLONE_NEWUSER));
  tell("unshare_mount", unshare(CLONE_NEWNS));
  tell("setns", setns(0, 0));
  tell("pivot_root", syscall(SYS_pivot_root, "/tmp", "/tmp"));
  tell("fsopen", syscall(SYS_fsopen, "tmpfs", 0));
  tell("open_tree", syscall(SYS_open_tree, AT_FDCWD, "/", 1));
  tell("open_tree_attr", syscall(467, AT_FDCWD, "/", 1, nullptr, 0));
  tell("mount_setattr", syscall(SYS_mount_setattr, AT_FDCWD, "/", 0, nullptr, 0));
  tell("io_uring_setup", syscall(SYS_io_uring_setup, 1, nullptr));
  tell("bpf", syscall(SYS_bpf, 0, nullptr, 0));
  tell("keyctl", syscall(SYS_keyctl, 0, 0, 0, 0, 0));
  tell("userfaultfd", syscall(SYS_userfaultfd, 0));
  tell("perf_event_open", syscall(SYS_perf_event_open, nullptr, 0, -1, -1, 0));
  tell("clone_newuser", syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
  tell("clone_newns", syscall(SYS_clone, CLONE_NEWNS | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
  clone_args arguments{};
  tell("clone3", syscall(SYS_clone3, &arguments, sizeof arguments));
  tell("vsock", socket(40, SOCK_STREAM, 0));
  tell("vsock_high_bits", syscall(SYS_socket, (1ULL << 32) + 40, SOCK_STREAM, 0));
  tell("af_alg", socket(AF_ALG, SOCK_SEQPACKET, 0));
  tell("af_packet", socket(AF_PACKET, SOCK_RAW, 0));
  tell("tiocsti", ioctl(0, TIOCSTI, "x"));
  tell("tiocsti_high_bits", syscall(SYS_ioctl, 0, (1ULL << 32) + TIOCSTI, "x"));
  tell("mknod", mknod("disk", S_IFBLK | 0600, makedev(8, 0)));
  tell("settimeofday", syscall(SYS_settimeofday, nullptr, nullptr));
  tell("reboot", syscall(SYS_reboot, 0, 0, 0, nullptr));
  tell("sysctl", open("/proc/sys/kernel/core_pattern", O_WRONLY));
  tell("sysrq", open("/proc/sysrq-trigger", O_WRONLY));
  tell("init_memory", open("/proc/1/mem", O_RDWR));
  tell("init_environment", open("/proc/1/environ", O_RDONLY));
  tell("trace_init", ptrace(PTRACE_ATTACH, 1, nullptr, nullptr));
  // What must go on working.
  tell("socket_unix", socket(AF_UNIX, SOCK_STREAM, 0));
  tell("socket_inet", socket(AF_INET, SOCK_STREAM, 0));
  tell("socket_netlink", socket(AF_NETLINK, SOCK_RAW, 0));
  const pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  tell("trace_child", ptrace(PTRACE_ATTACH, child, nullptr, nullptr));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  tell("pty", open("/dev/ptmx", O_RDWR | O_NOCTTY));
  tell("null", open("/dev/null", O_RDWR));
}

void connect_to(const char* path, bool abstract) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path + (abstract ? 1 : 0), path, sizeof address.sun_path - 2);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(path) + (abstract ? 1 : 1));
  const int handle = socket(AF_UNIX, SOCK_STREAM, 0);
  tell("connect", connect(handle, reinterpret_cast<const sockaddr*>(&address), size));
}

__attribute__((constructor)) void be_the_probe() {
  const char* probe = std::getenv("FIXPOINT_SANDBOX_PROBE");
  if (probe == nullptr) return;
  const std::string what = probe;
  if (what == "calls") try_system_calls();
  if (what.starts_with("kill:")) tell("kill", kill(std::atoi(what.c_str() + 5), 0));
  if (what.starts_with("connect:")) connect_to(what.c_str() + 8, false);
  if (what.starts_with("abstract:")) connect_to(what.c_str() + 9, true);
  if (what.starts_with("write:")) tell("write", open(what.c_str() + 6, O_WRONLY | O_CREAT, 0600));
  if (what.starts_with("read:")) tell("read", open(what.c_str() + 5, O_RDONLY));
  std::fflush(stdout);
  _exit(0);
}

}  // namespace
